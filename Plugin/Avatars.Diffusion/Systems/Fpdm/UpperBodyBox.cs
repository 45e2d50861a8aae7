using System;
using Avatars.Imaging;

namespace Avatars.Systems.Fpdm;

/// <summary>Where a source picture shows the upper body and the hands, by the surface coordinates that the compact source encoder predicts.</summary>
internal static class UpperBodyBox
{
    const float Waist = 0; // surface coordinates: y is up from the hips, x to the side
    const float BesideLegs = 0.3f; // hands hang at rest farther out than any leg
    const float Margin = 0.08f; // on each side, relative to the body
    const float Most = 0.75f; // of the picture's shorter side: a larger upper body is not worth a crop

    /// <summary>A square with a margin around head, trunk, arms and hands, inside the picture; null when no person is found, or
    /// when it would be most of the picture.</summary>
    /// <param name="surface">[4, cells, cells]: surface coordinates x, y and z, and the logit of the body being there.</param>
    /// <param name="width">Pixels of the picture, which was squashed to a square for the encoder.</param>
    public static PixelBox? Find(ReadOnlySpan<float> surface, int cells, int width, int height)
    {
        var area = cells * cells;
        var (left, top, right, bottom) = (cells, cells, 0, 0);
        for (var i = 0; i < area; i++)
        {
            if (surface[3 * area + i] < 0 || surface[area + i] < Waist && Math.Abs(surface[i]) < BesideLegs)
                continue;
            var (column, row) = (i % cells, i / cells);
            (left, top, right, bottom) = (Math.Min(left, column), Math.Min(top, row), Math.Max(right, column + 1), Math.Max(bottom, row + 1));
        }
        if (right == 0)
            return null;
        var (x, y) = ((double)width / cells, (double)height / cells);
        var side = (int)Math.Ceiling((1 + 2 * Margin) * Math.Max((right - left) * x, (bottom - top) * y));
        if (side > Most * Math.Min(width, height))
            return null;
        return new PixelBox(Start((left + right) * x / 2, width), Start((top + bottom) * y / 2, height), side, side);

        int Start(double middle, int length) => Math.Clamp((int)(middle - side / 2.0), 0, length - side);
    }
}
