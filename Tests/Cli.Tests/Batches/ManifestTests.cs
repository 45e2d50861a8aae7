using Avatars.Batches;
using Avatars.Fixtures;

namespace Avatars.Cli.Tests.Batches;

public sealed class ManifestTests
{
    readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [TestCase("""{"id": "a", "kind": "note", "txt": 1}""", "line 2, field txt", "Known: from, loud, text")]
    [TestCase("""{"id": "a", "kind": "novel"}""", "line 2, field kind", "Known kinds: note")]
    [TestCase("""{"id": "a"}""", "line 2, field kind", "missing")]
    [TestCase("""{"kind": "note"}""", "line 2, field id", "missing")]
    [TestCase("""{"id": "../a", "kind": "note"}""", "line 2, field id", "letters")]
    [TestCase("""{"id": "a.b", "kind": "note"}""", "line 2, field id", "letters")]
    [TestCase("""{"id": "first", "kind": "note"}""", "line 2, field id", "line 1 too")]
    [TestCase("""{"id": "First", "kind": "note"}""", "line 2, field id", "line 1 too")]
    [TestCase("""{"id": "first/b", "kind": "note"}""", "line 2, field id", "line 1")]
    [TestCase("""{"id": "a", "kind": "note", "loud": "yes"}""", "line 2, field loud", "true or false")]
    [TestCase("""{"id": "a", "kind": "note", "text": ["x"]}""", "line 2, field text", "a text or a number")]
    [TestCase("""{"id": "a", "kind": "note", "text": "forbidden"}""", "line 2, field text", "not possible")]
    [TestCase("""{"id": "a", "kind": "note", "from": ["nowhere.txt"]}""", "line 2, field from", "'nowhere.txt'")]
    [TestCase("""{"id": "a", "kind": "note", "text": "x", "text": "y"}""", "line 2", "twice")]
    [TestCase("""{"id": "a", """, "line 2", "JSON")]
    [TestCase("""[1]""", "line 2", "object")]
    public void A_wrong_line_is_named_with_its_field(string line, string place, string what)
    {
        var manifest = _folder["manifest.jsonl"];
        File.WriteAllText(manifest, "{\"id\": \"first\", \"kind\": \"note\"}\n" + line + "\n");
        var batch = new BatchFolder(_folder["batch"]);
        var error = Assert.Throws<FormatException>(() => BatchPlan.Make(manifest, batch, new FakeItems(), "1", 10, BatchOutput.Files))!;
        Assert.That(error.Message, Does.StartWith(manifest).And.Contain(place).And.Contain(what));
        Assert.That(File.Exists(batch.PlanFile), Is.False);
    }

    [Test]
    public void Comments_and_empty_lines_are_left_out_and_values_become_texts()
    {
        var manifest = _folder["good.jsonl"];
        File.WriteAllText(manifest, "# notes\n\n{\"id\": \"a/b\", \"kind\": \"note\", \"text\": 1.50, \"loud\": true}\n"
            + "{\"id\": \"c\", \"kind\": \"note\", \"loud\": false}");
        var items = BatchManifest.Read(manifest, new FakeItems().Kinds).ToArray();
        Assert.That(items.Select(item => (item.Id, item.Line)), Is.EqualTo(new[] { ("a/b", 3), ("c", 4) }));
        Assert.That(items[0].Values("text"), Is.EqualTo(new[] { "1.50" }));
        Assert.That((items[0].Values("loud").Count, items[1].Values("loud").Count), Is.EqualTo((1, 0)));
    }

    [TestCase("2/8", 2, 8), TestCase("0/1", 0, 1)]
    public void A_share_can_be_given(string given, int index, int count) =>
        Assert.That(WorkerShare.Of(given, null, static _ => "5"), Is.EqualTo(new WorkerShare(index, count)));

    [TestCase("8/8"), TestCase("-1/8"), TestCase("1"), TestCase("a/b"), TestCase("1/0")]
    public void A_share_that_cannot_be_is_refused(string given) =>
        Assert.Throws<ArgumentException>(() => WorkerShare.Of(given, null, static _ => null));

    [TestCase("SLURM_ARRAY_TASK_ID=3", 5, 3, 5), TestCase("JOB_COMPLETION_INDEX=4", 5, 4, 5)]
    [TestCase("SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=8 SLURM_ARRAY_TASK_COUNT=8", null, 2, 8)]
    public void The_environment_tells_the_share(string variables, int? workers, int index, int count) =>
        Assert.That(WorkerShare.Of(null, workers, Environment(variables)), Is.EqualTo(new WorkerShare(index, count)));

    [TestCase("SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=8 SLURM_ARRAY_TASK_COUNT=5", null, "--workers")]
    [TestCase("SLURM_ARRAY_TASK_ID=5", 5, "worker 5 of 5"), TestCase("JOB_COMPLETION_INDEX=0", null, "--workers"), TestCase("", 4, "--shard")]
    public void A_share_that_the_environment_does_not_tell_is_asked_for(string variables, int? workers, string named) =>
        Assert.That(Assert.Throws<ArgumentException>(() => WorkerShare.Of(null, workers, Environment(variables)))!.Message, Does.Contain(named));

    static Func<string, string?> Environment(string variables) =>
        variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1])
            .GetValueOrDefault;
}
