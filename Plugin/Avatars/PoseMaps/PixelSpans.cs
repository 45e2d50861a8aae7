using System;
using Avatars.Imaging;

namespace Avatars.PoseMaps;

/// <summary>A growing list of spans, clipped to the picture. Reused from frame to frame, it stops allocating.</summary>
public sealed class PixelSpans
{
    readonly int _width;
    readonly int _height;
    PixelSpan[] _spans = new PixelSpan[1024];
    byte[] _mask = Array.Empty<byte>();
    RgbColor _color;

    public PixelSpans(int width, int height)
    {
        PictureSize.Require(width, height);
        (_width, _height) = (width, height);
    }

    public int Count { get; private set; }

    public int Width => _width;

    public int Height => _height;

    public ReadOnlySpan<PixelSpan> Items => _spans.AsSpan(0, Count);

    public void Clear() => Count = 0;

    /// <summary>The colour of the next spans.</summary>
    public void Take(RgbColor color) => _color = color;

    /// <summary>Adds the pixels from <paramref name="first"/> to <paramref name="last"/>, both included, as far as they are in the picture.</summary>
    public void Add(int y, int first, int last)
    {
        if (y < 0 || y >= _height || last < 0 || first >= _width)
            return;
        first = Math.Max(first, 0);
        last = Math.Min(last, _width - 1);
        if (first <= last)
            Append(new PixelSpan(first, y, last - first + 1, _color, PixelSpan.Opaque));
    }

    /// <summary>
    /// Makes one shape of the spans from number <paramref name="start"/> on: no pixel twice, and mixed with what lies below
    /// rather than over it.
    /// </summary>
    public void MixFrom(int start)
    {
        if (_mask.Length == 0)
            _mask = new byte[_width * _height];
        var (left, right, top, bottom) = (_width, -1, _height, -1);
        for (var i = start; i < Count; i++)
        {
            var span = _spans[i];
            _mask.AsSpan(span.Y * _width + span.X, span.Length).Fill(1);
            left = Math.Min(left, span.X);
            right = Math.Max(right, span.X + span.Length - 1);
            top = Math.Min(top, span.Y);
            bottom = Math.Max(bottom, span.Y);
        }
        Count = start;
        for (var y = top; y <= bottom; y++)
        {
            var row = _mask.AsSpan(y * _width + left, right - left + 1);
            for (var x = 0; x < row.Length;)
            {
                var begin = row.Slice(x).IndexOf((byte)1);
                if (begin < 0)
                    break;
                begin += x;
                var length = row.Slice(begin).IndexOf((byte)0);
                length = length < 0 ? row.Length - begin : length;
                Append(new PixelSpan(left + begin, y, length, _color, PixelSpan.Mixed));
                x = begin + length;
            }
            row.Clear();
        }
    }

    /// <summary>Lays the spans over <paramref name="picture"/>, first to last.</summary>
    /// <exception cref="ArgumentException">The picture has another size.</exception>
    public void PaintOn(RgbImage picture)
    {
        if (picture.Width != _width || picture.Height != _height)
            throw new ArgumentException($"The spans are of a {_width}x{_height} picture; this one is {picture.Width}x{picture.Height}.", nameof(picture));
        foreach (ref readonly var span in Items)
        {
            var pixels = picture.Bytes.AsSpan((span.Y * _width + span.X) * 3, span.Length * 3);
            if (span.Alpha == PixelSpan.Opaque)
                for (var i = 0; i < pixels.Length; i += 3)
                    (pixels[i], pixels[i + 1], pixels[i + 2]) = (span.R, span.G, span.B);
            else
                for (var i = 0; i < pixels.Length; i += 3)
                    (pixels[i], pixels[i + 1], pixels[i + 2]) = (Mix(pixels[i], span.R), Mix(pixels[i + 1], span.G), Mix(pixels[i + 2], span.B));
        }
    }

    /// <summary>0.4 old + 0.6 new to the nearest; fifths have no ties.</summary>
    static byte Mix(byte old, byte over) => (byte)((2 * old + 3 * over + 2) / 5);

    void Append(PixelSpan span)
    {
        if (Count == _spans.Length)
            Array.Resize(ref _spans, _spans.Length * 2);
        _spans[Count++] = span;
    }
}
