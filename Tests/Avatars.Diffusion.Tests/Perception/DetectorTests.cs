using System.Numerics;
using Avatars.Perception;

namespace Avatars.Diffusion.Tests.Perception;

/// <summary>Anchors, decoding and suppression of detections.</summary>
public sealed class DetectorTests
{
    [TestCase("pose", 2254), TestCase("palm", 2016), TestCase("face", 896)]
    public void Anchors_are_as_many_as_the_networks_outputs(string name, int count)
    {
        var layout = Layout(name);
        var anchors = layout.MakeAnchors();
        Assert.That(anchors, Has.Length.EqualTo(count));
        Assert.That(anchors[1], Is.EqualTo(new Vector2(0.5f) * layout.Strides[0] / layout.Side)); // two at each place
        Assert.That(anchors[2].X, Is.EqualTo(1.5f * layout.Strides[0] / layout.Side).Within(1e-6f)); // columns run first
        Assert.That(anchors[^1], Is.EqualTo(new Vector2(1 - 0.5f * layout.Strides[^1] / layout.Side)));
    }

    [Test]
    public void A_box_is_relative_to_its_anchor_and_a_low_score_or_negative_size_is_dropped()
    {
        var layout = DetectorLayout.Face;
        var anchors = new[] { new Vector2(0.25f, 0.75f), new Vector2(0.5f), new Vector2(0.5f) };
        var boxes = new float[3 * layout.Values];
        boxes[0] = 12.8f; // a tenth to the right
        (boxes[2], boxes[3], boxes[4], boxes[5]) = (64, 32, -12.8f, 0);
        boxes[layout.Values + 2] = -1;
        var found = layout.Decode(boxes, [0f, 200f, -0.01f], anchors);
        Assert.That(found, Has.Count.EqualTo(1)); // a score of exactly one half is kept
        Assert.That(found[0].Score, Is.EqualTo(0.5f));
        Assert.That(Vector2.Distance(found[0].Box.Center, new Vector2(0.35f, 0.75f)), Is.LessThan(1e-6f));
        Assert.That((found[0].Box.Width, found[0].Box.Height), Is.EqualTo((0.5f, 0.25f)));
        Assert.That(Vector2.Distance(found[0].Points[0], new Vector2(0.15f, 0.75f)), Is.LessThan(1e-6f));
        Assert.That(found[0].Points[1], Is.EqualTo(anchors[0]));
    }

    [Test]
    public void Overlapping_boxes_become_their_mean_weighted_by_score()
    {
        var best = new Detection(0.9f, new Box(0, 0, 10, 10), [new Vector2(5, 5)]);
        var near = new Detection(0.6f, new Box(0, 0, 10, 5), [new Vector2(5, 2)]);
        var apart = new Detection(0.7f, new Box(20, 0, 10, 10), [new Vector2(25, 5)]);
        var kept = WeightedSuppression.Run([near, apart, best], leastOverlap: 0.3f);
        Assert.That(kept, Has.Count.EqualTo(2));
        Assert.That(kept[0].Score, Is.EqualTo(0.9f));
        Assert.That(kept[0].Box.Height, Is.EqualTo(8).Within(1e-5f)); // (0.9 * 10 + 0.6 * 5) / 1.5
        Assert.That(kept[0].Points[0].Y, Is.EqualTo(3.8f).Within(1e-5f));
        Assert.That(kept[1], Is.EqualTo(apart).Using<Detection>((a, b) => a.Box == b.Box && a.Score == b.Score));
    }

    [Test]
    public void Boxes_that_overlap_by_exactly_the_limit_are_two()
    {
        var first = new Detection(0.9f, new Box(0, 0, 1, 1), []);
        var second = new Detection(0.8f, new Box(0, 0, 1, 0.5f), []);
        Assert.That(WeightedSuppression.Run([first, second], leastOverlap: 0.5f), Has.Count.EqualTo(2));
    }

    [Test]
    public void A_detection_in_a_turned_region_gets_the_upright_box_around_its_corners()
    {
        var region = new CropRegion(new Vector2(100, 50), new Vector2(40, 40), MathF.PI / 2);
        var found = new Detection(1, new Box(0, 0, 0.5f, 0.25f), [new Vector2(0.5f, 0)]).ToPicture(region);
        Assert.That(Vector2.Distance(found.Box.Center, new Vector2(115, 40)), Is.LessThan(1e-4f));
        Assert.That(new Vector2(found.Box.Width, found.Box.Height), Is.EqualTo(new Vector2(10, 20)).Using<Vector2>((a, b) => Vector2.Distance(a, b) < 1e-4f));
        Assert.That(Vector2.Distance(found.Points[0], new Vector2(120, 50)), Is.LessThan(1e-4f));
    }

    static DetectorLayout Layout(string name) => name switch
    {
        "pose" => DetectorLayout.Pose,
        "palm" => DetectorLayout.Palm,
        _ => DetectorLayout.Face,
    };
}
