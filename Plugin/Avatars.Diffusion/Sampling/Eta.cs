using System;

namespace Avatars.Sampling;

static class Eta
{
    /// <exception cref="ArgumentException">It is no share.</exception>
    public static float Of(SamplerOptions options, float otherwise)
    {
        var eta = options.Eta ?? otherwise;
        return eta is >= 0 and <= 1 ? eta : throw new ArgumentException($"An eta of {eta} cannot be taken: it is a share of 0 to 1.", nameof(options));
    }
}
