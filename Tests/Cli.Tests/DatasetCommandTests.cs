using Avatars.Fixtures;

namespace Avatars.Cli.Tests;

/// <summary>What the dataset commands say to bad requests: one line, exit code 1, nothing written.</summary>
public sealed class DatasetCommandTests
{
    string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("avatar-cli").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    string Out => Path.Combine(_folder, "pairs");

    [TestCase("render", "--split", "train", "--count", "2")]
    [TestCase("sheet", "--split", "test")]
    [TestCase("samples")]
    public void Assets_that_are_not_there_are_named(params string[] arguments)
    {
        var (code, _, errors) = CommandLine.Run(["dataset", .. arguments, "--assets", Path.Combine(_folder, "nowhere"), "--out", Out]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors.Trim(), Does.Contain("nowhere").And.Contain("--assets").And.Not.Contain("\n"));
        Assert.That(Directory.EnumerateFileSystemEntries(_folder), Is.Empty);
    }

    [TestCase("--count", "0"), TestCase("--size", "8"), TestCase("--size", "100000"), TestCase("--split", "both"), TestCase("--licence", "mine"),
        TestCase("--other-framing", "1.5"), TestCase("--other-framing", "NaN"), TestCase("--signing", "-0.1")]
    public void A_number_or_name_out_of_range_is_refused(string option, string value)
    {
        Dictionary<string, string> options = new() { ["--split"] = "train", ["--count"] = "2", ["--assets"] = _folder, ["--out"] = Out };
        options[option] = value;
        var (code, output, errors) = CommandLine.Run(["dataset", "render", .. options.SelectMany(pair => new[] { pair.Key, pair.Value })]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(output + errors, Does.Contain(value));
        Assert.That(Directory.EnumerateFileSystemEntries(_folder), Is.Empty);
    }

    [TestCase("--other-framing")]
    [TestCase("--signing")]
    public void A_sequence_has_one_framing(string option)
    {
        var (code, _, errors) = CommandLine.Run("dataset", "render", "--split", "train", "--count", "24", "--sequence", "24", option, "0.5", "--assets",
            _folder, "--out", Out);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors.Trim(), Does.Contain(option).And.Not.Contain("\n"));
    }

    [Test, Category("Assets")]
    public void A_damaged_collection_is_named_with_file_and_line()
    {
        var makehuman = Directory.CreateDirectory(Path.Combine(_folder, "assets", "makehuman")).FullName;
        Directory.CreateDirectory(Path.Combine(makehuman, "base"));
        File.Copy(Path.Combine(SharedFolders.Assets, "makehuman", "catalog.json"), Path.Combine(makehuman, "catalog.json"));
        File.WriteAllText(Path.Combine(makehuman, "base", "base.obj"), "# cut\nv 1 2\n");
        var (code, _, errors) = CommandLine.Run("dataset", "render", "--split", "train", "--count", "2", "--assets",
            Path.Combine(_folder, "assets"), "--out", Out);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("base.obj, line 2"));
        Assert.That(Directory.Exists(Out), Is.False);
    }
}
