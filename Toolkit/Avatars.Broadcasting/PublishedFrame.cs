using Avatars.Imaging;
using Avatars.Pictures;

namespace Avatars.Broadcasting;

/// <summary>A frame of a live picture, which does not change any more. Its encoded forms are made once, when a first reader asks.</summary>
public sealed class PublishedFrame
{
    const int JpegQuality = 90;

    const byte Behind = 128; // a middle grey, where a receiver has no alpha

    readonly Lazy<RgbImage> _picture;
    readonly Lazy<byte[]> _jpeg, _png, _rgba;

    internal PublishedFrame(long number, RgbImage picture, byte[]? alpha)
    {
        (Number, HasAlpha) = (number, alpha is not null);
        _picture = new(() => alpha is null ? picture : Opaque(picture, alpha));
        _jpeg = new(() => PictureFile.EncodeJpeg(Picture, JpegQuality));
        _rgba = new(() => WithAlpha(picture.Bytes, alpha));
        _png = new(() => alpha is null ? PictureFile.EncodePng(picture) : PictureFile.EncodePng(Transparent));
    }

    /// <summary>From 1, rising; skipped frames leave gaps.</summary>
    public long Number { get; }

    /// <summary>Opaque: a frame with alpha is composited over a middle grey.</summary>
    public RgbImage Picture => _picture.Value;

    public RgbaImage Transparent => new(Picture.Width, Picture.Height, Rgba);

    /// <summary>Whether the frame has parts that let a background through.</summary>
    public bool HasAlpha { get; }

    public byte[] Jpeg => _jpeg.Value;

    /// <summary>With alpha where the frame has it.</summary>
    public byte[] Png => _png.Value;

    /// <summary>[height, width, 4]: straight alpha, 255 for opaque frames.</summary>
    public byte[] Rgba => _rgba.Value;

    static RgbImage Opaque(RgbImage picture, byte[] alpha)
    {
        var opaque = new RgbImage(picture.Width, picture.Height);
        for (var i = 0; i < opaque.Bytes.Length; i++)
        {
            var share = alpha[i / 3];
            opaque.Bytes[i] = (byte)((picture.Bytes[i] * share + Behind * (255 - share) + 127) / 255);
        }
        return opaque;
    }

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
