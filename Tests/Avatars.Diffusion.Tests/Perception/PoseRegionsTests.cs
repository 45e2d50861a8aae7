using System.Numerics;
using Avatars.Perception;

namespace Avatars.Diffusion.Tests.Perception;

/// <summary>Regions from detections and landmarks, against those that MediaPipe's graphs made of the same detections and landmarks.</summary>
public sealed class PoseRegionsTests
{
    const float Pixels = 0.01f; // regions are up to 2000 pixels wide, in float32 shares of the picture
    const float Radians = 1e-5f;

    [TestCaseSource(typeof(PerceptionCase), nameof(PerceptionCase.All))]
    public void A_body_is_framed_by_its_detection(string path)
    {
        using var golden = new PerceptionCase(path);
        if (golden.Find("pose_intermediate", "detection") is not { } found)
            return;
        var points = golden.Detected(found).Points;
        AssertEqual(PoseRegions.FromAlignment(points[0], points[1]), golden.Region(golden.Find("pose_intermediate", "roi_from_detection")!.Value));
    }

    [TestCaseSource(typeof(PerceptionCase), nameof(PerceptionCase.All))]
    public void A_hand_is_framed_by_its_palm(string path)
    {
        using var golden = new PerceptionCase(path);
        var palms = golden.List("hands_full_intermediate", "palm_detections").Select(golden.Detected).ToArray();
        var regions = golden.List("hands_full_intermediate", "rois_from_palm_detections").Select(golden.Region).ToArray();
        Assert.That(regions, Has.Length.EqualTo(palms.Length));
        for (var i = 0; i < palms.Length; i++)
            AssertEqual(PoseRegions.FromPalm(palms[i]), regions[i]);
        var associated = PalmHands.Associated(regions);
        var expected = golden.List("hands_full_intermediate", "rois_after_association").Select(golden.Region).ToArray();
        Assert.That(associated, Has.Count.EqualTo(expected.Length));
        for (var i = 0; i < expected.Length; i++)
            AssertEqual(associated[i], expected[i]);
    }

    [TestCaseSource(typeof(PerceptionCase), nameof(PerceptionCase.All))]
    public void A_face_is_framed_by_its_detection_and_by_its_landmarks(string path)
    {
        using var golden = new PerceptionCase(path);
        var faces = golden.List("face_mesh_intermediate", "face_detections").Select(golden.Detected).ToArray();
        var regions = golden.List("face_mesh_intermediate", "rois_from_detections").Select(golden.Region).ToArray();
        for (var i = 0; i < regions.Length; i++)
            AssertEqual(PoseRegions.FromFace(faces[i]), regions[i]);
        var next = golden.List("face_mesh_intermediate", "rois_from_landmarks").Select(golden.Region).ToArray();
        if (next.Length > 0 && golden.Find("face_mesh", "faceLandmarks") is { } mesh)
            AssertEqual(PoseRegions.FaceFromLandmarks(golden.Landmarks(mesh)), next[0]);
    }

    [Test]
    public void A_hand_that_points_up_is_framed_from_wrist_to_fingers()
    {
        var hand = Enumerable.Range(0, 21).Select(i => new Vector3(100, 200, 0)).ToArray();
        foreach (var (joint, x) in new[] { (5, 90f), (9, 100f), (13, 110f) })
            hand[joint] = hand[joint + 1] = new Vector3(x, 140, 0);
        var region = PoseRegions.HandFromLandmarks(hand);
        Assert.That(region.Rotation, Is.Zero.Within(1e-6f));
        Assert.That(region.Size.X, Is.EqualTo(120).Within(1e-3f)); // twice the longer side of 20x60
        Assert.That(Vector2.Distance(region.Center, new Vector2(100, 164)), Is.LessThan(1e-3f)); // a tenth of the height above the middle
    }

    static void AssertEqual(CropRegion actual, CropRegion expected)
    {
        Assert.That(Vector2.Distance(actual.Center, expected.Center), Is.LessThan(Pixels), "centre");
        Assert.That(Vector2.Distance(actual.Size, expected.Size), Is.LessThan(Pixels), "size");
        Assert.That(MathF.Abs(CropRegion.Wrapped(actual.Rotation - expected.Rotation)), Is.LessThan(Radians), "rotation");
    }
}
