using Avatars.Conditioning;
using Avatars.Imaging;

namespace Avatars.Latents;

public sealed class PictureBytesTests
{
    [Test]
    public void Undoes_the_symmetric_normalization()
    {
        var picture = RandomPictures.Make(16, 16, seed: 1);
        var planes = new float[16 * 16 * 3];
        PictureNormalization.Symmetric.Write(picture, planes);
        var back = new RgbImage(16, 16);
        PictureBytes.Write(planes, back);
        Assert.That(back.Bytes, Is.EqualTo(picture.Bytes));
    }

    [TestCase(-1e9f, 0), TestCase(1e9f, 255), TestCase(float.NaN, 0), TestCase(float.PositiveInfinity, 255), TestCase(0f, 128)] // 127.5 rounds to the even 128
    public void Clamps_what_is_no_colour(float value, byte expected)
    {
        var picture = new RgbImage(1, 1);
        PictureBytes.Write([value, value, value], picture);
        Assert.That(picture.Bytes, Is.All.EqualTo(expected));
    }
}
