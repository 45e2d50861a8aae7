using Avatars.Models;
using Avatars.Sampling;

namespace Avatars.Systems;

/// <summary>From a package's sampling settings to a sampler.</summary>
public static class PackagedSampling
{
    public static NoiseSchedule ToNoiseSchedule(this ScheduleSettings schedule)
    {
        var noise = schedule.TrainedBetas.Count > 0 ? NoiseSchedule.OfBetas(schedule.TrainedBetas)
            : NoiseSchedule.Named(schedule.Kind, schedule.BetaStart, schedule.BetaEnd, schedule.TrainSteps);
        return schedule.ZeroTerminalSnr ? noise.WithZeroTerminalSnr() : noise;
    }

    /// <param name="predicts">What the network predicts.</param>
    /// <exception cref="System.ArgumentException">A name or value is unknown or has no place in the sampler, or the steps do not
    /// fit the sampler and the schedule.</exception>
    public static ISampler MakeSampler(this GenerationSettings settings, NoiseSchedule schedule, Prediction predicts)
    {
        Samplers.Require(settings.Sampler);
        var options = new SamplerOptions
        {
            Steps = settings.Steps,
            Spacing = settings.Spacing,
            Offset = settings.Offset,
            EndsClean = settings.EndsClean,
            Predicts = predicts,
        };
        foreach (var option in settings.Options)
            options = SamplerOption.Set(options, settings.Sampler, option.Key, option.Value);
        return Samplers.Named(settings.Sampler, schedule, options);
    }
}
