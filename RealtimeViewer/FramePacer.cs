using System.Diagnostics;

namespace Avatars.Viewer;

/// <summary>Holds a loop to a rate by sleeping; never hurries to catch up.</summary>
sealed class FramePacer(double framesPerSecond)
{
    readonly long _step = (long)(Stopwatch.Frequency / framesPerSecond);
    long _next = Stopwatch.GetTimestamp();

    public void Wait()
    {
        var now = Stopwatch.GetTimestamp();
        _next = Math.Max(_next + _step, now);
        var left = TimeSpan.FromSeconds((double)(_next - now) / Stopwatch.Frequency);
        if (left > TimeSpan.Zero)
            Thread.Sleep(left);
    }
}
