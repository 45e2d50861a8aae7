using Avatars.Imaging;

namespace Avatars.Tests.Imaging;

public sealed class PictureLayersTests
{
    [TestCase(0, 10, 20, 30), TestCase(255, 200, 100, 0), TestCase(51, 48, 36, 24)]
    public void A_layer_covers_by_its_alpha(int alpha, int red, int green, int blue)
    {
        var picture = new RgbImage(1, 1);
        (picture.Bytes[0], picture.Bytes[1], picture.Bytes[2]) = (10, 20, 30);
        PictureLayers.Over(new RgbaImage(1, 1, [200, 100, 0, (byte)alpha]), picture);
        Assert.That(picture.Bytes, Is.EqualTo(new[] { (byte)red, (byte)green, (byte)blue }));
    }

    [Test]
    public void Over_nothing_a_layer_is_itself_and_over_a_solid_one_the_result_is_solid()
    {
        var nothing = new RgbaImage(1, 1, [9, 9, 9, 0]);
        PictureLayers.Over(new RgbaImage(1, 1, [200, 100, 0, 80]), nothing);
        Assert.That(nothing.Bytes, Is.EqualTo(new byte[] { 200, 100, 0, 80 }));
        var solid = new RgbaImage(1, 1, [10, 20, 30, 255]);
        PictureLayers.Over(new RgbaImage(1, 1, [200, 100, 0, 51]), solid);
        Assert.That(solid.Bytes, Is.EqualTo(new byte[] { 48, 36, 24, 255 }));
    }

    /// <remarks>Half over half: alpha 0.75, the front counts two thirds (Porter and Duff, 1984).</remarks>
    [Test]
    public void Two_halves_are_three_quarters()
    {
        var below = new RgbaImage(1, 1, [0, 90, 0, 128]);
        PictureLayers.Over(new RgbaImage(1, 1, [90, 0, 0, 128]), below);
        Assert.That(below.Bytes[3], Is.EqualTo(192).Within(1));
        Assert.That((int)below.Bytes[0], Is.EqualTo(60).Within(1));
        Assert.That((int)below.Bytes[1], Is.EqualTo(30).Within(1));
    }

    [Test]
    public void Other_sizes_are_refused() =>
        Assert.That(() => PictureLayers.Over(new RgbaImage(1, 2, new byte[8]), new RgbImage(1, 1)), Throws.ArgumentException);
}
