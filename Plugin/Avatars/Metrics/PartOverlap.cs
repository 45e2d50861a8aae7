using System;

namespace Avatars.Metrics;

/// <summary>Overlap of the body parts detected in generated pictures with those detected in the ground truth.</summary>
public sealed class PartOverlap
{
    double _person, _parts;
    int _count;

    /// <summary>Mean over pictures: cells with a person in both over cells with a person in either.</summary>
    public double Person => _person / _count;

    /// <summary>Mean over pictures: cells with the same part in both over cells with a person in either.</summary>
    public double Parts => _parts / _count;

    /// <param name="truth">Index of the part per cell, -1 for background.</param>
    /// <exception cref="ArgumentException">The two differ in length.</exception>
    public void Add(ReadOnlySpan<int> truth, ReadOnlySpan<int> labels)
    {
        if (truth.Length != labels.Length)
            throw new ArgumentException($"{truth.Length} and {labels.Length} cells cannot be compared.", nameof(labels));
        int either = 0, both = 0, same = 0;
        for (var i = 0; i < truth.Length; i++)
        {
            either += truth[i] >= 0 || labels[i] >= 0 ? 1 : 0;
            both += truth[i] >= 0 && labels[i] >= 0 ? 1 : 0;
            same += truth[i] >= 0 && truth[i] == labels[i] ? 1 : 0;
        }
        if (either == 0)
            return;
        _count++;
        _person += (double)both / either;
        _parts += (double)same / either;
    }
}
