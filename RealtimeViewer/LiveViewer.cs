using System.Diagnostics;
using System.Numerics;
using Avatars.Body;
using Avatars.Files;
using Avatars.Graphics;
using Avatars.Inference;
using Avatars.Live;
using Avatars.Models;
using Avatars.PoseMaps;
using Avatars.Posing;
using Avatars.Signing;
using Avatars.Streaming;
using Avatars.Systems;
using Avatars.Viewer.Characters;
using Avatars.Viewer.Dialogs;
using Avatars.Viewer.Editing;
using Avatars.Viewer.Library;
using Avatars.Viewer.Panels;
using Avatars.Viewer.Posing;
using Avatars.Viewer.Scripts;
using Avatars.Viewer.Timeline;
using Avatars.Viewer.Ui;
using Silk.NET.OpenGL;
using Silk.NET.Windowing;

using Texture = Avatars.Graphics.Texture;

namespace Avatars.Viewer;

/// <summary>Window and OpenGL around <see cref="ViewerLoop"/>: shows its state as textures and panels, and forwards the user's input to the session.</summary>
sealed class LiveViewer : IDisposable
{
    readonly IWindow _window;
    readonly GL _gl;
    readonly UiInput _input = new();
    readonly WindowInput _devices;
    readonly DrawList _draw;
    readonly UiContext _ui;
    readonly UiRenderer _renderer;
    readonly ViewerScreen _screen;
    readonly PanelTextures _textures;
    readonly SourcePictures _sources;
    readonly PoseMapPass _poseMap;
    readonly ModelProcesses _processes;
    readonly PersonStream _stream;
    readonly Texture _person, _personMap;
    readonly BodyPicture _body;
    readonly List<BodyPicture> _otherBodies = [];
    readonly CharacterPicture _character;
    readonly CharacterOpening _characters;
    readonly Session _session;
    readonly ViewerLoop _loop;
    readonly WindowCapture? _capture;
    readonly VmcReceiver? _live;
    readonly ViewerOutput? _output;
    readonly ViewerMemory _memory;
    readonly FileCommands _files;
    readonly ExchangeCommands _exchange;
    string _title = "";
    bool _isClosing;
    long _lastFrame;

