using System;

namespace Avatars.Pictures;

/// <summary>The inverse cosine transform of one block, in the integer arithmetic that libjpeg calls "islow" and uses by default.</summary>
/// <remarks>Loeffler, Ligtenberg, Moschytz 1989, with 13 bits for the constants and 2 more bits kept between the passes.</remarks>
static class JpegTransform
{
    const int Bits = 13, Kept = 2;
    const int C0298 = 2446, C0390 = 3196, C0541 = 4433, C0765 = 6270, C0899 = 7373, C1175 = 9633, C1501 = 12299, C1847 = 15137, C1961 = 16069, C2053 = 16819,
        C2562 = 20995, C3072 = 25172;

    /// <param name="coefficients">[8, 8], dequantised.</param>
    /// <param name="samples">Where the block's first sample goes.</param>
    /// <param name="stride">From row to row.</param>
    public static void Run(Span<int> coefficients, Span<byte> samples, int stride)
    {
        for (var column = 0; column < 8; column++)
            Pass(coefficients, column, 8, Bits - Kept);
        for (var row = 0; row < 8; row++)
        {
            Pass(coefficients, 8 * row, 1, Bits + Kept + 3);
            for (var column = 0; column < 8; column++)
                samples[row * stride + column] = (byte)Math.Clamp(coefficients[8 * row + column] + 128, 0, 255);
        }
    }

    static void Pass(Span<int> values, int start, int step, int shift)
    {
        int v0 = values[start], v1 = values[start + step], v2 = values[start + 2 * step], v3 = values[start + 3 * step], v4 = values[start + 4 * step],
            v5 = values[start + 5 * step], v6 = values[start + 6 * step], v7 = values[start + 7 * step];
        // Even part
        var z1 = (v2 + v6) * C0541;
        var (even2, even3) = (z1 - v6 * C1847, z1 + v2 * C0765);
        var (even0, even1) = ((v0 + v4) << Bits, (v0 - v4) << Bits);
        var (a0, a3, a1, a2) = (even0 + even3, even0 - even3, even1 + even2, even1 - even2);
        // Odd part
        var (s1, s2, s3, s4) = (v7 + v1, v5 + v3, v7 + v3, v5 + v1);
        var s5 = (s3 + s4) * C1175;
        var (odd0, odd1, odd2, odd3) = (v7 * C0298, v5 * C2053, v3 * C3072, v1 * C1501);
        (s1, s2, s3, s4) = (s1 * -C0899, s2 * -C2562, s3 * -C1961 + s5, s4 * -C0390 + s5);
        odd0 += s1 + s3;
        odd1 += s2 + s4;
        odd2 += s2 + s3;
        odd3 += s1 + s4;
        var round = 1 << (shift - 1);
        values[start] = (a0 + odd3 + round) >> shift;
        values[start + 7 * step] = (a0 - odd3 + round) >> shift;
        values[start + step] = (a1 + odd2 + round) >> shift;
        values[start + 6 * step] = (a1 - odd2 + round) >> shift;
        values[start + 2 * step] = (a2 + odd1 + round) >> shift;
        values[start + 5 * step] = (a2 - odd1 + round) >> shift;
        values[start + 3 * step] = (a3 + odd0 + round) >> shift;
        values[start + 4 * step] = (a3 - odd0 + round) >> shift;
    }
}
