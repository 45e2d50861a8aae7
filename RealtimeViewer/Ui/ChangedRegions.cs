using System.Runtime.InteropServices;

namespace Avatars.Viewer.Ui;

/// <summary>A rectangle of whole pixels: origin top-left, +y down.</summary>
readonly record struct PixelRegion(int X, int Y, int Width, int Height)
{
    public int Right => X + Width;

    public int Bottom => Y + Height;
}

/// <summary>
/// Which parts of the window a list of shapes shows differently than the list before: the window is divided into tiles, and a tile is drawn again when the
/// shapes over it, or a texture that they show, are others.
/// </summary>
sealed class ChangedRegions
{
    public const int Tile = 64; // pixels
    const int Most = 12; // regions; more are drawn as one
    const int Everything = 40; // calls after which all is drawn: a texture may have been filled without a word
    const uint Prime = 0x9E3779B1;

    readonly List<PixelRegion> _regions = new(Most * 2);
    ulong[] _tiles = [];
    ulong[] _before = [];
    int _width, _height, _columns, _rows, _calls;

    /// <param name="versionOf">Of a texture's content.</param>
    /// <param name="width">Of the window, pixels.</param>
    /// <returns>Valid until the next call; apart from each other.</returns>
    public IReadOnlyList<PixelRegion> Find(DrawList list, Func<uint, int> versionOf, int width, int height)
    {
        var isNew = (width, height) != (_width, _height) || ++_calls >= Everything;
        if (isNew)
            Resize(width, height);
        (_tiles, _before) = (_before, _tiles);
        Array.Clear(_tiles);
        foreach (var batch in list.Batches)
        {
            var salt = (batch.Texture * Prime) ^ (uint)versionOf(batch.Texture);
            foreach (ref readonly var shape in list.Shapes.Slice(batch.First, batch.Count))
                Add(shape, salt);
        }
        _regions.Clear();
        if (isNew)
            _regions.Add(new(0, 0, width, height));
        else
            Collect();
        return _regions;
    }

    /// <summary>The pixels that a shape may touch, within its clip.</summary>
    public static (float Left, float Top, float Right, float Bottom) BoundsOf(in Shape shape)
    {
        var (left, top, right, bottom) = (shape.Bounds.X, shape.Bounds.Y, shape.Bounds.Z, shape.Bounds.W);
        var reach = 1f;
        if ((ShapeKind)shape.Style.X is ShapeKind.Line or ShapeKind.Tube)
        {
            reach += MathF.Max(shape.Source.X, shape.Source.Y);
            (left, right) = (MathF.Min(left, right), MathF.Max(left, right));
            (top, bottom) = (MathF.Min(top, bottom), MathF.Max(top, bottom));
        }
        return (MathF.Max(left - reach, shape.Clip.X - 1), MathF.Max(top - reach, shape.Clip.Y - 1), MathF.Min(right + reach, shape.Clip.Z + 1),
            MathF.Min(bottom + reach, shape.Clip.W + 1));
    }

    void Resize(int width, int height)
    {
        (_width, _height, _calls) = (width, height, 0);
        (_columns, _rows) = ((width + Tile - 1) / Tile, (height + Tile - 1) / Tile);
        if (_tiles.Length != _columns * _rows)
            (_tiles, _before) = (new ulong[_columns * _rows], new ulong[_columns * _rows]);
    }

    void Add(in Shape shape, uint salt)
    {
        var (left, top, right, bottom) = BoundsOf(shape);
        if (!(right > left && bottom > top))
            return;
        var (x0, x1) = (TileAt(left, _columns), TileAt(right, _columns));
        var (y0, y1) = (TileAt(top, _rows), TileAt(bottom, _rows));
        if (right < 0 || bottom < 0 || left >= _width || top >= _height)
            return;
        var hash = HashOf(shape, salt);
        for (var y = y0; y <= y1; y++)
            for (var x = x0; x <= x1; x++)
            {
                ref var tile = ref _tiles[y * _columns + x];
                tile = (tile ^ hash) * 0x9E3779B97F4A7C15; // order counts: what is above hides what is below
            }
    }

    static int TileAt(float pixel, int count) => Math.Clamp((int)MathF.Floor(Math.Clamp(pixel, -1e6f, 1e6f) / Tile), 0, count - 1);

    static ulong HashOf(in Shape shape, uint salt)
    {
        ulong hash = salt;
        foreach (var word in MemoryMarshal.Cast<Shape, uint>(new ReadOnlySpan<Shape>(in shape)))
            hash = (hash ^ word) * 0x100000001B3 + (hash >> 29);
        return hash | 1;
    }

    /// <summary>Runs of changed tiles in a row, joined with equal runs below.</summary>
    void Collect()
    {
        for (var y = 0; y < _rows; y++)
            for (var x = 0; x < _columns; x++)
            {
                if (!IsChanged(x, y))
                    continue;
                var end = x;
                while (end < _columns && IsChanged(end, y))
                    end++;
                Put(x, y, end);
                x = end;
            }
        if (_regions.Count <= Most)
            return;
        var all = _regions[0];
        foreach (var region in _regions)
        {
            var (left, top) = (Math.Min(all.X, region.X), Math.Min(all.Y, region.Y));
            all = new(left, top, Math.Max(all.Right, region.Right) - left, Math.Max(all.Bottom, region.Bottom) - top);
        }
        _regions.Clear();
        _regions.Add(all);
    }

    bool IsChanged(int x, int y) => _tiles[y * _columns + x] != _before[y * _columns + x];

    void Put(int x, int y, int end)
    {
        var (left, width) = (x * Tile, Math.Min(end * Tile, _width) - x * Tile);
        var height = Math.Min((y + 1) * Tile, _height) - y * Tile;
        for (var i = 0; i < _regions.Count; i++)
            if (_regions[i] is var above && above.X == left && above.Width == width && above.Bottom == y * Tile)
            {
                _regions[i] = above with { Height = above.Height + height };
                return;
            }
        _regions.Add(new(left, y * Tile, width, height));
    }
}