    /// <summary>Borrows window and GL, whose context must be current.</summary>
    public LiveViewer(IWindow window, GL gl, ViewerOptions options)
    {
        (_window, _gl) = (window, gl);
        var package = ModelPackage.Open(options.Model);
        if (options.PictureSize is { } size)
            package = package.WithSize(size);
        var style = PoseMapStyle.Find(package.Manifest.PoseStyle);
        var motions = Samples.Motions(options.Motion);
        if (motions.Count == 0)
            throw new FileNotFoundException("There is no motion to play: the folder Samples/Motion is empty or missing. Name a file with --motion.");
        var font = FontAtlas.Load();
        _draw = new DrawList(font);
        _ui = new UiContext(_draw, _input);
        _renderer = new UiRenderer(gl, font);
        _devices = new WindowInput(window, _input);
        _textures = new PanelTextures(gl);
        _sources = new SourcePictures(gl, Samples.Sources(options.Source));
        if (_sources.All.Count == 0)
            throw new FileNotFoundException("There is no picture of a person to show: the folder Samples/Sources is empty or missing. Name a file with "
                + "--source.");
        _poseMap = new PoseMapPass(gl, style, package.Manifest.Width, package.Manifest.Height);
        _person = Texture.Screen(gl, package.Manifest.Width, package.Manifest.Height);
        _personMap = Texture.Screen(gl, package.Manifest.Width, package.Manifest.Height);
        _body = new BodyPicture(gl);
        _character = new CharacterPicture(gl);
        var provider = options.Provider == Provider.Cpu.Name ? Provider.Cpu : Provider.Choose(options.Provider); // the processor needs no asking
        var (clip, asked) = options.Motions.LoadFirst(motions, mayAsk: options is { Screenshot: null, Record: null });
        _live = options.Live is { } input ? new VmcReceiver(input) : null;
        var rig = new PoseSampler(_live is not null ? _live : clip, style.Layout);
        _capture = WindowCapture.For(options, gl, window);
        _output = ViewerOutput.For(options, package.Manifest.Width, package.Manifest.Height);
        _processes = new ModelProcesses(options.InProcess);
        _stream = PersonStream.Load(package, provider, options, _processes); // loads on other threads; created after everything that may fail
        var isEdited = options.Motion is null && options.Live is null;
        var zoom = options.Scale ?? (_capture is null ? DisplayScale.Of(window) : 1); // films and pictures of the window are the same on every screen
        _session = new Session
        {
            NormalZoom = zoom,
            Zoom = zoom,
            Orbit = new OrbitCamera(HomeView.Of(isEdited ? new PoseSampler(new EditedMotion(), style.Layout) : rig,
                options.Framing == Framing.UpperBody)),
            Framing = options.Framing,
            Rig = rig,
            Sources = _sources.All,
            SignLexicons = [.. options.Lexicons.Select(path => SignLexicon.Open(path))],
            Motions = [.. _live is null ? [] : (string[])[_live.Name], .. motions.Select(path => Path.GetFileNameWithoutExtension(path)!)],
            PictureWidth = package.Manifest.Width,
            PictureHeight = package.Manifest.Height,
            Steps = _stream.Steps,
            Sampler = _stream.Sampler,
            Seed = _stream.Seed,
            Bones = asked,
            AddTexture = _textures.Add,
            RemoveTexture = _textures.Remove,
            AddPerson = AddPerson,
        };
        _characters = new CharacterOpening(_session);
        _session.ShowCharacter = _characters.Begin;
        _session.Playback.Start(rig.Source.Length, rig.Source.FrameRate);
        _session.Person.Model = $"{package.Manifest.Name}, {provider.Name}";
        _screen = new ViewerScreen(_session);
        _memory = _capture is null ? ViewerMemory.Load(ViewerMemory.DefaultPath, _session.Panels) : ViewerMemory.None;
        _files = new FileCommands(_session.Editor, _screen.Dialogs, _memory, Close);
        _files.AddTo(_screen.Commands);
        _exchange = new ExchangeCommands(_session, _screen.Dialogs, _files, _memory, new FrameMaking(() => LoadGenerators(package, provider),
            (paths, needsBody) => _stream.Reader.Read(paths, needsBody, _ => { }).Source, person => _loop!.People.ShownSources(person)),
            () => _stream.CanBeTransparent);
        _exchange.AddTo(_screen.Commands);
        _files.AddQuitTo(_screen.Commands);
        if (!_memory.HasSeenHints)
            _screen.Dialogs.Show(new HintsDialog());
        _memory.HasSeenHints = true;
        if (isEdited)
            OpenScene(options);
        else if (_live is not null && _capture is null)
            OpenSceneBehind(rig, options);
        if (options.Source is not null && _session.Editor.Sources.Count > 0)
            _session.Editor.SetSources(_session.Sources[0].Paths); // the one of the command line takes the place of the scene's
        _loop = new ViewerLoop(_session, _stream, options.Motions, motions, _live, _sources.Add)
        {
            Posted = _output?.Poses,
            SourceOpened = _sources.SetPicture,
            ShowPerson = AddPerson,
            MakeStream = () => new PersonStream(() => _processes.Load(package, provider, 1), _stream),
        };
        _session.Editor.ShownSources = _loop.People.ShownSources;
        if (options.Script is { } script)
            OpenScript(script, options.TrustScript);
        window.Render += Render;
        window.FileDrop += TakeFiles;
    }

    /// <summary>Whether the window may close now; else the user is asked about unsaved changes first.</summary>
    public bool MayClose()
    {
        if (_isClosing || _capture is not null || !_session.Editor.IsModified)
            return true;
        if (!_screen.Dialogs.Open.Any(dialog => dialog is QuestionDialog))
            _files.Quit();
        return false;
    }

    public void Dispose()
    {
        _memory.Save(_session.Panels);
        _window.Render -= Render;
        _window.FileDrop -= TakeFiles;
        _capture?.Dispose();
        _session.Editor.Dispose();
        _session.Script.Dispose();
        _loop.Dispose();
        _stream.Dispose();
        _output?.Dispose();
        _live?.Dispose();
        _person.Dispose();
        _personMap.Dispose();
        _body.Dispose();
        foreach (var body in _otherBodies)
            body.Dispose();
        _character.Dispose();
        _poseMap.Dispose();
        _sources.Dispose();
        _textures.Dispose();
        _devices.Dispose();
        _renderer.Dispose();
    }

    void Close()
    {
        _isClosing = true;
        _window.Close();
    }

    void OpenScene(ViewerOptions options)
    {
        try
        {
            if (options.Scene is { } scene)
                _session.Editor.LoadOrBegin(scene);
            else if (_capture is null)
                _session.Editor.StartUntitledOrRecover();
            else
                _session.Editor.StartUntitled();
        }
        catch
        {
            _stream.Dispose(); // the process must not end while the model loads
            throw;
        }
    }

    /// <summary>Opens a scene that live motion can be recorded into, and keeps showing the live motion.</summary>
    void OpenSceneBehind(PoseSampler live, ViewerOptions options)
    {
        OpenScene(options);
        _session.Editor.Suspend();
        _session.Playback.Start(live.Source.Length, live.Source.FrameRate);
        _session.Playback.IsPlaying = true;
    }

