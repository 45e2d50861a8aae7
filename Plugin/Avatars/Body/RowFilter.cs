using System;

namespace Avatars.Body;

/// <summary>Pixels as differences from what their neighbours predict, which deflate packs better.</summary>
/// <remarks>The Paeth filter of PNG (ISO/IEC 15948, 9.4), for every row.</remarks>
static class RowFilter
{
    /// <param name="stride">Bytes of a row.</param>
    /// <param name="channels">Bytes of a pixel.</param>
    public static byte[] Forward(byte[] bytes, int stride, int channels)
    {
        var filtered = new byte[bytes.Length];
        var none = new byte[stride];
        for (var start = 0; start < bytes.Length; start += stride)
        {
            var row = bytes.AsSpan(start, stride);
            var above = start == 0 ? none : bytes.AsSpan(start - stride, stride);
            var to = filtered.AsSpan(start, stride);
            for (var i = 0; i < channels; i++)
                to[i] = (byte)(row[i] - above[i]); // nothing to the left: the prediction is what is above
            for (var i = channels; i < row.Length; i++)
                to[i] = (byte)(row[i] - Predicted(row[i - channels], above[i], above[i - channels]));
        }
        return filtered;
    }

    /// <summary>In place.</summary>
    /// <inheritdoc cref="Forward"/>
    public static void Backward(byte[] bytes, int stride, int channels)
    {
        var none = new byte[stride];
        for (var start = 0; start < bytes.Length; start += stride)
        {
            var row = bytes.AsSpan(start, stride);
            var above = start == 0 ? none : bytes.AsSpan(start - stride, stride);
            for (var i = 0; i < channels; i++)
                row[i] += above[i];
            for (var i = channels; i < row.Length; i++)
                row[i] += (byte)Predicted(row[i - channels], above[i], above[i - channels]);
        }
    }

    static int Predicted(int left, int above, int corner)
    {
        var (toLeft, toAbove, toCorner) = (Math.Abs(above - corner), Math.Abs(left - corner), Math.Abs(left + above - 2 * corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
