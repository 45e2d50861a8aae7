using Avatars.Formats;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Timeline;

/// <summary>A recording as one line a column, from its lowest to its highest sample there.</summary>
static class Waveform
{
    const float Column = 2; // points

    /// <param name="box">What of it is seen.</param>
    /// <param name="tracks">Where the view's times are.</param>
    /// <param name="start">Of the recording in the scene, seconds.</param>
    public static void Draw(DrawList draw, Box box, WavSound sound, TimeView view, Box tracks, float start, UiColor color)
    {
        var half = box.Height / 2 - 1;
        for (var x = box.X; x < box.Right; x += Column)
        {
            var from = view.From + (x - tracks.X) / view.PointsPerSecond - start;
            var (low, high) = sound.Between(from, from + Column / view.PointsPerSecond);
            var (top, bottom) = (box.Center.Y - high * half, box.Center.Y - low * half);
            draw.Rectangle(new Box(x, top - 0.5f, Column, bottom - top + 1), color);
        }
    }
}