    void Render(double seconds)
    {
        var now = Stopwatch.GetTimestamp();
        var passed = _lastFrame == 0 ? 0 : (now - _lastFrame) / (double)Stopwatch.Frequency;
        _input.Advance(passed);
        _loop.Step((float)passed);
        _lastFrame = now;
        _processes.Tell(_screen.Dialogs.Toasts);
        if (_capture is not null && (_session.Problem ?? _session.Person.Failure) is { } problem)
            throw new InvalidOperationException(problem); // no user sees the window, and no frame may ever be generated
        Upload();
        DrawWindow();
        if (_loop.Picture is not null && !_loop.People.IsWaiting)
            _capture?.Frame();
    }

    /// <summary>Pictures that are shown become textures.</summary>
    void Upload()
    {
        if (_loop is { IsFrameNew: true, Picture: { } picture })
        {
            _person.Update(picture);
            _session.Person.Texture = _person.Handle;
            _renderer.Touch(_person.Handle);
            _output?.Publish(picture, _session);
        }
        if (_loop is { IsFrameNew: true, Frame: { } frame })
        {
            _personMap.Update(frame.PoseMap);
            _renderer.Touch(_personMap.Handle);
        }
        var (width, height) = _session.RigPixels;
        DrawOthers(width, height);
        _characters.Take();
        _session.BodyTexture = DrawCharacter(width, height)
            ?? (_session.HasBody ? _body.Draw(_session.Fitted, _session.Rig, _session.PictureCamera, width, height) : 0);
        _renderer.Touch(_session.BodyTexture);
        if (_loop.IsPoseMapOfRig)
        {
            _poseMap.Draw(_session.Rig.Keypoints);
            _renderer.Touch(_poseMap.Map.Handle);
        }
        _session.PoseMapTexture = _loop.IsPoseMapOfRig ? _poseMap.Map.Handle : _personMap.Handle;
    }

    /// <summary>The bodies of the people beside the edited one.</summary>
    void DrawOthers(int width, int height)
    {
        for (var i = 0; i < _session.Others.Count; i++)
        {
            if (_otherBodies.Count <= i)
                _otherBodies.Add(new BodyPicture(_gl));
            var other = _session.Others[i];
            other.BodyTexture = _session.HasBody ? _otherBodies[i].Draw(other.Fitted, other.Rig, _session.PictureCamera, width, height) : 0;
            _renderer.Touch(other.BodyTexture);
        }
    }

    /// <returns>Null where no character is shown.</returns>
    uint? DrawCharacter(int width, int height)
    {
        if (_session is not { HasCharacter: true, Character: { } character })
            return null;
        try
        {
            return _character.Draw(character, _session.Rig, _session.ReadStandardPose(), _session.PictureCamera, width, height);
        }
        catch (ArgumentException error) // more joints than a shader takes
        {
            (_session.Character, _session.HasCharacter, _session.Problem) = (null, false, ErrorLine.Of(error));
            return null;
        }
    }

    void DrawWindow()
    {
        var (size, pixels) = (_window.Size, _window.FramebufferSize);
        if (size.X < 1 || size.Y < 1)
            return;
        var zoom = _devices.Zoom = _session.Zoom;
        _draw.Begin(zoom * pixels.X / size.X, _renderer.FontTexture);
        _screen.Draw(_ui, new Box(0, 0, size.X / zoom, size.Y / zoom));
        _devices.Show(_ui.Cursor);
        ShowTitle();
        _renderer.Draw(_draw, pixels.X, pixels.Y);
    }

    /// <summary>Generators of their own for an export.</summary>
    FramesInFlight LoadGenerators(ModelPackage package, Provider provider)
    {
        var generators = _processes.Load(package, provider, 1);
        generators.Configure(_stream.Settings);
        return generators;
    }

    void ShowTitle()
    {
        var editor = _session.Editor;
        var title = editor.Document is null ? "Avatar" : editor.IsModified ? $"* {editor.Title} - Avatar" : $"{editor.Title} - Avatar";
        if (title != _title)
            _window.Title = _title = title;
    }

    void AddPerson(string path) => _session.ChosenSource = _sources.Add(Path.GetFullPath(path));

    void OpenScript(string path, bool isTrusted)
    {
        _session.Script.Open(path, isTrusted);
        _screen.Right.Show("Script");
    }

    /// <summary>Files dropped on the window: pictures and person files become people, C# files and folders scripts, scenes open, the rest is imported or
    /// played.</summary>
    void TakeFiles(string[] paths)
    {
        foreach (var path in paths)
            _loop.Try(() =>
            {
                if (Samples.IsPerson(path))
                    AddPerson(path);
                else if (LiveScript.IsScript(path))
                    OpenScript(path, isTrusted: false);
                else if (SceneFile.IsScene(path))
                    _session.Editor.OpenScene(path);
                else if (_session.Editor.IsEditing)
                    _exchange.Import(path);
                else if (LoadedCharacter.IsCharacter(path))
                    _session.ShowCharacter(path, () => _loop.Try(() => _loop.Play(path)));
                else
                    _loop.Play(path);
            });
    }
}
