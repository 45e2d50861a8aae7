using Avatars.Imaging;

namespace Avatars.Tests.Imaging;

public sealed class PixelBoxTests
{
    [Test]
    public void What_lies_in_the_picture_is_cut_out()
    {
        var picture = new RgbImage(4, 3);
        for (var i = 0; i < picture.Bytes.Length; i++)
            picture.Bytes[i] = (byte)i;
        var part = new PixelBox(2, -1, 9, 3).CutFrom(picture)!;
        Assert.That((part.Width, part.Height), Is.EqualTo((2, 2)));
        Assert.That(part.Bytes, Is.EqualTo(new byte[] { 6, 7, 8, 9, 10, 11, 18, 19, 20, 21, 22, 23 }));
    }

    [Test]
    public void A_box_beside_the_picture_holds_nothing() =>
        Assert.That(new PixelBox(4, 0, int.MaxValue, 2).CutFrom(new RgbImage(4, 3)), Is.Null);

    [Test]
    public void A_box_follows_its_picture_to_another_size() =>
        Assert.That(new PixelBox(10, 20, 30, 40).Scaled(100, 100, 50, 200), Is.EqualTo(new PixelBox(5, 40, 15, 80)));
}
