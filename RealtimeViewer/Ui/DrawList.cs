using System.Numerics;
using System.Runtime.CompilerServices;

namespace Avatars.Viewer.Ui;

enum ShapeKind
{
    Box,
    Glyph,
    Picture,
    Line,
    Tube,
    Diamond,
}

/// <summary>One instance of <c>Shaders/Ui/quad.vert</c>, in pixels of the window.</summary>
/// <param name="Bounds">Left, top, right, bottom; a line's two ends.</param>
/// <param name="Source">Part of the texture, 0..1; a line's half widths.</param>
readonly record struct Shape(Vector4 Bounds, Vector4 Source, Vector4 Clip, Vector3 Style, UiColor Color, UiColor Edge)
{
    /// <summary>Whether this is an opaque box without corners and rim that covers a window of this size, in pixels.</summary>
    public bool Fills(int width, int height) => Style == new Vector3((int)ShapeKind.Box, 0, 0) && Color.A == 255 && Covers(Bounds, width, height)
        && Covers(Clip, width, height);

    static bool Covers(Vector4 box, int width, int height) => box.X <= 0 && box.Y <= 0 && box.Z >= width && box.W >= height;
}

/// <summary>Shapes in drawing order that share a texture.</summary>
readonly record struct ShapeBatch(uint Texture, int First, int Count);

/// <summary>
/// A frame of the panels: boxes, glyphs, pictures and lines in drawing order. Callers use points; the shapes are in pixels. Reused for every frame,
/// so that drawing allocates nothing.
/// </summary>
sealed class DrawList(FontAtlas font)
{
    static readonly Vector4 Everywhere = new(-1e6f, -1e6f, 1e6f, 1e6f);

    readonly Stack<Vector4> _clips = new(8);
    Shape[] _shapes = new Shape[4096];
    ShapeBatch[] _batches = new ShapeBatch[64];
    Vector4 _clip = Everywhere;
    uint _fontTexture;
    int _count;
    int _batchCount;

    /// <summary>Pixels per point.</summary>
    public float Scale { get; private set; } = 1;

    public ReadOnlySpan<Shape> Shapes => _shapes.AsSpan(0, _count);

    public ReadOnlySpan<ShapeBatch> Batches => _batches.AsSpan(0, _batchCount);

    /// <summary>Starts a frame.</summary>
    /// <param name="fontTexture">The atlas, as a texture.</param>
    public void Begin(float scale, uint fontTexture)
    {
        (Scale, _fontTexture, _count, _batchCount, _clip) = (scale, fontTexture, 0, 0, Everywhere);
        _clips.Clear();
    }

    /// <summary>Until <see cref="PopClip"/>, nothing is drawn outside the box.</summary>
    public void PushClip(Box box)
    {
        _clips.Push(_clip);
        var inner = Pixels(box);
        _clip = new(Math.Max(_clip.X, inner.X), Math.Max(_clip.Y, inner.Y), Math.Min(_clip.Z, inner.Z), Math.Min(_clip.W, inner.W));
    }

    public void PopClip() => _clip = _clips.Pop();

    /// <param name="point">Points.</param>
    public bool IsInClip(Vector2 point) =>
        point.X * Scale >= _clip.X && point.X * Scale < _clip.Z && point.Y * Scale >= _clip.Y && point.Y * Scale < _clip.W;

    public void Rectangle(Box box, UiColor fill, float corner = 0) => Rectangle(box, fill, corner, fill, 0);

    public void Rectangle(Box box, UiColor fill, float corner, UiColor rim, float rimWidth) =>
        Add(_fontTexture, new Shape(Pixels(box), default, _clip, new((int)ShapeKind.Box, corner * Scale, rimWidth * Scale), fill, rim));

    /// <summary>A square on its tip, as keys are drawn.</summary>
    public void Diamond(Vector2 center, float size, UiColor fill, UiColor rim) =>
        Add(_fontTexture, new Shape(new Vector4(center.X - size / 2, center.Y - size / 2, center.X + size / 2, center.Y + size / 2) * Scale, default, _clip,
            new((int)ShapeKind.Diamond, 0, Scale), fill, rim));

