namespace Avatars.Inference;

/// <summary>Sums the time of the networks' runs, to separate it from everything else.</summary>
public sealed class RunClock
{
    long _ticks;

    /// <summary>Milliseconds inside ONNX Runtime since the last <see cref="Reset"/>.</summary>
    public double Milliseconds => StageTimes.Milliseconds(_ticks);

    public void Reset() => _ticks = 0;

    internal void Add(long ticks) => _ticks += ticks;
}
