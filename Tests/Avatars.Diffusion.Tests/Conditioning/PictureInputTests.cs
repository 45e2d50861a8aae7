using Avatars.Imaging;

namespace Avatars.Conditioning;

public sealed class PictureInputTests
{
    [Test]
    public void Writes_a_plane_for_each_channel_with_its_own_statistics()
    {
        var picture = new RgbImage(2, 1, [0, 128, 255, 255, 0, 64]);
        var tensor = new float[6];
        PictureNormalization.Clip.Write(picture, tensor);
        float[] expected = [(0 - 0.48145466f) / 0.26862954f, (1 - 0.48145466f) / 0.26862954f, (128 / 255f - 0.4578275f) / 0.26130258f, (0 - 0.4578275f) / 0.26130258f,
            (1 - 0.40821073f) / 0.27577711f, (64 / 255f - 0.40821073f) / 0.27577711f];
        Assert.That(tensor, Is.EqualTo(expected).Within(1e-6f));
    }

    [Test]
    public void Resizes_like_the_picture_resizer()
    {
        var picture = RandomPictures.Make(31, 17, seed: 4);
        using var input = new PictureInput(8, 12, PictureNormalization.Unit);
        input.Write(picture);
        var expected = new float[8 * 12 * 3];
        PictureNormalization.Unit.Write(PictureResizer.Resize(picture, 8, 12, ResizeFilter.Bicubic), expected);
        Assert.That(input.Tensor.Span.ToArray(), Is.EqualTo(expected));
    }
}
