using System;

namespace Avatars.PoseMaps;

/// <summary>The part of a picture that fills a map of another shape, so that nothing is squashed. Pixels of the picture.</summary>
readonly record struct CanvasWindow(double Left, double Top, double Width, double Height)
{
    /// <summary>Margin around keypoints, as a share of the window.</summary>
    const double Margin = 0.04;

    /// <summary>
    /// The largest window of the map's shape in the middle of the picture; moved, and then enlarged beyond the picture's shorter side, as far as
    /// needed to contain the keypoints in the picture. All of a picture that has the map's shape.
    /// </summary>
    public static CanvasWindow Around(ReadOnlySpan<Keypoint> keypoints, (double Width, double Height) canvas, int width, int height)
    {
        var shape = (double)width / height;
        var windowWidth = Math.Min(canvas.Width, canvas.Height * shape);
        var windowHeight = windowWidth / shape;
        var most = Math.Max(canvas.Width / windowWidth, canvas.Height / windowHeight);
        if (most < 1.0001)
            return new CanvasWindow(0, 0, canvas.Width, canvas.Height);
        var (low, high) = ((X: double.MaxValue, Y: double.MaxValue), (X: double.MinValue, Y: double.MinValue));
        foreach (var point in keypoints)
            if (point.IsPresent && point.X >= 0 && point.Y >= 0 && point.X <= canvas.Width && point.Y <= canvas.Height)
                (low, high) = ((Math.Min(low.X, point.X), Math.Min(low.Y, point.Y)), (Math.Max(high.X, point.X), Math.Max(high.Y, point.Y)));
        if (low.X > high.X)
            (low, high) = ((canvas.Width / 2, canvas.Height / 2), (canvas.Width / 2, canvas.Height / 2));
        var needed = Math.Max((high.X - low.X) / (windowWidth * (1 - 2 * Margin)), (high.Y - low.Y) / (windowHeight * (1 - 2 * Margin)));
        var factor = Math.Clamp(needed, 1, most);
        (windowWidth, windowHeight) = (windowWidth * factor, windowHeight * factor);
        return new CanvasWindow(Start(low.X, high.X, windowWidth, canvas.Width), Start(low.Y, high.Y, windowHeight, canvas.Height), windowWidth, windowHeight);
    }

    /// <summary>Where a window begins along one axis: in the middle, or as near to it as shows the keypoints.</summary>
    static double Start(double low, double high, double window, double canvas)
    {
        var start = (canvas - window) / 2;
        if (start <= 0)
            return start;
        var margin = Math.Min(Margin * window, (window - (high - low)) / 2);
        start = Math.Max(Math.Min(start, low - margin), high + margin - window);
        return Math.Clamp(start, 0, canvas - window);
    }
}
