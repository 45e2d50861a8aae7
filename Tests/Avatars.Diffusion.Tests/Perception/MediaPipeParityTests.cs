using System.Numerics;
using System.Text.Json;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Models;
using Avatars.Perception;
using Avatars.Pictures;

namespace Avatars.Diffusion.Tests.Perception;

/// <summary>What our graphs find in photographs, against what MediaPipe's own packages found in the same pixels.</summary>
public sealed class MediaPipeParityTests
{
    const float Pixels = 0.1f;
    const float Metres = 0.001f;
    const float Visibility = 0.002f;

    PerceptionSessions _sessions = null!;

    [OneTimeSetUp] public void Open() => _sessions = PerceptionFixture.MakeSessions();

    [OneTimeTearDown] public void Close() => _sessions?.Dispose();

    [TestCaseSource(typeof(PerceptionCase), nameof(PerceptionCase.All))]
    public void Pose_and_matte_are_mediapipes(string path)
    {
        using var golden = new PerceptionCase(path);
        var picture = golden.ReadPicture();
        foreach (var (key, model) in new[] { ("pose_lite", PoseModel.Lite), ("pose_full", PoseModel.Full), ("pose_heavy", PoseModel.Heavy) })
        {
            if (golden.Find(key) is not { } expected)
                continue;
            using var landmarker = new PoseLandmarker(_sessions.Open(PerceptionSessions.NameOf(model)));
            using var search = new PersonSearch(_sessions, landmarker);
            var pose = search.BestRegion(picture) is { } region ? landmarker.Run(picture, region) : null;
            var isFound = pose?.Presence > PoseLandmarker.LeastPresence;
            Assert.That(isFound, Is.EqualTo(expected.GetProperty("found").GetBoolean()), key);
            if (!isFound)
                continue;
            AssertPoints(golden, pose!.Points.AsSpan(0, 33), expected.GetProperty("poseLandmarks"), key);
            var world = expected.GetProperty("poseWorldLandmarks");
            for (var i = 0; i < 33; i++)
            {
                Assert.That(Vector3.Distance(pose.World[i], Vector(world[i])), Is.LessThan(Metres), $"{key} world {i}");
                var visibility = expected.GetProperty("poseLandmarks")[i][3].GetSingle();
                Assert.That(pose.Visibility[i], Is.EqualTo(visibility).Within(Visibility), $"{key} visibility {i}");
            }
            var matte = MatteWarp.FromRegion(pose.Mask, PoseLandmarks.MaskSide, pose.Region, picture.Width, picture.Height);
            // The reference allows 28 pixels for the full model; the crops of the group, beyond the picture, magnify rounding with the lite one.
            AssertMask(matte, golden.Name + "-pose" + (int)model, mean: 0.01, many: model == PoseModel.Lite ? 160 : 28);
        }
    }

    [TestCaseSource(typeof(PerceptionCase), nameof(PerceptionCase.All))]
    public void Hands_by_palms_are_mediapipes(string path)
    {
        using var golden = new PerceptionCase(path);
        var picture = golden.ReadPicture();
        foreach (var (key, isLite) in new[] { ("hands_full", false), ("hands_lite", true) })
        {
            if (golden.Find(key) is not { } expected)
                continue;
            using var palms = new PalmHands(_sessions, isLite);
            var hands = palms.Find(picture, CropRegion.Whole(picture.Width, picture.Height), most: 2);
            Assert.That(hands, Has.Count.EqualTo(expected.GetProperty("count").GetInt32()), key);
            for (var i = 0; i < hands.Count; i++)
            {
                var hand = expected.GetProperty("hands")[i];
                AssertPoints(golden, hands[i].Points, hand.GetProperty("landmarks"), $"{key} {i}");
                for (var point = 0; point < 21; point++)
                    Assert.That(Vector3.Distance(hands[i].World[point], Vector(hand.GetProperty("worldLandmarks")[point])), Is.LessThan(Metres));
                Assert.That(hands[i].LeftInMirror > 0.5f ? "Left" : "Right", Is.EqualTo(hand.GetProperty("label").GetString()));
                Assert.That(Math.Max(hands[i].LeftInMirror, 1 - hands[i].LeftInMirror), Is.EqualTo(hand.GetProperty("score").GetSingle()).Within(1e-3f));
            }
        }
    }

