using System.Security.Cryptography;
using System.Text.Json;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Pictures;

namespace Avatars.ModelBuilding.TfLite;

/// <summary>Pictures for single networks, as the golden data of MediaPipe describes them.</summary>
static class MediaPipeInput
{
    /// <summary>[height, width, 3] in the network's range, checked against the hash of what Google's runtime was given.</summary>
    public static float[] Of(string golden, JsonElement input)
    {
        var (width, height) = (input.GetProperty("width").GetInt32(), input.GetProperty("height").GetInt32());
        var bytes = input.GetProperty("kind").GetString() == "ramp" ? Ramp(width, height) : Photo(golden, input, width, height);
        var isSigned = input.GetProperty("range")[0].GetInt32() < 0;
        var values = Array.ConvertAll(bytes, value => (float)(value / 255.0) is var unit && isSigned ? 2 * unit - 1 : unit);
        var hash = SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
        Assert.That(Convert.ToHexStringLower(hash), Is.EqualTo(input.GetProperty("sha256_f32le").GetString()), "the input is not the one that was recorded");
        return values;
    }

    public static byte[] Ramp(int width, int height) =>
        [.. Enumerable.Range(0, width * height * 3).Select(i => (byte)(7 * (i / 3 % width) + 13 * (i / 3 / width) + 85 * (i % 3)))];

    static byte[] Photo(string golden, JsonElement input, int width, int height)
    {
        var picture = PictureFile.ReadRgb(Path.Combine(golden, "inputs", Path.ChangeExtension(input.GetProperty("photo").GetString()!, ".png")));
        var square = input.GetProperty("square");
        return Nearest(picture, square.GetProperty("x").GetInt32(), square.GetProperty("y").GetInt32(), square.GetProperty("s").GetInt32(), width, height);
    }

    public static byte[] Nearest(RgbImage picture, int left, int top, int side, int width, int height)
    {
        var bytes = new byte[width * height * 3];
        for (var i = 0; i < bytes.Length; i++)
        {
            var (x, y) = (left + (2 * (i / 3 % width) + 1) * side / (2 * width), top + (2 * (i / 3 / width) + 1) * side / (2 * height));
            bytes[i] = picture.Bytes[(y * picture.Width + x) * 3 + i % 3];
        }
        return bytes;
    }
}
