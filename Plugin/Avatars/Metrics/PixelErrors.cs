using System;

namespace Avatars.Metrics;

/// <summary>Per-pixel error measures.</summary>
internal static class PixelErrors
{
    /// <summary>Peak signal to noise ratio in decibels: infinite for equal pictures.</summary>
    /// <param name="range">The greatest value: 1 or 255.</param>
    /// <exception cref="ArgumentException">The pictures differ in size.</exception>
    public static double Psnr(PictureValues first, PictureValues second, double range)
    {
        PictureValues.RequireSameSize(first, second);
        var sum = 0.0;
        for (var i = 0; i < first.Values.Length; i++)
        {
            var difference = (double)first.Values[i] - second.Values[i];
            sum += difference * difference;
        }
        return 10 * Math.Log10(range * range / (sum / first.Values.Length));
    }

    /// <summary>Mean absolute difference.</summary>
    /// <inheritdoc cref="Psnr"/>
    public static double L1(PictureValues first, PictureValues second) => AbsoluteSum(first, second) / first.Values.Length;

    /// <summary>What FPDM and PCDMs call MAE: the sum of absolute differences over the sum of both pictures.</summary>
    /// <inheritdoc cref="Psnr"/>
    public static double RelativeL1(PictureValues first, PictureValues second)
    {
        var (difference, total) = (AbsoluteSum(first, second), 0.0);
        for (var i = 0; i < first.Values.Length; i++)
            total += (double)first.Values[i] + second.Values[i];
        return difference / total;
    }

    static double AbsoluteSum(PictureValues first, PictureValues second)
    {
        PictureValues.RequireSameSize(first, second);
        var sum = 0.0;
        for (var i = 0; i < first.Values.Length; i++)
            sum += Math.Abs((double)first.Values[i] - second.Values[i]);
        return sum;
    }
}
