using System;
using Avatars.Imaging;

namespace Avatars.PoseMaps;

/// <summary>
/// Draws pose maps on the CPU, byte for byte as the published systems' Python does. One instance serves one style and size,
/// and one thread; it allocates nothing once it has seen a few frames.
/// </summary>
/// <remarks>
/// A GPU implementation gives the same picture by drawing <see cref="Trace(ReadOnlySpan{Keypoint})"/>'s spans: clear the
/// <see cref="CanvasWidth"/> x <see cref="CanvasHeight"/> target to black, upload the spans unchanged, and draw each as
/// one instance, a rectangle from (X, Y) to (X + Length, Y + 1), in their order, with blending <c>src alpha, 1 - src alpha</c>
/// and no sRGB conversion. A style with a canvas of its own is then resized as <see cref="PictureResizer"/> does.
/// </remarks>
public sealed class PoseMapRasterizer
{
    /// <summary>Pixels. A keypoint further out (or not finite) counts as missing: nothing of it would be seen.</summary>
    public const int FarthestPixel = 1 << 15;

    readonly PixelSpans _spans;
    readonly RgbImage? _canvas;
    readonly PictureResizer? _resizer;
    PreciseKeypoint[] _points;

    /// <param name="width">Of the maps, pixels.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is not in 1..16384.</exception>
    public PoseMapRasterizer(PoseMapStyle style, int width, int height)
    {
        PictureSize.Require(width, height);
        (Style, Width, Height) = (style, width, height);
        (CanvasWidth, CanvasHeight) = style.Canvas ?? (width, height);
        _spans = new PixelSpans(CanvasWidth, CanvasHeight);
        _points = new PreciseKeypoint[style.Layout.Count];
        if ((CanvasWidth, CanvasHeight) == (width, height))
            return;
        _canvas = new RgbImage(CanvasWidth, CanvasHeight);
        _resizer = new PictureResizer(CanvasWidth, CanvasHeight, width, height, ResizeFilter.Bicubic);
    }

    public PoseMapStyle Style { get; }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Width of the drawing before it is resized to <see cref="Width"/>.</summary>
    public int CanvasWidth { get; }

    public int CanvasHeight { get; }

    /// <summary>Draws the people into <paramref name="map"/>, over whatever it held.</summary>
    /// <param name="keypoints">One or more people in the style's layout, one behind the other; pixels of the map.</param>
    /// <exception cref="ArgumentException">The map has another size, or the keypoints are not whole people.</exception>
    public void Draw(ReadOnlySpan<Keypoint> keypoints, RgbImage map)
    {
        Trace(keypoints);
        Paint(map);
    }

    /// <inheritdoc cref="Draw(ReadOnlySpan{Keypoint}, RgbImage)"/>
    public void Draw(ReadOnlySpan<PreciseKeypoint> keypoints, RgbImage map)
    {
        Trace(keypoints);
        Paint(map);
    }

    /// <summary>The spans of the map, in drawing order, in pixels of the canvas. Valid until the next call.</summary>
    /// <inheritdoc cref="Draw(ReadOnlySpan{Keypoint}, RgbImage)"/>
    public ReadOnlySpan<PixelSpan> Trace(ReadOnlySpan<Keypoint> keypoints)
    {
        var points = PointBuffer(keypoints.Length);
        for (var i = 0; i < points.Length; i++)
            points[i] = new PreciseKeypoint(keypoints[i].X, keypoints[i].Y, keypoints[i].Confidence > Style.ConfidenceThreshold);
        return Trace(points);
    }

    /// <inheritdoc cref="Trace(ReadOnlySpan{Keypoint})"/>
    public ReadOnlySpan<PixelSpan> Trace(ReadOnlySpan<PreciseKeypoint> keypoints)
    {
        var points = PointBuffer(keypoints.Length);
        for (var i = 0; i < points.Length; i++)
            points[i] = OnCanvas(keypoints[i]);
        _spans.Clear();
        var elements = Style.Elements;
        var count = Style.Layout.Count;
        for (var start = 0; start < elements.Length;)
        {
            var end = start + 1;
            while (end < elements.Length && elements[end].Step == elements[start].Step)
                end++;
            for (var person = 0; person < points.Length; person += count)
                foreach (var element in elements.Slice(start, end - start))
                    Add(element, points.Slice(person, count));
            start = end;
        }
        return _spans.Items;
    }

    void Paint(RgbImage map)
    {
        if (map.Width != Width || map.Height != Height)
            throw new ArgumentException($"This rasterizer draws maps of {Width}x{Height}; the picture is {map.Width}x{map.Height}. Make one of that size.",
                nameof(map));
        var canvas = _canvas ?? map;
        Array.Clear(canvas.Bytes, 0, canvas.Bytes.Length);
        _spans.PaintOn(canvas);
        _resizer?.Run(canvas, map);
    }

    Span<PreciseKeypoint> PointBuffer(int count)
    {
        if (count == 0 || count % Style.Layout.Count != 0)
            throw new ArgumentException($"The style '{Style.Name}' draws people of {Style.Layout.Count} keypoints ('{Style.Layout.Name}'); {count} were "
                + "given.");
        if (_points.Length < count)
            _points = new PreciseKeypoint[count];
        return _points.AsSpan(0, count);
    }

    PreciseKeypoint OnCanvas(PreciseKeypoint point)
    {
        var (x, y) = _canvas is null ? (point.X, point.Y) : (point.X * CanvasWidth / Width, point.Y * CanvasHeight / Height);
        return new PreciseKeypoint(x, y, point.IsPresent && Math.Abs(x) < FarthestPixel && Math.Abs(y) < FarthestPixel); // false for NaN
    }

    void Add(PoseMapElement element, ReadOnlySpan<PreciseKeypoint> person)
    {
        foreach (var point in element.Points)
            if (!person[point].IsPresent || element.NeedsInside && ((int)person[point].X < 1 || (int)person[point].Y < 1))
                return;
        var start = _spans.Count;
        _spans.Take(element.Color);
        var from = person[element.Points[0]];
        switch (element.Shape)
        {
            case PoseMapShape.Dot:
                OpenCvCircle.Fill(_spans, (int)from.X, (int)from.Y, element.Size);
                break;
            case PoseMapShape.Line:
                var to = person[element.Points[1]];
                OpenCvLine.Draw(_spans, (int)from.X, (int)from.Y, (int)to.X, (int)to.Y, element.Size);
                break;
            default:
                AddLimb(element, person);
                break;
        }
        if (element.IsMixed)
            _spans.MixFrom(start);
    }

    void AddLimb(PoseMapElement limb, ReadOnlySpan<PreciseKeypoint> person)
    {
        double sumX = 0, sumY = 0;
        foreach (var point in limb.Points)
            (sumX, sumY) = (sumX + person[point].X, sumY + person[point].Y);
        var (from, to) = (person[limb.Points[0]], person[limb.Points[1]]);
        var (dx, dy) = (from.X - to.X, from.Y - to.Y);
        var length = Math.Sqrt(dy * dy + dx * dx);
        var angle = (int)(Math.Atan2(dy, dx) * (180 / Math.PI));
        Span<(int X, int Y)> polygon = stackalloc (int X, int Y)[OpenCvPolygon.MaximumEllipsePoints];
        var count = OpenCvPolygon.Ellipse((int)(sumX / limb.Points.Length), (int)(sumY / limb.Points.Length), (int)(length / 2), limb.Size, angle, polygon);
        OpenCvPolygon.Fill(_spans, polygon.Slice(0, count));
    }
}
