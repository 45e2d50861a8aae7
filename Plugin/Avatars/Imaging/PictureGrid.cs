using System;

namespace Avatars.Imaging;

/// <summary>IMAGPose's input of four pictures in one: a grid of two by two.</summary>
/// <remarks>muzishen/IMAGPose, test.py, concat_big_img.</remarks>
public static class PictureGrid
{
    /// <summary>Each picture is resized to width x height (Pillow's bilinear): 0 top left, 1 top right, 2 bottom left, 3 bottom right.</summary>
    /// <exception cref="ArgumentException">There are not four.</exception>
    public static RgbImage Join(ReadOnlySpan<RgbImage> pictures, int width, int height)
    {
        if (pictures.Length != 4)
            throw new ArgumentException($"A grid is made of four pictures, not {pictures.Length}.", nameof(pictures));
        var grid = new RgbImage(2 * width, 2 * height);
        for (var quadrant = 0; quadrant < 4; quadrant++)
            Paste<byte>(PictureResizer.Resize(pictures[quadrant], width, height, ResizeFilter.Bilinear).Bytes, width * 3, height, quadrant, grid.Bytes);
        return grid;
    }

    /// <summary>Copies rows into one quarter of a grid twice as wide and high.</summary>
    /// <param name="tile">[rows, columns].</param>
    /// <param name="columns">Elements of a row of the tile: pixels times channels.</param>
    /// <param name="grid">[2 rows, 2 columns].</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public static void Paste<T>(ReadOnlySpan<T> tile, int columns, int rows, int quadrant, Span<T> grid)
    {
        if (tile.Length != rows * columns || grid.Length != 4 * tile.Length || quadrant is < 0 or > 3)
            throw new ArgumentException($"Quadrant {quadrant} of a grid of {grid.Length} cannot take a tile of {tile.Length} with {rows} rows of {columns}.");
        var start = quadrant / 2 * rows * 2 * columns + quadrant % 2 * columns;
        for (var row = 0; row < rows; row++)
            tile.Slice(row * columns, columns).CopyTo(grid.Slice(start + row * 2 * columns));
    }
}
