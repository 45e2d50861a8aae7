using Avatars.Inference;
using Avatars.Models;
using Avatars.PoseMaps;
using Avatars.Sampling;
using Avatars.Streaming;
using Avatars.Systems;
using Avatars.Viewer.Posing;

namespace Avatars.Viewer;

/// <summary>
/// The generator behind the third pane. It loads while the window is already open, then one stream answers poses on threads of its own, whatever
/// motion, source and settings change. Where the camera shows only the upper body, the source is cropped to it, which keeps its resolution for face and hands.
/// </summary>
sealed class PersonStream : IDisposable
{
    readonly Task<IReadOnlyList<IFrameGenerator>> _loading;
    readonly PersonOpening _opening;
    readonly PersonReader? _ownReader;
    readonly UpperBodyView _upperBodyView = new();
    GenerationSettings _settings;
    PersonSource? _source;
    PersonSource? _shown;
    Task<PersonSource>? _upperBody;
    Task _analyses = Task.CompletedTask;
    PoseStream? _stream;
    bool _isTransparent;

    /// <param name="load">Runs on another thread. What it gives is owned; the first one owns what they share.</param>
    /// <param name="reader">Owned; null reads and analyses files.</param>
    public PersonStream(Func<IReadOnlyList<IFrameGenerator>> load, GenerationSettings settings, PersonReader? reader = null)
    {
        (_settings, _loading) = (settings, Task.Run(load));
        Reader = _ownReader = reader ?? new PersonReader();
        _opening = new PersonOpening(Reader, () => _loading.GetAwaiter().GetResult()[0].ReadsBody);
    }

    /// <summary>For one more person, with generators of its own.</summary>
    /// <param name="load">As for the first.</param>
    /// <param name="first">Borrowed: its settings, and what reads people.</param>
    public PersonStream(Func<IReadOnlyList<IFrameGenerator>> load, PersonStream first)
    {
        (_settings, _loading, Reader) = (first._settings, Task.Run(load), first.Reader);
        _opening = new PersonOpening(Reader, () => _loading.GetAwaiter().GetResult()[0].ReadsBody);
    }

    /// <summary>Reads people; shared by all of the viewer.</summary>
    public PersonReader Reader { get; }

    /// <param name="processes">Where the model runs.</param>
    public static PersonStream Load(ModelPackage package, Provider provider, ViewerOptions options, ModelProcesses processes) =>
        new(() => processes.Load(package, provider), SettingsOf(package.Manifest, options), processes.MakeReader());

    /// <summary>The model's own settings with those of the command line.</summary>
    /// <exception cref="ArgumentException">The sampler does not have an option, or cannot have the value or so many steps.</exception>
    public static GenerationSettings SettingsOf(ModelManifest manifest, ViewerOptions options)
    {
        var recommended = GenerationSettings.Of(manifest.Defaults);
        var chosen = recommended.WithSampler(options.Sampler ?? recommended.Sampler);
        var settings = chosen with { Steps = options.Steps ?? recommended.Steps, Options = [.. chosen.Options, .. options.SamplerOptions] };
        settings.MakeSampler(manifest.Schedule.ToNoiseSchedule(), Predictions.Named(manifest.PredictionType)); // checks them before the window opens
        return settings;
    }

    /// <summary>The person that is shown; null before the first.</summary>
    public PersonSource? Source => _source;

    public GenerationSettings Settings => _settings;

    public int Steps => _settings.Steps;

    public string Sampler => _settings.Sampler;

    public int Seed => (int)_settings.Seed;

    /// <summary>Why generation stopped; null while all is well.</summary>
    public Exception? Failure => _stream?.Failure;

    /// <summary>The newest one; only where <see cref="HasFrame"/>.</summary>
    public StreamFrame Frame => _stream!.Frame;

    public bool HasFrame { get; private set; }

    public bool IsLoaded => _loading.IsCompletedSuccessfully;

    /// <summary>Whether the model is loaded, and its frames can be transparent.</summary>
    public bool CanBeTransparent => _loading.IsCompletedSuccessfully && _loading.Result[0] is ITransparentFrameGenerator { CanBeTransparent: true };

