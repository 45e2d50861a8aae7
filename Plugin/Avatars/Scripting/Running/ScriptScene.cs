using System;
using System.Collections.Generic;
using System.Threading;

namespace Avatars.Scripting;

/// <summary>
/// Game objects and their scripts, run frame by frame. The owner calls <see cref="Step"/>; everything happens on the thread of that call. Scripts
/// see no clock and no random numbers but the scene's, so that the same steps give the same poses.
/// </summary>
public sealed partial class ScriptScene
{
    [ThreadStatic] static ScriptScene? _current;

    readonly List<GameObject> _objects = [];
    readonly List<MonoBehaviour> _behaviours = []; // by execution order, then age
    readonly List<(Object Object, double Time)> _dying = [];
    readonly List<DebugLine> _lines = [];
    List<Component>? _loading;
    int _lastId;
    long _mostBytes, _mostMemory;
    volatile bool _isStopping;

    public ScriptScene() => Context = new SceneContext(this);

    /// <summary>Lines of the log, on the scene's thread.</summary>
    public event Action<LogEntry>? Logged;

    /// <summary>After LateUpdate: what is drawn of this frame may be read.</summary>
    public event Action? Drawing;

    /// <summary>The scene that runs on this thread, or null.</summary>
    public static ScriptScene? Current => _current;

    /// <summary>Switches a component off after the first exception in one of its callbacks. Unity goes on calling it, which is the default.</summary>
    public bool DisablesFailing { get; init; }

    /// <summary>The longest time that a callback of checked scripts may take. See <see cref="LoopGuard"/>.</summary>
    public TimeSpan LongestCallback { get; init; } = TimeSpan.MaxValue;

    /// <summary>The most memory, in bytes, that checked scripts may keep, however many callbacks they take for it; 0 sets no limit.</summary>
    public long MostBytes
    {
        get => _mostBytes;
        init
        {
            _mostBytes = value;
            MeasureMemory();
        }
    }

    /// <summary>Lines drawn with <see cref="Debug.DrawLine(Vector3, Vector3)"/> in this frame and still visible.</summary>
    public IReadOnlyList<DebugLine> Lines => _lines;

    /// <exception cref="InvalidOperationException">No scene runs on this thread.</exception>
    internal static ScriptScene Required => _current
        ?? throw new InvalidOperationException("No script scene runs on this thread. Use ScriptScene.Run, and after an await inside Task.Run return to "
            + "the script's own thread first.");

    /// <summary>Whether a script has called <see cref="Application.Quit"/>: the application is to end it after this frame.</summary>
    public bool HasQuit { get; internal set; }

    /// <summary>Mouse and keyboard, which the application tells before each step.</summary>
    public InputState Input { get; } = new();

    internal SceneClock Clock { get; } = new();

    internal SceneContext Context { get; }

    internal List<Transform> Roots { get; } = [];

    internal List<Coroutine> Coroutines { get; } = [];

    internal Invocations Invocations { get; } = new();

    internal ulong RandomState { get; set; }

    internal bool IsStopping => _isStopping;

    /// <summary>Ends the callback that runs at the moment, from any thread; of checked scripts only.</summary>
    public void StopCallback() => _isStopping = true;

    internal void ForgetStop() => _isStopping = false;

    /// <summary>Whether the memory in use, without what can be collected, has grown by more than <see cref="MostBytes"/>.</summary>
    internal bool IsOutOfMemory => MostBytes > 0 && GC.GetTotalMemory(false) > _mostMemory && GC.GetTotalMemory(true) > _mostMemory;

    /// <summary>What is in use now is not counted: at the scene's beginning, and again once a script was stopped for what it keeps.</summary>
    internal void MeasureMemory() => _mostMemory = GC.GetTotalMemory(true) + MostBytes;

    /// <summary>Runs code with this scene as the current one, for example to add objects.</summary>
    public void Run(Action action)
    {
        using var entered = new Entry(this);
        action();
    }

    /// <summary>As <see cref="Run"/>, but Awake and OnEnable of all that is added come at the end, before any Start.</summary>
    public void Load(Action action) => Run(() =>
    {
        var isOutermost = _loading is null;
        _loading ??= [];
        action();
        if (!isOutermost)
            return;
        var added = _loading;
        _loading = null;
        added.Sort((a, b) => (OrderOf(a), a.InstanceId).CompareTo((OrderOf(b), b.InstanceId)));
        foreach (var component in added)
            if (!component.IsDestroyed && component.gameObject.activeInHierarchy)
                component.Activate();
    });

