using Avatars.Imaging;
using Avatars.Metrics;

namespace Avatars.Tests.Metrics;

public sealed class FlickerTests
{
    static RgbImage Grey(byte level) => new(2, 2, [.. Enumerable.Repeat(level, 12)]);

    [Test]
    public void The_truth_does_not_flicker()
    {
        var flicker = new Flicker();
        flicker.Add(Grey(10), Grey(14), Grey(10), Grey(14));
        Assert.That((flicker.TrueChange, flicker.Ratio, flicker.WrongChange), Is.EqualTo((4.0, 1.0, 0.0)));
    }

    [Test]
    public void A_picture_that_moves_the_other_way_changes_enough_and_wrongly()
    {
        var flicker = new Flicker();
        flicker.Add(Grey(10), Grey(14), Grey(100), Grey(96));
        flicker.Add(Grey(14), Grey(14), Grey(96), Grey(98));
        Assert.That((flicker.Count, flicker.Ratio, flicker.WrongChange), Is.EqualTo((2, 1.5, 2.5)));
    }

    [Test]
    public void Frames_of_other_sizes_are_refused() =>
        Assert.That(() => new Flicker().Add(Grey(1), Grey(1), Grey(1), new RgbImage(3, 2)), Throws.ArgumentException.With.Message.Contains("3x2"));
}
