using System;

namespace Avatars.Body;

/// <summary>What a model's networks make of a person's first picture alone, kept so that they need not run again. Immutable: the array is shared, do not
/// write to it.</summary>
/// <param name="Name">Of the network's output.</param>
/// <param name="Networks">SHA-256, in 64 lower-case hexadecimal digits, over the hashes of the network files that made it and how these were given the
/// picture: only a model of the same hash may read it. Models that share these networks share it.</param>
/// <param name="Values">Float32, row-major.</param>
public sealed record SourceEmbedding(string Name, string Networks, float[] Values)
{
    const int HashDigits = 64;

    /// <exception cref="ArgumentException">The hash is none, or a number is not finite.</exception>
    internal void Require()
    {
        if (Networks.Length != HashDigits)
            throw new ArgumentException($"The hash of the networks has {Networks.Length} digits, not {HashDigits}.");
        foreach (var value in Values)
            if (!float.IsFinite(value))
                throw new ArgumentException($"The embeddings hold {value}, which is no number to compute with.");
    }
}