    /// <summary>One frame, in Unity's order.</summary>
    /// <param name="seconds">Since the frame before.</param>
    public void Step(double seconds)
    {
        using var entered = new Entry(this);
        Clock.BeginFrame(seconds);
        _lines.RemoveAll(line => line.Duration <= 0);
        for (var i = 0; i < _lines.Count; i++)
            _lines[i] = _lines[i] with { Duration = _lines[i].Duration - (float)Clock.DeltaTime };
        RunStarts();
        while (Clock.TryBeginFixedStep())
        {
            RunStarts();
            Each(behaviour => behaviour.Callbacks.FixedUpdate);
            Resume(ResumePhase.AfterFixedUpdate);
        }
        RunStarts();
        Each(behaviour => behaviour.Callbacks.Update);
        Context.Run();
        Invocations.Run(Clock.FrameTime);
        Resume(ResumePhase.AfterUpdate);
        var rigs = FindAll<RigBuilder>();
        foreach (var rig in rigs)
            rig.Restore();
        foreach (var animator in FindAll<IAnimated>())
            if (animator is Behaviour { isActiveAndEnabled: true })
                Guard(null, () => animator.Animate((float)Clock.DeltaTime));
        foreach (var rig in rigs)
            if (rig.isActiveAndEnabled)
                Guard(null, () => rig.Apply((float)Clock.DeltaTime));
        Each(behaviour => behaviour.Callbacks.LateUpdate);
        Drawing?.Invoke();
        Resume(ResumePhase.EndOfFrame);
        DestroyDue();
    }

    /// <summary>Destroys everything: OnDisable and OnDestroy of all components.</summary>
    public void Clear() => Run(() =>
    {
        foreach (var root in Roots.ToArray())
            DestroyNow(root.gameObject);
    });

    /// <summary>Calls code; what it throws is logged, with the component it belongs to.</summary>
    /// <returns>False when it threw.</returns>
    internal bool Guard(MonoBehaviour? owner, Action call)
    {
        var began = LoopGuard.Begin(this);
        try
        {
            call();
            if (began)
                LoopGuard.CheckMemory(this);
            return true;
        }
        catch (Exception error) // a script may throw anything
        {
            Write(new LogEntry(LogType.Exception, error is ScriptStoppedException ? error.Message : $"{error.GetType().Name}: {error.Message}", owner, error));
            if (owner is not null && !owner.IsDestroyed && (DisablesFailing || error is ScriptStoppedException))
            {
                owner.StopAllCoroutines();
                owner.CancelInvoke();
                owner.enabled = false;
            }
            return false;
        }
        finally
        {
            if (began)
                LoopGuard.End();
        }
    }

    internal void Write(LogEntry entry) => Logged?.Invoke(entry);

    internal void Draw(DebugLine line) => _lines.Add(line);

    internal int NextInstanceId() => ++_lastId;

    void RunStarts()
    {
        for (var i = 0; i < _behaviours.Count; i++)
            _behaviours[i].StartOnce();
    }

    void Each(Func<MonoBehaviour, Action?> callback)
    {
        foreach (var behaviour in _behaviours.ToArray())
        {
            if (behaviour.IsRunning)
                behaviour.StartOnce(); // enabled during this frame
            if (behaviour.IsRunning && callback(behaviour) is { } call)
                Guard(behaviour, call);
        }
    }

    void Resume(ResumePhase phase)
    {
        for (int i = 0, count = Coroutines.Count; i < count; i++)
            if (Coroutines[i].IsDue(phase, Clock))
                Coroutines[i].Advance();
        Coroutines.RemoveAll(coroutine => coroutine.IsOver);
    }

    /// <summary>Makes the scene the thread's current one, and puts back what was there.</summary>
    readonly struct Entry : IDisposable
    {
        readonly ScriptScene? _before;
        readonly SynchronizationContext? _contextBefore;

        public Entry(ScriptScene scene)
        {
            (_before, _contextBefore) = (_current, SynchronizationContext.Current);
            _current = scene;
            SynchronizationContext.SetSynchronizationContext(scene.Context);
        }

        public void Dispose()
        {
            _current = _before;
            SynchronizationContext.SetSynchronizationContext(_contextBefore);
        }
    }
}

/// <summary>A component that moves the rig between Update and LateUpdate.</summary>
interface IAnimated
{
    /// <param name="deltaTime">Scaled seconds.</param>
    void Animate(float deltaTime);
}
