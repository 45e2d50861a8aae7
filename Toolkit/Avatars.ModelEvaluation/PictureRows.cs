using Avatars.Imaging;
using Avatars.Pictures;

namespace Avatars.ModelEvaluation;

/// <summary>Rows of pictures of one size, for visual comparison.</summary>
public sealed class PictureRows
{
    readonly List<RgbImage[]> _rows = [];

    public int Count => _rows.Count;

    public void Add(RgbImage[] row) => _rows.Add(row);

    /// <summary>One picture with all rows, one below the other.</summary>
    public void Write(string path)
    {
        var (width, height) = (_rows[0][0].Width, _rows[0][0].Height);
        var sheet = new RgbImage(width * _rows[0].Length, height * _rows.Count);
        for (var row = 0; row < _rows.Count; row++)
            for (var column = 0; column < _rows[row].Length; column++)
                for (var y = 0; y < height; y++)
                    _rows[row][column].Row(y).CopyTo(sheet.Row(row * height + y).Slice(column * width * 3));
        PictureFile.Write(path, sheet);
    }
}
