using System.Numerics;
using Avatars.Animation;
using Avatars.PoseMaps;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Signing;
using Avatars.Signing.Editing;

namespace Avatars.Tests.Signing.Editing;

/// <summary>A signed film as a scene: it plays the same, and its glosses make the same keys again.</summary>
public sealed class SigningSceneTests
{
    const float WristMetres = 0.004f; // straight lines within 0.1 degrees at four joints
    const float TipMetres = 0.006f;

    static readonly Camera Camera = Camera.LookAt(new Vector3(0, 1.3f, 2), new Vector3(0, 1.3f, 0), 0.5f, 512, 512);

    string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("avatar-signing-scene").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    static IReadOnlyList<SigningItem> Text(string text) => new TextToSigns(ManualAlphabet.Of("ase"), [Lexicon()]).Items(text, new List<string>());

    /// <summary>Signs with both hands, motion, contact, a mouth that takes longer than the hands, and a face without hands.</summary>
    static SignLexicon Lexicon()
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "glosses.sigml");
        File.WriteAllText(path, """
            <sigml>
              <hns_sign gloss="GOOD"><hamnosys_manual><hamflathand/><hamextfingeru/><hampalmu/><hamchin/><hamtouch/><hammoveo/></hamnosys_manual></hns_sign>
              <hns_sign gloss="BOTH"><hamnosys_nonmanual><hnm_mouthpicture picture="bo:tQ~ma:ma:"/><hnm_head tag="NO"/></hamnosys_nonmanual>
                <hamnosys_manual><hamsymmlr/><hamfist/><hamextfingero/><hampalmd/><hamchest/><hammoveo/></hamnosys_manual></hns_sign>
              <hns_sign gloss="BROWS"><hamnosys_nonmanual><hnm_eyebrows tag="RB"/></hamnosys_nonmanual></hns_sign>
            </sigml>
            """);
        return SignLexicon.Open(path);
    }

    PoseDocument Scene(SigningMotion signed, SigningOptions options) =>
        SigningScene.Of(signed, options, "ase", false, Camera, new SceneFolder(Path.Combine(_folder, "s.avatar.json")));

    [TestCase("good ada both. brows HI", 1, false), TestCase("both good, good. jazz", 1.7f, true), TestCase("Bob good", 0.6f, false)]
    [TestCase("good", 4, false)]
    public void Playback_equals_the_direct_film(string text, float rate, bool isLeftHanded)
    {
        var options = new SigningOptions { Rate = rate, LeftHanded = isLeftHanded, Seed = 7 };
        var signed = new Signer().Open("s", Text(text), options);
        var direct = new Signer().Compose("s", Text(text), options).Clip;
        var path = Path.Combine(_folder, "s.avatar.json");
        SceneFile.Write(path, Scene(signed, options));
        var scene = new ScenePoseSource(SceneFile.Read(path), null, new SceneFolder(path));
        Assert.That(scene.Length, Is.EqualTo(signed.Length).Within(1e-4f));
        AssertSame(direct, scene);
    }

    [TestCase("good ada both. brows HI", 1, false), TestCase("both good, good. jazz", 1.7f, true), TestCase("Bob good", 0.6f, false)]
    [TestCase("good hello", 4, false)]
    public void Glosses_make_the_same_movement_again(string text, float rate, bool isLeftHanded)
    {
        var options = new SigningOptions { Rate = rate, LeftHanded = isLeftHanded, Seed = 7 };
        var signed = new Signer().Open("s", Text(text), options);
        var direct = new Signer().Compose("s", Text(text), options).Clip;
        var document = SceneFile.Parse(System.Text.Encoding.UTF8.GetBytes(SceneFile.ToText(Scene(signed, options))), "s");
        var notices = new List<string>();
        var glosses = GlossTrack.Of(document, "person-1");
        foreach (var track in document.All<TrackItem>().Where(track => track.OwnerId == "person-1").ToArray())
            document.Remove("none", track.Id);
        GlossTrack.Set(document, "person-1", glosses, new SignSources(), notices, "Again");
        Assert.That(notices, Is.Empty);
        AssertSame(direct, new ScenePoseSource(document));
    }

    [Test]
    public void Words_signs_and_times_become_glosses()
    {
        var options = new SigningOptions();
        var signed = new Signer().Open("s", Text("good ada. both"), options);
        var glosses = GlossTrack.Of(Scene(signed, options), "person-1");
        Assert.That(glosses.Select(gloss => gloss.Gloss), Is.EqualTo(new[] { "GOOD", "#ADA", "BOTH" }));
        Assert.That(glosses.Select(gloss => gloss.IsSpelled), Is.EqualTo(new[] { false, true, false }));
        Assert.That(glosses[0].Start, Is.EqualTo(options.RestSeconds).Within(1e-5f), "hands are at rest before");
        Assert.That(glosses[1].Start, Is.EqualTo(glosses[0].End).Within(1e-5f));
        Assert.That(glosses[2].Start - glosses[1].End, Is.EqualTo(0.8f).Within(1e-4f), "0.45 s down, 0.35 s at rest");
        Assert.That(glosses[2].Hold, Is.GreaterThan(0.3f), "the hands wait for ten steps of the mouth");
        Assert.That(glosses[0].Notation, Does.Contain("hamchin"));
    }

    [Test]
    public void A_longer_hold_keeps_the_hands_where_they_are()
    {
        var options = new SigningOptions { Idle = false };
        var document = Scene(new Signer().Open("s", Text("good both"), options), options);
        var glosses = GlossTrack.Of(document, "person-1");
        var end = glosses[0].End;
        var longer = GlossEdits.SetHold(glosses, glosses[0].Id, 1);
        GlossTrack.Set(document, "person-1", longer, new SignSources(), new List<string>(), "Hold");
        var scene = new ScenePoseSource(document);
        Assert.That(Vector3.Distance(RightWrist(scene, end), RightWrist(scene, end + 0.95f)), Is.LessThan(WristMetres));
        Assert.That(GlossTrack.Of(document, "person-1")[1].Start, Is.EqualTo(glosses[1].Start + 1).Within(1e-5f));
        Assert.That(document.Settings.Seconds, Is.EqualTo(scene.Length).Within(1e-4f));
        document.Undo();
        Assert.That(GlossTrack.Of(document, "person-1"), Is.EqualTo(glosses), "glosses and keys are one edit");
    }

    [Test]
    public void Signs_that_change_places_have_new_joins()
    {
        var options = new SigningOptions { Idle = false };
        var document = Scene(new Signer().Open("s", Text("good both hi"), options), options);
        var glosses = GlossTrack.Of(document, "person-1");
        GlossTrack.Set(document, "person-1", GlossEdits.Move(glosses, glosses[2].Id, 0), new SignSources(), new List<string>(), "Move");
        var moved = GlossTrack.Of(document, "person-1");
        Assert.That(moved.Select(gloss => gloss.Gloss), Is.EqualTo(new[] { "#HI", "GOOD", "BOTH" }));
        var (scene, fastest) = (new ScenePoseSource(document), 0f);
        for (var t = 0f; t < scene.Length - 0.04f; t += 0.04f)
            fastest = MathF.Max(fastest, Vector3.Distance(RightWrist(scene, t), RightWrist(scene, t + 0.04f)) / 0.04f);
        Assert.That(fastest, Is.LessThan(4f), "metres a second: no jump where signs meet");
    }

    [Test]
    public void Tracks_of_signs_that_are_gone_go_too()
    {
        var options = new SigningOptions { Idle = false };
        var document = Scene(new Signer().Open("s", Text("brows good"), options), options);
        Assert.That(document.Track("person-1", TrackTarget.Expression("eyebrows-left-up")), Is.Not.Null);
        document.SetKey("Own key", "person-1", TrackTarget.Expression("jawOpen"), new TrackKey(0, [1]));
        var glosses = GlossTrack.Of(document, "person-1");
        GlossTrack.Set(document, "person-1", GlossEdits.Remove(glosses, glosses[0].Id), new SignSources(), new List<string>(), "Remove");
        Assert.That(document.Track("person-1", TrackTarget.Expression("eyebrows-left-up")), Is.Null);
        Assert.That(document.Track("person-1", TrackTarget.Expression("jawOpen")), Is.Not.Null, "the user's own stays");
    }

    [Test]
    public void A_gloss_that_cannot_be_shown_is_named_and_the_rest_is_signed()
    {
        var document = new PoseDocument([new SceneSettings(), new PersonItem("p", "", [], default, new Dictionary<string, float>())]);
        var notices = new List<string>();
        GlossTrack.Set(document, "p", [new SignItem("p", "1", 0, 1, "日本"), new SignItem("p", "2", 1, 2, "#HI", "hi", IsSpelled: true),
            new SignItem("p", "3", 2, 3, "X", Notation: "<!DOCTYPE x><sigml/>"), new SignItem("p", "4", 3, 4, "Y", Recording: new FileReference("no.pose"))],
            new SignSources(new SceneFolder(Path.Combine(_folder, "s.avatar.json"))), notices, "Signs");
        Assert.That(notices, Has.Count.EqualTo(3));
        Assert.That(notices[0], Does.Contain("日").And.Contain("left out"));
        Assert.That(notices[1], Does.Contain("never loaded"));
        Assert.That(notices[2], Does.Contain("no.pose").And.Contain("missing"));
        Assert.That(document.Track("p", TrackTarget.Hand(left: false)), Is.Not.Null);
    }

    /// <summary>At the film's frames, and in the middles between them, where the two interpolate in other spaces.</summary>
    static void AssertSame(AnimationClip clip, ScenePoseSource scene)
    {
        var (one, other) = (clip.MakePose(), scene.MakePose());
        var (a, b, before) = (new ModelPose(clip.Skeleton), new ModelPose(clip.Skeleton), new ModelPose(clip.Skeleton));
        int[] wrists = [.. new[] { HumanBodyBones.RightHand, HumanBodyBones.LeftHand, HumanBodyBones.Head }.Select(bone => StandardHumanoid.Map[bone])];
        int[] tips = [.. Enumerable.Range(0, 10).Select(i => StandardHumanoid.Map[HumanBones.Finger(i < 5, i % 5, 2)])];
        var (wrist, tip, weight, between) = (0f, 0f, 0f, 0f);
        for (var half = 0; half <= 2 * (clip.FrameCount - 1); half++)
        {
            clip.Sample(half / 2f / clip.FrameRate, one);
            scene.Sample(half / 2f / clip.FrameRate, other);
            a.Run(one.Joints);
            b.Run(other.Joints);
            if (half % 2 == 0)
            {
                wrist = MathF.Max(wrist, wrists.Max(joint => Vector3.Distance(a.Positions[joint], b.Positions[joint])));
                tip = MathF.Max(tip, tips.Max(joint => Vector3.Distance(a.Positions[joint], b.Positions[joint])));
                before.Run(one.Joints);
            }
            else
                between = MathF.Max(between, wrists.Max(joint => Vector3.Distance(a.Positions[joint], b.Positions[joint])
                    - 0.2f * Vector3.Distance(a.Positions[joint], before.Positions[joint])));
            for (var i = 0; i < one.WeightNames.Count; i++)
                weight = MathF.Max(weight, MathF.Abs(one.Weights[i] - (other.IndexOf(one.WeightNames[i]) is >= 0 and var at ? other.Weights[at] : 0)));
        }
        TestContext.Out.WriteLine($"wrist {1000 * wrist:0.0} mm, fingertip joint {1000 * tip:0.0} mm, between frames {1000 * between:0.0} mm, "
            + $"weight {weight:0.000}");
        Assert.That(wrist, Is.LessThan(WristMetres));
        Assert.That(tip, Is.LessThan(TipMetres));
        Assert.That(between, Is.LessThan(WristMetres), "besides a fifth of what the wrist moves in half a frame");
        Assert.That(weight, Is.LessThan(0.01f));
    }

    static Vector3 RightWrist(ScenePoseSource scene, float time)
    {
        var pose = scene.MakePose();
        scene.Sample(time, pose);
        var model = new ModelPose(scene.Skeleton);
        model.Run(pose.Joints);
        return model.Positions[StandardHumanoid.Map[HumanBodyBones.RightHand]];
    }
}
