using Avatars.Inference;
using Avatars.Sampling;

namespace Avatars.Systems;

/// <summary>From what a package says to what samples.</summary>
public static class PackagedSampling
{
    public static NoiseSchedule ToNoiseSchedule(this PackagedSchedule schedule)
    {
        var noise = NoiseSchedule.Named(schedule.Kind, schedule.BetaStart, schedule.BetaEnd, schedule.TrainSteps);
        return schedule.ZeroTerminalSnr ? noise.WithZeroTerminalSnr() : noise;
    }

    /// <exception cref="System.ArgumentException">A name is unknown, or the steps do not fit the sampler and the schedule.</exception>
    public static ISampler MakeSampler(this GenerationSettings settings, NoiseSchedule schedule) => Samplers.Named(settings.Sampler, schedule, new SamplerOptions
    {
        Steps = settings.Steps,
        Spacing = settings.Spacing,
        Offset = settings.Offset,
        EndsClean = settings.EndsClean,
    });
}
