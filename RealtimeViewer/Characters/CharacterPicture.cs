using System.Numerics;
using Avatars.Graphics.Scenes;
using Avatars.PoseMaps;
using Avatars.Retargeting;
using Avatars.Rig;
using Silk.NET.OpenGL;

namespace Avatars.Viewer.Characters;

/// <summary>A character in the rig's pose, as a texture for the rig's pane. Drawn anew only when pose, camera, character or size change.</summary>
sealed class CharacterPicture(GL gl) : IDisposable
{
    const int LargestSide = 1024; // pixels

    CharacterRenderer? _renderer;
    CharacterModel? _model;
    CharacterPose? _pose;
    LoadedCharacter? _loaded;
    HumanoidMap? _rig;
    float _legs;
    (Camera? Camera, int Width, int Height) _view;
    Matrix4x4[] _shown = [];
    uint _handle;

    /// <param name="standard">The rig's pose on the standard humanoid.</param>
    /// <param name="width">Of the pane's picture, pixels.</param>
    /// <returns>Handle of a texture.</returns>
    public uint Draw(LoadedCharacter character, PoseSampler rig, ReadOnlySpan<JointTransform> standard, Camera camera, int width, int height)
    {
        if (width < 1 || height < 1)
            return 0;
        (width, height) = (Math.Min(width, LargestSide), Math.Min(height, LargestSide));
        var isNew = !ReferenceEquals(character, _loaded) || _view != (camera, width, height);
        if (!isNew && rig.Model.SequenceEqual(_shown))
            return _handle;
        Load(character);
        if (_rig != rig.Map)
            (_rig, _legs) = (rig.Map, TPose.OfRest(rig.Map).LegLength);
        _view = (camera, width, height);
        if (_shown.Length != rig.Model.Length)
            _shown = new Matrix4x4[rig.Model.Length];
        rig.Model.CopyTo(_shown);
        var joints = _pose!.Take(standard, new ModelHeight(_legs, rig.Model[rig.Map[HumanBodyBones.Hips]].Translation));
        return _handle = _renderer!.DrawAlone(_model!, joints, SceneLighting.Studio, CameraView.Of(camera.WithSize(width, height)), width, height).Handle;
    }

    public void Dispose()
    {
        _model?.Dispose();
        _renderer?.Dispose();
    }

    void Load(LoadedCharacter character)
    {
        if (ReferenceEquals(character, _loaded))
            return;
        _renderer ??= new CharacterRenderer(gl, oversampling: 1);
        _model?.Dispose();
        _model = null;
        _model = _renderer.Upload(character.Character);
        (_pose, _loaded) = (new CharacterPose(character.Map), character);
    }
}
