using System;

namespace Avatars.Imaging;

/// <summary>OpenCV's cv2.resize, which does not widen its filter when shrinking: what PCDMs' metrics and pose annotator use.</summary>
/// <remarks>opencv/opencv 4.6, modules/imgproc/src/resize.cpp.</remarks>
internal static class OpenCvResize
{
    const float CubicA = -0.75f;
    const int LinearBits = 11;

    /// <summary>INTER_CUBIC on floats: four taps, edges repeated. The result may overshoot.</summary>
    /// <param name="source">[height, width, channels].</param>
    /// <returns>[toHeight, toWidth, channels].</returns>
    public static float[] Cubic(ReadOnlySpan<float> source, int width, int height, int channels, int toWidth, int toHeight)
    {
        RequireLength(source.Length, width, height, channels);
        var (columns, columnWeights) = Taps(width, toWidth);
        var (rows, rowWeights) = Taps(height, toHeight);
        var between = new float[height * toWidth * channels];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < toWidth; x++)
                for (var channel = 0; channel < channels; channel++)
                {
                    var sum = 0f;
                    for (var tap = 0; tap < 4; tap++)
                        sum += source[(y * width + columns[4 * x + tap]) * channels + channel] * columnWeights[4 * x + tap];
                    between[(y * toWidth + x) * channels + channel] = sum;
                }
        var stride = toWidth * channels;
        var result = new float[toHeight * stride];
        for (var y = 0; y < toHeight; y++)
            for (var i = 0; i < stride; i++)
            {
                var sum = 0f;
                for (var tap = 0; tap < 4; tap++)
                    sum += between[rows[4 * y + tap] * stride + i] * rowWeights[4 * y + tap];
                result[y * stride + i] = sum;
            }
        return result;
    }

    /// <summary>INTER_LINEAR on bytes, in OpenCV's fixed point of 11 bits.</summary>
    public static RgbImage Linear(RgbImage source, int toWidth, int toHeight)
    {
        var result = new RgbImage(toWidth, toHeight);
        for (var y = 0; y < toHeight; y++)
        {
            var (top, down) = SourceOf(y, source.Height, toHeight);
            var upper = source.Row(top);
            var lower = source.Row(Math.Min(top + 1, source.Height - 1));
            for (var x = 0; x < toWidth; x++)
            {
                var (left, aside) = SourceOf(x, source.Width, toWidth);
                var right = Math.Min(left + 1, source.Width - 1);
                var (leftWeight, rightWeight) = ToFixed(aside);
                var (upperWeight, lowerWeight) = ToFixed(down);
                for (var channel = 0; channel < 3; channel++)
                {
                    var above = upper[3 * left + channel] * leftWeight + upper[3 * right + channel] * rightWeight;
                    var below = lower[3 * left + channel] * leftWeight + lower[3 * right + channel] * rightWeight;
                    var value = (((upperWeight * (above >> 4)) >> 16) + ((lowerWeight * (below >> 4)) >> 16) + 2) >> 2;
                    result.Bytes[(y * toWidth + x) * 3 + channel] = (byte)Math.Clamp(value, 0, 255);
                }
            }
        }
        return result;
    }

    /// <summary>Integer and fractional part of a result pixel's position in the source.</summary>
    static (int Whole, float Fraction) SourceOf(int x, int from, int to)
    {
        var position = (float)((x + 0.5) * ((double)from / to) - 0.5);
        var whole = (int)Math.Floor(position);
        if (whole < 0)
            return (0, 0);
        return whole >= from - 1 ? (from - 1, 0) : (whole, position - whole);
    }

    static (int, int) ToFixed(float fraction) => ((int)Math.Round((1 - fraction) * (1 << LinearBits)), (int)Math.Round(fraction * (1 << LinearBits)));

    static (int[] Indices, float[] Weights) Taps(int from, int to)
    {
        var (indices, weights) = (new int[4 * to], new float[4 * to]);
        for (var x = 0; x < to; x++)
        {
            var position = (float)((x + 0.5) * ((double)from / to) - 0.5);
            var whole = (int)Math.Floor(position);
            var fraction = position - whole;
            for (var tap = 0; tap < 4; tap++)
                indices[4 * x + tap] = Math.Clamp(whole - 1 + tap, 0, from - 1);
            weights[4 * x] = ((CubicA * (fraction + 1) - 5 * CubicA) * (fraction + 1) + 8 * CubicA) * (fraction + 1) - 4 * CubicA;
            weights[4 * x + 1] = ((CubicA + 2) * fraction - (CubicA + 3)) * fraction * fraction + 1;
            weights[4 * x + 2] = ((CubicA + 2) * (1 - fraction) - (CubicA + 3)) * (1 - fraction) * (1 - fraction) + 1;
            weights[4 * x + 3] = 1 - weights[4 * x] - weights[4 * x + 1] - weights[4 * x + 2];
        }
        return (indices, weights);
    }

    static void RequireLength(int length, int width, int height, int channels)
    {
        if (length != width * height * channels)
            throw new ArgumentException($"A picture of {width}x{height} with {channels} channels has {width * height * channels} numbers, not {length}.");
    }
}
