using Avatars.Imaging;

namespace Avatars.Tests.Imaging;

public sealed class PictureBarsTests
{
    /// <summary>Grey of 100 with one bright pixel, and a dark bottom row that the bars do not take up.</summary>
    static RgbImage Picture(int width, int height)
    {
        var picture = new RgbImage(width, height);
        picture.Bytes.AsSpan().Fill(100);
        picture.Row(height - 1)[3..^3].Clear();
        picture.Row(1)[3] = 255;
        return picture;
    }

    [TestCase(30, 60, 60, 60, 15, 0), TestCase(60, 30, 60, 60, 0, 15), TestCase(31, 60, 60, 60, 14, 0)]
    public void A_picture_stands_in_the_middle_at_its_own_size(int width, int height, int frameWidth, int frameHeight, int left, int top)
    {
        var framed = PictureBars.Fit(Picture(width, height), 256, 256);
        Assert.That((framed.Width, framed.Height), Is.EqualTo((frameWidth, frameHeight)));
        Assert.That(framed.Row(top + 1)[3 * (left + 1)], Is.EqualTo(255));
        Assert.That(framed.Row(0)[0], Is.EqualTo(100));
        Assert.That(framed.Row(frameHeight - 1)[^1], Is.EqualTo(100));
    }

    [Test]
    public void The_frame_has_the_models_shape() => Assert.That(PictureBars.Fit(Picture(40, 40), 352, 512) is { Width: 40, Height: 58 });

    [Test]
    public void A_picture_of_the_right_shape_is_left_alone()
    {
        var picture = Picture(512, 510);
        Assert.That(PictureBars.Fit(picture, 256, 256), Is.SameAs(picture));
    }
}
