using Avatars.Fixtures;
using Avatars.Imaging;

namespace Avatars.Tests.Imaging;

public sealed class TwoBackgroundMattingTests
{
    /// <summary>A colour with some share over black and over white, as a compositing generator gives them.</summary>
    static RgbaImage Of(RgbColor colour, float share)
    {
        RgbImage Over(int background)
        {
            byte Mixed(byte channel) => (byte)(share * channel + (1 - share) * background + 0.5f);
            return new RgbImage(1, 1, [Mixed(colour.R), Mixed(colour.G), Mixed(colour.B)]);
        }
        var frame = new RgbaImage(1, 1, new byte[4]);
        TwoBackgroundMatting.Run(Over(0), Over(255), frame);
        return frame;
    }

    [TestCase(0f, 0), TestCase(0.05f, 0), TestCase(0.25f, 55), TestCase(0.5f, 128), TestCase(0.75f, 200), TestCase(0.95f, 255), TestCase(1f, 255)]
    public void Alpha_is_the_share_of_the_person_stretched_to_both_ends(float share, int alpha)
    {
        var frame = Of(new RgbColor(200, 40, 120), share);
        Assert.That(frame.Bytes[3], Is.EqualTo(alpha).Within(1));
        if (alpha > 0)
            Assert.That(frame.Bytes[..3], Is.EqualTo(new byte[] { 200, 40, 120 }).Within(4), "straight, not mixed with black");
    }

    [Test]
    public void Frames_of_different_sizes_are_refused() =>
        Assert.That(() => TwoBackgroundMatting.Run(new RgbImage(2, 2), new RgbImage(2, 3), new RgbaImage(2, 2, new byte[16])),
            Throws.ArgumentException.With.Message.Contains("2x3"));
}
