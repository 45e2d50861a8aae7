using System;
using Avatars.Imaging;
using Avatars.Inference;

namespace Avatars.Systems.ImagPose;

/// <summary>Pictures and features that lie two by two on a canvas: 0 top left, 1 top right, 2 bottom left, 3 bottom right.</summary>
static class Tiles
{
    public const int Count = 4;

    /// <summary>Copies a tile [1, C, h, w] to its place in a canvas [1, C, 2 h, 2 w].</summary>
    public static void Paste(FloatTensor tile, int quadrant, FloatTensor canvas)
    {
        var (rows, columns) = (tile.Shape[2], tile.Shape[3]);
        var plane = rows * columns;
        for (var channel = 0; channel < tile.Shape[1]; channel++)
            PictureGrid.Paste<float>(tile.Span.Slice(channel * plane, plane), columns, rows, quadrant, canvas.Span.Slice(channel * 4 * plane, 4 * plane));
    }

    /// <summary>Fills a tile's place in one plane [2 rows, 2 columns].</summary>
    public static void Fill(Span<float> plane, int columns, int rows, int quadrant, float value)
    {
        for (var row = 0; row < rows; row++)
            plane.Slice(Start(columns, rows, quadrant) + row * 2 * columns, columns).Fill(value);
    }

    /// <summary>Cuts a tile [C, rows, columns] out of a canvas [C, 2 rows, 2 columns].</summary>
    public static void Cut<T>(ReadOnlySpan<T> canvas, int columns, int rows, int quadrant, Span<T> tile)
    {
        var plane = rows * columns;
        for (var channel = 0; channel * plane < tile.Length; channel++)
            for (var row = 0; row < rows; row++)
                canvas.Slice(channel * 4 * plane + Start(columns, rows, quadrant) + row * 2 * columns, columns)
                    .CopyTo(tile.Slice(channel * plane + row * columns));
    }

    static int Start(int columns, int rows, int quadrant) => quadrant / 2 * rows * 2 * columns + quadrant % 2 * columns;
}
