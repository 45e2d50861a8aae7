using Avatars.Imaging;

namespace Avatars.Tests.Imaging;

public sealed class InpaintedBackgroundTests
{
    const int Width = 48, Height = 32;

    /// <summary>A slope of brightness with a red rectangle, the person, in its middle.</summary>
    static (RgbImage Picture, float[] Matte) Scene()
    {
        var (picture, matte) = (new RgbImage(Width, Height), new float[Width * Height]);
        for (var i = 0; i < matte.Length; i++)
        {
            var (y, x) = Math.DivRem(i, Width);
            matte[i] = x is >= 18 and < 30 && y is >= 8 and < 24 ? 1 : 0;
            for (var k = 0; k < 3; k++)
                picture.Bytes[3 * i + k] = matte[i] > 0 ? (byte)(k == 0 ? 255 : 0) : (byte)(40 + 3 * x);
        }
        return (picture, matte);
    }

    [Test]
    public void What_is_not_the_person_stays_and_the_rest_continues_it()
    {
        var (picture, matte) = Scene();
        var background = InpaintedBackground.Of(picture, matte, margin: 2);
        for (var i = 0; i < matte.Length; i++)
        {
            var (y, x) = Math.DivRem(i, Width);
            var isKept = x is < 16 or >= 32 || y is < 6 or >= 26;
            for (var k = 0; k < 3; k++)
                Assert.That(background.Bytes[3 * i + k], Is.EqualTo(40 + 3 * x).Within(isKept ? 0 : 12), $"{x}, {y}");
        }
    }

    [Test]
    public void A_person_that_fills_the_picture_leaves_black() =>
        Assert.That(InpaintedBackground.Of(Scene().Picture, Enumerable.Repeat(1f, Width * Height).ToArray(), margin: 0).Bytes, Is.All.Zero);

    [Test]
    public void A_matte_of_another_size_is_refused() =>
        Assert.That(Assert.Throws<ArgumentException>(() => InpaintedBackground.Of(Scene().Picture, new float[7], margin: 0))!.Message, Does.Contain("48x32"));
}
