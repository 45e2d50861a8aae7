using System.Numerics;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Signing;
using Avatars.Solving;

namespace Avatars.Tests.Signing;

/// <summary>Which cleaning brings a disturbed recording nearest to the undisturbed one.</summary>
public sealed class LandmarkCleaningTests
{
    static LandmarkClip Recorded() => PoseFile.Read(Path.Combine(SharedFolders.Assets, "signing", "lexicon_sgg", "pizza.pose")).ToLandmarks();

    /// <summary>Jitter of 2 % of the hand's length, single points far off, and frames without the right hand.</summary>
    static LandmarkClip Disturbed()
    {
        var clip = Recorded();
        var random = new Random(7);
        float Noise() => (float)Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * (float)Math.Cos(2 * Math.PI * random.NextDouble());
        var first = (int)Landmark.RightHand;
        for (var frame = 0; frame < clip.Frames; frame++)
        {
            var points = clip.Frame(frame);
            var size = new Vector2(points[first + 9].X - points[first].X, points[first + 9].Y - points[first].Y).Length();
            for (var i = first; i < first + 21; i++)
            {
                points[i] += new Vector3(Noise(), Noise(), 0) * (0.02f * size);
                if (random.NextDouble() < 0.03)
                    points[i] += new Vector3(random.NextDouble() < 0.5 ? 1.2f : -1.2f, 0.8f, 0) * size;
                if (frame % 17 is 9 or 10)
                    points[i] = new Vector3(float.NaN);
            }
        }
        return clip;
    }

    /// <summary>Angles of the right fingers, degrees, frame by frame.</summary>
    static float[][] Angles(LandmarkClip landmarks, float smoothSeconds)
    {
        var clip = landmarks.ToClip("x", StandardHumanoid.Map, smoothSeconds);
        var rig = new HandRig(StandardHumanoid.Map);
        var local = new JointTransform[clip.Skeleton.Count];
        return [.. Enumerable.Range(0, clip.FrameCount).Select(frame =>
        {
            clip.Sample(frame / clip.FrameRate, local);
            var degrees = new float[HandShape.AngleCount];
            rig.Read(local, left: false, degrees);
            return degrees;
        })];
    }

    static double Error(float[][] truth, float[][] other) => Math.Sqrt(truth.Zip(other).Average(pair =>
        pair.First.Skip(HandShape.ThumbAngles).Zip(pair.Second.Skip(HandShape.ThumbAngles)).Average(angle =>
            (angle.First - angle.Second) * (double)(angle.First - angle.Second))));

    [Test]
    public void Outliers_dropped_and_parabolas_fitted_are_nearest_to_the_undisturbed_fingers()
    {
        var truth = Angles(Recorded(), 0);
        var results = new List<(string Name, double Error, double Loss)>();
        foreach (var (name, clean, seconds) in new (string, Action<LandmarkClip>, float)[]
        {
            ("nothing", _ => { }, 0), ("Gaussian 0.03 s", _ => { }, 0.03f), ("Gaussian 0.06 s", _ => { }, 0.06f), ("outliers", LandmarkCleaning.DropOutliers,
                0),
            ("outliers, Gaussian 0.03 s", LandmarkCleaning.DropOutliers, 0.03f), ("outliers, Gaussian 0.05 s", LandmarkCleaning.DropOutliers, 0.05f),
            ("outliers, parabolas", LandmarkCleaning.Run, 0),
        })
        {
            var (disturbed, untouched) = (Disturbed(), Recorded());
            clean(disturbed);
            clean(untouched);
            results.Add((name, Error(truth, Angles(disturbed, seconds)), Error(truth, Angles(untouched, seconds))));
        }
        foreach (var (name, error, loss) in results)
            TestContext.Out.WriteLine($"{name}: {error:0.0} degrees from the undisturbed; {loss:0.0} of what was not disturbed");
        var chosen = results[^1];
        Assert.That(chosen.Error, Is.LessThan(0.65 * results[0].Error), "against nothing; measured: 0.60");
        Assert.That(chosen.Error, Is.LessThan(results[1].Error), "against smoothing alone");
    }

    [Test]
    public void A_mirrored_recording_changes_its_hand()
    {
        var clip = Recording.Read(Path.Combine(SharedFolders.Assets, "signing", "fingerspelling_ase", "A.pose"), 0, 0);
        Assert.That(Recording.IsLeftHanded(clip, StandardHumanoid.Map), Is.False);
        Assert.That(Recording.IsLeftHanded(Recording.Mirrored(clip, StandardHumanoid.Map), StandardHumanoid.Map), Is.True);
    }

    [Test]
    public void A_recording_is_added_and_found()
    {
        using var folder = new TemporaryFolder();
        var lexicon = folder["mine"];
        var source = Path.Combine(SharedFolders.Assets, "signing", "lexicon_sgg", "essen.pose");
        LexiconFolder.Add(lexicon, source, "zu, Mittag", "ESSEN", "de", "sgg", 2);
        LexiconFolder.Add(lexicon, source, "Käse", "KÄSE", "de", "sgg", 0);
        var opened = SignLexicon.Open(lexicon);
        Assert.That(opened.Entries.Select(entry => (entry.Word, Path.GetFileName(entry.Path), entry.Priority)),
            Is.EqualTo(new[] { ("zu, Mittag", "zu__mittag.pose", 2), ("Käse", "kase.pose", 0) }));
        Assert.That(opened.Entries[0].EndSeconds, Is.GreaterThan(opened.Entries[0].StartSeconds + 0.3f));
        Assert.That(LexiconFolder.Check(opened).Where(found => found.IsBroken), Is.Empty);
    }
}
