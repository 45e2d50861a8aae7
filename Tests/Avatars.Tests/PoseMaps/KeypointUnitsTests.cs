using System.Numerics;
using Avatars.PoseMaps;
using static Avatars.Tests.PoseMaps.FilePerson;

namespace Avatars.Tests.PoseMaps;

public sealed class KeypointUnitsTests
{
    const string Canvas = ", \"canvas_width\": 600, \"canvas_height\": 480";

    static KeypointFrame Read(string body, string left, string right, string face, string canvas = Canvas, KeypointReading? how = null) => KeypointsFile.Parse(
        $"{{\"people\": [{{\"pose_keypoints_2d\": {body}, \"hand_left_keypoints_2d\": {left}, \"hand_right_keypoints_2d\": {right}, "
            + $"\"face_keypoints_2d\": {face}}}]{canvas}}}", "some file", how);

    static string Share(Vector2[] points) => Flat(points, "1", 1f / Width, 1f / Height);

    /// <summary>Every mixture of pixels and shares in body, left hand, right hand and face.</summary>
    [Test]
    public void Shares_and_pixels_are_distinguished_for_each_group([Range(0, 15)] int mixture)
    {
        string Group(Vector2[] points, int bit) => (mixture & bit) != 0 ? Share(points) : Flat(points, "1");
        AssertIn(Read(Group(Body18, 1), Group(LeftHand, 2), Group(RightHand, 4), Group(Face, 8)), hands: true, face: true);
    }

    [Test]
    public void Shares_without_a_size_take_the_given_one()
    {
        Assert.That(Read(Share(Body18), "[]", "[]", "[]", canvas: "").CountsShares);
        AssertIn(Read(Share(Body18), "[]", "[]", "[]", canvas: "", new KeypointReading { Canvas = (Width, Height) }), hands: false, face: false);
    }

    [Test]
    public void A_mixture_without_a_size_is_refused() =>
        Assert.That(() => Read(Flat(Body18), Share(LeftHand), "[]", "[]", canvas: ""), Throws.TypeOf<FormatException>().With.Message.Contains("--canvas"));

    [Test]
    public void Shares_reach_out_of_the_picture()
    {
        var below = Array.ConvertAll(Body18, point => point + new Vector2(0, 250)); // ankles at 1.23 of the height
        var person = Read(Share(below), "[]", "[]", "[]").People[0];
        Assert.That(person[10].Y, Is.EqualTo(below[10].Y).Within(0.01));
    }

    [Test]
    public void Shares_from_minus_one_to_one_are_known()
    {
        string Signed(Vector2[] points) => Flat(points.Select(point => new Vector2(point.X / Width * 2 - 1, point.Y / Height * 2 - 1)).ToArray());
        AssertIn(Read(Signed(Body18), Signed(LeftHand), Signed(RightHand), Signed(Face)), hands: true, face: true);
    }

    [TestCase("-1, -1, 1"), TestCase("0, 0, 1"), TestCase("0, 0, 0"), TestCase("200, 100, 0"), TestCase("NaN, NaN, NaN"), TestCase("NaN, NaN, 1"),
        TestCase("null, null, null"), TestCase("200, 100, null"), TestCase("200, 100, NaN")]
    [TestCase("-600, -480, 1"), TestCase("200, 100, -1"), TestCase("Infinity, -Infinity, 1"), TestCase("-1, 100, 1"), TestCase("-0.5, -0.5, 1")]
    public void Points_that_tools_mark_as_missing_are_missing(string marked)
    {
        var numbers = Flat(Body18, "1").Trim('[', ']').Split(", ");
        var wrist = string.Join(", ", numbers[..12]) + ", " + marked + ", " + string.Join(", ", numbers[15..]);
        var frame = Read($"[{wrist}]", "[]", "[]", "[]");
        for (var i = 0; i < 18; i++)
            Assert.That(frame.People[0][i].IsPresent, Is.EqualTo(i != 4), $"keypoint {i}");
        Assert.That(frame.People[0][5].X, Is.EqualTo(Body18[5].X).Within(0.01));
    }

    [Test]
    public void A_point_above_or_left_of_the_picture_alone_is_no_mark()
    {
        var moved = Array.ConvertAll(Body18, point => point - new Vector2(290, 0)); // the right arm lies left of the picture
        Assert.That(Read(Flat(moved, "1"), "[]", "[]", "[]").People[0][4].X, Is.EqualTo(moved[4].X).Within(0.01));
    }

    [Test]
    public void A_detector_that_answers_always_is_believed_from_a_confidence_of_three_tenths()
    {
        var frame = KeypointsFile.Parse($"[{{\"keypoints\": {Pairs(Coco17)}, \"keypoint_scores\": "
            + $"[0.29, {string.Join(",", Enumerable.Repeat("0.31", 16))}]}}]", "mmpose.json");
        Assert.That(frame.People[0].Count(point => point.IsPresent), Is.EqualTo(16));
        Assert.That(frame.People[0][0].IsPresent, Is.False);
        Assert.That(frame.Remarks, Has.One.Contains("1 points"));
    }

    [Test]
    public void Hidden_points_of_coco_are_there_and_unlabelled_ones_are_not()
    {
        var numbers = Flat(Coco17, "2").Trim('[', ']').Split(", ");
        (numbers[2], numbers[5]) = ("1", "0");
        var person = KeypointsFile.Parse($"{{\"annotations\": [{{\"keypoints\": [{string.Join(", ", numbers)}]}}]}}", "coco.json").People[0];
        Assert.That(person.Take(3).Select(point => point.Confidence), Is.EqualTo(new[] { 0.5f, 0, 1 }));
    }

    [Test]
    public void People_outside_the_picture_are_reported_with_their_positions()
    {
        var error = Assert.Throws<ArgumentException>(() => Read(Flat(Body18, "1", 10, 10), "[]", "[]", "[]").For(PoseMapStyle.Avatar, 256, 256));
        Assert.That(error!.Message, Does.Contain("600x480").And.Contain("--canvas"));
        error = Assert.Throws<ArgumentException>(() => Read(Flat(Body18, "1", 10, 10), "[]", "[]", "[]", canvas: "").For(PoseMapStyle.Avatar, 256, 256));
        Assert.That(error!.Message, Does.Contain("256x256").And.Contain("--canvas"));
        error = Assert.Throws<ArgumentException>(() => Read("[]", "[]", "[]", "[]").For(PoseMapStyle.PcdmsDwpose, 256, 256));
        Assert.That(error!.Message, Does.Contain("no person"));
    }

    [Test]
    public void A_likely_canvas_has_the_person_in_the_middle()
    {
        var frame = Read(Flat(Body18), "[]", "[]", "[]", canvas: "").WithLikelyCanvas(256, 256);
        var (left, right) = (Body18.Min(point => point.X), Body18.Max(point => point.X));
        Assert.That(frame.Canvas!.Value.Width, Is.EqualTo(Math.Ceiling(left + right)));
        Assert.That(frame.Remarks, Has.One.Contains("--canvas"));
        Assert.That(Read(Flat(Body18), "[]", "[]", "[]").WithLikelyCanvas(256, 256).Canvas, Is.EqualTo((600.0, 480.0)));
    }
}
