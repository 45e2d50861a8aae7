using System;

namespace Avatars.PoseMaps;

/// <summary>OpenCV's lines, pixel for pixel, without antialiasing.</summary>
/// <remarks>opencv/opencv, modules/imgproc/src/drawing.cpp: LineIterator, clipLine, ThickLine, Line2.</remarks>
internal static class OpenCvLine
{
    internal const int Shift = 16;
    internal const long One = 1L << Shift;

    /// <param name="thickness">Pixels, at least 1. A thick line is a filled rectangle with a filled circle at each end.</param>
    public static void Draw(PixelSpans spans, int x1, int y1, int x2, int y2, int thickness)
    {
        if (thickness <= 1)
        {
            Thin(spans, x1, y1, x2, y2);
            return;
        }
        var (startX, startY, endX, endY) = (x1 * One, y1 * One, x2 * One, y2 * One);
        double dx = x1 - x2, dy = y2 - y1;
        var squared = dx * dx + dy * dy;
        var half = (long)thickness << (Shift - 1);
        if (squared > double.Epsilon)
        {
            var scale = (half + (thickness & 1) * One * 0.5) / Math.Sqrt(squared);
            long offsetX = (int)Math.Round(dy * scale), offsetY = (int)Math.Round(dx * scale);
            Span<FixedPoint> corners = stackalloc FixedPoint[4];
            corners[0] = new FixedPoint(startX + offsetX, startY + offsetY);
            corners[1] = new FixedPoint(startX - offsetX, startY - offsetY);
            corners[2] = new FixedPoint(endX - offsetX, endY - offsetY);
            corners[3] = new FixedPoint(endX + offsetX, endY + offsetY);
            OpenCvPolygon.FillFixed(spans, corners);
        }
        var radius = (int)((half + One / 2) >> Shift);
        OpenCvCircle.Fill(spans, x1, y1, radius);
        OpenCvCircle.Fill(spans, x2, y2, radius);
    }

    /// <summary>One pixel wide, 8-connected, walked from left to right.</summary>
    internal static void Thin(PixelSpans spans, int x1, int y1, int x2, int y2)
    {
        var (start, end) = (new FixedPoint(x1, y1), new FixedPoint(x2, y2));
        if (!Clip(spans.Width, spans.Height, ref start, ref end))
            return;
        if (end.X < start.X)
            (start, end) = (end, start);
        var (x, y) = ((int)start.X, (int)start.Y);
        int dx = (int)end.X - x, dy = Math.Abs((int)end.Y - y);
        var stepY = end.Y < start.Y ? -1 : 1;
        var isSteep = dy > dx;
        var (major, minor) = isSteep ? (dy, dx) : (dx, dy);
        var error = major - 2 * minor;
        for (var count = major; count >= 0; count--)
        {
            spans.Add(y, x, x);
            var isAside = error < 0;
            error += (isAside ? 2 * major : 0) - 2 * minor;
            if (isSteep || isAside)
                y += stepY;
            if (!isSteep || isAside)
                x++;
        }
    }

    /// <summary>One pixel wide between points in 16.16 fixed point: the outline of a thick line.</summary>
    internal static void ThinFixed(PixelSpans spans, FixedPoint start, FixedPoint end)
    {
        if (!Clip(spans.Width * One, spans.Height * One, ref start, ref end))
            return;
        var (dx, dy) = (end.X - start.X, end.Y - start.Y);
        var (width, height) = (Math.Abs(dx), Math.Abs(dy));
        var isFlat = width > height;
        if (isFlat ? dx < 0 : dy < 0)
            (start, end, dx, dy) = (end, start, -dx, -dy);
        var step = isFlat ? (dy << Shift) / (width | 1) : (dx << Shift) / (height | 1);
        var count = (isFlat ? width : height) >> Shift;
        Put(spans, (end.X + One / 2) >> Shift, (end.Y + One / 2) >> Shift);
        var (x, y) = (start.X + One / 2, start.Y + One / 2);
        for (; count >= 0; count--)
        {
            Put(spans, x >> Shift, y >> Shift);
            x += isFlat ? One : step;
            y += isFlat ? step : One;
        }
    }

    static void Put(PixelSpans spans, long x, long y) => spans.Add((int)y, (int)x, (int)x);

    /// <summary>Cuts the line to the picture, first at top and bottom, then at the sides; false if nothing is left.</summary>
    static bool Clip(long width, long height, ref FixedPoint start, ref FixedPoint end)
    {
        long right = width - 1, bottom = height - 1;
        var (x1, y1, x2, y2) = (start.X, start.Y, end.X, end.Y);
        int Side(long x) => x < 0 ? 1 : x > right ? 2 : 0;
        int Outside(long x, long y) => Side(x) | (y < 0 ? 4 : y > bottom ? 8 : 0);
        var (from, to) = (Outside(x1, y1), Outside(x2, y2));
        if ((from & to) == 0 && (from | to) != 0)
        {
            if ((from & 12) != 0)
            {
                var border = from < 8 ? 0 : bottom;
                x1 += (long)((double)(border - y1) * (x2 - x1) / (y2 - y1));
                y1 = border;
                from = Side(x1);
            }
            if ((to & 12) != 0)
            {
                var border = to < 8 ? 0 : bottom;
                x2 += (long)((double)(border - y2) * (x2 - x1) / (y2 - y1));
                y2 = border;
                to = Side(x2);
            }
            if ((from & to) == 0 && (from | to) != 0)
            {
                if (from != 0)
                {
                    var border = from == 1 ? 0 : right;
                    y1 += (long)((double)(border - x1) * (y2 - y1) / (x2 - x1));
                    x1 = border;
                    from = 0;
                }
                if (to != 0)
                {
                    var border = to == 1 ? 0 : right;
                    y2 += (long)((double)(border - x2) * (y2 - y1) / (x2 - x1));
                    x2 = border;
                    to = 0;
                }
            }
        }
        (start, end) = (new FixedPoint(x1, y1), new FixedPoint(x2, y2));
        return (from | to) == 0;
    }
}

/// <summary>A point in whole pixels or in 16.16 fixed point, as the method says.</summary>
readonly record struct FixedPoint(long X, long Y);
