namespace Avatars.Inference;

/// <summary>Adds up what the networks' runs cost, so that everything else can be told from them.</summary>
public sealed class RunClock
{
    long _ticks;

    /// <summary>Milliseconds inside ONNX Runtime since the last <see cref="Reset"/>.</summary>
    public double Milliseconds => StageTimes.Milliseconds(_ticks);

    public void Reset() => _ticks = 0;

    internal void Add(long ticks) => _ticks += ticks;
}
