using System.Numerics;
using Avatars.Perception;

namespace Avatars.Diffusion.Tests.Perception;

/// <summary>Filters over time, and the rule that keeps a region from frame to frame.</summary>
public sealed class SmoothingTests
{
    [Test]
    public void The_first_value_passes_and_a_step_is_followed_by_the_published_formula()
    {
        var filter = new OneEuroFilter();
        var constants = new OneEuroConstants(MinimumCutoff: 1, Beta: 2, DerivativeCutoff: 1);
        Assert.That(filter.Apply(constants, 1.0, 0.5f, 10), Is.EqualTo(10));
        // A tenth of a second later: speed (12 - 10) * 0.5 * 10 = 10 sizes a second, smoothed by alpha(1 Hz) from 0.
        var speed = Alpha(1) * 10;
        var expected = 10 + Alpha(1 + 2 * speed) * 2;
        Assert.That(filter.Apply(constants, 1.1, 0.5f, 12), Is.EqualTo(expected).Within(1e-4));

        static double Alpha(double cutoff) => 1 / (1 + 10 / (2 * Math.PI * cutoff));
    }

    [Test]
    public void A_time_that_does_not_advance_returns_the_value_unchanged()
    {
        var filter = new OneEuroFilter();
        filter.Apply(OneEuroConstants.Picture, 2, 1, 5);
        Assert.That(filter.Apply(OneEuroConstants.Picture, 2, 1, 7), Is.EqualTo(7));
        Assert.That(filter.Apply(OneEuroConstants.Picture, 2.04, 1, 5), Is.EqualTo(5));
    }

    [Test]
    public void Jitter_of_a_person_who_stands_still_is_taken_out_and_a_fast_move_is_followed()
    {
        var smoothing = new LandmarkSmoothing(OneEuroConstants.Picture, 1);
        var random = new Random(1);
        var points = new Vector3[1];
        float noise = 0, left = 0;
        for (var frame = 0; frame < 100; frame++)
        {
            var jitter = random.NextSingle() - 0.5f;
            points[0] = new Vector3(100 + jitter, 50, 0);
            smoothing.Run(points, frame / 25.0, objectSize: 400);
            if (frame >= 50)
                (noise, left) = (noise + jitter * jitter, left + (points[0].X - 100) * (points[0].X - 100));
        }
        Assert.That(left, Is.LessThan(0.2f * noise));
        for (var frame = 100; frame < 110; frame++)
        {
            points[0] = new Vector3(100 + 30 * (frame - 99), 50, 0);
            smoothing.Run(points, frame / 25.0, objectSize: 400);
        }
        Assert.That(points[0].X, Is.GreaterThan(390)); // true: 400
    }

    [TestCase(0f, 0f, 0f, true)]
    [TestCase(39f, 0f, 0f, true)]
    [TestCase(41f, 0f, 0f, false)]
    [TestCase(0f, 19f, 0f, true)]
    [TestCase(0f, 21f, 0f, false)]
    [TestCase(0f, 0f, 39f, true)]
    [TestCase(0f, 0f, -41f, false)]
    public void A_hand_is_tracked_while_its_region_turns_moves_and_grows_little(float degrees, float moved, float grown, bool isKept)
    {
        var found = new CropRegion(new Vector2(200, 200), new Vector2(100), 0.7f);
        var center = found.Center + found.Rotated(new Vector2(0, moved));
        var before = new CropRegion(center, found.Size + new Vector2(grown), found.Rotation + degrees * MathF.PI / 180);
        Vector3[] hand = [new(200, 200, 0)];
        Assert.That(RegionTracking.Hand.Choose(before, hand, found), Is.EqualTo(isKept ? before : found));
    }

    [Test]
    public void A_hand_is_found_anew_when_a_landmark_has_left_the_new_region()
    {
        var found = new CropRegion(new Vector2(200, 200), new Vector2(100), 0);
        var before = found with { Center = new Vector2(205, 200) };
        Assert.That(RegionTracking.Hand.Choose(before, [new(244, 200, 0)], found), Is.EqualTo(before));
        Assert.That(RegionTracking.Hand.Choose(before, [new(246, 200, 0)], found), Is.EqualTo(found)); // a tenth of the region is margin
        Assert.That(RegionTracking.Hand.Choose(null, [], found), Is.EqualTo(found));
    }

    [Test]
    public void Heat_maps_move_sure_points_to_their_centre_of_gravity_only()
    {
        const int side = 64;
        var logits = new float[side * side * 4];
        Array.Fill(logits, -100);
        logits[(20 * side + 30) * 4] = 10;
        logits[(20 * side + 31) * 4] = 10;
        logits[(20 * side + 30) * 4 + 1] = -0.1f; // just not sure
        logits[(62 * side + 10) * 4 + 3] = 10;
        Vector3[] points = [new(30.9f / 64, 21.2f / 64, 7), new(30.9f / 64, 21.2f / 64, 7), new(1.01f, 0.3f, 7), new(10.5f / 64, 65.5f / 64, 7)];
        HeatMapRefinement.Run(points, logits, side);
        Assert.That(points[0].X, Is.EqualTo(30.5f / 64).Within(1e-6f));
        Assert.That(points[0].Y, Is.EqualTo(20f / 64).Within(1e-6f));
        Assert.That(points[0].Z, Is.EqualTo(7));
        Assert.That(points[1], Is.EqualTo(new Vector3(30.9f / 64, 21.2f / 64, 7)));
        Assert.That(points[2], Is.EqualTo(new Vector3(1.01f, 0.3f, 7)));
        Assert.That(points[3].Y, Is.EqualTo(62f / 64).Within(1e-6f)); // a row beyond the map: as the published build has it
    }
}
