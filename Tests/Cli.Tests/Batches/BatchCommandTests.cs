using System.Globalization;
using System.Text.Json;
using Avatars.Batches.Schedulers;
using Avatars.Fixtures;
using Avatars.Pictures;

namespace Avatars.Cli.Tests.Batches;

public sealed class BatchCommandTests
{
    readonly TemporaryFolder _folder = new();

    [OneTimeSetUp]
    public void Write() => SmallBatch.Write(_folder, stills: 6, maps: 2);

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    /// <summary>What an item of the same process left in the model must not reach the next one.</summary>
    [Test]
    public void Items_of_one_process_equal_the_commands_run_one_by_one()
    {
        var (code, output, errors) = CommandLine.Run("batch", "run", _folder["manifest.jsonl"], "--out", _folder["all"]);
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("8 items made"));
        Assert.That(CommandLine.Run("batch", "collect", _folder["manifest.jsonl"], "--out", _folder["all"]).Code, Is.Zero);
        foreach (var i in new[] { 5, 0 })
        {
            var (single, _, why) = CommandLine.Run("generate", "--model", _folder["package"], "--source", _folder["source.png"], "--pose",
                $"{SmallBatch.Motion}@{SmallBatch.Second(i)}", "--seed", $"{i}", "--threads", "1", "--out", _folder[$"single-{i}"]);
            Assert.That(single, Is.Zero, why);
            Assert.That(File.ReadAllBytes(_folder[$"single-{i}/01-wave.png"]), Is.EqualTo(File.ReadAllBytes(_folder[$"all/files/still/{i}/01-wave.png"])));
        }
        var records = File.ReadLines(_folder["all/index.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.That(records.Select(record => record.GetProperty("id").GetString()), Is.EqualTo(SmallBatch.Ids(6, 2)));
        var facts = records[3].GetProperty("provenance");
        Assert.That((facts.GetProperty("seed").GetString(), facts.GetProperty("provider").GetString()), Is.EqualTo(("3", "cpu")));
        Assert.That(records[3].GetProperty("inputs").GetProperty("package").GetString(), Has.Length.EqualTo(64), "the hash of model.json");
    }

    [TestCase("""{"id": "a", "kind": "film", "source": "source.png"}""", "line 1, field motion", "scene")]
    [TestCase("""{"id": "a", "kind": "film", "source": "source.png", "motion": "nowhere.bvh"}""", "line 1, field motion", "nowhere.bvh")]
    [TestCase("""{"id": "a", "kind": "film", "scene": "source.png", "layout": "round"}""", "line 1, field layout", "round")]
    [TestCase("""{"id": "a", "kind": "film", "scene": "source.png", "format": "gif"}""", "line 1, field format", "mp4")]
    [TestCase("""{"id": "a", "kind": "film", "out": "x.mp4"}""", "line 1, field out", "no such field")]
    [TestCase("""{"id": "a", "kind": "film", "scene": "source.png", "seed": "many"}""", "line 1, field seed", "many")]
    [TestCase("""{"id": "a", "kind": "dataset", "split": "train", "count": 1}""", "line 1, field assets", "assets")]
    public void A_wrong_item_is_named_with_line_and_field(string line, string place, string what)
    {
        File.WriteAllText(_folder["wrong.jsonl"], line);
        var (code, _, errors) = CommandLine.Run("batch", "plan", _folder["wrong.jsonl"], "--out", _folder["wrong"]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain(place).And.Contain(what));
    }

    [Test]
    public void A_worker_needs_a_plan_and_a_known_manifest()
    {
        var (code, _, errors) = CommandLine.Run("batch", "run", _folder["manifest.jsonl"], "--out", _folder["unplanned"], "--shard", "0/2");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("avatar batch plan"));
        Assert.That(CommandLine.Run("batch", "plan", _folder["nothing.jsonl"], "--out", _folder["x"]).Errors, Does.Contain("nothing.jsonl"));
    }

    [TestCase("0,1,2,3,7", "0-3,7"), TestCase("5", "5"), TestCase("0,2,4,5", "0,2,4-5")]
    public void Array_indices_are_written_as_ranges(string numbers, string ranges) =>
        Assert.That(SlurmArray.Ranges([.. numbers.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))]), Is.EqualTo(ranges));

    [Test]
    public void A_script_holds_what_was_asked_and_quotes_names()
    {
        var array = new SlurmArray("avatar-x", 8, [0, 1, 5], 4, ["dotnet", "it's here/avatar.dll"]) { Time = "1:00:00", Memory = "4G", Logs = "log" };
        var script = array.Script();
        Assert.That(script, Does.StartWith("#!/bin/sh\n#SBATCH --job-name=avatar-x\n#SBATCH --array=0-1,5%4\n").And.Contain("--time=1:00:00")
            .And.Contain("--mem=4G").And.Contain("--requeue").And.Contain("\ndotnet 'it'\\''s here/avatar.dll' &\n").And.Not.Contain("--partition"));
    }
}

/// <summary>A manifest of quick items: stills of an untrained model, and pose maps.</summary>
static class SmallBatch
{
    public static readonly string Motion = Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh");

    public static void Write(TemporaryFolder folder, int stills, int maps)
    {
        TinyFpdm.Write(folder);
        PictureFile.Write(folder["source.png"], RandomPictures.Make(40, 60, seed: 1));
        PoseMaps.KeypointsFile.Write(folder["person.json"], new PoseMaps.KeypointFrame(PoseMaps.KeypointLayout.Avatar128, (256, 256),
            [PeopleInPixels.Signer(new System.Numerics.Vector2(128, 80), 250)]));
        File.WriteAllLines(folder["manifest.jsonl"], [
            .. Enumerable.Range(0, stills).Select(i => $"{{\"id\": \"still/{i}\", \"kind\": \"stills\", \"model\": \"package\", \"source\": \"source.png\", "
                + $"\"pose\": \"{Motion}@{Second(i)}\", \"seed\": {i}, \"threads\": 1}}"),
            .. Enumerable.Range(0, maps).Select(i => $"{{\"id\": \"map-{i}\", \"kind\": \"pose-map\", \"keypoints\": \"person.json\", "
                + $"\"size\": \"{64 + i}x64\"}}")]);
    }

    public static string Second(int i) => (0.01 * i).ToString(CultureInfo.InvariantCulture);

    public static IEnumerable<string> Ids(int stills, int maps) =>
        Enumerable.Range(0, stills).Select(i => $"still/{i}").Concat(Enumerable.Range(0, maps).Select(i => $"map-{i}"));
}
