using System;
using System.Numerics;

namespace Avatars.Scenes;

/// <summary>Receives the pixels that a triangle covers. Implement it as a struct, so that the rasteriser calls it directly.</summary>
public interface IFragmentShader
{
    /// <param name="pixel">y * width + x.</param>
    /// <param name="barycentric">Weights of the triangle's three corners at the pixel's centre, in picture space.</param>
    void Shade(int pixel, Vector3 barycentric);
}

/// <summary>Finds the pixels whose centres a triangle covers. Allocates nothing.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public readonly record struct TriangleRasterizer(int Width, int Height)
{
    const float SmallestArea = 1e-9f; // square pixels, doubled

    /// <summary>Draws one triangle; the shader is called with its pixels row by row. Pixels outside the picture are clipped.</summary>
    /// <param name="a">Pixels, origin top-left, +y down; a corner that is not a number leaves the triangle out.</param>
    /// <param name="isDoubleSided">False leaves out triangles whose corners run clockwise in the picture.</param>
    public void Draw<TShader>(Vector2 a, Vector2 b, Vector2 c, bool isDoubleSided, ref TShader shader) where TShader : struct, IFragmentShader
    {
        var area = (b.X - a.X) * (c.Y - a.Y) - (b.Y - a.Y) * (c.X - a.X); // negative when counter-clockwise, since y points down
        if (!(MathF.Abs(area) > SmallestArea) || area > 0 && !isDoubleSided)
            return;
        var (left, right) = Centres(MathF.Min(a.X, MathF.Min(b.X, c.X)), MathF.Max(a.X, MathF.Max(b.X, c.X)), Width);
        var (top, bottom) = Centres(MathF.Min(a.Y, MathF.Min(b.Y, c.Y)), MathF.Max(a.Y, MathF.Max(b.Y, c.Y)), Height);
        for (var y = top; y <= bottom; y++)
            for (var x = left; x <= right; x++)
            {
                var (px, py) = (x + 0.5f - a.X, y + 0.5f - a.Y);
                var weights = new Vector3(0, (px * (c.Y - a.Y) - py * (c.X - a.X)) / area, ((b.X - a.X) * py - (b.Y - a.Y) * px) / area);
                weights.X = 1 - weights.Y - weights.Z;
                if (weights.X >= 0 && weights.Y >= 0 && weights.Z >= 0)
                    shader.Shade(y * Width + x, weights);
            }
    }

    /// <summary>The pixels whose centres lie between two coordinates.</summary>
    static (int First, int Last) Centres(float low, float high, int count) =>
        ((int)MathF.Ceiling(Math.Clamp(low - 0.5f, 0, count)), (int)MathF.Floor(Math.Clamp(high - 0.5f, -1, count - 1)));
}
