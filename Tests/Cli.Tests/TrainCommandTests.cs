using System.Text.Json.Nodes;
using Avatars.Fixtures;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Pictures;

namespace Avatars.Cli.Tests;

/// <summary>The whole way from a recipe to a package that generates, and what a recipe that cannot run gets.</summary>
public sealed class TrainCommandTests
{
    static readonly string Recipes = Path.Combine(SharedFolders.Repository, "Training", "recipes");

    string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("avatar-train").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    string Out => Path.Combine(_folder, "run");

    [Test]
    public void The_smoke_recipe_ends_with_falling_losses_and_packages_that_generate()
    {
        RequirePyTorch();
        var assets = SharedFolders.Assets;
        string[] command = ["train", "smoke", "--out", Out, "--assets", assets, "--threads", "1"];
        var stopped = CommandLine.Run([.. command, "--budget", "0"]);
        Assert.That(stopped.Code, Is.EqualTo(3), stopped.Errors);
        Assert.That(stopped.Output, Does.Contain("--resume"));
        Assert.That(Directory.Exists(Path.Combine(Out, "package")), Is.False);

        KillAtFirstCheckpoint(command);
        var (code, output, errors) = CommandLine.Run([.. command, "--resume"]);
        Assert.That(code, Is.Zero, output + errors);
        Assert.That(output, Does.Contain("build: done already").And.Not.Contain("are not those"));
        var record = JsonNode.Parse(File.ReadAllText(Path.Combine(Out, "package", "model.json")))!["training"]!;
        foreach (var stage in record["stages"]!.AsArray())
            Assert.That((double)stage!["lastLoss"]!, Is.LessThan((double)stage["firstLoss"]!), (string)stage["stage"]!);
        Assert.That(record["stages"]!.AsArray(), Has.Count.EqualTo(5));
        Assert.That((string)record["resolved"]!["stages"]![0]!["precision"]!, Is.EqualTo("bf16"), "every option stands in the record");
        Assert.That((string)record["data"]![0]!["sha256"]!, Has.Length.EqualTo(64));
        var recipe = JsonNode.Parse(File.ReadAllText(Path.Combine(Recipes, "smoke.json")))!;
        Assert.That((string)record["data"]![1]!["scenesSha256"]!, Is.EqualTo((string)recipe["data"]![1]!["scenesSha256"]!));
        Assert.That(record["figures"]!["8bit"]!.AsArray(), Is.Not.Empty);
        foreach (var package in new[] { "package", "package-8bit" })
            AssertGenerates(Path.Combine(Out, package));

        AssertMissedThresholdsAreTold(command);
    }

    [Test]
    public void The_smoke_recipe_of_the_textured_body_ends_with_packages_that_are_better_than_the_source()
    {
        RequirePyTorch();
        var (code, output, errors) = CommandLine.Run("train", "smoke-body", "--out", Out, "--assets", SharedFolders.Assets, "--threads", "1");
        Assert.That(code, Is.Zero, output + errors);
        foreach (var report in new[] { "evaluation.json", "evaluation-8bit.json" })
        {
            var rows = JsonNode.Parse(File.ReadAllText(Path.Combine(Out, report)))!["rows"]!.AsArray()
                .ToDictionary(row => (string)row!["name"]!, row => (double)row!["person"]!["psnr"]!);
            Assert.That(rows.Keys, Is.SupersetOf(new[] { "source copied", "textured body alone", "generated, 1 step" }), report);
            Assert.That(rows["textured body alone"], Is.GreaterThan(rows["source copied"] + 2), report);
            Assert.That(rows["generated, 1 step"], Is.GreaterThan(rows["source copied"] + 2), report);
        }
    }

    /// <summary>Ends a run's process as a crash would, when its first checkpoint is there; the trainer that it leaves behind ends by itself.</summary>
    void KillAtFirstCheckpoint(string[] command)
    {
        using var running = CommandLine.Start([.. command, "--resume"]);
        var checkpoint = Path.Combine(Out, "stages", "01-autoencoder", "checkpoint.pt");
        SpinWait.SpinUntil(() => File.Exists(checkpoint) || running.HasExited, HangGuard.Patience);
        running.Kill();
        running.WaitForExit();
    }

    /// <summary>Another threshold and another hash: nothing is made again, both are told, and the record says so.</summary>
    void AssertMissedThresholdsAreTold(string[] command)
    {
        var file = Path.Combine(_folder, "harder.json");
        var text = Once(File.ReadAllText(Path.Combine(Recipes, "smoke.json")), "\"acceptance\": []", "\"acceptance\": [{ \"metric\": \"psnr\", "
            + "\"least\": 90 }]");
        File.WriteAllText(file, Once(text, "\"seed\": 1, \"size\": 256", $"\"seed\": 1, \"size\": 256, \"scenesSha256\": \"{new string('0', 64)}\""));
        File.WriteAllText(file, Once(File.ReadAllText(file), "\"seed\": 7,", $"\"seed\": 7, \"assetsSha256\": \"{new string('0', 64)}\","));
        command[1] = file;
        var (code, output, errors) = CommandLine.Run([.. command, "--resume"]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("avatar: the recipe asks for float, 1 steps, all, psnr: at least 90, and it is "));
        Assert.That(output, Does.Contain("train: these scenes are not those").And.Contain("assetsSha256").And.Contain("evaluation-8bit: done already"));
        Assert.That(ModelPackage.Open(Path.Combine(Out, "package")).Manifest.Training!.IsAccepted, Is.False);
    }

