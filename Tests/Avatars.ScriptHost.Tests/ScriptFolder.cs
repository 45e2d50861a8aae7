using Avatars.Rig;
using Avatars.Scripting;

namespace Avatars.ScriptHost.Tests;

/// <summary>A folder for scripts, and a session that runs them.</summary>
sealed class ScriptFolder : IDisposable
{
    public ScriptFolder(ScriptLimits? limits = null)
    {
        Folder = Directory.CreateTempSubdirectory("avatar-scripts-").FullName;
        Compiler = new ScriptCompiler(new CompileCache(Path.Combine(Folder, "cache")));
        Session = new ScriptSession(StandardHumanoid.Map, null, limits);
        Session.Logged += Log.Add;
    }

    public string Folder { get; }

    public ScriptCompiler Compiler { get; }

    public ScriptSession Session { get; }

    public List<ScriptLogLine> Log { get; } = [];

    public string Write(string text, string name = "Script.cs")
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public CompiledScript Compile(string text) => Compiler.Compile(ScriptSource.Read(Write(text)));

    /// <summary>Loads the body of a behaviour's class.</summary>
    public void Run(string members, int frames = 1)
    {
        Session.Load(Compile(Behaviour(members)));
        Frames(frames);
    }

    public void Frames(int frames)
    {
        for (var i = 0; i < frames; i++)
            Session.Step(0.04);
    }

    public static string Behaviour(string members) => $$"""
        using System;
        using System.Collections;
        using System.Collections.Generic;
        using Avatars.Scripting;

        public class Test : AvatarBehaviour
        {
        {{members}}
        }
        """;

    public IEnumerable<string> Lines => Log.Select(line => line.Message);

    public void Dispose()
    {
        Session.Dispose();
        Directory.Delete(Folder, true);
    }
}
