using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Pictures;
using static Avatars.Tests.Pictures.HandMadePicture;

namespace Avatars.Tests.Pictures;

/// <summary>Transparent parts of a picture are seen before a plain light grey of 224, mixed in sRGB: (colour * alpha + 224 * (255 - alpha)) / 255.</summary>
public sealed class TransparencyTests
{
    static readonly byte[] Ground = [224, 224, 224];

    static byte[] Seen(byte[] file) => PictureFile.DecodeRgb(file, "a.png").Bytes;

    [Test]
    public void Rgba() => Assert.That(Seen(Png(3, 1, 8, 6, [0, 10, 20, 30, 255, 0, 0, 0, 0, 10, 200, 100, 128])),
        Is.EqualTo(new byte[] { 10, 20, 30, 224, 224, 224, 117, 212, 162 }));

    [Test]
    public void Grey_with_alpha() => Assert.That(Seen(Png(2, 1, 8, 4, [0, 50, 255, 0, 0])), Is.EqualTo(new byte[] { 50, 50, 50, 224, 224, 224 }));

    [Test]
    public void Sixteen_bits() => Assert.That(Seen(Png(2, 1, 16, 6, [0, 10, 0, 20, 0, 30, 0, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0])),
        Is.EqualTo(new byte[] { 10, 20, 30, 224, 224, 224 }));

    [Test]
    public void A_palette_with_transparent_colours() =>
        Assert.That(Seen(Png(3, 1, 8, 3, [0, 0, 1, 2], palette: [1, 2, 3, 9, 9, 9, 7, 8, 9], transparency: [255, 0])),
            Is.EqualTo(new byte[] { 1, 2, 3, 224, 224, 224, 7, 8, 9 }));

    [Test]
    public void One_colour_of_rgb_that_is_transparent() =>
        Assert.That(Seen(Png(2, 1, 8, 2, [0, 5, 6, 7, 0, 0, 0], transparency: [0, 0, 0, 0, 0, 0])), Is.EqualTo(new byte[] { 5, 6, 7, 224, 224, 224 }));

    [Test]
    public void One_level_of_grey_that_is_transparent() => Assert.That(Seen(Png(2, 1, 8, 0, [0, 5, 9], transparency: [0, 9])),
        Is.EqualTo(new byte[] { 5, 5, 5, 224, 224, 224 }));

    [Test]
    public void Grey_of_two_bits_with_a_transparent_level() => // 0, 1, 2, 3 of 3
        Assert.That(Seen(Png(4, 1, 2, 0, [0, 0b00_01_10_11], transparency: [0, 2])),
            Is.EqualTo(new byte[] { 0, 0, 0, 85, 85, 85, 224, 224, 224, 255, 255, 255 }));

    [Test]
    public void Without_transparency_nothing_changes() => Assert.That(Seen(Png(1, 1, 8, 2, [0, 5, 6, 7])), Is.EqualTo(new byte[] { 5, 6, 7 }));

    [Test]
    public void As_rgba_alpha_and_hidden_colours_stay() =>
        Assert.That(PictureFile.DecodeRgba(Png(2, 1, 8, 6, [0, 10, 20, 30, 255, 1, 2, 3, 0]), "a.png").Bytes,
            Is.EqualTo(new byte[] { 10, 20, 30, 255, 1, 2, 3, 0 }));

    [Test]
    public void The_cut_out_of_the_cases_stands_before_the_ground()
    {
        var picture = PictureFile.ReadRgb(Path.Combine(SharedFolders.Cases, "trial", "picture_cut_out.png"));
        foreach (var (x, y) in new[] { (0, 0), (picture.Width - 1, 0), (0, picture.Height - 1), (picture.Width - 1, picture.Height - 1) })
            Assert.That(picture.Row(y).Slice(3 * x, 3).ToArray(), Is.EqualTo(Ground));
        Assert.That(picture.Bytes.Chunk(3).Any(pixel => !pixel.SequenceEqual(Ground)), "a person stands there");
    }
}
