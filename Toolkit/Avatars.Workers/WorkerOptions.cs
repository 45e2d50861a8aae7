namespace Avatars.Workers;

/// <summary>How worker processes are started and watched.</summary>
public sealed record WorkerOptions
{
    /// <summary>A program that calls <see cref="WorkerProgram.TryRun"/> first of all, with its first arguments; null for this one.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Whether it gets least rights, where the system can: no network, and only its models to read.</summary>
    public bool IsConfined { get; init; } = true;

    /// <summary>A worker that shows no sign of life for so long is ended.</summary>
    public double HangSeconds { get; init; } = 2;

    /// <summary>Receives what a user should know, on any thread; it may not wait for frames.</summary>
    public Action<WorkerEvent>? Told { get; init; }
}

/// <summary>What happened to a worker.</summary>
/// <param name="Text">For the user, one sentence or two.</param>
public sealed record WorkerEvent(WorkerEventKind Kind, string Text);

public enum WorkerEventKind
{
    /// <summary>It ended and is started again; the text names the cause.</summary>
    Ended,

    /// <summary>Frames come again.</summary>
    Back,

    /// <summary>It runs with fewer frames in flight, smaller frames or on the processor.</summary>
    Reduced,

    /// <summary>It is not started again before the next frame is asked for anew.</summary>
    Stopped,

    /// <summary>It could not be given least rights.</summary>
    NotConfined,
}
