using System.Numerics;
using Avatars.Imaging;

namespace Avatars.Datasets.MakeHuman;

/// <summary>Recolours a texture and keeps its folds, seams and prints: hues are rotated, then all colours are blended towards one.</summary>
/// <param name="HueDegrees">Rotation of all hues, degrees; greys are unchanged.</param>
/// <param name="Saturation">1 keeps it, 0 makes it grey.</param>
/// <param name="Red">Of the colour to draw towards: sRGB, 0..1.</param>
/// <param name="Strength">0 keeps the colours, 1 replaces them by shades of one colour.</param>
public readonly record struct Colouring(float HueDegrees, float Saturation, float Red, float Green, float Blue, float Strength)
{
    public static readonly Colouring None = new(0, 1, 1, 1, 1, 0);

    static readonly Vector3 Luma = new(0.299f, 0.587f, 0.114f);

    /// <param name="usedAt">Texture coordinates that the mesh uses: the mean brightness is taken there, not over unused corners of the picture.</param>
    public RgbaImage Apply(RgbaImage picture, ReadOnlySpan<Vector2> usedAt)
    {
        if (this == None)
            return picture;
        var (red, green, blue) = HueMatrix();
        var colour = new Vector3(Red, Green, Blue) / MathF.Max(MeanLuma(picture, usedAt), 8);
        var bytes = new byte[picture.Bytes.Length];
        for (var i = 0; i < bytes.Length; i += 4)
        {
            var own = new Vector3(picture.Bytes[i], picture.Bytes[i + 1], picture.Bytes[i + 2]);
            var luma = Vector3.Dot(own, Luma);
            var turned = Vector3.Lerp(new Vector3(luma), new Vector3(Vector3.Dot(red, own), Vector3.Dot(green, own), Vector3.Dot(blue, own)), Saturation);
            var mixed = Vector3.Lerp(turned, luma * 255 * colour, Strength);
            mixed = Vector3.Clamp(mixed + new Vector3(0.5f), Vector3.Zero, new Vector3(255));
            (bytes[i], bytes[i + 1], bytes[i + 2], bytes[i + 3]) = ((byte)mixed.X, (byte)mixed.Y, (byte)mixed.Z, picture.Bytes[i + 3]);
        }
        return new RgbaImage(picture.Width, picture.Height, bytes);
    }

    /// <summary>Rows of the rotation about the grey axis (1, 1, 1).</summary>
    (Vector3, Vector3, Vector3) HueMatrix()
    {
        var (sin, cos) = MathF.SinCos(HueDegrees * MathF.PI / 180);
        var third = (1 - cos) / 3;
        var side = sin / MathF.Sqrt(3);
        return (new(cos + third, third - side, third + side), new(third + side, cos + third, third - side), new(third - side, third + side, cos + third));
    }

    static float MeanLuma(RgbaImage picture, ReadOnlySpan<Vector2> usedAt)
    {
        double sum = 0, weight = 0;
        foreach (var at in usedAt)
        {
            var x = Math.Clamp((int)(at.X * picture.Width), 0, picture.Width - 1);
            var y = Math.Clamp((int)(at.Y * picture.Height), 0, picture.Height - 1);
            var i = (y * picture.Width + x) * 4;
            var alpha = picture.Bytes[i + 3];
            sum += alpha * Vector3.Dot(new Vector3(picture.Bytes[i], picture.Bytes[i + 1], picture.Bytes[i + 2]), Luma);
            weight += alpha;
        }
        return weight > 0 ? (float)(sum / weight) : 128;
    }
}
