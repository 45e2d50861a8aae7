using System.Diagnostics;
using System.Globalization;
using Avatars.Fixtures;
using Avatars.Posing;
using Avatars.Rig;

namespace Avatars.Tests.Posing;

public sealed class SceneJournalTests
{
    [FsCheck.NUnit.Property(MaxTest = 30)]
    public void What_was_not_saved_is_recovered(FsCheck.DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "a.avatar.json");
        SceneFile.Write(path, Scenes.Small());
        var document = SceneJournal.Open(path, out var recovered);
        Assert.That(recovered, Is.Zero);
        using (var journal = new SceneJournal(document, path))
            for (var i = 0; i < 30; i++)
            {
                Scenes.Edit(document, random);
                if (random.Next(5) == 0)
                    document.Undo();
                if (random.Next(3) == 0)
                    journal.Flush();
            }
        var again = SceneJournal.Open(path, out recovered);
        Assert.That(SceneFile.ToText(again), Is.EqualTo(SceneFile.ToText(document)));
        Assert.That(again.IsModified, Is.EqualTo(recovered > 0));
    }

    [Test]
    public void A_killed_process_loses_at_most_half_a_second()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "a.avatar.json");
        SceneFile.Write(path, Scenes.Small());
        var editor = Path.Combine(AppContext.BaseDirectory, "..", "..", "KilledEditor", "release", "KilledEditor.dll");
        Assert.That(editor, Does.Exist, "the program that the test kills is built with the tests");
        using var process = Process.Start(new ProcessStartInfo("dotnet") { ArgumentList = { editor, path }, RedirectStandardOutput = true })!;
        var times = new List<(int Count, double Seconds)>();
        var clock = Stopwatch.StartNew();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            times.Add((int.Parse(line, CultureInfo.InvariantCulture), clock.Elapsed.TotalSeconds));
            if (times.Count >= 300)
                break;
        }
        process.Kill(); // SIGKILL: nothing of the process runs any more
        process.WaitForExit();
        var killed = times[^1].Seconds;
        var document = SceneJournal.Open(path, out var recovered);
        var keys = document.Track(Scenes.Person, TrackTarget.Joint(HumanBodyBones.Head))!.Keys.Count;
        var safe = times.Last(time => time.Seconds < killed - 0.5).Count;
        Assert.That(recovered, Is.GreaterThan(1));
        Assert.That(keys, Is.GreaterThanOrEqualTo(safe), $"of {times[^1].Count} keys");
    }

    [Test]
    public void A_truncated_journal_loses_its_last_line_only_and_is_continued()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "a.avatar.json");
        SceneFile.Write(path, Scenes.Small());
        var document = SceneJournal.Open(path, out _);
        using (var journal = new SceneJournal(document, path))
            foreach (var name in new[] { "a", "b", "c" })
            {
                document.Set("Marker", new MarkerItem(name, 1, name));
                journal.Flush();
            }
        var bytes = File.ReadAllBytes(path + SceneJournal.Ending);
        File.WriteAllBytes(path + SceneJournal.Ending, bytes[..^20]);
        var warnings = new List<string>();
        var again = SceneJournal.Open(path, out var recovered, warnings);
        Assert.That(recovered, Is.EqualTo(2));
        Assert.That(again.TryFind("marker/b"), Is.Not.Null);
        Assert.That(again.TryFind("marker/c"), Is.Null);
        Assert.That(warnings.Single(), Does.Contain("cut off"));
        using (var journal = new SceneJournal(again, path))
            again.Set("Marker", new MarkerItem("d", 1, "d"));
        Assert.That(SceneJournal.Open(path, out recovered).TryFind("marker/d"), Is.Not.Null);
    }

    [Test]
    public void Saving_empties_the_journal()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "a.avatar.json");
        var document = Scenes.Small();
        SceneFile.Write(path, document);
        using var journal = new SceneJournal(document, path);
        document.Set("Marker", new MarkerItem("a", 1, "a"));
        journal.Flush();
        Assert.That(path + SceneJournal.Ending, Does.Exist);
        SceneFile.Write(path, document);
        journal.Saved(path);
        Assert.That(path + SceneJournal.Ending, Does.Not.Exist);
        document.Set("Marker", new MarkerItem("b", 1, "b"));
        journal.Flush();
        Assert.That(SceneJournal.Open(path, out _).TryFind("marker/b"), Is.Not.Null);
    }

    [Test]
    public void A_journal_of_another_state_is_kept_aside()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "a.avatar.json");
        SceneFile.Write(path, Scenes.Small());
        var document = SceneJournal.Open(path, out _);
        using (var journal = new SceneJournal(document, path))
            document.Set("Marker", new MarkerItem("a", 1, "a"));
        var other = Scenes.Small();
        other.Set("Settings", other.Settings with { Name = "changed elsewhere" });
        SceneFile.Write(path, other);
        var warnings = new List<string>();
        Assert.That(SceneJournal.Open(path, out var recovered, warnings).TryFind("marker/a"), Is.Null);
        Assert.That(recovered, Is.Zero);
        Assert.That(warnings.Single(), Does.Contain("another state"));
        Assert.That(path + SceneJournal.Ending + ".other", Does.Exist);
    }

    [Test]
    public void A_journal_that_cannot_be_written_says_so_and_editing_goes_on()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "missing", "a.avatar.json");
        var document = Scenes.Small();
        using var journal = new SceneJournal(document, path);
        document.Set("Marker", new MarkerItem("a", 1, "a"));
        journal.Flush();
        Assert.That(journal.Problem, Does.Contain("cannot be written"));
    }
}
