using System.Numerics;
using Avatars.Imaging;

namespace Avatars.Datasets.MakeHuman;

/// <summary>The repeated shape of a <see cref="ClothPattern"/>.</summary>
public enum Weave
{
    /// <summary>Stripes along u: mostly around the body.</summary>
    Stripes,

    /// <summary>Stripes along v: mostly down the body.</summary>
    Pinstripes,

    /// <summary>Both kinds of stripes, darkest where they cross.</summary>
    Checks,

    /// <summary>Staggered dots.</summary>
    Dots,
}

/// <summary>A second colour, woven or printed into a garment. It runs along the texture's axes, and breaks at seams as cloth does.</summary>
/// <param name="Repeats">Along a side of the texture.</param>
/// <param name="Share">Of the cloth that has the second colour, 0..1.</param>
/// <param name="Colour">The second colour.</param>
public readonly record struct ClothPattern(Weave Weave, int Repeats, float Share, Colouring Colour)
{
    /// <param name="ground">The garment's texture in its first colour.</param>
    /// <param name="picture">The garment's own picture, of the same size.</param>
    /// <param name="usedAt">As for <see cref="Colouring.Apply"/>.</param>
    public RgbaImage Apply(RgbaImage ground, RgbaImage picture, ReadOnlySpan<Vector2> usedAt)
    {
        var second = Colour.Apply(picture, usedAt).Bytes;
        var bytes = (byte[])ground.Bytes.Clone();
        for (var y = 0; y < ground.Height; y++)
            for (var x = 0; x < ground.Width; x++)
            {
                var share = Cover((x + 0.5f) / ground.Width, (y + 0.5f) / ground.Height, (float)Repeats / ground.Width);
                var at = (y * ground.Width + x) * 4;
                for (var i = at; i < at + 3; i++)
                    bytes[i] = (byte)(bytes[i] + share * (second[i] - bytes[i]) + 0.5f);
            }
        return new RgbaImage(ground.Width, ground.Height, bytes);
    }

    /// <summary>Share of the second colour at a position, 0..1.</summary>
    /// <param name="edge">Width of a texel, in repeats: edges are as soft.</param>
    float Cover(float u, float v, float edge)
    {
        switch (Weave)
        {
            case Weave.Stripes:
                return Stripe(v * Repeats, edge);
            case Weave.Pinstripes:
                return Stripe(u * Repeats, edge);
            case Weave.Checks:
                return (Stripe(u * Repeats, edge) + Stripe(v * Repeats, edge)) / 2;
            default:
                var row = MathF.Floor(v * Repeats);
                var (x, y) = (Fraction(u * Repeats + row / 2) - 0.5f, Fraction(v * Repeats) - 0.5f);
                return Soft(MathF.Sqrt(Share / MathF.PI) - MathF.Sqrt(x * x + y * y), edge);
        }
    }

    float Stripe(float position, float edge) => Soft(Share / 2 - MathF.Abs(Fraction(position) - 0.5f), edge);

    static float Soft(float inside, float edge) => Math.Clamp(inside / edge + 0.5f, 0, 1);

    static float Fraction(float value) => value - MathF.Floor(value);
}
