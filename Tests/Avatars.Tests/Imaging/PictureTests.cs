using Avatars.Fixtures;
using Avatars.Imaging;

namespace Avatars.Tests.Imaging;

public sealed class PictureTests
{
    static RgbImage Noise(int width, int height, int seed = 1)
    {
        var picture = new RgbImage(width, height);
        new Random(seed).NextBytes(picture.Bytes);
        return picture;
    }

    [Test]
    public void A_picture_survives_the_way_to_a_tensor_and_back()
    {
        var picture = Noise(17, 9);
        var tensor = new float[PictureTensor.LengthOf(17, 9)];
        PictureTensor.Write(picture, ChannelNormalization.PlusMinusOne, tensor);
        var back = new RgbImage(17, 9);
        PictureTensor.ReadSigned(tensor, back);
        Assert.That(back.Bytes, Is.EqualTo(picture.Bytes));
    }

    [Test]
    public void Values_outside_are_cut_off()
    {
        var picture = new RgbImage(1, 2);
        PictureTensor.ReadSigned([5, -5, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0], picture);
        Assert.That(picture.Bytes, Is.EqualTo(new byte[] { 255, 0, 0, 0, 255, 128 })); // 127.5 goes to the even 128
    }

    [TestCase(ResizeFilter.Bilinear), TestCase(ResizeFilter.Bicubic), TestCase(ResizeFilter.Lanczos)]
    public void A_plain_picture_stays_plain_at_any_size(ResizeFilter filter)
    {
        var plain = new RgbImage(31, 17);
        Array.Fill(plain.Bytes, (byte)201);
        foreach (var (width, height) in new[] { (1, 1), (7, 40), (64, 3), (31, 5) })
            Assert.That(PictureResizer.Resize(plain, width, height, filter).Bytes, Is.All.EqualTo(201), $"{width}x{height}");
    }

    [Test]
    public void Resizing_and_tensors_allocate_nothing()
    {
        var (source, target) = (Noise(64, 48), new RgbImage(32, 40));
        var resizer = new PictureResizer(64, 48, 32, 40, ResizeFilter.Bicubic);
        var tensor = new float[PictureTensor.LengthOf(32, 40)];
        Assert.That(Allocations.Of(() =>
        {
            resizer.Run(source, target);
            PictureTensor.Write(target, ChannelNormalization.Clip, tensor);
            PictureTensor.ReadSigned(tensor, target);
        }), Is.Zero);
    }

    [Test]
    public void The_middle_of_a_small_picture_is_surrounded_with_black()
    {
        var picture = new RgbImage(1, 1, [9, 9, 9]);
        var prepared = new PictureProcessor(ChannelNormalization.ZeroToOne) { Crop = (4, 3) }.Prepare(picture);
        // row 1, column 2
        Assert.That(prepared.Bytes.Select((value, i) => (value, i)).Where(pair => pair.value != 0).Select(pair => pair.i), Is.EqualTo(new[] { 18, 19, 20 }));
    }

    [Test]
    public void A_wrong_length_is_refused()
    {
        Assert.That(() => PictureTensor.Write(new RgbImage(2, 2), ChannelNormalization.ZeroToOne, new float[11]),
            Throws.ArgumentException.With.Message.Contains("12"));
        Assert.That(() => new PictureResizer(2, 2, 4, 4, ResizeFilter.Bicubic).Run(new RgbImage(3, 2), new RgbImage(4, 4)),
            Throws.ArgumentException.With.Message.Contains("3x2"));
    }
}
