using System;
using System.Linq;

namespace Avatars.Metrics;

/// <summary>
/// Structural similarity, with the numbers of scikit-image: per channel, averaged over all windows that lie wholly in the picture,
/// then over the channels. 1 for equal pictures.
/// </summary>
/// <remarks>Wang et al. 2004; skimage.metrics.structural_similarity with K1 = 0.01 and K2 = 0.03.</remarks>
public sealed class Ssim
{
    readonly double[] _weights;
    readonly double _covarianceFactor;

    Ssim(double[] weights, bool isSampleCovariance)
    {
        _weights = weights;
        var pixels = (double)weights.Length * weights.Length;
        _covarianceFactor = isSampleCovariance ? pixels / (pixels - 1) : 1;
    }

    /// <summary>FPDM's and PCDMs' "ssim": plain windows of 51 x 51.</summary>
    public static Ssim Uniform51 { get; } = Uniform(51);

    /// <summary>FPDM's "ssim_256", and what this project reports.</summary>
    public static Ssim Gaussian15 { get; } = Gaussian(1.5);

    /// <summary>PCDMs' "ssim_256".</summary>
    public static Ssim Gaussian12 { get; } = Gaussian(1.2);

    /// <summary>Pixels of a window's side, odd.</summary>
    public int Window => _weights.Length;

    /// <summary>Windows in which all pixels count alike.</summary>
    public static Ssim Uniform(int window, bool isSampleCovariance = true)
    {
        if (window < 3 || window % 2 == 0)
            throw new ArgumentOutOfRangeException(nameof(window), $"A window is odd and at least 3 pixels wide, not {window}.");
        return new Ssim(Enumerable.Repeat(1.0 / window, window).ToArray(), isSampleCovariance);
    }

    /// <summary>Windows weighted by a bell, cut off at 3.5 <paramref name="sigma"/>.</summary>
    /// <param name="sigma">Pixels.</param>
    public static Ssim Gaussian(double sigma, bool isSampleCovariance = false)
    {
        if (!(sigma is > 0.3 and < 100))
            throw new ArgumentOutOfRangeException(nameof(sigma), $"Sigma is 0.3 to 100 pixels, not {sigma}.");
        var radius = (int)(3.5 * sigma + 0.5);
        var weights = Enumerable.Range(-radius, 2 * radius + 1).Select(k => Math.Exp(-0.5 * k * k / (sigma * sigma))).ToArray();
        var sum = weights.Sum();
        return new Ssim(Array.ConvertAll(weights, weight => weight / sum), isSampleCovariance);
    }

    /// <param name="first">[height, width, channels].</param>
    /// <param name="second">The same.</param>
    /// <param name="range">From the least to the greatest value that there could be: 1 or 255.</param>
    /// <exception cref="ArgumentException">The pictures differ in size, or are smaller than a window.</exception>
    public double Compare(PictureValues first, PictureValues second, double range)
    {
        PictureValues.RequireSameSize(first, second);
        if (first.Width < Window || first.Height < Window)
            throw new ArgumentException($"A picture of {first.Width}x{first.Height} holds no window of {Window}x{Window}. Compare larger pictures, or take smaller windows.");
        var sum = 0.0;
        for (var channel = 0; channel < first.Channels; channel++)
            sum += CompareChannel(first, second, channel, range);
        return sum / first.Channels;
    }

    double CompareChannel(PictureValues first, PictureValues second, int channel, double range)
    {
        var pixels = first.Width * first.Height;
        var (x, y, xx, yy, xy) = (new double[pixels], new double[pixels], new double[pixels], new double[pixels], new double[pixels]);
        for (var i = 0; i < pixels; i++)
        {
            double a = first.Values[i * first.Channels + channel], b = second.Values[i * first.Channels + channel];
            (x[i], y[i], xx[i], yy[i], xy[i]) = (a, b, a * a, b * b, a * b);
        }
        double[] Mean(double[] values) => Filter(values, first.Width, first.Height);
        (x, y, xx, yy, xy) = (Mean(x), Mean(y), Mean(xx), Mean(yy), Mean(xy));
        double c1 = 0.01 * range * (0.01 * range), c2 = 0.03 * range * (0.03 * range), sum = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var varianceX = _covarianceFactor * (xx[i] - x[i] * x[i]);
            var varianceY = _covarianceFactor * (yy[i] - y[i] * y[i]);
            var covariance = _covarianceFactor * (xy[i] - x[i] * y[i]);
            sum += (2 * x[i] * y[i] + c1) * (2 * covariance + c2) / ((x[i] * x[i] + y[i] * y[i] + c1) * (varianceX + varianceY + c2));
        }
        return sum / x.Length;
    }

    /// <summary>Weighted means over each window that fits: [height - window + 1, width - window + 1].</summary>
    double[] Filter(double[] values, int width, int height)
    {
        var (outWidth, outHeight) = (width - Window + 1, height - Window + 1);
        var rows = new double[height * outWidth];
        for (var y = 0; y < height; y++)
            for (var k = 0; k < Window; k++)
                AddScaled(values.AsSpan(y * width + k, outWidth), _weights[k], rows.AsSpan(y * outWidth, outWidth));
        var result = new double[outHeight * outWidth];
        for (var y = 0; y < outHeight; y++)
            for (var k = 0; k < Window; k++)
                AddScaled(rows.AsSpan((y + k) * outWidth, outWidth), _weights[k], result.AsSpan(y * outWidth, outWidth));
        return result;
    }

    static void AddScaled(ReadOnlySpan<double> values, double weight, Span<double> sum)
    {
        for (var i = 0; i < sum.Length; i++)
            sum[i] += values[i] * weight;
    }
}
