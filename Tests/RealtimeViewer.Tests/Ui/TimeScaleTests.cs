using Silk.NET.Input;

namespace Avatars.Viewer.Ui;

public sealed class TimeScaleTests
{
    static readonly Box Track = new(100, 0, 400, 20);

    [Test]
    public void Place_and_time_are_each_others_inverse([Values(0f, 0.7f, 2.5f, 5f)] float time)
    {
        var scale = new TimeScale(Track, 5);
        Assert.That(scale.TimeAt(scale.XAt(time)), Is.EqualTo(time).Within(1e-4f));
    }

    [Test]
    public void Times_stay_within_the_clip()
    {
        var scale = new TimeScale(Track, 5);
        Assert.That(scale.TimeAt(0), Is.Zero);
        Assert.That(scale.TimeAt(9999), Is.EqualTo(5));
        Assert.That(scale.XAt(7), Is.EqualTo(Track.Right));
    }

    [Test]
    public void A_single_pose_has_one_place_and_one_time()
    {
        var scale = new TimeScale(Track, 0);
        Assert.That(scale.XAt(0), Is.EqualTo(Track.X));
        Assert.That(scale.TimeAt(300), Is.Zero);
    }

    [TestCase(5, 1f)]
    [TestCase(2.85f, 0.5f)]
    [TestCase(0.4f, 0.1f)]
    [TestCase(60, 20f)]
    public void Ticks_are_round_and_far_enough_apart(float length, float expected) =>
        Assert.That(new TimeScale(Track, length).TickSeconds(minimumPoints: 70), Is.EqualTo(expected).Within(1e-5f));

    [Test]
    public void Dragging_the_playhead_moves_the_time()
    {
        var user = new SimulatedUser();
        var time = 0f;
        user.Input.MoveTo(Track.Center);
        user.Input.Press(MouseButton.Left);
        user.Frame(() => Assert.That(user.Ui.Timeline("##t", Track, ref time, 4)));
        Assert.That(time, Is.EqualTo(2f).Within(0.01f));
    }
}