    void AssertGenerates(string package)
    {
        Assert.That(ModelPackage.Open(package).Manifest.Training?.Recipe, Is.EqualTo("smoke"));
        var stills = Path.Combine(_folder, Path.GetFileName(package) + "-stills");
        var samples = Path.Combine(SharedFolders.Repository, "Samples");
        var (code, output, errors) = CommandLine.Run("generate", "--model", package, "--source", Path.Combine(samples, "Sources", "person-01.png"),
            "--pose", Path.Combine(samples, "Motion", "wave.bvh") + "@1", "--out", stills);
        Assert.That(code, Is.Zero, output + errors);
        var picture = PictureFile.ReadRgb(Directory.EnumerateFiles(stills, "*.png").First());
        Assert.That((picture.Width, picture.Height), Is.EqualTo((256, 256)));
        Assert.That(picture.Bytes.Distinct().Count(), Is.GreaterThan(20), "of 256 levels");
    }

    [TestCase("\"colour\": 1, \"name\"", "colour: is no field of a recipe. Remove it")]
    [TestCase("\"name\": \"x\", \"name\"", "name: occurs twice. Remove one")]
    [TestCase("\"seed\": \"7\", \"name\"", "seed: is \"7\". Give a whole number")]
    public void A_recipe_with_a_wrong_field_is_refused_before_anything_is_written(string inPlaceOfName, string expected) =>
        AssertRefused(text => Once(text.Replace("\"seed\": 7,", "", StringComparison.Ordinal), "\"name\"", inPlaceOfName), expected);

    [TestCase("\"system\": \"fpdm\"", "\"system\": \"gan\"", "package.system: is \"gan\". Known are fpdm, pcdms, imagpose")]
    [TestCase("\"count\": 50", "\"count\": 0", "data[0].count: is 0. Give a whole number from 1")]
    [TestCase("\"count\": 50", "\"count\": 50, \"otherFraming\": 1.5", "data[0].otherFraming: is 1.5. Give a number from 0 to 1")]
    [TestCase("\"split\": \"test\", ", "", "data[1].split: is missing. Add it")]
    [TestCase("\"quantise\": { \"data\": \"train\"", "\"quantise\": { \"data\": \"nothing\"", "quantise.data: is \"nothing\". Known are train, test")]
    [TestCase("\"evaluate\": { \"data\": [\"test\"]", "\"evaluate\": { \"data\": [\"nothing\"]", "evaluate.data: 'nothing' is not defined in the recipe")]
    [TestCase("\"acceptance\": []", "\"acceptance\": [{ \"metric\": \"psnr\", \"steps\": 4, \"least\": 20 }]", "a threshold is for 4 steps, which the "
        + "recipe does not evaluate")]
    [TestCase("\"learningRate\": 2e-3", "\"learningRate\": \"fast\"", "stages[0].learningRate: is \"fast\". Give a number from 0 to 1")]
    [TestCase("\"kind\": \"fusion\"", "\"kind\": \"fission\"", "stages[1].kind: is \"fission\". Known are autoencoder")]
    [TestCase("\"seed\": 7,", "\"seed\" 7,", "line 5")]
    public void A_recipe_with_a_wrong_value_is_refused_before_anything_is_written(string right, string wrong, string expected) =>
        AssertRefused(text => Once(text, right, wrong), expected);

    void AssertRefused(Func<string, string> change, string expected)
    {
        RequirePyTorch();
        var file = Path.Combine(_folder, "changed.json");
        File.WriteAllText(file, change(File.ReadAllText(Path.Combine(Recipes, "smoke.json"))));
        var (code, _, errors) = CommandLine.Run("train", file, "--out", Out, "--assets", _folder);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors.Trim(), Does.Contain("changed.json").And.Contain(expected).And.Not.Contain("\n"));
        Assert.That(Directory.Exists(Out), Is.False);
    }

    [Test]
    public void A_folder_that_holds_something_is_left_alone_without_resume()
    {
        RequirePyTorch();
        Directory.CreateDirectory(Out);
        File.WriteAllText(Path.Combine(Out, "mine.txt"), "");
        var (code, _, errors) = CommandLine.Run("train", "smoke", "--out", Out, "--assets", _folder);
        Assert.That((code, errors.Trim()),
            Is.EqualTo((1, $"avatar: '{Out}' is there already. Give --resume to go on with a run in it, or choose another --out.")));
        Assert.That(Directory.EnumerateFileSystemEntries(Out).Count(), Is.EqualTo(1));
    }

    [Test]
    public void A_recipe_that_is_not_there_is_named_with_those_that_are()
    {
        var (code, _, errors) = CommandLine.Run("train", "nothing", "--out", Out);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("'nothing'").And.Contain("fpdm-compact").And.Contain("smoke"));
    }

    static string Once(string text, string right, string wrong)
    {
        var at = text.IndexOf(right, StringComparison.Ordinal);
        Assert.That(at, Is.GreaterThanOrEqualTo(0), $"'{right}' is not in the smoke recipe");
        return text[..at] + wrong + text[(at + right.Length)..];
    }

    static void RequirePyTorch()
    {
        var chosen = Environment.GetEnvironmentVariable("AVATAR_PYTHON");
        var python = string.IsNullOrEmpty(chosen) ? "/usr/bin/python3" : chosen;
        if (!File.Exists(python) || string.IsNullOrEmpty(chosen) && !Directory.Exists("/usr/lib/python3/dist-packages/torch"))
            SharedFolders.Missing($"'{python}' has no PyTorch. Install it with ./test.sh, or set AVATAR_PYTHON.");
    }
}
