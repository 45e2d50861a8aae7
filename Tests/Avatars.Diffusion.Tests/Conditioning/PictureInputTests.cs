using Avatars.Fixtures;
using Avatars.Imaging;

namespace Avatars.Conditioning;

public sealed class PictureInputTests
{
    [TestCase(31, 17), TestCase(8, 12)]
    public void Resizes_and_normalizes(int width, int height)
    {
        var picture = RandomPictures.Make(width, height, seed: 4);
        using var input = new PictureInput(8, 12, ChannelNormalization.Clip);
        input.Write(picture);
        var expected = new float[8 * 12 * 3];
        PictureTensor.Write(PictureResizer.Resize(picture, 8, 12, ResizeFilter.Bicubic), ChannelNormalization.Clip, expected);
        Assert.That(input.Tensor.Span.ToArray(), Is.EqualTo(expected));
        Assert.That(input.Tensor.Shape.ToArray(), Is.EqualTo(new[] { 1, 3, 12, 8 }));
    }
}
