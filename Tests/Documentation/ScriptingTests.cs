using Avatars.Fixtures;
using Avatars.Rig;
using Avatars.ScriptHost;

namespace Avatars.Documentation;

/// <summary>The scripts of the scripting page and of the samples compile and run.</summary>
public sealed class ScriptingTests
{
    public const string PageName = "Documentation/scripting.md";

    static IEnumerable<TestCaseData> Blocks() => Page.All.Single(page => page.Name == PageName).Blocks("csharp")
        .Select(block => new TestCaseData(block.Text).SetArgDisplayNames(block.Place));

    static IEnumerable<string> Samples() =>
        Directory.GetDirectories(Path.Combine(SharedFolders.Repository, "Samples", "Scripts")).Order(StringComparer.Ordinal)
        .Select(folder => Path.GetFileName(folder)!);

    [TestCaseSource(nameof(Blocks))]
    public void A_script_of_the_page_compiles_and_runs(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["Script.cs"], text);
        var compiled = new ScriptCompiler().Compile(ScriptSource.Read(folder["Script.cs"]));
        if (text.Contains("AvatarBehaviour", StringComparison.Ordinal))
            Run(compiled, []);
    }

    [TestCaseSource(nameof(Samples))]
    public void A_sample_compiles_and_runs(string name)
    {
        var folder = Path.Combine(SharedFolders.Repository, "Samples", "Scripts", name);
        Assert.That(File.Exists(Path.Combine(folder, "README.md")), Is.True);
        Run(new ScriptCompiler().Compile(ScriptSource.Read(folder)), name is "Live" ? [("port", "0")] : [], moves: name is not "Live");
    }

    /// <summary>Three seconds; pictures are black.</summary>
    static void Run(CompiledScript compiled, (string Field, string Value)[] fields, bool moves = true)
    {
        using var session = new ScriptSession(StandardHumanoid.Map, new Host(compiled.Source.Folder));
        var failures = new List<string>();
        session.Logged += line =>
        {
            if (line.Type is not Scripting.LogType.Log)
                failures.Add(line.Message);
        };
        session.Load(compiled, scripts =>
        {
            foreach (var (field, value) in fields)
                scripts.SelectMany(Scripting.InspectedField.Of).Single(one => one.Name == field).SetText(value);
        });
        var before = Pose(session);
        for (var frame = 0; frame < 75 && !session.IsOver; frame++)
            session.Step(0.04);
        Assert.That(failures, Is.Empty);
        if (moves)
            Assert.That(Pose(session), Is.Not.EqualTo(before), "the person has moved");
    }

    static JointTransform[] Pose(ScriptSession session)
    {
        var pose = new Pose(StandardHumanoid.Skeleton);
        session.Scene.Run(() => session.Avatar.CopyTo(pose));
        return pose.Joints.ToArray();
    }

    sealed class Host(string folder) : Scripting.IScriptHost
    {
        public Task<Imaging.RgbImage> RenderAsync(Scripting.AvatarShot shot, CancellationToken cancellation) => Task.FromResult(new Imaging.RgbImage(16, 16));

        public void Save(string path, Imaging.RgbImage picture)
        {
        }

        public string Resolve(string path) => Path.GetFullPath(path, folder);
    }
}
