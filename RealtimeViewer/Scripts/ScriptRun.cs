using System.Collections.Concurrent;
using System.Diagnostics;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.Rig;
using Avatars.Scripting;
using Avatars.ScriptHost;
using View = Avatars.PoseMaps.Camera;

namespace Avatars.Viewer.Scripts;

/// <summary>A script's scene and the thread that runs it. Members are for the window's thread, which never waits; what it asks for happens between two
/// frames of the script. A script that blocks its thread for good is abandoned with it.</summary>
sealed class ScriptRun : IDisposable
{
    readonly BlockingCollection<Action> _jobs = [];
    readonly ConcurrentQueue<ScriptLine> _printed = new();
    readonly ScriptSession _session;
    readonly ScriptPose _pose;
    readonly Pictures _pictures;
    volatile ScriptField[] _fields = [];
    volatile AvatarLook? _look;
    volatile View? _camera;
    volatile bool _isLoaded, _isStepping;
    long _busySince; // of the stopwatch; 0 while idle
    double _seconds; // of the window that the script has not seen yet

    /// <param name="folder">Where relative paths of the script begin.</param>
    public ScriptRun(string folder, ScriptPose pose)
    {
        (_pose, _pictures) = (pose, new Pictures(folder));
        _session = new ScriptSession(StandardHumanoid.Map, _pictures);
        _session.Logged += line => Print(new ScriptLine(line.Message, line.Error, line.Type is not (LogType.Log or LogType.Warning)));
        new Thread(Run) { IsBackground = true, Name = "Script" }.Start();
    }

    public bool IsLoaded => _isLoaded;

    public IReadOnlyList<ScriptField> Fields => _fields;

    public AvatarLook? Look => _look;

    public View? Camera => _camera;

    /// <summary>Seconds since the job of now began; 0 while there is none.</summary>
    public double BusySeconds => Interlocked.Read(ref _busySince) is var since and not 0 ? Stopwatch.GetElapsedTime(since).TotalSeconds : 0;

    public void Load(CompiledScript compiled) => _jobs.Add(() =>
    {
        _session.Load(compiled);
        _isLoaded = true;
        Show();
    });

    /// <summary>Runs a frame, unless the one before has not ended: then it is made up for with the next.</summary>
    public void Advance(double seconds)
    {
        _seconds += seconds;
        if (_isStepping || !_isLoaded)
            return;
        var step = _seconds;
        (_seconds, _isStepping) = (0, true);
        _jobs.Add(() =>
        {
            try
            {
                _session.Step(step);
                Show();
            }
            finally
            {
                _isStepping = false;
            }
        });
    }

    public void StopCallback() => _session.Scene.StopCallback();

    public void Set(InspectedField field, object? value) => _jobs.Add(() => _session.Scene.Run(() => field.Value = value));

    public void SetInput(int width, int height, System.Numerics.Vector2 mouse, float wheel, IReadOnlyList<string> held)
    {
        if (!_isStepping && _isLoaded)
            _jobs.Add(() => _session.Scene.Input.Set(width, height, new Vector2(mouse.X, mouse.Y), new Vector2(0, wheel), held));
    }

    public void Publish(RgbImage picture)
    {
        if (_isStepping)
            return; // the script is slower than the model: it sees every second frame, or fewer
        var copy = new RgbImage(picture.Width, picture.Height, (byte[])picture.Bytes.Clone());
        _jobs.Add(() =>
        {
            _pictures.Finish(copy);
            _session.Scene.Run(() => _session.Avatar.Publish(copy));
        });
    }

    public IEnumerable<ScriptLine> TakeLines()
    {
        for (var i = 0; i < LiveScript.MostLines && _printed.TryDequeue(out var line); i++)
            yield return line;
    }

    /// <summary>OnDisable and OnDestroy run, and the thread ends.</summary>
    public void Dispose()
    {
        _isLoaded = false;
        StopCallback();
        _jobs.Add(() =>
        {
            _session.Dispose();
            _fields = [];
        });
        _jobs.CompleteAdding();
    }

    void Run()
    {
        foreach (var job in _jobs.GetConsumingEnumerable())
        {
            Interlocked.Exchange(ref _busySince, Stopwatch.GetTimestamp());
            try
            {
                job();
            }
            catch (Exception error) // the script's own are logged by the scene; this may be of loading
            {
                Print(new ScriptLine(Files.ErrorLine.Of(error), null, IsError: true));
            }
            Interlocked.Exchange(ref _busySince, 0);
        }
    }

    void Print(ScriptLine line)
    {
        if (_printed.Count < LiveScript.MostLines)
            _printed.Enqueue(line);
    }

    /// <summary>Makes the state of now visible to the window.</summary>
    void Show()
    {
        var person = _session.Avatar;
        _session.Scene.Run(() =>
        {
            _pose.Set(person);
            (_look, _camera) = (person.Look, person.Shot().Camera);
        });
        _fields = [.. _session.Scripts.SelectMany(script => InspectedField.Of(script).Where(field => !field.IsHidden)
            .Select(field => new ScriptField(this, field, script.GetType().Name, field.Value)))];
    }

    /// <summary>A picture that a script asks for is the next one that the window shows.</summary>
    sealed class Pictures(string folder) : IScriptHost
    {
        readonly List<TaskCompletionSource<RgbImage>> _asked = [];
        int _late; // frames that were begun before the question

        public Task<RgbImage> RenderAsync(AvatarShot shot, CancellationToken cancellation)
        {
            var source = new TaskCompletionSource<RgbImage>();
            cancellation.Register(() => source.TrySetCanceled(cancellation));
            _asked.Add(source);
            _late = 2;
            return source.Task;
        }

        public void Finish(RgbImage picture)
        {
            if (_asked.Count == 0 || --_late > 0)
                return;
            foreach (var source in _asked)
                source.TrySetResult(picture);
            _asked.Clear();
        }

        public void Save(string path, RgbImage picture) => PictureFile.Write(Resolve(path), picture);

        public string Resolve(string path) => Path.GetFullPath(path, folder);
    }
}
