using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Timeline;

/// <summary>The part of time that a timeline shows.</summary>
sealed class TimeView
{
    const float LeastScale = 4, MostScale = 4000; // points per second
    const float Margin = 20; // points before 0 s and after the end: room for handles

    /// <summary>Seconds at the left edge of the track.</summary>
    public float From { get; private set; }

    public float PointsPerSecond { get; private set; } = 120;

    public float XAt(Box track, float time) => track.X + (time - From) * PointsPerSecond;

    /// <summary>Seconds, never below 0.</summary>
    public float TimeAt(Box track, float x) => MathF.Max(0, From + (x - track.X) / PointsPerSecond);

    /// <summary>Zooms about a position, which keeps its time.</summary>
    /// <param name="notches">Of the wheel, positive to see more closely.</param>
    public void Zoom(Box track, float x, float notches)
    {
        var time = From + (x - track.X) / PointsPerSecond;
        PointsPerSecond = Math.Clamp(PointsPerSecond * MathF.Pow(1.25f, notches), LeastScale, MostScale);
        From = time - (x - track.X) / PointsPerSecond;
        KeepStart();
    }

    /// <param name="points">Positive moves what is shown to the right.</param>
    public void Pan(float points)
    {
        From -= points / PointsPerSecond;
        KeepStart();
    }

    /// <summary>Shows a range from edge to edge.</summary>
    public void Fit(Box track, float from, float to)
    {
        PointsPerSecond = Math.Clamp((track.Width - 2 * Margin) / MathF.Max(0.1f, to - from), LeastScale, MostScale);
        From = from - Margin / PointsPerSecond;
    }

    /// <summary>Moves so that a time is in sight.</summary>
    public void Reveal(Box track, float time)
    {
        var x = XAt(track, time);
        if (x < track.X || x > track.Right)
        {
            From = time - track.Width * 0.5f / PointsPerSecond;
            KeepStart();
        }
    }

    /// <summary>Seconds between labels that are at least so many points apart: 1, 2 or 5 times a power of ten.</summary>
    public float LabelSeconds(float leastPoints) => new TimeScale(new Box(0, 0, 1000, 0), 1000 / PointsPerSecond).TickSeconds(leastPoints);

    /// <summary>The nearest whole frame.</summary>
    public static float Snap(float time, float framesPerSecond) =>
        framesPerSecond > 0 ? MathF.Max(0, MathF.Round(time * framesPerSecond) / framesPerSecond) : time;

    void KeepStart() => From = MathF.Max(From, -Margin / PointsPerSecond);
}
