using Avatars.Fixtures;
using Avatars.Pictures;

namespace Avatars.Cli.Tests;

/// <summary>A package whose network ends the process that runs it: every command that runs networks outlives it and says so.</summary>
public sealed class ForeignModelTests
{
    /// <summary>Commands whose model alone runs in another process; the others run there as a whole.</summary>
    static readonly string[] InWorkers = ["export", "generate", "script", "sign", "video"];

    readonly TemporaryFolder _folder = new();
    string _model = "", _person = "";

    [OneTimeSetUp]
    public void Write()
    {
        if (System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture != System.Runtime.InteropServices.Architecture.X64)
            Assert.Ignore("Other processors divide by zero without a crash.");
        _model = TinyFpdm.Write(_folder, model: HostileModels.ThatCrashes());
        _person = RedPerson.Write(_folder["red.person"]);
        TinyPairs.Write(Directory.CreateDirectory(_folder["pairs"]).FullName, hasBodies: true);
        File.WriteAllText(_folder["Shown.cs"], """
            using System.Collections;
            using Avatars.Scripting;
            public class Shown : AvatarBehaviour
            {
                void Update() { }
            }
            """);
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    static IEnumerable<string> Commands() =>
    [
        "bench --frames 1 --steps 1", "bench worker --frames 1", "doctor", "evaluate --pairs PAIRS --report OUT/report.json",
        "generate --source PERSON --pose POSE --out OUT/stills", "model quantize --pairs PAIRS --out OUT/8bit", "model verify", "soak --minutes 0.1 --turn 1",
        "script SCRIPT --trust --source PERSON --seconds 0.2 --out OUT/script.mp4",
        "video --source PERSON --motion MOTION --seconds 0.2 --out OUT/film.mp4", "export --source PERSON --motion MOTION --out OUT/film.mp4",
        "sign A --source PERSON --out OUT/sign.mp4",
    ];

    [TestCaseSource(nameof(Commands))]
    public void Every_command_outlives_it_and_says_what_happened(string command)
    {
        var motion = Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh");
        var words = command.Split(' ').Select(word => word.Replace("OUT", _folder["out"]) switch
        {
            "PERSON" => _person, "PAIRS" => _folder["pairs"], "MOTION" => motion, "POSE" => motion + "@0.5", "SCRIPT" => _folder["Shown.cs"],
            var other => other,
        });
        Directory.CreateDirectory(_folder["out"]);
        var named = command.StartsWith("model verify", StringComparison.Ordinal) ? new[] { _model } : ["--model", _model];
        var (code, output, errors) = CommandLine.Run([.. words, .. named]);
        Assert.That(code, Is.EqualTo(1), output + errors);
        var last = errors.Trim().Split('\n')[^1];
        Assert.That(last, Does.StartWith("avatar: ").And.Contain("crashed (SIGFPE"), output);
        Assert.That(last, Does.Contain(InWorkers.Contains(command.Split(' ')[0]) ? "fpdm-tiny" : _model), output);
        Assert.That(Directory.GetFileSystemEntries(_folder["out"], "*", SearchOption.AllDirectories).Where(File.Exists), Is.Empty);
    }

    [Test]
    public void In_the_commands_own_process_it_ends_the_command()
    {
        var (code, _, _) = CommandLine.Run("model", "verify", _model, "--in-process");
        Assert.That(code, Is.EqualTo(128 + 8), "SIGFPE");
    }

    /// <summary>Failures, values that look like options, and pictures are those of the command's own process.</summary>
    [Test]
    public void A_child_process_changes_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var model = TinyFpdm.Write(folder, model: TinyFpdm.OnBody);
        var motion = Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh");
        string[] Line(string to) => ["generate", "--model", model, "--source", _person, "--pose", motion + "@0.5", "--threads", "1", "--out", folder[to]];
        Assert.That(CommandLine.Run(Line("child")).Code, Is.Zero);
        Assert.That(CommandLine.Run([.. Line("own"), "--in-process"]).Code, Is.Zero);
        Assert.That(PictureFile.ReadRgb(folder["child/01-wave.png"]).Bytes, Is.EqualTo(PictureFile.ReadRgb(folder["own/01-wave.png"]).Bytes));
        var child = CommandLine.Run([.. Line("child"), "--steps=-5"]);
        var own = CommandLine.Run([.. Line("own"), "--steps=-5", "--in-process"]);
        Assert.That((child.Code, child.Errors), Is.EqualTo((1, own.Errors)));
        Assert.That(child.Errors, Does.StartWith("avatar: ").And.Contain("-5"));
    }
}
