using System.Diagnostics;
using System.Numerics;
using Avatars.Files;
using Avatars.Graphics;
using Avatars.Inference;
using Avatars.PoseMaps;
using Avatars.Viewer.Panels;
using Avatars.Viewer.Posing;
using Avatars.Viewer.Ui;
using Silk.NET.OpenGL;
using Silk.NET.Windowing;
using Texture = Avatars.Graphics.Texture;

namespace Avatars.Viewer;

/// <summary>One frame of the viewer, again and again: clip to joints to pose map, the pose to the stream, its newest picture to the screen.</summary>
sealed class LiveViewer : IDisposable
{
    const float LongestStep = 0.1f; // seconds: after a pause the clip goes on where it was

    readonly IWindow _window;
    readonly GL _gl;
    readonly ViewerOptions _options;
    readonly UiInput _input = new();
    readonly WindowInput _devices;
    readonly DrawList _draw;
    readonly UiContext _ui;
    readonly UiRenderer _renderer;
    readonly ViewerScreen _screen = new();
    readonly SourcePictures _sources;
    readonly IReadOnlyList<string> _motions;
    readonly PoseMapStyle _style;
    readonly PoseMapPass _poseMap;
    readonly PersonStream _stream;
    readonly Texture _person, _personMap;
    readonly Session _session;
    readonly WindowCapture? _capture;
    (int Source, int Motion, string Sampler, int Steps, int Seed) _applied = (-1, 0, "", 0, 0);
    long _lastFrame;
    long _lastGenerated;

    /// <summary>Borrows window and GL, whose context must be current.</summary>
    public LiveViewer(IWindow window, GL gl, ViewerOptions options)
    {
        (_window, _gl, _options) = (window, gl, options);
        var package = ModelPackage.Open(options.Model);
        _style = PoseMapStyle.Find(package.PoseStyle);
        _motions = Samples.Motions(options.Motion);
        if (_motions.Count == 0)
            throw new FileNotFoundException("There is no motion to play: the folder Samples/Motion is empty or missing. Name a file with --motion.");
        var font = FontAtlas.Load();
        _draw = new DrawList(font);
        _ui = new UiContext(_draw, _input);
        _renderer = new UiRenderer(gl, font);
        _devices = new WindowInput(window, _input);
        _sources = new SourcePictures(gl, Samples.Sources(options.Source));
        if (_sources.All.Count == 0)
            throw new FileNotFoundException("There is no picture of a person to show: the folder Samples/Sources is empty or missing. Name a file with --source.");
        _poseMap = new PoseMapPass(gl, _style, package.Width, package.Height);
        _person = Texture.Screen(gl, package.Width, package.Height);
        _personMap = Texture.Screen(gl, package.Width, package.Height);
        var provider = Provider.Choose(options.Provider);
        var rig = new PoseSampler(FirstClip(out var asked), _style.Layout);
        _capture = WindowCapture.For(options, gl, window);
        _stream = new PersonStream(package, provider, options.Steps, options.Sampler); // loads on other threads: after all that may fail
        _session = new Session
        {
            Orbit = new OrbitCamera(HomeView.Of(rig, options.WaistUp)),
            Rig = rig,
            Sources = _sources.All,
            Motions = [.. _motions.Select(path => Path.GetFileNameWithoutExtension(path)!)],
            PictureWidth = package.Width,
            PictureHeight = package.Height,
            PoseMapTexture = _poseMap.Map.Handle,
            Steps = _stream.Steps,
            Sampler = _stream.Sampler,
            Seed = _stream.Seed,
        };
        _session.Bones = asked;
        _session.Playback.Start(rig.Source.Length, rig.Source.FrameRate);
        _session.Person.Model = $"{package.Name}, {provider.Name}";
        _applied = (-1, 0, _session.Sampler, _session.Steps, _session.Seed);
        window.Render += Render;
        window.FileDrop += TakeFiles;
    }

    public void Dispose()
    {
        _window.Render -= Render;
        _window.FileDrop -= TakeFiles;
        _capture?.Dispose();
        _stream.Dispose();
        _person.Dispose();
        _personMap.Dispose();
        _poseMap.Dispose();
        _sources.Dispose();
        _devices.Dispose();
        _renderer.Dispose();
    }

    void Render(double seconds)
    {
        var now = Stopwatch.GetTimestamp();
        var elapsed = _lastFrame == 0 ? 0 : (float)((now - _lastFrame) / (double)Stopwatch.Frequency);
        if (_lastFrame != 0)
            _session.Rendered.Add(elapsed * 1000);
        _lastFrame = now;
        Apply();
        _session.Playback.Advance(MathF.Min(elapsed, LongestStep));
        Pose();
        if (_capture is not null && (_session.Problem ?? _session.Person.Failure) is { } problem)
            throw new InvalidOperationException(problem); // nobody looks at the window, and no frame may ever come
        TakeFrame(now);
        DrawWindow();
        if (_lastGenerated != 0)
            _capture?.Frame();
    }

