using Avatars.Animation;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Signing;

namespace Avatars.Tests.Signing;

public sealed class SignLexiconTests
{
    static SignLexicon Open(TemporaryFolder folder, string rows, params string[] files)
    {
        foreach (var file in files)
            File.Copy(Path.Combine(SharedFolders.Assets, "signing", "lexicon_sgg", "pizza.pose"), Path.Combine(folder.Path, file));
        File.WriteAllText(Path.Combine(folder.Path, "index.csv"), "path,spoken_language,signed_language,start,end,words,glosses,priority\n" + rows);
        return SignLexicon.Open(folder.Path);
    }

    [Test]
    public void The_published_lexicon_is_read_and_its_signs_become_clips()
    {
        var lexicon = SignLexicon.Open(Path.Combine(SharedFolders.Assets, "signing", "lexicon_sgg"));
        Assert.That(lexicon.Warnings, Is.Empty);
        foreach (var entry in lexicon.Entries)
            Assert.That(((RecordedSign)lexicon.Load(entry, entry.Word)).Clip.Length, Is.InRange(1.5f, 3.2f), entry.Word);
    }

    [Test]
    public void Exact_case_beats_priority_and_priority_beats_order()
    {
        using var folder = new TemporaryFolder();
        var lexicon = Open(folder, "a.pose,de,sgg,0,0,essen,Essen,5\nb.pose,de,sgg,0,0,Essen,Essen,9\nc.pose,de,sgg,0,0,essen,Essen,1\n", "a.pose", "b.pose",
            "c.pose");
        Assert.That(lexicon.All("essen", "essen").Select(entry => entry.Priority), Is.EqualTo(new[] { 1, 5, 9 }));
        Assert.That(lexicon.Find("Essen", "Essen")!.Word, Is.EqualTo("Essen"));
        Assert.That(lexicon.Find("ESSEN^", "ESSEN^"), Is.Not.Null, "without its mark");
    }

    [TestCase("missing.pose", "no file"), TestCase("../pizza.pose", "outside"), TestCase("https://example.org/x.pose", "address"), TestCase("", "no path")]
    public void Rows_that_cannot_be_read_are_warnings(string path, string why)
    {
        using var folder = new TemporaryFolder();
        var lexicon = Open(folder, $"{path},de,sgg,0,0,x,X,0\na.pose,de,sgg,0,0,y,Y,0\n", "a.pose");
        Assert.That(lexicon.Entries, Has.Count.EqualTo(1));
        Assert.That(lexicon.Warnings.Single(), Does.Contain(why));
    }

    [Test]
    public void A_part_of_a_recording_is_cut_out_last_frame_included()
    {
        using var folder = new TemporaryFolder();
        var lexicon = Open(folder, "a.pose,de,sgg,500,1000,x,X,0\n", "a.pose");
        var clip = ((RecordedSign)lexicon.Load(lexicon.Entries[0], "x")).Clip;
        Assert.That(clip.Length, Is.EqualTo(0.5f).Within(1.01f / clip.FrameRate));
    }

    [Test]
    public void A_damaged_recording_is_spelled_with_a_notice()
    {
        using var folder = new TemporaryFolder();
        var lexicon = Open(folder, "a.pose,de,sgg,0,0,ja,JA,0\n", "a.pose");
        File.WriteAllBytes(Path.Combine(folder.Path, "a.pose"), [1, 2, 3]);
        var notices = new List<string>();
        var items = new TextToSigns(ManualAlphabet.Of("gsg"), [lexicon]).Items("ja", notices);
        Assert.That(items, Has.All.InstanceOf<SpelledLetter>());
        Assert.That(notices.Single(), Does.Contain("a.pose"));
    }

    [Test]
    public void Recordings_and_letters_join_without_a_jump()
    {
        var lexicon = SignLexicon.Open(Path.Combine(SharedFolders.Assets, "signing", "lexicon_sgg"));
        var items = new TextToSigns(ManualAlphabet.Of("sgg"), [lexicon]).Items("kleine kinder essen xy pizza", []);
        var clip = new Signer().Compose("x", items, new SigningOptions { Idle = false, FrameRate = 50 }).Clip;
        for (var side = 0; side < 2; side++)
        {
            var before = SignMovementTests.Hand(clip, 0, side == 1).Wrist;
            for (var t = 0.02f; t < clip.Length; t += 0.02f)
            {
                var now = SignMovementTests.Hand(clip, t, side == 1).Wrist;
                Assert.That((now - before).Length() / 0.02f, Is.LessThan(6), $"metres a second at {t} s");
                before = now;
            }
        }
    }

