using System;
using System.Numerics;

namespace Avatars.Body;

/// <summary>Trilinear sampling of a <see cref="BodyTexture"/>, colours weighted by their confidence.</summary>
/// <remarks>Shaders/Body/body.frag does the same in the same order.</remarks>
static class TextureSampling
{
    /// <param name="place">0..1, v down.</param>
    /// <param name="texelsPerPixel">Of the largest level; at 1 and below that level is sampled alone.</param>
    /// <param name="colour">Receives RGB and confidence.</param>
    public static void Sample(BodyTexture texture, Vector2 place, float texelsPerPixel, Span<byte> colour)
    {
        var level = Math.Min(Log2(Math.Max(texelsPerPixel, 1)), texture.LevelCount - 1);
        var lower = (int)level;
        var sum = Bilinear(texture, lower, place);
        if (level - lower is > 0 and var share && lower + 1 < texture.LevelCount)
            sum += share * (Bilinear(texture, lower + 1, place) - sum);
        if (!(sum.W > 0.5f))
        {
            colour.Clear();
            return;
        }
        var scale = 1 / sum.W;
        colour[0] = (byte)(sum.X * scale + 0.5f);
        colour[1] = (byte)(sum.Y * scale + 0.5f);
        colour[2] = (byte)(sum.Z * scale + 0.5f);
        colour[3] = (byte)(sum.W + 0.5f);
    }

    /// <summary>Colour times confidence, and confidence, 0..255.</summary>
    static Vector4 Bilinear(BodyTexture texture, int level, Vector2 place)
    {
        var side = texture.Side >> level;
        var bytes = texture.Level(level);
        var x = Math.Clamp(place.X * side - 0.5f, 0, side - 1);
        var y = Math.Clamp(place.Y * side - 0.5f, 0, side - 1);
        var (left, top) = ((int)x, (int)y);
        var (right, bottom) = (Math.Min(left + 1, side - 1), Math.Min(top + 1, side - 1));
        var (fx, fy) = (x - left, y - top);
        return (1 - fy) * ((1 - fx) * Texel(bytes, top * side + left) + fx * Texel(bytes, top * side + right))
            + fy * ((1 - fx) * Texel(bytes, bottom * side + left) + fx * Texel(bytes, bottom * side + right));
    }

    static Vector4 Texel(byte[] bytes, int index)
    {
        index *= 4;
        float alpha = bytes[index + 3];
        return new Vector4(bytes[index] * alpha, bytes[index + 1] * alpha, bytes[index + 2] * alpha, alpha);
    }

    /// <summary>Exponent from the bits, and a quadratic for the rest: within 0.01 of the logarithm, continuous, the same on the GPU.</summary>
    static float Log2(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value);
        var mantissa = BitConverter.Int32BitsToSingle(bits & 0x007FFFFF | 0x3F800000);
        return (bits >> 23) - 127 + (mantissa - 1) * (5 - mantissa) / 3;
    }
}
