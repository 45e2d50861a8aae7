using Avatars.Imaging;
using Avatars.PoseMaps;

namespace Avatars.Systems;

public sealed class PersonSourceTests
{
    static readonly PoseMapStyle Style = PoseMapStyle.Find("imagpose-dwpose");

    [Test]
    public void A_pose_is_drawn_where_the_keypoints_lie_in_the_squashed_picture()
    {
        var points = new Keypoint[KeypointLayout.Body18.Count];
        points[0] = new Keypoint(100, 100, 1); // the middle of a picture of 200x200
        var picture = new RgbImage(200, 200);
        var expected = new RgbImage(64, 32);
        new PoseMapRasterizer(Style, 64, 32).Draw(new KeypointFrame(KeypointLayout.Body18, (200, 200), [points]).For(Style.Layout, 64, 32), expected);
        Assert.That(expected.Row(16).Slice(32 * 3, 3).ToArray(), Is.Not.All.Zero, "the joint is in the map's middle");

        foreach (var canvas in new (double, double)?[] { (200, 200), null }) // without a canvas: pixels of the picture
            Assert.That(new SourceView(picture, new KeypointFrame(KeypointLayout.Body18, canvas, [points])).DrawPose(Style, 64, 32).Bytes,
                Is.EqualTo(expected.Bytes));
    }

    [Test]
    public void Keypoints_without_a_person_make_a_black_map() =>
        Assert.That(new SourceView(new RgbImage(8, 8), new KeypointFrame(KeypointLayout.Body18, null, [])).DrawPose(Style, 16, 16).Bytes, Is.All.Zero);

    [Test]
    public void An_unknown_pose_cannot_be_drawn_and_the_message_says_where_to_put_it() =>
        Assert.That(() => new SourceView(new RgbImage(20, 30)).DrawPose(Style, 16, 16),
            Throws.ArgumentException.With.Message.Contains("20x30").And.Message.Contains("person.keypoints.json"));

    [Test]
    public void A_person_has_at_least_one_picture_and_a_system_may_want_no_more()
    {
        Assert.That(() => new PersonSource(), Throws.ArgumentException);
        var view = new SourceView(new RgbImage(8, 8));
        Assert.That(new PersonSource(view).OnlyView("FPDM"), Is.SameAs(view));
        Assert.That(() => new PersonSource(view, view).OnlyView("FPDM"), Throws.ArgumentException.With.Message.Contains("FPDM"));
    }

    /// <summary>Keypoints of another picture than the source would give a black source map without a word.</summary>
    [Test]
    public void A_pose_outside_its_picture_is_refused()
    {
        var body = Enumerable.Range(0, 18).Select(i => new Keypoint(500 + i, 700, 1)).ToArray();
        var view = new SourceView(new RgbImage(100, 200), new KeypointFrame(KeypointLayout.Body18, null, [body]));
        Assert.That(() => view.DrawPose(PoseMapStyle.PcdmsDwpose, 64, 64), Throws.ArgumentException.With.Message.Contains("100x200"));
        var told = view with { Pose = new KeypointFrame(KeypointLayout.Body18, (1000, 1000), [body]) };
        Assert.That(told.KeypointsIn(KeypointLayout.Body18, 64, 64)[0].X, Is.EqualTo(32).Within(1e-4));
        var shares = view with { Pose = new KeypointFrame(KeypointLayout.Body18, null,
            [Array.ConvertAll(body, point => point with { X = 0.5f, Y = 0.25f })]) { CountsShares = true } };
        Assert.That(shares.KeypointsIn(KeypointLayout.Body18, 64, 128)[0], Is.EqualTo(new Keypoint(32, 32, 1)));
    }
}
