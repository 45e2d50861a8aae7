using System;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Avatars.Imaging;

/// <summary>
/// Resizes RGB pictures byte for byte as Pillow does: the filter widens when shrinking (antialiasing), columns before rows, 22
/// fractional bits, rounded to bytes after each of the two passes. Weights are worked out once; a run allocates nothing.
/// </summary>
/// <remarks>python-pillow/Pillow 9.4, src/libImaging/Resample.c.</remarks>
public sealed class PictureResizer
{
    readonly ResizeWeights? _columns;
    readonly ResizeWeights? _rows;
    readonly byte[] _between;
    readonly int[] _sums; // of a row
    readonly int _sourceWidth, _sourceHeight, _width, _height;

    /// <exception cref="ArgumentOutOfRangeException">A side is not in 1..16384.</exception>
    public PictureResizer(int sourceWidth, int sourceHeight, int width, int height, ResizeFilter filter)
    {
        PictureSize.Require(sourceWidth, sourceHeight);
        PictureSize.Require(width, height);
        (_sourceWidth, _sourceHeight, _width, _height) = (sourceWidth, sourceHeight, width, height);
        _columns = sourceWidth == width ? null : new ResizeWeights(sourceWidth, width, filter);
        _rows = sourceHeight == height ? null : new ResizeWeights(sourceHeight, height, filter);
        _sums = new int[_rows is null ? 0 : width * 3];
        _between = _columns is null || _rows is null ? Array.Empty<byte>() : new byte[width * sourceHeight * 3];
    }

    /// <summary>A resized copy, for a single picture.</summary>
    public static RgbImage Resize(RgbImage source, int width, int height, ResizeFilter filter)
    {
        var target = new RgbImage(width, height);
        new PictureResizer(source.Width, source.Height, width, height, filter).Run(source, target);
        return target;
    }

    /// <exception cref="ArgumentException">A picture has another size than this resizer was made for.</exception>
    public void Run(RgbImage source, RgbImage target)
    {
        if ((source.Width, source.Height, target.Width, target.Height) != (_sourceWidth, _sourceHeight, _width, _height))
            throw new ArgumentException(
                $"This resizer goes from {_sourceWidth}x{_sourceHeight} to {_width}x{_height}, not from {source.Width}x{source.Height} "
                    + $"to {target.Width}x{target.Height}. Make one for these sizes.");
        if (_columns is null && _rows is null)
            source.Bytes.CopyTo(target.Bytes, 0);
        else if (_rows is null)
            ResizeColumns(_columns!, source.Bytes, target.Bytes);
        else if (_columns is null)
            ResizeRows(_rows, source.Bytes, target.Bytes);
        else
        {
            ResizeColumns(_columns, source.Bytes, _between);
            ResizeRows(_rows, _between, target.Bytes);
        }
    }

    void ResizeColumns(ResizeWeights weights, byte[] source, byte[] target)
    {
        for (var y = 0; y < _sourceHeight; y++)
        {
            var row = source.AsSpan(y * _sourceWidth * 3, _sourceWidth * 3);
            var result = target.AsSpan(y * _width * 3, _width * 3);
            var (left, right) = Lit(row);
            for (var x = 0; x < _width; x++)
            {
                var taps = weights.At(x, out var first);
                if (first > right || first + taps.Length <= left) // drawings are black for the most part
                {
                    result.Slice(3 * x, 3).Clear();
                    continue;
                }
                int r = ResizeWeights.Half, g = ResizeWeights.Half, b = ResizeWeights.Half;
                var pixels = row.Slice(first * 3, taps.Length * 3);
                for (var i = 0; i < taps.Length; i++)
                {
                    r += pixels[3 * i] * taps[i];
                    g += pixels[3 * i + 1] * taps[i];
                    b += pixels[3 * i + 2] * taps[i];
                }
                result[3 * x] = ResizeWeights.ToByte(r);
                result[3 * x + 1] = ResizeWeights.ToByte(g);
                result[3 * x + 2] = ResizeWeights.ToByte(b);
            }
        }
    }

    /// <summary>The first and the last pixel of a row that is not black; the last before the first where there is none.</summary>
    static (int Left, int Right) Lit(ReadOnlySpan<byte> row)
    {
        var (left, right) = (0, row.Length - 1);
        while (left <= right && row[left] == 0)
            left++;
        while (right >= left && row[right] == 0)
            right--;
        return right < left ? (row.Length, -1) : (left / 3, right / 3);
    }

    void ResizeRows(ResizeWeights weights, byte[] source, byte[] target)
    {
        var stride = _width * 3;
        for (var y = 0; y < _height; y++)
        {
            var taps = weights.At(y, out var first);
            _sums.AsSpan().Fill(ResizeWeights.Half);
            for (var i = 0; i < taps.Length; i++)
                AddRow(source.AsSpan((first + i) * stride, stride), taps[i], _sums);
            var result = target.AsSpan(y * stride, stride);
            for (var x = 0; x < result.Length; x++)
                result[x] = ResizeWeights.ToByte(_sums[x]);
        }
    }

    /// <summary>Adds a row of bytes times a weight.</summary>
    static void AddRow(ReadOnlySpan<byte> row, int weight, Span<int> sums)
    {
        var bytes = MemoryMarshal.Cast<byte, Vector<byte>>(row);
        var totals = MemoryMarshal.Cast<int, Vector<int>>(sums);
        for (var i = 0; i < bytes.Length; i++)
        {
            Vector.Widen(bytes[i], out var low, out var high);
            Vector.Widen(low, out var first, out var second);
            Vector.Widen(high, out var third, out var fourth);
            totals[4 * i] += Vector.AsVectorInt32(first) * weight;
            totals[4 * i + 1] += Vector.AsVectorInt32(second) * weight;
            totals[4 * i + 2] += Vector.AsVectorInt32(third) * weight;
            totals[4 * i + 3] += Vector.AsVectorInt32(fourth) * weight;
        }
        for (var x = bytes.Length * Vector<byte>.Count; x < row.Length; x++)
            sums[x] += row[x] * weight;
    }
}
