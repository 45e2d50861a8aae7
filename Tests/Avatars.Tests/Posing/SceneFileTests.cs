using System.Text;
using Avatars.Fixtures;
using Avatars.Posing;
using Avatars.Rig;

namespace Avatars.Tests.Posing;

public sealed class SceneFileTests
{
    const string Head = "{\"format\":\"avatar-scene\",\"version\":2,\"items\":[";

    const string Person = Head + "{\"kind\":\"person\",\"id\":\"p\"},";

    const string HeadTrack = Person + "{\"kind\":\"track\",\"owner\":\"p\",\"target\":\"joint/Head\",\"keys\":[";

    [Test]
    public void A_scene_is_read_as_it_was_written()
    {
        var text = SceneFile.ToText(Scenes.Small());
        var read = SceneFile.Parse(Encoding.UTF8.GetBytes(text), "a.avatar.json");
        Assert.That(SceneFile.ToText(read), Is.EqualTo(text));
        Assert.That(read.Track(Scenes.Person, TrackTarget.Hand(left: false))!.Keys[0].Text, Is.EqualTo("asl-ily"));
        Assert.That(float.IsPositiveInfinity(read.Track(Scenes.Person, TrackTarget.Expression("mouthSmileLeft"))!.Keys[0].Tangents[1]));
    }

    [Test]
    public void One_moved_key_changes_one_line()
    {
        var document = Scenes.Small();
        var before = SceneFile.ToText(document).Split('\n');
        document.SetKey("Arm", Scenes.Person, TrackTarget.Joint(HumanBodyBones.RightUpperArm), new TrackKey(2, [1, 2, 3], KeyShape.Linear));
        var after = SceneFile.ToText(document).Split('\n');
        Assert.That(after, Has.Length.EqualTo(before.Length));
        Assert.That(before.Zip(after).Count(pair => pair.First != pair.Second), Is.EqualTo(1));
    }

    [Test]
    public void A_scene_of_version_1_is_migrated()
    {
        const string old = "{\"format\":\"avatar-scene\",\"version\":1,\"items\":[{\"kind\":\"scene\",\"fps\":25},{\"kind\":\"person\",\"id\":\"p\"},"
            + "{\"kind\":\"track\",\"owner\":\"p\",\"target\":\"joint/Head\",\"keys\":[[0,1,2,3],[1.5,4,5,6]]}]}";
        var document = SceneFile.Parse(Encoding.UTF8.GetBytes(old), "old.avatar.json");
        Assert.That(document.Settings.FramesPerSecond, Is.EqualTo(25));
        Assert.That(document.Track("p", TrackTarget.Joint(HumanBodyBones.Head))!.Keys[1].Values.ToArray(), Is.EqualTo(new[] { 4, 5, 6 }));
        Assert.That(SceneFile.ToText(document), Does.Contain("\"version\": 3").And.Contain("\"framesPerSecond\":25"));
    }

    [TestCase("{\"format\":\"avatar-scene\",\"version\":4,\"items\":[]}", "newer version (format 4")]
    [TestCase("{\"format\":\"other\",\"version\":2,\"items\":[]}", "this is no scene")]
    [TestCase(Head + "{\"kind\":\"track\",\"owner\":\"p\",\"target\":\"joint/Tail\",\"keys\":[]}]}", "'Tail' is no bone")]
    [TestCase(HeadTrack + "{\"time\":0,\"values\":[0,0]}]}]}",
        "2 values; 3 belong there")]
    [TestCase(HeadTrack + "{\"time\":0,\"values\":[0,0,NaN]}]}]}",
        "JSON is damaged")]
    [TestCase(HeadTrack + "{\"time\":0,\"values\":[0,0,1e39]}]}]}",
        "key 0: field 'values' is 1E+39")]
    [TestCase(Person + "{\"kind\":\"track\",\"owner\":\"p\",\"target\":\"gaze\",\"keys\":[{\"time\":1,\"values\":[0,0,0,0,0]},"
        + "{\"time\":1,\"values\":[0,0,0,0,0]}]}]}", "does not come after")]
    [TestCase(Person + "{\"kind\":\"person\",\"id\":\"p\"}]}", "two of 'person/p'")]
    [TestCase(Head + "{\"kind\":\"track\",\"owner\":\"q\",\"target\":\"joint/Head\",\"keys\":[]}]}", "neither a person nor a camera")]
    [TestCase(Head + "{\"kind\":\"person\",\"id\":\"p\",\"colour\":1}]}", "field 'colour' is unknown")]
    [TestCase(Head + "{\"kind\":\"person\",\"id\":\"a/b\"}]}", "a name has no /")]
    [TestCase(Head + "{\"kind\":\"sign\",\"person\":\"p\",\"id\":\"s\",\"start\":2,\"end\":1,\"gloss\":\"A\"}]}", "not after its start")]
    [TestCase(Person + "{\"kind\":\"track\",\"owner\":\"p\",\"target\":\"hand/left\",\"keys\":[{\"time\":0,\"name\":\"asl-zz\"}]}]}",
        "no hand shape 'asl-zz'")]
    [TestCase("{\"format\":\"avatar-scene\",", "damaged")]
    public void A_wrong_scene_is_refused_with_its_place(string text, string message) =>
        Assert.That(() => SceneFile.Parse(Encoding.UTF8.GetBytes(text), "a.avatar.json"),
            Throws.InstanceOf<FormatException>().With.Message.StartsWith("a.avatar.json").And.Message.Contains(message));

