namespace Avatars.Inference;

/// <summary>Where and with how much a network runs.</summary>
public sealed record InferenceOptions
{
    public Provider Provider { get; init; } = Provider.Cpu;

    /// <summary>Threads for one network on the CPU; 0 lets the machine's size decide.</summary>
    public int Threads { get; init; }

    /// <summary>Told of every run before it starts; null in a stream. For calibration, which wants to know what networks really read.</summary>
    public RunObserver? Observer { get; init; }
}
