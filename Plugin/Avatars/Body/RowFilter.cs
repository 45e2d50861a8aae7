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
        for (var i = 0; i < bytes.Length; i++)
            filtered[i] = (byte)(bytes[i] - Predicted(bytes, i, stride, channels));
        return filtered;
    }

    /// <summary>In place.</summary>
    /// <inheritdoc cref="Forward"/>
    public static void Backward(byte[] bytes, int stride, int channels)
    {
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(bytes[i] + Predicted(bytes, i, stride, channels));
    }

    static int Predicted(byte[] bytes, int i, int stride, int channels)
    {
        var hasLeft = i % stride >= channels;
        var left = hasLeft ? bytes[i - channels] : 0;
        var above = i >= stride ? bytes[i - stride] : 0;
        var corner = hasLeft && i >= stride ? bytes[i - stride - channels] : 0;
        var (toLeft, toAbove, toCorner) = (Math.Abs(above - corner), Math.Abs(left - corner), Math.Abs(left + above - 2 * corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
