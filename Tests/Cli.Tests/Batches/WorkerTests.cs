using System.Diagnostics;
using Avatars.Batches;
using Avatars.Fixtures;

namespace Avatars.Cli.Tests.Batches;

public sealed class WorkerTests
{
    TemporaryFolder _folder = new();
    string _manifest = "";

    [SetUp]
    public void Write()
    {
        _folder = new TemporaryFolder();
        _manifest = _folder["manifest.jsonl"];
        File.WriteAllLines(_manifest, Enumerable.Range(0, 10).Select(i => $"{{\"id\": \"set/{i}\", \"kind\": \"note\", \"text\": \"number {i}\"}}"));
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    BatchFolder Folder(string name) => new(_folder[name]);

    BatchPlan Plan(BatchFolder folder, BatchOutput output = BatchOutput.Files) => BatchPlan.Make(_manifest, folder, new FakeItems(), "1", 4, output);

    static ShardWorker Run(BatchFolder folder, BatchPlan plan, FakeItems items, WorkerShare? share = null, int attempts = 3)
    {
        var worker = new ShardWorker(folder, plan, items, attempts);
        worker.Run(share ?? WorkerShare.All, CancellationToken.None);
        return worker;
    }

    [TestCase(BatchOutput.Files), TestCase(BatchOutput.Tar)]
    public void Workers_of_a_share_each_give_the_bytes_of_a_single_run(BatchOutput output)
    {
        var (whole, shared) = (Folder("whole"), Folder("shared"));
        Run(whole, Plan(whole, output), new FakeItems());
        var plan = Plan(shared, output);
        Parallel.For(0, 3, i => Run(shared, plan, new FakeItems(), new WorkerShare(2 - i, 3)));
        foreach (var folder in new[] { whole, shared })
            Assert.That(BatchResults.Run(folder, plan, isPartial: false, message => Assert.Fail(message)), Is.EqualTo(10));
        Assert.That(Results(shared), Is.EqualTo(Results(whole)).And.Count.EqualTo(output == BatchOutput.Tar ? 4 : 21));
    }

    /// <summary>Such as a model that is gone, or a full disk.</summary>
    [TestCase(0, SharedFault.First), TestCase(2, SharedFault.InARow)]
    public void What_fails_for_all_items_stops_the_worker_and_puts_none_into_quarantine(int madeBefore, int failures)
    {
        File.WriteAllLines(_manifest, Enumerable.Range(0, 20).Select(i => $"{{\"id\": \"set/{i}\", \"kind\": \"note\", \"text\": \"number {i}\"}}"));
        var folder = Folder("fault");
        var (plan, items) = (Plan(folder), new FakeItems());
        items.Before = item =>
        {
            if (items.Made.Count >= madeBefore)
                throw new IOException($"{item.Id}: no room on the disk");
        };
        for (var run = 0; run < 4; run++) // as often as would put an item into quarantine
            Assert.That(() => Run(folder, plan, items), Throws.InvalidOperationException.With.Message.Contains("no room on the disk")
                .And.Message.StartsWith($"{(run == 0 ? failures : SharedFault.First)} items in a row failed for the same reason"));
        Assert.That(BatchStatus.Of(folder, plan).Failed, Is.Empty);
        items.Before = static _ => { };
        Run(folder, plan, items);
        Assert.That(BatchStatus.Of(folder, plan).Finished, Is.EqualTo(20));
    }

    [Test]
    public void Items_that_fail_for_reasons_of_their_own_go_into_quarantine_and_the_others_are_made()
    {
        var folder = Folder("own");
        var items = new FakeItems { Before = item => throw new FormatException($"bad motion of {item.Values("text")[0]}") };
        Assert.That(Run(folder, Plan(folder), items).Quarantined, Is.EqualTo(10));
    }

    /// <summary>Two workers on the same shard, as after a node that was thought to be lost.</summary>
    [Test]
    public void An_item_that_two_workers_make_is_there_once()
    {
        var folder = Folder("twice");
        var plan = Plan(folder);
        var both = new Barrier(2);
        Parallel.For(0, 2, _ => Run(folder, plan, new FakeItems { Before = _ => both.SignalAndWait(TimeSpan.FromSeconds(1)) }));
        Assert.That(BatchResults.Run(folder, plan, isPartial: false, message => Assert.Fail(message)), Is.EqualTo(10));
        Assert.That(Directory.GetFiles(folder.Path + "/files", "*", SearchOption.AllDirectories), Has.Length.EqualTo(20));
    }

    [Test]
    public void A_finished_item_is_not_made_again_and_a_changed_one_is()
    {
        var (folder, second) = (Folder("again"), new FakeItems());
        Run(folder, Plan(folder), new FakeItems());
        File.WriteAllText(_manifest, File.ReadAllText(_manifest).Replace("number 3", "number three"));
        Assert.Throws<InvalidOperationException>(() => BatchPlan.Read(folder, _manifest, "1"), "the manifest has changed");
        Run(folder, Plan(folder), second);
        Assert.That(second.Made, Is.EqualTo(new[] { "set/3" }));
        Assert.That(File.ReadAllText(Path.Combine(folder.ItemFolder("set/3"), "note.txt")), Is.EqualTo("number three"));
    }

    [Test]
    public void Another_content_of_an_input_is_another_item_and_a_change_after_the_plan_is_an_error()
    {
        var folder = Folder("inputs");
        var input = _folder["input.txt"];
        File.WriteAllText(input, "one");
        File.WriteAllText(_manifest, $"{{\"id\": \"a\", \"kind\": \"note\", \"from\": \"{input}\"}}");
        Run(folder, Plan(folder), new FakeItems());
        File.WriteAllText(input, "three");
        var worker = Run(folder, BatchPlan.Read(folder, _manifest, "1"), new FakeItems());
        Assert.That((worker.Made, worker.Quarantined), Is.EqualTo((0, 0)), "what is finished stays");
        var plan = Plan(folder);
        File.WriteAllText(input, "two words");
        worker = Run(folder, plan, new FakeItems());
        Assert.That((worker.Made, worker.Quarantined), Is.EqualTo((0, 1)));
        Assert.That(BatchStatus.Of(folder, plan).Failed.Single().Error, Does.Contain("changed since the batch was planned"));
    }

    [Test]
    public void A_failing_item_is_tried_last_and_alone_and_then_put_into_quarantine()
    {
        var (folder, begun, items) = (Folder("failing"), new List<string>(), new FakeItems());
        var plan = Plan(folder);
        items.Before = item =>
        {
            begun.Add(item.Id);
            if (item.Id == "set/1" || item.Id == "set/2" && begun.Count(id => id == "set/2") == 1)
                throw new FormatException("bad motion");
        };
        var worker = Run(folder, plan, items);
        Assert.That(begun.Take(8), Is.EqualTo(new[] { "set/0", "set/1", "set/2", "set/3", "set/1", "set/2", "set/1", "set/4" }));
        Assert.That((worker.Made, worker.Quarantined), Is.EqualTo((9, 1)));
        var status = BatchStatus.Of(folder, plan);
        Assert.That((status.Finished, status.Remaining, status.Open.Count), Is.EqualTo((9, 0, 0)));
        Assert.That(status.Failed, Is.EqualTo(new[] { ("set/1", "bad motion") }));
        Assert.Throws<InvalidOperationException>(() => BatchResults.Run(folder, plan, isPartial: false, static _ => { }));
        Assert.That(File.Exists(folder.IndexFile), Is.False);
        BatchStatus.Release(folder, plan);
        Assert.That(Run(folder, plan, new FakeItems()).Made, Is.EqualTo(1));
    }

    [Test]
    public void A_stopped_worker_leaves_nothing_half_made_and_counts_no_attempt()
    {
        var folder = Folder("stopped");
        var plan = Plan(folder);
        for (var run = 0; run < 5; run++)
        {
            using var stop = new CancellationTokenSource();
            var items = new FakeItems { Before = item => { if (item.Id == "set/5") stop.Cancel(); } };
            Assert.Throws<OperationCanceledException>(() => new ShardWorker(folder, plan, items, 3).Run(WorkerShare.All, stop.Token));
            Assert.That(Directory.Exists(folder.Path + "/work") && Directory.EnumerateFileSystemEntries(folder.Path + "/work").Any(), Is.False);
        }
        Assert.That(Run(folder, plan, new FakeItems()).Made, Is.EqualTo(5));
    }

    [Test]
    public void A_damaged_result_is_noticed_and_made_again()
    {
        var folder = Folder("damaged");
        var plan = Plan(folder);
        Run(folder, plan, new FakeItems());
        File.WriteAllText(Path.Combine(folder.ItemFolder("set/4"), "note.txt"), "Number 4");
        var warnings = new List<string>();
        Assert.Throws<InvalidOperationException>(() => BatchResults.Run(folder, plan, isPartial: false, warnings.Add));
        Assert.That(warnings.Single(), Does.StartWith("set/4").And.Contain("note.txt"));
        Run(folder, plan, new FakeItems());
        Assert.That(BatchResults.Run(folder, plan, isPartial: false, message => Assert.Fail(message)), Is.EqualTo(10));
        Assert.That(File.ReadAllText(Path.Combine(folder.ItemFolder("set/4"), "note.txt")), Is.EqualTo("number 4"));
    }

    [Test]
    public void A_tar_is_read_by_other_programs_and_a_damaged_one_is_noticed()
    {
        var folder = Folder("tar");
        var plan = Plan(folder, BatchOutput.Tar);
        Run(folder, plan, new FakeItems());
        var tar = folder.TarFile(2, plan.Shards[2]);
        using (var list = Process.Start(new ProcessStartInfo("tar", ["-tvf", tar]) { RedirectStandardOutput = true })!)
            Assert.That(list.StandardOutput.ReadToEnd(), Does.Contain("set/8.txt").And.Contain("set/8.json").And.Contain("set/9.txt")
                .And.Contain("1970-01-01"));
        Assert.That(Directory.GetFiles(folder.Path, "note.txt", SearchOption.AllDirectories), Is.Empty, "files that are in a tar are not kept beside it");
        var bytes = File.ReadAllBytes(tar);
        bytes[bytes.AsSpan().IndexOf("number 9"u8)] = (byte)'N';
        File.WriteAllBytes(tar, bytes);
        var warnings = new List<string>();
        Assert.Throws<InvalidOperationException>(() => BatchResults.Run(folder, plan, isPartial: false, warnings.Add));
        Assert.That(warnings.Single(), Does.Contain("set/9"));
    }

    /// <summary>Every final file with its bytes, without logs and records of work.</summary>
    static SortedDictionary<string, string> Results(BatchFolder folder) => new(
        Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Select(file => (Name: Path.GetRelativePath(folder.Path, file), file))
            .Where(pair => pair.Name.StartsWith("files") || pair.Name.StartsWith("tars") || pair.Name == "index.jsonl")
            .ToDictionary(pair => pair.Name, pair => Convert.ToHexString(File.ReadAllBytes(pair.file))), StringComparer.Ordinal);
}
