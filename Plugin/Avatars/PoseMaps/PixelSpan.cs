using System.Runtime.InteropServices;
using Avatars.Imaging;

namespace Avatars.PoseMaps;

/// <summary>
/// A run of pixels in one row, and its colour: the elements of a pose map. 12 bytes, so that an array of
/// them is a vertex buffer with one instance a span.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 12)]
public readonly struct PixelSpan
{
    /// <summary>The alpha that overwrites what was there.</summary>
    public const byte Opaque = 255;

    /// <summary>The alpha of a limb laid over the picture as 0.4 old + 0.6 new: 153/255 is 0.6 exactly.</summary>
    public const byte Mixed = 153;

    public PixelSpan(int x, int y, int length, RgbColor color, byte alpha) =>
        (X, Y, Length, R, G, B, Alpha) = ((short)x, (short)y, (short)length, color.R, color.G, color.B, alpha);

    /// <summary>Column of the first pixel.</summary>
    public readonly short X;

    /// <summary>Row, from the top.</summary>
    public readonly short Y;

    /// <summary>Pixels, at least 1; the span lies inside the picture.</summary>
    public readonly short Length;

    public readonly byte R, G, B;

    /// <summary><see cref="Opaque"/> or <see cref="Mixed"/>: straight alpha over what the spans before this one left.</summary>
    public readonly byte Alpha;
}
