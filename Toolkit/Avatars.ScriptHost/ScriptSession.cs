using Avatars.Rig;
using Avatars.Scripting;

namespace Avatars.ScriptHost;

/// <summary>A person and the scripts on it, running; scripts can be exchanged while it runs. One thread at a time.</summary>
public sealed class ScriptSession : IDisposable
{
    readonly HumanoidMap _body;
    readonly IScriptHost? _host;
    readonly ScriptLimits _limits;
    readonly Action<ScriptedAvatar> _configure;
    LoadedScript? _script;

    /// <param name="body">The person's rig.</param>
    /// <param name="host">What makes pictures; null for none.</param>
    /// <param name="configure">Receives each new person before its scripts wake, for what the application chooses.</param>
    public ScriptSession(HumanoidMap body, IScriptHost? host = null, ScriptLimits? limits = null, Action<ScriptedAvatar>? configure = null)
    {
        (_body, _host, _limits, _configure) = (body, host, limits ?? new ScriptLimits(), configure ?? (_ => { }));
        (Scene, Avatar) = MakeScene();
    }

    /// <summary>What a script logs; failures come with their place in the script.</summary>
    public event Action<ScriptLogLine>? Logged;

    public ScriptScene Scene { get; private set; }

    /// <summary>The first person of the scene.</summary>
    public ScriptedAvatar Avatar { get; private set; }

    /// <summary>All persons, the first one first.</summary>
    public IReadOnlyList<ScriptedAvatar> Avatars => Scene.FindAll<ScriptedAvatar>();

    /// <summary>The scripts on the first person.</summary>
    public IReadOnlyList<MonoBehaviour> Scripts { get; private set; } = [];

    /// <summary>Whether a script has called Application.Quit.</summary>
    public bool IsOver => Scene.HasQuit;

    /// <summary>Puts a script's behaviours on the person, in a new scene; the fields of those that ran before keep their values.</summary>
    /// <exception cref="FormatException">The script has no behaviour.</exception>
    public void Load(CompiledScript compiled, Action<IReadOnlyList<MonoBehaviour>>? prepare = null)
    {
        var loaded = new LoadedScript(compiled);
        if (loaded.Behaviours.Count == 0)
        {
            loaded.Dispose();
            throw new FormatException($"{Path.GetFileName(compiled.Source.Path)} has no class that derives from AvatarBehaviour. Write 'public class NAME : "
                + "AvatarBehaviour'; 'avatar new script NAME' makes a file to begin with.");
        }
        var values = FieldValues.Of(Scripts);
        Unload();
        (Scene, Avatar) = MakeScene();
        _script = loaded;
        Scene.Load(() =>
        {
            Scripts = [.. loaded.Behaviours.Select(type => (MonoBehaviour)Avatar.gameObject.AddComponent(type))];
            foreach (var script in Scripts)
                values.Restore(script);
            prepare?.Invoke(Scripts);
        });
    }

    /// <summary>One frame.</summary>
    public void Step(double seconds) => Scene.Step(seconds);

    /// <summary>Ends the scripts: OnDisable and OnDestroy run.</summary>
    public void Dispose() => Unload();

    void Unload()
    {
        Scene.Clear();
        Scripts = [];
        _script?.Dispose();
        _script = null;
    }

    (ScriptScene, ScriptedAvatar) MakeScene()
    {
        var scene = new ScriptScene { DisablesFailing = true, LongestCallback = _limits.LongestCallback, MostBytes = _limits.MostBytes };
        scene.Logged += entry => Logged?.Invoke(ScriptLogLine.Of(entry));
        ScriptedAvatar avatar = null!;
        scene.Run(() =>
        {
            avatar = ScriptedAvatar.Create("Avatar", _body, _host);
            _configure(avatar);
        });
        return (scene, avatar);
    }
}

/// <summary>What a script may use up before it is stopped: time in one callback, memory in all of them.</summary>
public sealed record ScriptLimits
{
    public TimeSpan LongestCallback { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Memory that its scripts keep, in bytes.</summary>
    public long MostBytes { get; init; } = 1L << 30;
}

/// <summary>A line of a script's log.</summary>
/// <param name="Error">With its place in the script; null for lines that are no failure.</param>
public sealed record ScriptLogLine(LogType Type, string Message, ScriptError? Error)
{
    internal static ScriptLogLine Of(LogEntry entry)
    {
        var error = entry.Exception is { } exception ? ScriptError.Of(exception, entry.Message) : null;
        return new ScriptLogLine(entry.Type, error?.ToString() ?? entry.Message, error);
    }
}