    [TestCaseSource(typeof(PerceptionCase), nameof(PerceptionCase.All))]
    public void Faces_are_mediapipes(string path)
    {
        using var golden = new PerceptionCase(path);
        var picture = golden.ReadPicture();
        foreach (var (key, isRefined) in new[] { ("face_mesh", false), ("face_mesh_refined", true) })
        {
            if (golden.Find(key) is not { } expected)
                continue;
            using var finder = new FaceFinder(_sessions, isRefined);
            var face = finder.FindAlone(picture);
            Assert.That(face is not null, Is.EqualTo(expected.GetProperty("found").GetBoolean()), key);
            if (face is not null)
                AssertPoints(golden, face.Points, expected.GetProperty("faceLandmarks"), key);
        }
    }

    [TestCaseSource(typeof(PerceptionCase), nameof(PerceptionCase.All))]
    public void Hands_and_face_by_the_pose_are_mediapipes(string path)
    {
        using var golden = new PerceptionCase(path);
        if (golden.Find("holistic") is not { } expected || !expected.GetProperty("found").GetBoolean())
            return;
        var picture = golden.ReadPicture();
        using var landmarker = new PoseLandmarker(_sessions.Open(PerceptionNetworks.PoseLandmarkFull));
        using var search = new PersonSearch(_sessions, landmarker);
        var pose = landmarker.Run(picture, search.BestRegion(picture)!.Value);
        foreach (var (side, key) in new[] { (0, "leftHandLandmarks"), (1, "rightHandLandmarks") })
        {
            using var finder = new HandFinder(_sessions, side);
            AssertSame(golden, finder.Find(picture, pose, null)?.Points, golden.Find("holistic", key), key);
        }
        foreach (var (isRefined, key) in new[] { (false, "holistic"), (true, "holistic_refined") })
        {
            using var finder = new FaceFinder(_sessions, isRefined);
            AssertSame(golden, finder.Find(picture, pose, null)?.Points, golden.Find(key, "faceLandmarks"), key);
        }
    }

    [TestCaseSource(typeof(PerceptionCase), nameof(PerceptionCase.All))]
    public void Selfie_mattes_are_mediapipes(string path)
    {
        using var golden = new PerceptionCase(path);
        var picture = golden.ReadPicture();
        foreach (var (key, isLandscape) in new[] { ("selfie_0", false), ("selfie_1", true) })
        {
            if (golden.Find(key) is null)
                continue;
            using var segmentation = new SelfieSegmentation(PerceptionFixture.Models, PerceptionFixture.Options, isLandscape);
            AssertMask(segmentation.Run(picture).Bytes, golden.Name + "-selfie" + (isLandscape ? 1 : 0), mean: 0.01, many: 28);
        }
    }

    static void AssertSame(PerceptionCase golden, Vector3[]? points, JsonElement? expected, string what)
    {
        Assert.That(points is not null, Is.EqualTo(expected is not null), what);
        if (expected is { } list)
            AssertPoints(golden, points, list, what);
    }

    static void AssertPoints(PerceptionCase golden, ReadOnlySpan<Vector3> points, JsonElement expected, string what)
    {
        var landmarks = golden.Landmarks(expected);
        Assert.That(points.Length, Is.EqualTo(landmarks.Length), what);
        var (worst, deepest) = (0f, 0f);
        for (var i = 0; i < points.Length; i++)
        {
            worst = Math.Max(worst, Vector2.Distance(PoseLandmarks.Flat(points[i]), PoseLandmarks.Flat(landmarks[i])));
            deepest = Math.Max(deepest, MathF.Abs(points[i].Z - landmarks[i].Z));
        }
        TestContext.Out.WriteLine($"{golden.Name} {what}: {worst:F4} px, depth {deepest:F4} px");
        Assert.That(worst, Is.LessThan(Pixels), what);
        Assert.That(deepest, Is.LessThan(5 * Pixels), what + " depth");
    }

    static void AssertMask(byte[] matte, string name, double mean, int many)
    {
        var file = Path.Combine(SharedFolders.Golden, "mediapipe/masks", name + ".png");
        if (!File.Exists(file))
            return;
        var expected = PictureFile.ReadRgb(file);
        double sum = 0;
        var (different, largest) = (0, 0);
        for (var i = 0; i < matte.Length; i++)
        {
            var apart = Math.Abs(matte[i] - expected.Bytes[3 * i]);
            sum += apart;
            largest = Math.Max(largest, apart);
            different += apart > 1 ? 1 : 0;
        }
        TestContext.Out.WriteLine($"{name}: mean {sum / matte.Length:F4}, more than one level: {different}, largest {largest}");
        Assert.That(sum / matte.Length, Is.LessThan(mean), name);
        Assert.That(different, Is.LessThan(many), name);
    }

    static Vector3 Vector(JsonElement point) => new(point[0].GetSingle(), point[1].GetSingle(), point[2].GetSingle());
}
