namespace Avatars.Viewer.Ui;

/// <summary>An sRGB colour with straight alpha, in the layout of the vertex buffer.</summary>
readonly record struct UiColor(byte R, byte G, byte B, byte A = 255)
{
    public static readonly UiColor White = new(255, 255, 255);

    public static readonly UiColor None;

    /// <param name="hex">0xRRGGBB.</param>
    public static UiColor FromHex(int hex) => new((byte)(hex >> 16), (byte)(hex >> 8), (byte)hex);

    /// <param name="alpha">0 to 1.</param>
    public UiColor WithAlpha(float alpha) => this with { A = (byte)Math.Clamp(alpha * 255 + 0.5f, 0, 255) };

    /// <param name="share">0 gives this colour, 1 the other.</param>
    public UiColor Mix(UiColor other, float share) => new(
        (byte)(R + (other.R - R) * share), (byte)(G + (other.G - G) * share), (byte)(B + (other.B - B) * share), (byte)(A + (other.A - A) * share));
}
