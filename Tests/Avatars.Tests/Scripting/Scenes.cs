using Avatars.Rig;
using Avatars.Scripting;

namespace Avatars.Tests.Scripting;

/// <summary>A scene that notes what is logged.</summary>
sealed class TestScene : IDisposable
{
    public TestScene(ScriptScene? scene = null)
    {
        Scene = scene ?? new ScriptScene();
        Scene.Logged += Log.Add;
    }

    public ScriptScene Scene { get; }

    public List<LogEntry> Log { get; } = [];

    public List<string> Notes { get; } = [];

    public void Run(Action action) => Scene.Run(action);

    public T Run<T>(Func<T> make)
    {
        T made = default!;
        Scene.Run(() => made = make());
        return made;
    }

    public void Frames(int count, double seconds = 0.02)
    {
        for (var i = 0; i < count; i++)
            Scene.Step(seconds);
    }

    /// <summary>A component on an object of its own.</summary>
    public T Add<T>(string name = "object") where T : Component => Run(() =>
    {
        NotingBehaviour.Target = Notes;
        return new GameObject(name).AddComponent<T>();
    });

    public ScriptedAvatar AddAvatar(string name = "person") => Run(() => ScriptedAvatar.Create(name, StandardHumanoid.Map));

    public void Dispose() => Scene.Clear();
}

/// <summary>Notes which callback came when.</summary>
class NotingBehaviour : MonoBehaviour
{
    [ThreadStatic] internal static List<string>? Target;

    readonly List<string> _notes = Target!;

    protected void Note(string what) => _notes.Add(what);
}

sealed class Cycle : NotingBehaviour
{
    void Awake() => Note("Awake");

    void OnEnable() => Note("OnEnable");

    void Start() => Note("Start");

    void FixedUpdate() => Note("FixedUpdate");

    void Update() => Note("Update");

    void LateUpdate() => Note("LateUpdate");

    void OnDisable() => Note("OnDisable");

    void OnDestroy() => Note("OnDestroy");
}
