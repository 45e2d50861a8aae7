using System;
using Avatars.Imaging;

namespace Avatars.Metrics;

/// <summary>How much generated sequences change from frame to frame, against the true sequences' own change.</summary>
public sealed class Flicker
{
    double _true, _generated, _wrong;
    long _values;

    /// <summary>Pairs of neighbouring frames so far.</summary>
    public int Count { get; private set; }

    /// <summary>Mean absolute change of a value from one true frame to the next, 0..255.</summary>
    public double TrueChange => _true / _values;

    /// <summary>The generated sequences' change over the true ones': 1 is as lively as the truth, more is flicker, less is stiff.</summary>
    public double Ratio => _generated / _true;

    /// <summary>Mean absolute difference between the generated and the true change, over the mean true change: 0 moves exactly as the truth does.</summary>
    public double WrongChange => _wrong / _true;

    /// <summary>Two neighbouring frames of one sequence.</summary>
    /// <exception cref="ArgumentException">The four differ in size.</exception>
    public void Add(RgbImage trueBefore, RgbImage trueNow, RgbImage before, RgbImage now)
    {
        foreach (var picture in new[] { trueNow, before, now })
            if ((picture.Width, picture.Height) != (trueBefore.Width, trueBefore.Height))
                throw new ArgumentException($"Frames of {trueBefore.Width}x{trueBefore.Height} and {picture.Width}x{picture.Height} cannot be compared. "
                    + "Resize one of them first.");
        for (var i = 0; i < now.Bytes.Length; i++)
        {
            var (truth, change) = (trueNow.Bytes[i] - trueBefore.Bytes[i], now.Bytes[i] - before.Bytes[i]);
            _true += Math.Abs(truth);
            _generated += Math.Abs(change);
            _wrong += Math.Abs(change - truth);
        }
        _values += now.Bytes.Length;
        Count++;
    }
}
