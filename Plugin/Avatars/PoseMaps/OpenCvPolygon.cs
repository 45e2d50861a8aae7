using System;

namespace Avatars.PoseMaps;

/// <summary>OpenCV's ellipse polygon and its fill of a convex polygon, pixel for pixel.</summary>
/// <remarks>opencv/opencv, modules/imgproc/src/drawing.cpp: ellipse2Poly, FillConvexPoly.</remarks>
internal static class OpenCvPolygon
{
    /// <summary>Largest number of points of <see cref="Ellipse"/>: one per degree, both ends included.</summary>
    public const int MaximumEllipsePoints = 361;

    /// <summary>The sine of each whole degree from 0 to 450, as OpenCV has it: a float of seven decimals.</summary>
    static readonly float[] Sines = MakeSines();

    /// <summary>A whole ellipse in steps of one degree, rounded to pixels, without points twice in a row.</summary>
    /// <param name="angle">Degrees, clockwise in the picture.</param>
    /// <param name="points">Receives the points, x before y; of length <see cref="MaximumEllipsePoints"/> or more.</param>
    /// <returns>How many there are: at least 2.</returns>
    public static int Ellipse(int centerX, int centerY, int axisX, int axisY, int angle, Span<(int X, int Y)> points)
    {
        angle %= 360;
        angle = angle < 0 ? angle + 360 : angle;
        float cosine = Sines[450 - angle], sine = Sines[angle];
        var count = 0;
        for (var degree = 0; degree <= 360; degree++)
        {
            double u = (double)axisX * Sines[450 - degree], v = (double)axisY * Sines[degree];
            var x = (int)Math.Round(centerX + u * cosine - v * sine);
            var y = (int)Math.Round(centerY + u * sine + v * cosine);
            if (count == 0 || points[count - 1] != (x, y))
                points[count++] = (x, y);
        }
        if (count > 1)
            return count;
        points[0] = points[1] = (centerX, centerY);
        return 2;
    }

    /// <summary>Fills a convex polygon of whole pixels, its outline included.</summary>
    public static void Fill(PixelSpans spans, ReadOnlySpan<(int X, int Y)> polygon)
    {
        var last = polygon[polygon.Length - 1];
        foreach (var point in polygon)
        {
            OpenCvLine.Thin(spans, last.X, last.Y, point.X, point.Y);
            last = point;
        }
        Span<FixedPoint> corners = stackalloc FixedPoint[MaximumEllipsePoints];
        corners = corners.Slice(0, polygon.Length);
        for (var i = 0; i < polygon.Length; i++)
            corners[i] = new FixedPoint(polygon[i].X * OpenCvLine.One, polygon[i].Y * OpenCvLine.One);
        FillInside(spans, corners, rounding: 0);
    }

    /// <summary>Fills a convex polygon of corners in 16.16 fixed point, its outline included.</summary>
    internal static void FillFixed(PixelSpans spans, ReadOnlySpan<FixedPoint> polygon)
    {
        var last = polygon[polygon.Length - 1];
        foreach (var point in polygon)
        {
            OpenCvLine.ThinFixed(spans, last, point);
            last = point;
        }
        FillInside(spans, polygon, rounding: OpenCvLine.One / 2);
    }

    /// <summary>
    /// Walks the two chains down from the top corner, a row at a time, and fills between them. The walk may pass as many
    /// edges as the polygon has; a chain that finds none left keeps its slope, as in OpenCV.
    /// </summary>
    /// <param name="rounding">Added to a corner's y before it is cut to a row.</param>
    static void FillInside(PixelSpans spans, ReadOnlySpan<FixedPoint> polygon, long rounding)
    {
        var (top, bottom, first) = (long.MaxValue, long.MinValue, 0);
        for (var i = 0; i < polygon.Length; i++)
        {
            if (polygon[i].Y < top)
                (top, first) = (polygon[i].Y, i);
            bottom = Math.Max(bottom, polygon[i].Y);
        }
        if (polygon.Length < 3)
            return;
        var y = (int)((top + rounding) >> OpenCvLine.Shift);
        var lastRow = Math.Min((int)((bottom + rounding) >> OpenCvLine.Shift), spans.Height - 1);
        var forward = new Chain(first, 1, y);
        var backward = new Chain(first, polygon.Length - 1, y);
        var edges = polygon.Length;
        for (; y <= lastRow; y++)
        {
            forward.Reach(y, polygon, rounding, ref edges);
            backward.Reach(y, polygon, rounding, ref edges);
            var (left, right) = (Math.Min(forward.X, backward.X), Math.Max(forward.X, backward.X));
            spans.Add(y, (int)((left + OpenCvLine.One / 2) >> OpenCvLine.Shift), (int)((right + OpenCvLine.One / 2) >> OpenCvLine.Shift));
            forward.X += forward.Slope;
            backward.X += backward.Slope;
        }
    }

    /// <summary>One side of a polygon on the way down.</summary>
    struct Chain
    {
        readonly int _direction;
        int _index;
        int _endRow;

        internal Chain(int index, int direction, int row) => (_index, _direction, _endRow, X, Slope) = (index, direction, row, -OpenCvLine.One, 0);

        /// <summary>16.16.</summary>
        internal long X;

        /// <summary>16.16 a row.</summary>
        internal long Slope;

        /// <summary>Takes up the edge that crosses row <paramref name="y"/>, if the one before has ended.</summary>
        internal void Reach(int y, ReadOnlySpan<FixedPoint> polygon, long rounding, ref int edges)
        {
            if (y < _endRow)
                return;
            var from = _index;
            var to = (from + _direction) % polygon.Length;
            while (edges-- > 0)
            {
                var row = (int)((polygon[to].Y + rounding) >> OpenCvLine.Shift);
                if (row > y)
                {
                    long rows = row - y;
                    Slope = ((polygon[to].X - polygon[from].X) * 2 + rows) / (2 * rows);
                    X = polygon[from].X;
                    (_endRow, _index) = (row, to);
                    return;
                }
                from = to;
                to = (to + _direction) % polygon.Length;
            }
        }
    }

    static float[] MakeSines()
    {
        var sines = new float[451];
        for (var degree = 0; degree < sines.Length; degree++)
            sines[degree] = (float)Math.Round(Math.Sin(degree * Math.PI / 180), 7);
        return sines;
    }
}
