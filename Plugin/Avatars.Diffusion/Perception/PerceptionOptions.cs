namespace Avatars.Perception;

/// <summary>Which of MediaPipe's pose networks is used.</summary>
public enum PoseModel
{
    /// <summary>Fastest.</summary>
    Lite,

    /// <summary>MediaPipe's default.</summary>
    Full,

    /// <summary>About five times as slow as <see cref="Full"/>.</summary>
    Heavy,
}

/// <summary>What is looked for in a picture.</summary>
public sealed record PerceptionOptions
{
    public PoseModel Model { get; init; } = PoseModel.Full;

    public bool FindHands { get; init; } = true;

    public bool FindFace { get; init; } = true;

    public bool MakeMatte { get; init; } = true;
}
