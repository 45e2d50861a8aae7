using System.Numerics;
using Avatars.Imaging;
using Avatars.Perception;

namespace Avatars.Diffusion.Tests.Perception;

/// <summary>Resampling of regions, against values worked out by hand on small pictures.</summary>
public sealed class CropTensorTests
{
    const float Tolerance = 1e-5f; // of 0..1

    [Test]
    public void The_whole_picture_at_its_own_size_is_the_picture_itself()
    {
        var picture = Ramp(7, 5);
        var tensor = Crop(picture, CropRegion.Whole(7, 5), 7, 5, CropBorder.Repeat);
        for (var i = 0; i < tensor.Length; i++)
            Assert.That(tensor[i] * 255, Is.EqualTo((float)picture.Bytes[i]).Within(1e-3));
    }

    [Test]
    public void A_quarter_turn_clockwise_reads_columns_upwards()
    {
        var picture = Ramp(4, 4);
        var tensor = Crop(picture, CropRegion.Whole(4, 4) with { Rotation = MathF.PI / 2 }, 4, 4, CropBorder.Repeat);
        for (var row = 0; row < 4; row++)
            for (var column = 0; column < 4; column++)
                Assert.That(tensor[(row * 4 + column) * 3] * 255, Is.EqualTo((float)picture.Bytes[(column * 4 + 3 - row) * 3]).Within(1e-3));
    }

    [Test]
    public void Between_four_pixels_lies_their_mean()
    {
        var picture = Ramp(2, 2);
        var tensor = Crop(picture, new CropRegion(Vector2.One, Vector2.One, 0), 1, 1, CropBorder.Repeat);
        Assert.That(tensor[0], Is.EqualTo((picture.Bytes[0] + picture.Bytes[3] + picture.Bytes[6] + picture.Bytes[9]) / 4f / 255).Within(Tolerance));
    }

    [Test]
    public void Beyond_the_border_pixels_repeat_or_are_black_from_the_border_on()
    {
        var picture = new RgbImage(2, 2);
        picture.Bytes.AsSpan().Fill(255);
        var region = new CropRegion(new Vector2(1, 1), new Vector2(8, 8), 0);
        var repeated = Crop(picture, region, 8, 8, CropBorder.Repeat);
        var black = Crop(picture, region, 8, 8, CropBorder.Black, low: -1);
        for (var i = 0; i < 64; i++)
        {
            var isInside = i % 8 is 3 or 4 && i / 8 is 3 or 4;
            Assert.That(repeated[3 * i], Is.EqualTo(1).Within(Tolerance));
            Assert.That(black[3 * i], Is.EqualTo(isInside ? 1 : -1).Within(Tolerance));
        }
    }

    [Test]
    public void A_region_far_outside_shows_the_nearest_corner()
    {
        var picture = Ramp(3, 3);
        var tensor = Crop(picture, new CropRegion(new Vector2(-1e6f, 1e6f), new Vector2(10, 10), 1), 2, 2, CropBorder.Repeat);
        Assert.That(tensor[0] * 255, Is.EqualTo((float)picture.Bytes[2 * 3 * 3]).Within(1e-3));
    }

    [Test]
    public void A_wide_picture_is_letterboxed_above_and_below()
    {
        var square = CropRegion.Whole(1080, 720).Letterboxed(224, 224);
        Assert.That(square.Size, Is.EqualTo(new Vector2(1080)));
        Assert.That(square.ToPicture(new Vector2(0, 1 / 6f)).Y, Is.Zero.Within(1e-3f));
        Assert.That(CropRegion.Whole(100, 400).Letterboxed(256, 144).Size.X, Is.EqualTo(400 * 256 / 144f).Within(1e-2f));
    }

    static float[] Crop(RgbImage picture, CropRegion region, int width, int height, CropBorder border, float low = 0)
    {
        var tensor = new float[width * height * 3];
        CropTensor.Write(picture, region, width, height, border, low, 1, tensor);
        return tensor;
    }

    static RgbImage Ramp(int width, int height)
    {
        var picture = new RgbImage(width, height);
        for (var i = 0; i < picture.Bytes.Length; i++)
            picture.Bytes[i] = (byte)(i * 37);
        return picture;
    }
}
