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
            Assert.That(new SourceView(picture, new KeypointFrame(KeypointLayout.Body18, canvas, [points])).DrawPose(Style, 64, 32).Bytes, Is.EqualTo(expected.Bytes));
    }

    [Test]
    public void Nobody_in_the_keypoints_makes_a_black_map() =>
        Assert.That(new SourceView(new RgbImage(8, 8), new KeypointFrame(KeypointLayout.Body18, null, [])).DrawPose(Style, 16, 16).Bytes, Is.All.Zero);

    [Test]
    public void A_pose_that_nobody_knows_cannot_be_drawn_and_the_message_says_where_to_put_it() =>
        Assert.That(() => new SourceView(new RgbImage(20, 30)).DrawPose(Style, 16, 16), Throws.ArgumentException.With.Message.Contains("20x30").And.Message.Contains("person.keypoints.json"));

    [Test]
    public void A_person_has_at_least_one_picture_and_a_system_may_want_no_more()
    {
        Assert.That(() => new PersonSource(), Throws.ArgumentException);
        var view = new SourceView(new RgbImage(8, 8));
        Assert.That(new PersonSource(view).OnlyView("FPDM"), Is.SameAs(view));
        Assert.That(() => new PersonSource(view, view).OnlyView("FPDM"), Throws.ArgumentException.With.Message.Contains("FPDM"));
    }
}
