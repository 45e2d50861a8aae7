using System;

namespace Avatars.Sampling;

static class Lengths
{
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void RequireSame(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c)
    {
        if (a.Length != b.Length || a.Length != c.Length)
            throw new ArgumentException($"Latents of {a.Length}, {b.Length} and {c.Length} elements were given. Give the same number of each.");
    }
}
