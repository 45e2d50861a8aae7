using Avatars.Imaging;
using Avatars.Pictures;

namespace Avatars.Broadcasting;

/// <summary>A frame of a live picture, which does not change any more. Its encoded forms are made once, when a first reader asks.</summary>
public sealed class PublishedFrame
{
    const int JpegQuality = 90;

    readonly Lazy<byte[]> _jpeg, _png, _rgba;

    internal PublishedFrame(long number, RgbImage picture, byte[]? alpha)
    {
        (Number, Picture, HasAlpha) = (number, picture, alpha is not null);
        _jpeg = new(() => PictureFile.EncodeJpeg(Picture, JpegQuality));
        _rgba = new(() => WithAlpha(Picture.Bytes, alpha));
        _png = new(() => alpha is null ? PictureFile.EncodePng(Picture) : PictureFile.EncodePng(new RgbaImage(Picture.Width, Picture.Height, Rgba)));
    }

    /// <summary>From 1, rising; skipped frames leave gaps.</summary>
    public long Number { get; }

    public RgbImage Picture { get; }

    /// <summary>Whether the frame has parts that let a background through.</summary>
    public bool HasAlpha { get; }

    public byte[] Jpeg => _jpeg.Value;

    /// <summary>With alpha where the frame has it.</summary>
    public byte[] Png => _png.Value;

    /// <summary>[height, width, 4]: straight alpha, 255 for opaque frames.</summary>
    public byte[] Rgba => _rgba.Value;

    static byte[] WithAlpha(byte[] rgb, byte[]? alpha)
    {
        var rgba = new byte[rgb.Length / 3 * 4];
        for (var i = 0; i < rgba.Length / 4; i++)
        {
            rgb.AsSpan(3 * i, 3).CopyTo(rgba.AsSpan(4 * i));
            rgba[4 * i + 3] = alpha?[i] ?? 255;
        }
        return rgba;
    }
}
