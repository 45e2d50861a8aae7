namespace Avatars.Inference;

/// <summary>Where and with how much a network runs.</summary>
public sealed record InferenceOptions
{
    public Provider Provider { get; init; } = Provider.Cpu;

    /// <summary>Threads for one network on the CPU; 0 lets the machine's size decide.</summary>
    public int Threads { get; init; }

    /// <summary>Called before every run; null in a stream. Calibration uses it to record the networks' real inputs.</summary>
    public RunObserver? Observer { get; init; }
}