    [Test]
    public void A_million_keys_are_read_within_seconds_and_too_many_are_refused()
    {
        string Text(int keys) => Person + "{\"kind\":\"track\",\"owner\":\"p\",\"target\":\"expression/a\",\"keys\":["
            + string.Join(",", Enumerable.Range(0, keys).Select(i => FormattableString.Invariant($"{{\"time\":{i / 100f},\"values\":[0.5]}}"))) + "]}]}";
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var document = SceneFile.Parse(Encoding.UTF8.GetBytes(Text(1_000_000)), "big.avatar.json");
        Assert.That(document.Track("p", TrackTarget.Expression("a"))!.Keys, Has.Count.EqualTo(1_000_000));
        Assert.That(clock.Elapsed.TotalSeconds, Is.LessThan(20));
        Assert.That(() => SceneFile.Parse(Encoding.UTF8.GetBytes(Text(SceneFile.MaximumKeys + 1)), "big.avatar.json"),
            Throws.InstanceOf<FormatException>().With.Message.Contains("more than 2000000 keys"));
    }

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public void Any_mutation_is_read_or_refused(FsCheck.DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var bytes = Encoding.UTF8.GetBytes(SceneFile.ToText(Scenes.Small()));
        for (var changes = random.Next(1, 4); changes > 0; changes--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(32, 127);
        try
        {
            var document = SceneFile.Parse(bytes, "a.avatar.json");
            var again = SceneFile.Parse(Encoding.UTF8.GetBytes(SceneFile.ToText(document)), "a.avatar.json");
            Assert.That(SceneFile.ToText(again), Is.EqualTo(SceneFile.ToText(document)));
        }
        catch (FormatException error)
        {
            Assert.That(error.Message, Does.StartWith("a.avatar.json"));
        }
    }

    [Test]
    public void A_folder_that_cannot_be_written_leaves_the_old_scene_whole()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "a.avatar.json");
        SceneFile.Write(path, Scenes.Small());
        var before = File.ReadAllText(path);
        File.SetAttributes(path, FileAttributes.ReadOnly);
        var changed = Scenes.Small();
        changed.Set("Marker", new MarkerItem("new", 1, "new"));
        Assert.That(() => SceneFile.Write(path, changed), Throws.InstanceOf<IOException>().With.Message.Contains("read-only"));
        Assert.That(File.ReadAllText(path), Is.EqualTo(before));
        File.SetAttributes(path, FileAttributes.Normal);
        Assert.That(() => SceneFile.Write(Path.Combine(path, "b.avatar.json"), changed), Throws.InstanceOf<IOException>());
    }

    [Test]
    [Platform("Linux")]
    public void A_full_disk_leaves_the_old_scene_whole()
    {
        // /dev/full refuses every byte; the scene's name leads there.
        Assert.That(() => SceneFile.Write("/dev/full", Scenes.Small()), Throws.InstanceOf<IOException>());
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "a.avatar.json");
        SceneFile.Write(path, Scenes.Small());
        var before = File.ReadAllText(path);
        var files = Directory.GetFiles(folder.Path).Length;
        Assert.That(() => Avatars.Files.WholeFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new IOException("No space left on device");
        }), Throws.InstanceOf<IOException>());
        Assert.That(File.ReadAllText(path), Is.EqualTo(before));
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(files), "nothing half-written is left");
    }
}
