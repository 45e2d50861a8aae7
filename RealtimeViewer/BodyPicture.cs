using System.Numerics;
using Avatars.Body;
using Avatars.Graphics.Bodies;
using Avatars.PoseMaps;
using Silk.NET.OpenGL;

namespace Avatars.Viewer;

/// <summary>The fitted body in the rig's pose, as a texture for the rig's pane. Drawn anew only when pose, camera, person or size change.</summary>
sealed class BodyPicture(GL gl) : IDisposable
{
    const int LargestSide = 1024; // pixels

    Matrix4x4[] _shown = [];
    float[] _weights = [];
    (Camera? Camera, int Width, int Height) _view;
    TexturedPerson? _person;
    PosedPerson? _posed;
    BodyView? _drawing;
    uint _handle;

    /// <param name="width">Of the pane's picture, pixels.</param>
    /// <returns>Handle of a texture; 0 where there is no fitted body to show.</returns>
    public uint Draw(AnalysedPerson? fitted, PoseSampler rig, Camera camera, int width, int height)
    {
        if (fitted is null || width < 1 || height < 1)
            return 0;
        (width, height) = (Math.Min(width, LargestSide), Math.Min(height, LargestSide));
        var isNew = !ReferenceEquals(fitted.Person, _person) || !_view.Equals((camera, width, height));
        if (!isNew && rig.Model.SequenceEqual(_shown) && rig.Pose.Weights.SequenceEqual(_weights))
            return _handle;
        Show(fitted.Person);
        _view = (camera, width, height);
        Keep(rig.Model, ref _shown);
        Keep<float>(rig.Pose.Weights, ref _weights);
        _posed!.Pose(rig.Before(camera));
        return _handle = _drawing!.Draw(_posed.Surface, camera.WithSize(width, height), fitted.Person.Texture).Handle;
    }

    public void Dispose() => _drawing?.Dispose();

    void Show(TexturedPerson person)
    {
        if (ReferenceEquals(person, _person))
            return;
        if (_drawing?.Model != person.Body.Model)
        {
            _drawing?.Dispose();
            _drawing = new BodyView(gl, person.Body.Model);
        }
        (_person, _posed) = (person, new PosedPerson(person.Body));
    }

    static void Keep<T>(ReadOnlySpan<T> from, ref T[] to)
    {
        if (to.Length != from.Length)
            to = new T[from.Length];
        from.CopyTo(to);
    }
}