    [TestCase(""), TestCase("word,meaning\na,b\n"), TestCase("path,words\n\"a,b\n")]
    public void A_damaged_index_is_refused(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "index.csv"), text);
        Assert.That(() => SignLexicon.Open(folder.Path), Throws.TypeOf<FormatException>().With.Message.Contains("index.csv"));
    }

    /// <summary>A recording of pizza, changed.</summary>
    static string Changed(TemporaryFolder folder, Func<PoseFile, PoseFile> change)
    {
        var path = folder["changed.pose"];
        change(PoseFile.Read(Path.Combine(SharedFolders.Assets, "signing", "lexicon_sgg", "pizza.pose"))).Write(path);
        return path;
    }

    static PoseFile With(PoseFile file, int people, float[] data, float[] confidence) => new(0.2f, file.Width, file.Height, file.Depth, file.Components,
        file.FramesPerSecond, file.Frames, people, data, confidence);

    [Test]
    public void Numbers_that_are_not_finite_are_filled_and_reported()
    {
        using var folder = new TemporaryFolder();
        var path = Changed(folder, file =>
        {
            for (var i = 0; i < file.Data.Length; i += 37)
                file.Data[i] = i % 2 == 0 ? float.NaN : float.PositiveInfinity;
            return file;
        });
        AssertFinite(Recording.Read(path, 0, 0));
        Assert.That(Recording.Findings(path), Has.Some.Contains("not finite"));
    }

    [Test]
    public void A_recording_without_hands_is_shown_with_hands_at_rest_and_reported()
    {
        using var folder = new TemporaryFolder();
        var path = Changed(folder, file =>
        {
            foreach (var name in new[] { "LEFT_HAND_LANDMARKS", "RIGHT_HAND_LANDMARKS" })
                for (var frame = 0; frame < file.Frames; frame++)
                    for (var point = 0; point < 21; point++)
                        file.Confidence[frame * file.Points + file.StartOf(file.ComponentOf(name)) + point] = 0;
            return file;
        });
        AssertFinite(Recording.Read(path, 0, 0));
        Assert.That(Recording.Findings(path).Count(finding => finding.Contains("never seen", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    public void Of_two_people_the_first_is_taken_and_it_is_reported()
    {
        using var folder = new TemporaryFolder();
        var path = Changed(folder, file =>
        {
            var perFrame = file.Points * file.Dimensions;
            var data = new float[file.Data.Length * 2];
            var confidence = new float[file.Confidence.Length * 2];
            for (var frame = 0; frame < file.Frames; frame++)
                for (var person = 0; person < 2; person++)
                {
                    Array.Copy(file.Data, frame * perFrame, data, (2 * frame + person) * perFrame, perFrame);
                    Array.Copy(file.Confidence, frame * file.Points, confidence, (2 * frame + person) * file.Points, file.Points);
                }
            return With(file, 2, data, confidence);
        });
        AssertFinite(Recording.Read(path, 0, 0));
        Assert.That(Recording.Findings(path), Has.Some.Contains("2 people"));
    }

    [Test]
    public void A_recording_without_a_person_is_refused_with_its_name()
    {
        using var folder = new TemporaryFolder();
        var path = Changed(folder, file =>
        {
            Array.Clear(file.Confidence);
            return file;
        });
        Assert.That(() => Recording.Read(path, 0, 0), Throws.TypeOf<FormatException>().With.Message.Contains("changed.pose")
            .And.Message.Contains("no person"));
    }

    static void AssertFinite(AnimationClip clip)
    {
        var pose = new JointTransform[clip.Skeleton.Count];
        for (var frame = 0; frame < clip.FrameCount; frame++)
        {
            clip.Sample(frame / clip.FrameRate, pose);
            Assert.That(pose.All(joint => MathF.Abs(joint.Rotation.Length() - 1) < 1e-3f), Is.True, $"frame {frame}");
        }
    }

    [Test]
    public void A_recording_is_shown_on_another_skeleton()
    {
        var lexicon = SignLexicon.Open(Path.Combine(SharedFolders.Assets, "signing", "lexicon_sgg"));
        var other = new Skeleton([.. StandardHumanoid.Skeleton.Joints.ToArray().Select(joint => joint with
        {
            Rest = joint.Rest with { Translation = joint.Rest.Translation * 1.1f },
        })]);
        var clip = new Signer(HumanoidMap.Find(other)).Compose("x", [lexicon.Load(lexicon.Entries[0], "x")], new SigningOptions { Idle = false }).Clip;
        Assert.That(clip.Skeleton, Is.SameAs(other));
        AssertFinite(clip);
    }

    /// <summary>A scene in which one arm is raised, by keys or by a clip.</summary>
    static string Scene(string path, bool left, float twist, bool isClip = false)
    {
        var bone = left ? HumanBodyBones.LeftLowerArm : HumanBodyBones.RightLowerArm;
        var track = new TrackItem("p", TrackTarget.Joint(bone), [new TrackKey(0, [0, 0, -20]), new TrackKey(0.5f, [twist, 0, -120]),
            new TrackKey(1, [0, 0, -20])]);
        var person = new PersonItem("p", "", [], default, new Dictionary<string, float>());
        if (isClip)
        {
            var file = Path.Combine(Path.GetDirectoryName(path)!, "inner.avatar.json");
            SceneFile.Write(file, new PoseDocument([new SceneSettings(), person, track]));
            SceneFile.Write(path, new PoseDocument([new SceneSettings(), person, new ClipItem("p", "c", new FileReference("inner.avatar.json"))]));
        }
        else
            SceneFile.Write(path, new PoseDocument([new SceneSettings(), person, track]));
        return path;
    }

    [Test]
    public void Scenes_are_entries_with_variants_and_priorities()
    {
        using var folder = new TemporaryFolder();
        Scene(folder["house-2.avatar.json"], false, 10);
        Scene(folder["house.avatar.json"], false, 0);
        File.WriteAllText(folder["empty.avatar.json"], "{}");
        var lexicon = SignLexicon.Open(folder.Path);
        Assert.That(lexicon.All("house", "HOUSE").Select(entry => Path.GetFileName(entry.Path)),
            Is.EqualTo(new[] { "house.avatar.json", "house-2.avatar.json" }));
        var sign = (RecordedSign)lexicon.Load(lexicon.Find("House", "")!, "house");
        Assert.That(sign.Clip.Length, Is.EqualTo(1).Within(0.05f));
        Assert.That(LexiconFolder.Check(lexicon).Single(finding => finding.IsBroken).Finding, Does.Contain("empty.avatar.json"));
    }

    [Test]
    public void A_left_handed_scene_is_mirrored_on_request()
    {
        using var folder = new TemporaryFolder();
        Scene(folder["wave.avatar.json"], left: true, 0);
        var lexicon = SignLexicon.Open(folder.Path);
        Assert.That(LexiconFolder.Check(lexicon).Single().Finding, Does.Contain("left hand"));
        var plain = (RecordedSign)lexicon.Load(lexicon.Entries[0], "wave");
        var mirroring = SignLexicon.Open(folder.Path);
        mirroring.MirrorsLeftHanded = true;
        var mirrored = (RecordedSign)mirroring.Load(mirroring.Entries[0], "wave");
        Assert.That((plain.IsMirrored, mirrored.IsMirrored), Is.EqualTo((false, true)));
        Assert.That(Recording.IsLeftHanded(plain.Clip, StandardHumanoid.Map), Is.True);
        Assert.That(Recording.IsLeftHanded(mirrored.Clip, StandardHumanoid.Map), Is.False);
    }

    [Test]
    public void A_scene_that_plays_clips_is_added_with_keys_in_their_place()
    {
        using var from = new TemporaryFolder();
        using var folder = new TemporaryFolder();
        var entry = LexiconFolder.Add(folder.Path, Scene(from["tree.avatar.json"], false, 0, isClip: true), "tree", "TREE", "en", "ase", 0);
        Assert.That(Path.GetFileName(entry.Path), Is.EqualTo("tree.avatar.json"));
        Assert.That(SceneFile.Read(entry.Path).All<ClipItem>(), Is.Empty);
        var lexicon = SignLexicon.Open(folder.Path);
        Assert.That(lexicon.Find("tree", "")!.SignedLanguage, Is.EqualTo("ase"));
        var clip = ((RecordedSign)lexicon.Load(lexicon.Entries[0], "tree")).Clip;
        Assert.That(Recording.IsLeftHanded(clip, StandardHumanoid.Map), Is.False);
        Assert.That(clip.Length, Is.GreaterThan(0.5f));
    }
}
