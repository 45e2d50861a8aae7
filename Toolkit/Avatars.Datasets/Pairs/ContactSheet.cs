using Avatars.Imaging;

namespace Avatars.Datasets.Pairs;

/// <summary>Many pictures side by side in one.</summary>
public sealed class ContactSheet
{
    readonly int _side;
    readonly int _columns;
    readonly int _perCell;

    /// <param name="cells">How many groups of pictures there will be.</param>
    /// <param name="perCell">Pictures in a group, left to right.</param>
    /// <param name="columns">Groups in a row.</param>
    /// <param name="side">Of one picture, pixels.</param>
    public ContactSheet(int cells, int perCell, int columns, int side)
    {
        (_side, _columns, _perCell) = (side, columns, perCell);
        Picture = new RgbImage(columns * perCell * side, (cells + columns - 1) / columns * side);
    }

    public RgbImage Picture { get; }

    public void Put(int cell, params ReadOnlySpan<RgbImage> pictures)
    {
        for (var i = 0; i < pictures.Length; i++)
        {
            var left = (cell % _columns * _perCell + i) * _side;
            for (var y = 0; y < _side; y++)
                pictures[i].Row(y).CopyTo(Picture.Row(cell / _columns * _side + y)[(left * 3)..]);
        }
    }
}
