using Avatars.Files;
using Avatars.Imaging;
using Avatars.Rig;
using Avatars.Scripting;
using Avatars.ScriptHost;

using View = Avatars.PoseMaps.Camera;

namespace Avatars.Viewer.Scripts;

/// <summary>
/// A script that moves the person while its file is edited. It runs on a thread of its own, so that a callback that does not return never stops the
/// window. All members are for the window's thread.
/// </summary>
sealed class LiveScript : IDisposable
{
    public const int MostLines = 200;

    const double SecondsBetweenLooks = 0.1; // at the files
    const double StuckAfter = 0.5; // seconds in one frame

    readonly TrustedScripts _trusted;
    readonly ScriptCompiler _compiler;
    readonly List<ScriptLine> _lines = [];
    SourceWatch? _watch;
    ScriptRun? _run;
    Task<CompiledScript>? _compiling;
    double _sinceLook;

    /// <param name="trusted">Null for the user's own list.</param>
    public LiveScript(TrustedScripts? trusted = null)
    {
        _trusted = trusted ?? new TrustedScripts(TrustedScripts.DefaultFile);
        _compiler = new ScriptCompiler(new CompileCache(CompileCache.DefaultFolder));
    }

    /// <summary>Full path of the open file or folder; null for none.</summary>
    public string? Path { get; private set; }

    public string Name => Path is null ? "" : System.IO.Path.GetFileName(Path);

    /// <summary>Whether a script moves the person.</summary>
    public bool IsRunning => _run is { IsLoaded: true };

    /// <summary>Whether the user must allow the script first: it is a program, and has not run here before.</summary>
    public bool IsAsking { get; private set; }

    public bool IsCompiling => _compiling is not null;

    /// <summary>Whether a callback has not returned for a while; <see cref="StopCallback"/> ends it.</summary>
    public bool IsStuck => _run is { } run && run.BusySeconds > StuckAfter;

    /// <summary>How often it was loaded, edits included.</summary>
    public int Loads { get; private set; }

    /// <summary>What the script has printed, its errors, and errors of compiling; the last at the end.</summary>
    public IReadOnlyList<ScriptLine> Lines => _lines;

    /// <summary>Its fields as of the last frame.</summary>
    public IReadOnlyList<ScriptField> Fields => _run?.Fields ?? [];

    /// <summary>What moves the person; of the last script while none runs.</summary>
    public ScriptPose Pose { get; } = new();

    /// <summary>How pictures are to be made, as the script says; null where it says nothing.</summary>
    public AvatarLook? Look => IsRunning ? _run!.Look : null;

    /// <summary>The script's camera; null where it moves none.</summary>
    public View? Camera => IsRunning ? _run!.Camera : null;

    /// <summary>Whether a path is a script or a folder of scripts, by name.</summary>
    public static bool IsScript(string path) => path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)
        || Directory.Exists(path) && Directory.EnumerateFiles(path, "*.cs").Any();

    /// <summary>Opens a script, or a folder of them; asks first when it is new here.</summary>
    /// <param name="isTrusted">The user has said that it may run.</param>
    /// <exception cref="FormatException">It is no script.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void Open(string path, bool isTrusted = false)
    {
        var source = ScriptSource.Read(path);
        Close();
        (Path, _watch) = (source.Path, new SourceWatch(source.Path));
        if (isTrusted || _trusted.Has(source.Path))
            Allow();
        else
            IsAsking = true;
    }

    /// <summary>The user's answer: the script, and what it becomes, may run.</summary>
    public void Allow()
    {
        IsAsking = false;
        _trusted.Add(Path!);
        Compile();
    }

    /// <summary>Runs it from its beginning, with the fields' values of now.</summary>
    public void Restart()
    {
        if (Path is not null && !IsAsking)
            Compile();
    }

    /// <summary>Ends it; the person goes back to what moved it before.</summary>
    public void Close()
    {
        _run?.Dispose();
        (_run, Path, _watch, _compiling, IsAsking) = (null, null, null, null, false);
        _lines.Clear();
    }

    /// <summary>Ends the callback that does not return.</summary>
    public void StopCallback() => _run?.StopCallback();

    /// <summary>One frame of the window.</summary>
    /// <param name="seconds">Since the last one.</param>
    public void Advance(double seconds)
    {
        if (Path is null)
            return;
        LookAtFiles(seconds);
        if (_compiling is { IsCompleted: true } compiled)
        {
            _compiling = null;
            Load(compiled);
        }
        if (_run is not { } run)
            return;
        run.Advance(seconds);
        foreach (var line in run.TakeLines())
            Add(line);
    }

    /// <summary>Hands the script a frame of the person.</summary>
    public void Publish(RgbImage picture)
    {
        if (IsRunning)
            _run!.Publish(picture);
    }

    /// <summary>The mouse over the person's picture.</summary>
    /// <inheritdoc cref="InputState.Set"/>
    public void SetInput(int width, int height, System.Numerics.Vector2 mousePosition, float wheel, IReadOnlyList<string> held) =>
        _run?.SetInput(width, height, mousePosition, wheel, held);

    public void Dispose() => Close();

    void LookAtFiles(double seconds)
    {
        _sinceLook += seconds;
        if (IsAsking || _sinceLook < SecondsBetweenLooks)
            return;
        _sinceLook = 0;
        if (_watch!.HasChanged())
            Compile();
    }

    /// <summary>Of two edits in quick succession the later counts.</summary>
    void Compile()
    {
        var path = Path!;
        _compiling = Task.Run(() => _compiler.Compile(ScriptSource.Read(path)));
    }

    void Load(Task<CompiledScript> compiled)
    {
        _lines.RemoveAll(line => line.IsOfCompiling);
        if (compiled.Exception?.InnerException is { } error)
        {
            var errors = error is ScriptCompileException { Errors: var several } ? several : [new ScriptError(Path!, 0, 0, ErrorLine.Of(error))];
            foreach (var one in errors)
                Add(new ScriptLine(one.ToString(), one, IsError: true, IsOfCompiling: true));
            return; // what ran before runs on
        }
        if (_run is null || IsStuck)
        {
            _run?.Dispose();
            _run = new ScriptRun(System.IO.Path.GetDirectoryName(Path)!, Pose);
        }
        Loads++;
        _run.Load(compiled.Result);
    }

    void Add(ScriptLine line)
    {
        if (_lines is [.., var last] && last with { Count = 1 } == line)
        {
            _lines[^1] = last with { Count = last.Count + 1 };
            return;
        }
        if (_lines.Count == MostLines)
            _lines.RemoveAt(0);
        _lines.Add(line);
    }
}

/// <summary>A line that a script printed, or an error.</summary>
/// <param name="Error">Its place in the script; null where it has none.</param>
/// <param name="Count">How often it came in a row.</param>
sealed record ScriptLine(string Text, ScriptError? Error, bool IsError, bool IsOfCompiling = false, int Count = 1);
