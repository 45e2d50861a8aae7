using Avatars.Imaging;
using Avatars.Posing;
using Avatars.Solving;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Library;

/// <summary>One picture with all hand shapes, drawn on another thread.</summary>
sealed class HandPictures
{
    const int Side = 96; // pixels of a shape
    const int Columns = 16;

    readonly Dictionary<HandShape, int> _index = [];
    readonly Task<RgbImage> _drawing;
    readonly int _rows;

    /// <param name="background">Behind the hands.</param>
    public HandPictures(IReadOnlyList<HandShape> shapes, UiColor background)
    {
        for (var i = 0; i < shapes.Count; i++)
            _index.Add(shapes[i], i);
        _rows = (shapes.Count + Columns - 1) / Columns;
        _drawing = Task.Run(() => Draw(shapes, background));
    }

    /// <summary>The picture; null until it is drawn.</summary>
    public RgbImage? Sheet => _drawing.IsCompletedSuccessfully ? _drawing.Result : null;

    /// <summary>The part of the picture with a shape, 0 to 1.</summary>
    public Box PartOf(HandShape shape)
    {
        var index = _index[shape];
        return new Box((float)(index % Columns) / Columns, (float)(index / Columns) / _rows, 1f / Columns, 1f / _rows);
    }

    RgbImage Draw(IReadOnlyList<HandShape> shapes, UiColor background)
    {
        var sheet = new RgbImage(Columns * Side, _rows * Side);
        for (var i = 0; i < sheet.Bytes.Length; i += 3)
            (sheet.Bytes[i], sheet.Bytes[i + 1], sheet.Bytes[i + 2]) = (background.R, background.G, background.B);
        for (var i = 0; i < shapes.Count; i++)
            HandPicture.Draw(sheet, i % Columns * Side, i / Columns * Side, Side, shapes[i]);
        return sheet;
    }
}
