namespace Avatars.Viewer.Ui;

/// <summary>Seconds along a track of the window.</summary>
/// <param name="Length">Seconds; 0 for a single pose.</param>
readonly record struct TimeScale(Box Track, float Length)
{
    /// <summary>The time at a position, clamped to the clip.</summary>
    public float TimeAt(float x) => UiContext.ValueAt(Track, x, 0, Length);

    public float XAt(float time) => Track.X + (Length > 0 ? Math.Clamp(time / Length, 0, 1) : 0) * Track.Width;

    /// <summary>The shortest round step (1, 2 or 5 times a power of ten) whose ticks are at least that far apart.</summary>
    /// <param name="minimumPoints">Points.</param>
    public float TickSeconds(float minimumPoints)
    {
        if (!(Length > 0) || !(Track.Width > 0))
            return 1;
        var least = Length * minimumPoints / Track.Width;
        var decade = MathF.Pow(10, MathF.Floor(MathF.Log10(least)));
        foreach (var factor in (ReadOnlySpan<float>)[1, 2, 5])
            if (decade * factor >= least)
                return decade * factor;
        return decade * 10;
    }
}
