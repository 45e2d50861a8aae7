using System;

namespace Avatars.Sampling;

static class Variances
{
    /// <summary>Networks of the published systems predict no variance of their own, so "learned" and "learned_range" have nothing to read.</summary>
    public static ArgumentException Refused(string sampler, string? variance, string known) => new(variance is "learned" or "learned_range"
        ? $"variance_type '{variance}' needs a network that predicts its variance too; the networks here predict none. Known for {sampler}: {known}."
        : $"variance_type '{variance}' is not one of {sampler}. Known: {known}.", nameof(variance));
}