    /// <param name="isBottomUp">The texture's first row is the picture's lowest, as in a framebuffer.</param>
    /// <param name="alpha">In addition to the texture's own.</param>
    public void Picture(uint texture, Box box, float corner = 0, bool isBottomUp = false, float alpha = 1) =>
        Add(texture, new Shape(Pixels(box), isBottomUp ? new(0, 1, 1, 0) : new(0, 0, 1, 1), _clip, new((int)ShapeKind.Picture, corner * Scale, 0),
            UiColor.White.WithAlpha(alpha), UiColor.None));

    /// <summary>A part of a texture with many pictures.</summary>
    /// <param name="part">Of the texture, 0 to 1.</param>
    public void Picture(uint texture, Box box, Box part, float corner = 0) => Add(texture, new Shape(Pixels(box),
        new(part.X, part.Y, part.Right, part.Bottom), _clip, new((int)ShapeKind.Picture, corner * Scale, 0), UiColor.White, UiColor.None));

    public void Line(Vector2 from, Vector2 to, float width, UiColor color) => Stroke(ShapeKind.Line, from, to, width, width, color, UiColor.None);

    /// <summary>A bone: round at the ends, lit from above.</summary>
    /// <param name="shine">The light's own colour, added where it is mirrored.</param>
    public void Tube(Vector2 from, Vector2 to, float fromWidth, float toWidth, UiColor color, UiColor shine) =>
        Stroke(ShapeKind.Tube, from, to, fromWidth, toWidth, color, shine);

    public void Disc(Vector2 center, float diameter, UiColor color) => Line(center, center, diameter, color);

    /// <param name="at">Top left of the line.</param>
    /// <returns>Its width in points.</returns>
    public float Text(Face face, Vector2 at, ReadOnlySpan<char> text, UiColor color)
    {
        var glyphs = font.Find(face, Scale);
        var factor = Scale / glyphs.Scale;
        var (start, top) = (at.X * Scale, MathF.Round(at.Y * Scale));
        var pen = start;
        foreach (var character in text)
        {
            var glyph = glyphs[character];
            if (glyph.Width > 0)
            {
                var (x, y) = (MathF.Round(pen + glyph.Left * factor), top + glyph.Top * factor);
                Add(_fontTexture, new Shape(new(x, y, x + glyph.Width * factor, y + glyph.Height * factor), glyph.Source, _clip,
                    new((int)ShapeKind.Glyph, 0, 0), color, UiColor.None));
            }
            pen += glyph.Advance * factor;
        }
        return (pen - start) / Scale;
    }

    /// <summary>Draws an interpolated text without making a string of it.</summary>
    public float Write(Face face, Vector2 at, UiColor color, ref DefaultInterpolatedStringHandler text)
    {
        var width = Text(face, at, text.Text, color);
        text.Clear();
        return width;
    }

    /// <returns>Points.</returns>
    public float WidthOf(Face face, ReadOnlySpan<char> text)
    {
        var glyphs = font.Find(face, Scale);
        var width = 0f;
        foreach (var character in text)
            width += glyphs[character].Advance;
        return width / glyphs.Scale;
    }

    /// <summary>Points from the top of a line to its bottom.</summary>
    public float HeightOf(Face face)
    {
        var glyphs = font.Find(face, Scale);
        return (float)(glyphs.Ascent + glyphs.Descent) / glyphs.Scale;
    }

    void Stroke(ShapeKind kind, Vector2 from, Vector2 to, float fromWidth, float toWidth, UiColor color, UiColor edge) =>
        Add(_fontTexture, new Shape(new Vector4(from.X, from.Y, to.X, to.Y) * Scale, new Vector4(fromWidth, toWidth, 0, 0) * (Scale / 2), _clip,
            new((int)kind, 0, 0), color, edge));

    Vector4 Pixels(Box box) => new(MathF.Round(box.X * Scale), MathF.Round(box.Y * Scale), MathF.Round(box.Right * Scale), MathF.Round(box.Bottom * Scale));

    void Add(uint texture, in Shape shape)
    {
        if (_count == _shapes.Length)
            Array.Resize(ref _shapes, _count * 2);
        _shapes[_count++] = shape;
        if (_batchCount > 0 && _batches[_batchCount - 1].Texture == texture)
        {
            ref var batch = ref _batches[_batchCount - 1];
            batch = batch with { Count = batch.Count + 1 };
            return;
        }
        if (_batchCount == _batches.Length)
            Array.Resize(ref _batches, _batchCount * 2);
        _batches[_batchCount++] = new(texture, _count - 1, 1);
    }
}
