namespace Avatars.Datasets.Bodies;

/// <summary>The person's share of each pixel.</summary>
static class Mattes
{
    /// <summary>A soft matte, with an edge as a network finds it.</summary>
    /// <param name="mask">A bit a pixel, rows padded to bytes.</param>
    /// <param name="threshold">The share of the pixels around that makes a pixel the person's: below a half the matte grows.</param>
    public static float[] FromMask(ReadOnlySpan<byte> mask, int width, int height, float threshold)
    {
        var stride = (width + 7) / 8;
        var hard = new float[width * height];
        for (var i = 0; i < hard.Length; i++)
            hard[i] = (mask[i / width * stride + i % width / 8] >> (7 - i % width % 8)) & 1;
        var soft = Mean(Mean(hard, width, height), width, height);
        for (var i = 0; i < soft.Length; i++)
            soft[i] = Math.Clamp((soft[i] - threshold) * 4 + 0.5f, 0, 1);
        return soft;
    }

    static float[] Mean(float[] values, int width, int height)
    {
        var mean = new float[values.Length];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var sum = 0f;
                for (var k = 0; k < 9; k++)
                    sum += values[Math.Clamp(y + k / 3 - 1, 0, height - 1) * width + Math.Clamp(x + k % 3 - 1, 0, width - 1)];
                mean[y * width + x] = sum / 9;
            }
        return mean;
    }
}
