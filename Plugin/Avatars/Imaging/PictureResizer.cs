using System;

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
    readonly int _sourceWidth, _sourceHeight, _width, _height;

    /// <exception cref="ArgumentOutOfRangeException">A side is not in 1..16384.</exception>
    public PictureResizer(int sourceWidth, int sourceHeight, int width, int height, ResizeFilter filter)
    {
        PictureSize.Require(sourceWidth, sourceHeight);
        PictureSize.Require(width, height);
        (_sourceWidth, _sourceHeight, _width, _height) = (sourceWidth, sourceHeight, width, height);
        _columns = sourceWidth == width ? null : new ResizeWeights(sourceWidth, width, filter);
        _rows = sourceHeight == height ? null : new ResizeWeights(sourceHeight, height, filter);
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
            for (var x = 0; x < _width; x++)
            {
                var taps = weights.At(x, out var first);
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

    void ResizeRows(ResizeWeights weights, byte[] source, byte[] target)
    {
        var stride = _width * 3;
        for (var y = 0; y < _height; y++)
        {
            var taps = weights.At(y, out var first);
            var result = target.AsSpan(y * stride, stride);
            for (var x = 0; x < stride; x++)
            {
                var sum = ResizeWeights.Half;
                for (int i = 0, at = first * stride + x; i < taps.Length; i++, at += stride)
                    sum += source[at] * taps[i];
                result[x] = ResizeWeights.ToByte(sum);
            }
        }
    }
}
