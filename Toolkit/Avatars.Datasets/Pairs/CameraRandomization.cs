using System.Numerics;
using Avatars.Imaging;
using Avatars.Pictures;

namespace Avatars.Datasets.Pairs;

/// <summary>
/// Domain randomisation of the camera. Response, white balance and saturation are the same for both pictures of a pair; blur, sharpening, noise, JPEG
/// and objects before the person are the source's alone, for the target is what the generator should make.
/// </summary>
public static class CameraRandomization
{
    /// <summary>Changes both pictures in place.</summary>
    /// <param name="mask">The person in the source, a bit a pixel, rows padded to bytes: objects before the person are cut out of it.</param>
    /// <returns>The source as the camera's file shows it.</returns>
    public static RgbImage Apply(RgbImage source, RgbImage target, Span<byte> mask, PhotographBackgrounds? photographs, SeededRandom random)
    {
        if (random.Chance(0.25f))
            return source;
        var response = Response(random);
        var (balance, saturation) = (Balance(random), random.Between(0.75f, 1.2f));
        if (random.Chance(0.15f))
            Cover(source, mask, photographs, random);
        Grade(source, response, balance, saturation);
        Grade(target, response, balance, saturation);
        var focus = random.Unit();
        if (focus < 0.25f)
            source = Blur(source, random.Between(0.5f, 0.9f));
        else if (focus < 0.5f)
            Sharpen(source, random.Between(0.2f, 0.9f));
        if (random.Chance(0.5f))
            AddNoise(source, random.Between(0.5f, 5), random);
        return random.Chance(0.7f) ? PictureFile.DecodeRgb(PictureFile.EncodeJpeg(source, (int)random.Between(55, 95)), "source") : source;
    }

    /// <summary>A tone curve on sRGB values: gamma, contrast as an S, black and white points.</summary>
    static byte[] Response(SeededRandom random)
    {
        var (gamma, contrast) = (MathF.Exp(0.2f * random.Normal()), random.Between(-0.25f, 0.5f));
        var (black, white) = (random.Between(-0.03f, 0.06f), random.Between(0.92f, 1.06f));
        var curve = new byte[256];
        for (var i = 0; i < curve.Length; i++)
        {
            var value = MathF.Pow(i / 255f, gamma);
            value += contrast * (value * value * (3 - 2 * value) - value);
            curve[i] = (byte)Math.Clamp(255 * (black + (white - black) * value) + 0.5f, 0, 255);
        }
        return curve;
    }

    static Vector3 Balance(SeededRandom random)
    {
        var (warmth, magenta) = (0.06f * random.Normal(), 0.025f * random.Normal());
        return new Vector3(1 + warmth + magenta, 1 - magenta, 1 - warmth + magenta);
    }

    static void Grade(RgbImage picture, byte[] response, Vector3 balance, float saturation)
    {
        var bytes = picture.Bytes;
        for (var i = 0; i < bytes.Length; i += 3)
        {
            var colour = balance * new Vector3(response[bytes[i]], response[bytes[i + 1]], response[bytes[i + 2]]);
            var grey = Vector3.Dot(colour, new Vector3(0.299f, 0.587f, 0.114f));
            Put(bytes, i, new Vector3(grey) + saturation * (colour - new Vector3(grey)));
        }
    }

    static RgbImage Blur(RgbImage picture, float scale)
    {
        var (width, height) = ((int)(picture.Width * scale), (int)(picture.Height * scale));
        return PictureResizer.Resize(PictureResizer.Resize(picture, width, height, ResizeFilter.Bicubic), picture.Width, picture.Height, ResizeFilter.Bicubic);
    }

    /// <summary>Unsharp masking, as in a camera: halos included.</summary>
    static void Sharpen(RgbImage picture, float amount)
    {
        var soft = Blur(picture, 0.5f).Bytes;
        for (var i = 0; i < soft.Length; i++)
            picture.Bytes[i] = (byte)Math.Clamp(picture.Bytes[i] + amount * (picture.Bytes[i] - soft[i]), 0, 255);
    }

    static void AddNoise(RgbImage picture, float deviation, SeededRandom random)
    {
        var bytes = picture.Bytes;
        for (var i = 0; i < bytes.Length; i++)
        {
            var bits = random.Next(); // the sum of four uniform numbers is nearly normal
            var sum = (int)((bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >> 24 & 255));
            bytes[i] = (byte)Math.Clamp(bytes[i] + deviation * (sum - 510) / 148 + 0.5f, 0, 255);
        }
    }

    /// <summary>An upright object before the person, at the picture's lower edge or a side, with a texture of a photograph or of one colour.</summary>
    static void Cover(RgbImage source, Span<byte> mask, PhotographBackgrounds? photographs, SeededRandom random)
    {
        var (width, height, stride) = (source.Width, source.Height, (source.Width + 7) / 8);
        var middle = new Vector2(random.Unit() * width, random.Between(0.55f, 1.1f) * height);
        var radius = new Vector2(random.Between(0.06f, 0.3f) * width, random.Between(0.06f, 0.3f) * height);
        var texture = photographs?.Sample(random, width).Picture;
        var plain = new Vector3(random.Below(256), random.Below(256), random.Below(256));
        var edge = random.Between(2, 8); // 2 an ellipse, 8 nearly a box
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var offset = Vector2.Abs(new Vector2(x, y) - middle) / radius;
                if (MathF.Pow(offset.X, edge) + MathF.Pow(offset.Y, edge) > 1)
                    continue;
                var i = y * width + x;
                Put(source.Bytes, 3 * i, texture is null ? plain : new Vector3(texture.Bytes[4 * i], texture.Bytes[4 * i + 1], texture.Bytes[4 * i + 2]));
                mask[y * stride + x / 8] &= (byte)~(128 >> x % 8);
            }
    }

    static void Put(byte[] bytes, int at, Vector3 colour)
    {
        for (var k = 0; k < 3; k++)
            bytes[at + k] = (byte)Math.Clamp(colour[k] + 0.5f, 0, 255);
    }
}
