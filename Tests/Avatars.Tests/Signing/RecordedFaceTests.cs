using Avatars.Animation;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Signing;

namespace Avatars.Tests.Signing;

/// <summary>Expressions of recorded signs reach the film: from the face of a <c>.pose</c> file, and from the keys of a scene.</summary>
public sealed class RecordedFaceTests
{
    static readonly SigningOptions Still = new() { Idle = false };

    string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("avatar-recorded-face").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    /// <summary>A scene of one second: the left arm goes up and down, the mouth opens at 0.5 s, the left eye closes.</summary>
    string Scene()
    {
        var person = new PersonItem("p", "", [], default, new Dictionary<string, float>());
        TrackItem Track(TrackTarget target, params (float Time, float[] Values)[] keys) =>
            new("p", target, [.. keys.Select(key => new TrackKey(key.Time, key.Values, KeyShape.Linear))]);
        var path = Path.Combine(_folder, "house.avatar.json");
        SceneFile.Write(path, new PoseDocument([new SceneSettings("house", 1, 25), person,
            Track(TrackTarget.Joint(HumanBodyBones.LeftLowerArm), (0, [0, 0, 0]), (0.5f, [0, -120, 0]), (1, [0, 0, 0])),
            Track(TrackTarget.Expression("jawOpen"), (0, [0]), (0.5f, [0.8f]), (1, [0])),
            Track(TrackTarget.Expression("eyeBlinkLeft"), (0, [0]), (0.5f, [1]), (1, [0]))]));
        return path;
    }

    static float WeightAt(IPoseSource film, string name, float time)
    {
        var pose = film.MakePose();
        film.Sample(time, pose);
        return pose.IndexOf(name) is >= 0 and var index ? pose.Weights[index] : 0;
    }

    [TestCase(false), TestCase(true)]
    public void Keys_of_a_recorded_scene_drive_the_face(bool isStreamed)
    {
        var lexicon = SignLexicon.Open(Scene());
        SigningItem[] items = [lexicon.Load(lexicon.Entries[0], "house")];
        var clip = new Signer().Compose("x", items, Still);
        IPoseSource film = isStreamed ? new Signer().Open("x", items, Still) : clip.Clip;
        var middle = clip.Signs[0].End - 0.5f; // the recording ends with its sign
        Assert.That(WeightAt(film, "jawOpen", middle), Is.EqualTo(0.8f).Within(0.04f));
        Assert.That(WeightAt(film, "eyeBlinkLeft", middle), Is.EqualTo(1).Within(0.05f));
        Assert.That(WeightAt(film, "eyeBlinkRight", middle), Is.Zero);
        Assert.That(WeightAt(film, "jawOpen", 0), Is.Zero);
        Assert.That(WeightAt(film, "jawOpen", film.Length), Is.Zero);
    }

    [Test]
    public void A_mirrored_recording_closes_the_other_eye()
    {
        var lexicon = SignLexicon.Open(Scene());
        lexicon.MirrorsLeftHanded = true;
        var recorded = (RecordedSign)lexicon.Load(lexicon.Entries[0], "house");
        Assert.That(recorded.IsMirrored, Is.True);
        var film = new Signer().Compose("x", [recorded], Still);
        var middle = film.Signs[0].End - 0.5f;
        Assert.That(WeightAt(film.Clip, "eyeBlinkRight", middle), Is.EqualTo(1).Within(0.05f));
        Assert.That(WeightAt(film.Clip, "eyeBlinkLeft", middle), Is.Zero);
    }

    [TestCase(false), TestCase(true)]
    public void A_left_handed_signer_closes_the_other_eye(bool isStreamed)
    {
        var lexicon = SignLexicon.Open(Scene());
        SigningItem[] items = [lexicon.Load(lexicon.Entries[0], "house")];
        var options = Still with { LeftHanded = true };
        var clip = new Signer().Compose("x", items, options);
        IPoseSource film = isStreamed ? new Signer().Open("x", items, options) : clip.Clip;
        var middle = clip.Signs[0].End - 0.5f;
        Assert.That(WeightAt(film, "eyeBlinkRight", middle), Is.EqualTo(1).Within(0.05f));
        Assert.That(WeightAt(film, "eyeBlinkLeft", middle), Is.Zero);
    }

    [Test]
    public void Part_of_a_recording_keeps_its_face()
    {
        var scene = Scene();
        File.WriteAllText(Path.Combine(_folder, "index.csv"), "path,spoken_language,signed_language,start,end,words,glosses,priority\n"
            + $"{Path.GetFileName(scene)},en,ase,400,800,house,HOUSE,0\n");
        var lexicon = SignLexicon.Open(_folder);
        var recorded = (RecordedSign)lexicon.Load(lexicon.Find("house", "HOUSE")!, "house");
        Assert.That(recorded.Clip.Length, Is.EqualTo(0.4f).Within(1e-4f));
        Assert.That(WeightAt(recorded.Clip, "jawOpen", 0.12f), Is.EqualTo(0.8f * 0.96f).Within(0.01f), "0.52 s of the whole");
    }

    [Test]
    public void The_face_points_of_a_pose_file_drive_brows_lids_and_mouth()
    {
        var path = Path.Combine(SharedFolders.Assets, "signing", "pose", "holistic576_v0.2.pose");
        var whole = PoseFile.Read(path).ToClip("x");
        var lexicon = SignLexicon.Open(path);
        var film = new Signer().Compose("x", [lexicon.Load(lexicon.Entries[0], "x")], Still);
        var start = film.Signs[0].End - whole.Length;
        foreach (var name in new[] { "jawOpen", "eyeBlinkLeft", "browDownLeft" })
        {
            Assert.That(whole.Weights.Select(weight => weight.Name), Does.Contain(name));
            var (asked, shown) = (new List<float>(), new List<float>());
            for (var t = 0.3f; t < whole.Length - 0.3f; t += 0.04f)
            {
                asked.Add(WeightAt(whole, name, t));
                shown.Add(WeightAt(film.Clip, name, start + t));
            }
            var most = asked.Zip(shown, (a, b) => MathF.Abs(a - b)).Max();
            TestContext.Out.WriteLine($"{name}: up to {asked.Max():0.00}, at most {most:0.000} apart");
            Assert.That(asked.Max(), Is.GreaterThan(0.05f), name);
            Assert.That(most, Is.LessThan(0.06f), $"{name}: frames of the film lie between those of the recording");
        }
    }
}
