using System;

namespace Avatars.Pictures;

/// <summary>Brings a component with fewer samples to the picture's size, with libjpeg's triangle filter ("fancy upsampling") where it has one.</summary>
static class JpegUpsampling
{
    /// <summary>One row of the picture.</summary>
    /// <param name="across">How many columns of the picture share a sample.</param>
    /// <param name="down">How many rows do.</param>
    /// <param name="sums">Scratch of at least the plane's width.</param>
    /// <param name="output">Receives the row; room for a whole number of samples.</param>
    public static void Row(JpegPlane plane, int across, int down, int y, Span<int> sums, Span<byte> output)
    {
        var near = plane.Row(y / down);
        if (across == 2 && down == 1 && plane.Width > 2)
            DoubleWidth(near[..plane.Width], output);
        else if (across == 1 && down == 2)
        {
            var far = plane.Row(y % 2 == 0 ? y / 2 - 1 : y / 2 + 1);
            var bias = 1 + y % 2;
            for (var x = 0; x < plane.Width; x++)
                output[x] = (byte)((3 * near[x] + far[x] + bias) >> 2);
        }
        else if (across == 2 && down == 2 && plane.Width > 2)
        {
            var far = plane.Row(y % 2 == 0 ? y / 2 - 1 : y / 2 + 1);
            for (var x = 0; x < plane.Width; x++)
                sums[x] = 3 * near[x] + far[x];
            DoubleSums(sums[..plane.Width], output);
        }
        else
            for (var x = 0; x < plane.Width * across; x++)
                output[x] = near[x / across];
    }

    static void DoubleWidth(ReadOnlySpan<byte> row, Span<byte> output)
    {
        var last = row.Length - 1;
        for (var x = 0; x <= last; x++)
        {
            output[2 * x] = x == 0 ? row[0] : (byte)((3 * row[x] + row[x - 1] + 1) >> 2);
            output[2 * x + 1] = x == last ? row[last] : (byte)((3 * row[x] + row[x + 1] + 2) >> 2);
        }
    }

    static void DoubleSums(ReadOnlySpan<int> sums, Span<byte> output)
    {
        var last = sums.Length - 1;
        for (var x = 0; x <= last; x++)
        {
            output[2 * x] = (byte)((x == 0 ? 4 * sums[0] + 8 : 3 * sums[x] + sums[x - 1] + 8) >> 4);
            output[2 * x + 1] = (byte)((x == last ? 4 * sums[last] + 7 : 3 * sums[x] + sums[x + 1] + 7) >> 4);
        }
    }
}
