namespace Avatars.Cli.Soaking;

/// <summary>Times of frames in steps of 0.1 ms, in the same memory however long the run.</summary>
sealed class FrameTimes
{
    const double StepMilliseconds = 0.1;
    const int Steps = 100_000; // 10 s; longer ones count as that, but for Worst

    readonly long[] _counts = new long[Steps];

    public long Count { get; private set; }

    /// <summary>Frames of the display that passed while a frame was made.</summary>
    public long Dropped { get; private set; }

    /// <summary>Milliseconds.</summary>
    public double Worst { get; private set; }

    /// <param name="period">Milliseconds between two frames of the display.</param>
    public void Add(double milliseconds, double period)
    {
        _counts[Math.Clamp((int)(milliseconds / StepMilliseconds), 0, Steps - 1)]++;
        Count++;
        Worst = Math.Max(Worst, milliseconds);
        Dropped += (long)(milliseconds / period);
    }

    /// <summary>Milliseconds that a share of the frames, 0 to 1, does not exceed.</summary>
    public double Percentile(double share)
    {
        var (wanted, seen) = ((long)Math.Ceiling(share * Count), 0L);
        for (var i = 0; i < Steps; i++)
            if ((seen += _counts[i]) >= wanted && seen > 0)
                return (i + 1) * StepMilliseconds;
        return 0;
    }
}