    /// <summary>Whether frames have alpha, for a person who is laid over others. A change waits for the frames in work.</summary>
    public bool IsTransparent
    {
        get => _isTransparent;
        set
        {
            if (value == _isTransparent)
                return;
            _stream?.Dispose();
            (_stream, _isTransparent, HasFrame) = (null, value, false);
        }
    }

    /// <summary>How far the opening of another person is; null while none is opened.</summary>
    public OpeningProgress? Opening => _opening.Progress;

    /// <summary>Opens another person in the background, in place of one whose opening has not ended.</summary>
    /// <param name="paths">Pictures of one person, or one person file.</param>
    public void Open(params IReadOnlyList<string> paths) => _opening.Begin(paths);

    /// <inheritdoc cref="PersonOpening.TryTake"/>
    public bool TryTakeOpened(out OpenedPerson? person, out string? failure) => _opening.TryTake(out person, out failure);

    /// <exception cref="ArgumentException">The model is loaded and cannot show this person; the old one stays.</exception>
    public void SetSource(PersonSource source)
    {
        _stream?.SetSource(source);
        (_source, _shown, _upperBody) = (source, source, null);
    }

    public void Configure(string sampler, int steps, int seed)
    {
        _settings = _settings.WithSampler(sampler) with { Steps = steps, Seed = (uint)seed };
        _stream?.Configure(_settings);
    }

    /// <summary>Generates again after a failure.</summary>
    public void Restart() => _stream?.Restart();

    /// <summary>Hands in the rig's pose, if the model is loaded. Never waits.</summary>
    /// <exception cref="ArgumentException">The model is loaded now, and cannot show the person that was chosen.</exception>
    /// <exception cref="FormatException">The model did not load.</exception>
    public void Submit(PoseSampler rig, Camera camera)
    {
        if (!_loading.IsCompleted)
            return;
        _loading.GetAwaiter().GetResult();
        if (_source is null)
            return;
        if (_stream is null)
            Start();
        ShowFrom(rig, camera);
        _stream!.Submit(rig, camera);
    }

    /// <summary>Whether <see cref="Frame"/> is a new one.</summary>
    public bool TryTake()
    {
        if (_stream is null || !_stream.TryTake())
            return false;
        return HasFrame = true;
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _opening.Dispose();
        _ownReader?.Dispose();
        // Analyses cannot be cancelled; the process must not end while native code runs.
        _analyses.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        if (_loading.ContinueWith(done => done.IsCompletedSuccessfully, TaskScheduler.Default).Result)
            foreach (var generator in _loading.Result.Reverse())
                generator.Dispose();
    }

    /// <summary>The whole picture or the upper body, as the camera requires; the latter once it is detected.</summary>
    void ShowFrom(PoseSampler rig, Camera camera)
    {
        _upperBodyView.Update(rig, camera);
        var isCropped = _upperBodyView.IsUpperBodyOnly && _source!.Person is null; // a fitted body knows where its upper half is
        if (isCropped)
            _upperBody ??= FindUpperBody(_source!);
        var wanted = isCropped && _upperBody!.IsCompletedSuccessfully ? _upperBody.Result : _source!;
        if (wanted != _shown)
            _stream!.SetSource(_shown = wanted);
    }

    /// <summary>The upper body in a source that the model can show; the source itself where there is none to crop.</summary>
    Task<PersonSource> FindUpperBody(PersonSource source)
    {
        var generator = _loading.Result[0];
        var found = Task.Run(() => generator.Analyze(source).CropToUpperBody(source));
        _analyses = Task.WhenAll(_analyses, found); // another source may be chosen meanwhile
        return found;
    }

    void Start()
    {
        _stream = new PoseStream(_loading.Result, _isTransparent);
        _stream.Configure(_settings);
        try
        {
            _stream.SetSource(_shown!);
        }
        catch (ArgumentException)
        {
            (_source, _shown) = (null, null); // reported once; another source may work
            throw;
        }
    }
}
