using Avatars.Fixtures;

namespace Avatars.Cli.Tests;

public sealed class ModelCommandTests
{
    string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("avatar-cli").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    string In(string name) => Path.Combine(_folder, name);

    [Test]
    public void A_built_package_is_shown_packed_and_verified()
    {
        AssertSucceeds("model", "build", "--system", "fpdm", "--size", "compact", "--seed", "3", "--out", In("model"));
        Assert.That(AssertSucceeds("model", "info", In("model")), Does.Contain("fpdm-compact").And.Contain("256x256").And.Contain("seed 3"));
        File.WriteAllText(In("quality.json"), """{"ssim": 0.5}""");
        AssertSucceeds("model", "pack", "--in", In("model"), "--out", In("packed"), "--precision", "fp16", "--provenance", "by hand", "--quality",
            In("quality.json"));
        Assert.That(AssertSucceeds("model", "info", In("packed")), Does.Contain("by hand").And.Contain("ssim"));
        Assert.That(SizeOf("packed"), Is.InRange(0.4 * SizeOf("model"), 0.6 * SizeOf("model")));
        Assert.That(AssertSucceeds("model", "verify", In("packed"), "--threads", "1"), Does.Contain("10 networks are whole and run"));
    }

    [TestCase("fpdm-compact", 10), TestCase("fpdm-compact-8bit", 10), TestCase("fpdm-body", 9), TestCase("fpdm-body-8bit", 9)]
    public void What_comes_along_is_whole_and_runs(string name, int networks) =>
        Assert.That(AssertSucceeds("model", "verify", Path.Combine(SharedFolders.Repository, "Models", name), "--threads", "1"),
            Does.Contain($"{networks} networks are whole and run"));

    [Test]
    public void Verify_runs_every_size_of_a_package() =>
        Assert.That(AssertSucceeds("model", "verify", Path.Combine(SharedFolders.Repository, "Models", "fpdm-body-8bit"), "--threads", "1"),
            Does.Contain("image [1, 3, 256, 256]").And.Contain("image [1, 3, 512, 384]").And.Contain("image [1, 3, 512, 512]"));

    [Test]
    public void Verify_refuses_a_changed_file()
    {
        AssertSucceeds("model", "build", "--out", In("model"));
        using (var file = File.OpenWrite(In("model/combiner.onnx")))
        {
            file.Position = file.Length / 2;
            file.WriteByte(77);
        }
        AssertFails("combiner.onnx", "model", "verify", In("model"));
    }

    [Test]
    public void A_signed_package_is_the_one_that_the_list_was_made_for()
    {
        using var folder = new TemporaryFolder();
        var (package, list) = (TinyFpdm.Write(folder), In("package.sha256"));
        AssertSucceeds("model", "sign", package, "--out", list);
        using (var sums = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("sha256sum", ["--check", "--quiet", list])
            { WorkingDirectory = package })!)
        {
            sums.WaitForExit();
            Assert.That(sums.ExitCode, Is.Zero, "sha256sum gives the same answer");
        }
        AssertSucceeds("model", "verify", package, "--signed", list);
        AssertFails("part of the package", "model", "sign", package, "--out", Path.Combine(package, "list.sha256"));
        File.WriteAllText(Path.Combine(package, "other.txt"), "");
        AssertFails("'other.txt' is not in the list", "model", "verify", package, "--signed", list);
        File.Delete(Path.Combine(package, "other.txt"));
        File.AppendAllText(Path.Combine(package, "model.json"), " "); // whole, but another one
        AssertFails("'model.json' is another one", "model", "verify", package, "--signed", list);
        File.Delete(Path.Combine(package, "unet.onnx"));
        File.WriteAllLines(list, File.ReadAllLines(list).Where(line => !line.EndsWith("model.json", StringComparison.Ordinal)));
        AssertFails("'unet.onnx' is missing", "model", "verify", package, "--signed", list);
        File.WriteAllText(list, "no hash  unet.onnx\n");
        AssertFails("line 1", "model", "verify", package, "--signed", list);
    }

    [Test]
    public void Mistakes_give_one_line_and_nothing_else()
    {
        AssertFails("no model package", "model", "verify", _folder);
        AssertFails("'huge'", "model", "build", "--size", "huge", "--out", In("model"));
        AssertFails("no model package", "model", "pack", "--in", In("absent"), "--out", In("model"));
        Assert.That(Directory.EnumerateFileSystemEntries(_folder), Is.Empty);
    }

    long SizeOf(string package) => Directory.EnumerateFiles(In(package), "*.onnx").Sum(path => new FileInfo(path).Length);

    static string AssertSucceeds(params string[] arguments)
    {
        var (code, output, errors) = CommandLine.Run(arguments);
        Assert.That(code, Is.Zero, errors);
        return output;
    }

    static void AssertFails(string reason, params string[] arguments)
    {
        var (code, _, errors) = CommandLine.Run(arguments);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(errors, Does.Contain(reason));
    }
}
