using Avatars.Models;

namespace Avatars.Workers;

/// <summary>With what a worker is started.</summary>
/// <param name="FramesInFlight">0: worker and model decide.</param>
/// <param name="Size">Of the frames that the networks make.</param>
sealed record WorkerPlan(string Provider, int FramesInFlight, FrameSize Size);

/// <summary>What follows a death.</summary>
/// <param name="Plan">Null to stop.</param>
/// <param name="Told">What changes, for the user; null where it is started again as it was.</param>
sealed record DeathDecision(WorkerPlan? Plan, string? Told);

/// <summary>
/// Starts a worker again as it was, until its model has ended it three times: then on the processor, and after three more deaths no more. Where memory
/// is short, with one frame in flight, then with smaller frames. Being killed from outside does not count.
/// </summary>
/// <param name="model">Name of the package.</param>
/// <param name="sizes">That the networks make.</param>
sealed class DeathPolicy(string model, WorkerPlan plan, IReadOnlyList<FrameSize> sizes)
{
    public const int MostDeaths = 3;

    const int MostKillsWithoutFrame = 20;

    int _deaths, _killsWithoutFrame;

    public WorkerPlan Plan { get; private set; } = plan;

    public void FrameDone() => _killsWithoutFrame = 0;

    /// <summary>The user asks for frames again after a stop.</summary>
    public void Forgive() => (_deaths, _killsWithoutFrame) = (0, 0);

    public DeathDecision Decide(WorkerDeath death)
    {
        if (death.Kind == DeathKind.OutOfMemory)
            return Reduce();
        if (death.Kind == DeathKind.Killed)
            return ++_killsWithoutFrame < MostKillsWithoutFrame ? new(Plan, null)
                : new(null, $"It was killed {MostKillsWithoutFrame} times in a row before it made a frame, and is not started again.");
        if (++_deaths < MostDeaths)
            return new(Plan, null);
        _deaths = 0;
        if (Plan.Provider == Inference.Provider.Cpu.Name)
            return new(null, $"The model '{model}' has ended it {MostDeaths} times, and it is not started again. Choose another model, or ask for frames "
                + "again.");
        var failed = Plan.Provider;
        Plan = Plan with { Provider = Inference.Provider.Cpu.Name };
        return new(Plan, $"The model '{model}' has ended it {MostDeaths} times on {failed}: from now on it runs on the CPU.");
    }

    DeathDecision Reduce()
    {
        if (Plan.FramesInFlight != 1)
        {
            Plan = Plan with { FramesInFlight = 1 };
            return new(Plan, "Memory is short: one frame at a time is made from now on.");
        }
        var smaller = sizes.Where(size => Pixels(size) < Pixels(Plan.Size)).OrderByDescending(Pixels).Cast<FrameSize?>().FirstOrDefault();
        if (smaller is not { } next)
            return new(null, $"Memory does not suffice for the model '{model}'. Close other programs, or choose a smaller model or picture.");
        Plan = Plan with { Size = next };
        return new(Plan, $"Memory is short: frames are made at {next} and enlarged from now on.");
    }

    static int Pixels(FrameSize size) => size.Width * size.Height;
}
