using System;

namespace Avatars.Body.Fitting;

/// <summary>A matte averaged over the cells of a grid.</summary>
sealed class MatteGrid
{
    readonly float[] _shares;

    public MatteGrid(byte[] matte, int pictureWidth, int pictureHeight, int width, int height, float cellPixels)
    {
        (Width, Height) = (width, height);
        _shares = new float[width * height];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                _shares[y * width + x] = Mean(matte, pictureWidth, pictureHeight, x * cellPixels, y * cellPixels, cellPixels);
    }

    public int Width { get; }

    public int Height { get; }

    public bool IsPerson(int cell) => _shares[cell] > 0.5f;

    /// <summary>0..1, bilinear; edge cells repeat.</summary>
    /// <param name="x">Cells, middles at .5.</param>
    public float At(float x, float y)
    {
        (x, y) = (Math.Clamp(x - 0.5f, 0, Width - 1), Math.Clamp(y - 0.5f, 0, Height - 1));
        var (left, top) = ((int)x, (int)y);
        var (right, bottom) = (Math.Min(left + 1, Width - 1), Math.Min(top + 1, Height - 1));
        var (upper, lower) = (Mix(_shares[top * Width + left], _shares[top * Width + right], x - left),
            Mix(_shares[bottom * Width + left], _shares[bottom * Width + right], x - left));
        return Mix(upper, lower, y - top);
    }

    static float Mix(float a, float b, float share) => a + (b - a) * share;

    static float Mean(byte[] matte, int pictureWidth, int pictureHeight, float left, float top, float side)
    {
        var (sum, count) = (0, 0);
        var (lastY, lastX) = (Math.Min(pictureHeight, (int)MathF.Ceiling(top + side)), Math.Min(pictureWidth, (int)MathF.Ceiling(left + side)));
        for (var y = (int)top; y < lastY; y++)
            for (var x = (int)left; x < lastX; x++, count++)
                sum += matte[y * pictureWidth + x];
        return count == 0 ? 0 : sum / (255f * count);
    }
}
