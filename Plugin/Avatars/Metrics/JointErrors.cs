using System.Numerics;

namespace Avatars.Metrics;

/// <summary>Distance between detected joints and the requested ones, relative to the size of the hand or the person.</summary>
public sealed class JointErrors
{
    /// <summary>A joint this near counts as right: PCK@0.1.</summary>
    public const double Near = 0.1;

    double _distance;
    int _near, _seen;

    public int Count { get; private set; }

    /// <summary>Mean distance as a share of the size, over all joints, detected or not.</summary>
    public double MeanError => _distance / Count;

    /// <summary>Share of the joints that are detected and within <see cref="Near"/> of the size; undetected ones count as wrong.</summary>
    public double Pck => (double)_near / Count;

    /// <summary>Share of the joints that are detected.</summary>
    public double DetectionRate => (double)_seen / Count;

    /// <param name="asked">Pixels; so is <paramref name="found"/>.</param>
    /// <param name="size">Of the hand or the person, pixels.</param>
    /// <param name="isSeen">Whether the detector is sure.</param>
    public void Add(Vector2 asked, Vector2 found, float size, bool isSeen)
    {
        var distance = (double)Vector2.Distance(asked, found) / size;
        Count++;
        _distance += distance;
        _seen += isSeen ? 1 : 0;
        _near += isSeen && distance <= Near ? 1 : 0;
    }
}