    /// <summary>Carries out what was chosen in the panels.</summary>
    void Apply()
    {
        if (_session.Bones is { IsAccepted: true } bones)
            Try(() => KeepBones(bones));
        var chosen = (_session.ChosenSource, _session.ChosenMotion, _session.Sampler, _session.Steps, _session.Seed);
        var before = _applied;
        _applied = chosen;
        if (chosen.ChosenSource != before.Source)
            Try(ShowSource);
        if (chosen.ChosenMotion != before.Motion)
            Try(PlayMotion);
        if ((chosen.Sampler, chosen.Steps, chosen.Seed) != (before.Sampler, before.Steps, before.Seed))
            _stream.Configure(chosen.Sampler, chosen.Steps, chosen.Seed);
        if (_session.IsRestartWanted)
            _stream.Restart();
        _session.IsRestartWanted = false;
    }

    /// <summary>The motion that was asked for; where its skeleton is not recognised, the user is asked for its bones over a sample.</summary>
    Animation.AnimationClip FirstClip(out BoneChoice? asked)
    {
        var motion = _options.Motions.Read(_motions[0]);
        var isWatched = _options is { Screenshot: null, Record: null };
        asked = motion.Map is null && isWatched && _motions.Count > 1 ? new BoneChoice(motion) : null;
        return asked is null ? _options.Motions.Retarget(motion) : _options.Motions.Load(_motions[1]);
    }

    void ShowSource() => _stream.SetSource(SourceFile.Read(_sources.All[_session.ChosenSource].Path));

    void PlayMotion() => PlayFile(_motions[_session.ChosenMotion]);

    /// <summary>Plays a file; where its skeleton is not recognised, the user is asked for its bones, and what played goes on.</summary>
    void PlayFile(string path)
    {
        var motion = _options.Motions.Read(path);
        if (motion.Map is null)
            _session.Bones = new BoneChoice(motion);
        Play(_options.Motions.Retarget(motion));
        _session.Bones = null;
    }

    /// <summary>Keeps the bones that the user chose beside the motion, and plays it.</summary>
    void KeepBones(BoneChoice choice)
    {
        _session.Bones = null;
        Formats.BonesFile.Write(Motions.BonesFileOf(choice.Path), choice.ToMap());
        PlayFile(choice.Path);
    }

    void Play(Animation.AnimationClip clip)
    {
        _session.Rig = new PoseSampler(clip, _style.Layout);
        _session.Playback.Start(clip.Length, clip.FrameRate);
    }

    /// <summary>A file that cannot be used is told to the user, and all stays as it was.</summary>
    void Try(Action action)
    {
        try
        {
            action();
            _session.Problem = null;
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            _session.Problem = ErrorLine.Of(error);
        }
    }

    void Pose()
    {
        var (rig, camera) = (_session.Rig, _session.PictureCamera);
        rig.Sample(_session.Playback.Time, _session.IsInPlace);
        var person = _session.Person;
        person.Failure = _stream.Failure is { } failure ? ErrorLine.Of(failure) : null;
        if (person.Texture == 0 || person.Failure is not null) // else the pose map is the one behind the picture
        {
            rig.Project(camera);
            _poseMap.Draw(rig.Keypoints);
            _session.PoseMapTexture = _poseMap.Map.Handle;
        }
        try
        {
            _stream.Submit(rig, camera);
        }
        catch (ArgumentException error)
        {
            _session.Problem = ErrorLine.Of(error);
        }
    }

    void TakeFrame(long now)
    {
        var person = _session.Person;
        if (!_stream.TryTake())
            return;
        var frame = _stream.Frame;
        _person.Update(frame.Picture);
        _personMap.Update(frame.PoseMap);
        _session.PoseMapTexture = _personMap.Handle;
        if (_lastGenerated != 0)
            person.Meter.Add((float)((now - _lastGenerated) * 1000.0 / Stopwatch.Frequency));
        _lastGenerated = now;
        (person.Texture, person.Waiting) = (_person.Handle, null);
        (person.Times, person.LatencyMilliseconds) = (frame.Times, frame.Latency);
    }

    void DrawWindow()
    {
        var (size, pixels) = (_window.Size, _window.FramebufferSize);
        if (size.X < 1 || size.Y < 1)
            return;
        var zoom = _devices.Zoom = _session.Zoom;
        _devices.ReadModifiers(_input);
        _draw.Begin(zoom * pixels.X / size.X, _renderer.FontTexture);
        _screen.Draw(_ui, new Box(0, 0, size.X / zoom, size.Y / zoom), _session);
        _devices.Show(_ui.Cursor);
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, 0);
        _renderer.Draw(_draw, pixels.X, pixels.Y);
    }

    /// <summary>Files dropped on the window: pictures become people, the rest motions.</summary>
    void TakeFiles(string[] paths)
    {
        foreach (var path in paths)
            Try(() =>
            {
                if (Samples.IsPicture(path))
                {
                    _sources.Add(path);
                    _session.ChosenSource = _sources.All.Count - 1;
                }
                else
                    PlayFile(path);
            });
    }
}
