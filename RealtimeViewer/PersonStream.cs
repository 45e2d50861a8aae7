using Avatars.Inference;
using Avatars.PoseMaps;
using Avatars.Streaming;
using Avatars.Systems;
using Avatars.Systems.Fpdm;
using Avatars.Viewer.Posing;

namespace Avatars.Viewer;

/// <summary>
/// The generator behind the third pane. It loads while the window is already open, then answers poses on the stream's own threads.
/// A rig with other joints gets a stream of its own; the networks stay loaded. Where the camera shows the upper body alone, the source is cut to it, so that face and hands are as large as the picture has them.
/// </summary>
sealed class PersonStream : IDisposable
{
    readonly ModelPackage _package;
    readonly PoseMapStyle _style;
    readonly Task<FramesInFlight> _loading;
    GenerationSettings _settings;
    readonly Closeness _closeness = new();
    PersonSource? _source;
    PersonSource? _shown;
    Task<PersonSource>? _upperBody;
    Task _looking = Task.CompletedTask;
    PoseStream? _stream;
    PosedRig? _rig;

    /// <param name="steps">Null for what the model's makers recommend.</param>
    /// <param name="sampler">As for <paramref name="steps"/>.</param>
    public PersonStream(ModelPackage package, PoseMapStyle style, Provider provider, int? steps, string? sampler)
    {
        (_package, _style) = (package, style);
        var recommended = GenerationSettings.Of(package.Defaults);
        _settings = recommended with { Steps = steps ?? recommended.Steps, Sampler = sampler ?? recommended.Sampler };
        _loading = Task.Run(() => FrameGenerators.LoadSeveral(package, new InferenceOptions { Provider = provider }));
    }

    public int Steps => _settings.Steps;

    public string Sampler => _settings.Sampler;

    public int Seed => (int)_settings.Seed;

    /// <summary>Whether poses are answered by now.</summary>
    /// <exception cref="FormatException">The model did not load.</exception>
    public bool IsReady => _loading.IsCompleted && _loading.GetAwaiter().GetResult() is not null;

    public StreamFrame Frame => _stream!.Frame;

    /// <exception cref="ArgumentException">The model is there and cannot show this person; the old one stays.</exception>
    public void SetSource(PersonSource source)
    {
        _stream?.SetSource(source);
        (_source, _shown, _upperBody) = (source, source, null);
    }

    public void Configure(string sampler, int steps, int seed)
    {
        _settings = _settings with { Sampler = sampler, Steps = steps, Seed = (uint)seed };
        _stream?.Configure(_settings);
    }

    /// <summary>Hands in the rig's pose, if the model is there.</summary>
    /// <exception cref="ArgumentException">The model, now that it is there, cannot show the person that was chosen.</exception>
    public void Submit(PosedRig rig, Camera camera)
    {
        if (!IsReady || _source is null)
            return;
        if (_rig != rig)
            Restart(rig);
        ShowFrom(rig, camera);
        _stream!.Submit(rig.Model, camera);
    }

    /// <summary>Whether <see cref="Frame"/> is a new one.</summary>
    public bool TryTake() => _stream is not null && _stream.TryTake();

    public void Dispose()
    {
        _stream?.Dispose();
        // What is under way cannot be broken off; native code must not meet the end of the process.
        _looking.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        if (_loading.ContinueWith(done => done.IsCompletedSuccessfully, TaskScheduler.Default).Result)
            _loading.Result.Dispose();
    }

    /// <summary>The whole picture or the upper body, whichever is seen; the latter as soon as it is found.</summary>
    void ShowFrom(PosedRig rig, Camera camera)
    {
        _closeness.Update(rig, camera);
        if (_closeness.IsNear)
            _upperBody ??= FindUpperBody(_source!);
        var wanted = _closeness.IsNear && _upperBody!.IsCompleted ? _upperBody.GetAwaiter().GetResult() : _source!;
        if (wanted != _shown)
            _stream!.SetSource(_shown = wanted);
    }

    /// <summary>The upper body in a source that the model can show; the source itself where there is none to cut out.</summary>
    Task<PersonSource> FindUpperBody(PersonSource source)
    {
        if (_loading.Result[0] is not FpdmPipeline pipeline)
            return Task.FromResult(source);
        var found = Task.Run(() => pipeline.FindUpperBody(source)?.CutFrom(source.Views[0].Picture) is { } part ? part : source);
        _looking = Task.WhenAll(_looking, found); // another person may be chosen meanwhile
        return found;
    }

    void Restart(PosedRig rig)
    {
        _stream?.Dispose();
        _rig = rig;
        _stream = new PoseStream(_loading.Result, _style, rig.Map);
        _stream.Configure(_settings);
        try
        {
            _stream.SetSource(_shown!);
        }
        catch (ArgumentException)
        {
            _source = null; // said once; the next person may do
            _shown = null;
            throw;
        }
    }
}
