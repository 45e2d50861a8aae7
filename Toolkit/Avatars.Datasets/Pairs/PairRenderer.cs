using Avatars.Graphics;
using Avatars.Graphics.Scenes;
using Avatars.Imaging;

namespace Avatars.Datasets.Pairs;

/// <summary>
/// Draws pairs. Pictures are read back some pairs later, so that drawing never waits for reading: submit scenes with <see cref="Draw"/>, take
/// finished pairs with <see cref="TryTake"/>. One GL context, one thread.
/// </summary>
public sealed class PairRenderer : IDisposable
{
    const int InFlight = 3; // pairs
    const int CachedModels = 13; // characters in graphics memory: the sample characters and one more

    readonly CharacterRenderer _renderer;
    readonly Framebuffer _framebuffer;
    readonly PixelReadback _readback;
    readonly Queue<PairScene> _inFlight = new();
    readonly Dictionary<int, CharacterModel> _models = [];
    readonly int _size;

    /// <summary>Borrows <paramref name="context"/>.</summary>
    public PairRenderer(GraphicsContext context, int size)
    {
        _size = size;
        _renderer = new CharacterRenderer(context.Gl);
        _framebuffer = new Framebuffer(context.Gl, size, size);
        _readback = new PixelReadback(context.Gl, size, size, 2 * InFlight);
    }

    /// <summary>True when a finished pair must be taken before the next is drawn.</summary>
    public bool IsFull => _inFlight.Count == InFlight;

    public void Draw(PairScene scene)
    {
        var model = ModelOf(scene.Person);
        foreach (var snapshot in new[] { scene.Source, scene.Target })
        {
            _renderer.Draw(model, snapshot.JointModel, scene.Lighting, CameraView.Of(snapshot.Camera), scene.Background, _framebuffer);
            _readback.Begin(_framebuffer);
        }
        _inFlight.Enqueue(scene);
    }

    /// <summary>The oldest pair that was drawn; waits for it.</summary>
    /// <returns>False when none is under way.</returns>
    public bool TryTake(out PairScene scene, out RgbImage source, out RgbImage target)
    {
        (source, target) = (null!, null!);
        if (!_inFlight.TryDequeue(out scene!))
            return false;
        _readback.Finish(source = new RgbImage(_size, _size));
        _readback.Finish(target = new RgbImage(_size, _size));
        return true;
    }

    public void Dispose()
    {
        foreach (var model in _models.Values)
            model.Dispose();
        _readback.Dispose();
        _framebuffer.Dispose();
        _renderer.Dispose();
    }

    CharacterModel ModelOf(Person person)
    {
        if (_models.TryGetValue(person.Number, out var model))
            return model;
        if (_models.Count == CachedModels)
        {
            var oldest = _models.Keys.Max(); // sample characters have the lowest numbers and are used again
            _models.Remove(oldest, out var gone);
            gone!.Dispose();
        }
        return _models[person.Number] = _renderer.Upload(person.Character);
    }
}
