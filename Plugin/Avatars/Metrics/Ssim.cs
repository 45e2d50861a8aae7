using System;
using System.Buffers;
using System.Linq;

namespace Avatars.Metrics;

/// <summary>
/// Structural similarity, with the numbers of scikit-image: per channel, averaged over all windows that are completely in the picture,
/// then over the channels. 1 for equal pictures.
/// </summary>
/// <remarks>Wang et al. 2004; skimage.metrics.structural_similarity with K1 = 0.01 and K2 = 0.03.</remarks>
public sealed class Ssim
{
    readonly WindowMeans _means;
    readonly double _covarianceFactor;

    Ssim(double[] weights, bool isSampleCovariance)
    {
        _means = new WindowMeans(weights);
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
    public int Window => _means.Window;

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
    public double Compare(PictureValues first, PictureValues second, double range) => Compare(first, second, range, []);

    /// <summary>The mean over all windows, each weighted by the weight of the pixel in its middle.</summary>
    /// <param name="weights">[height, width]: how much each pixel counts; empty for all alike.</param>
    /// <returns>Not a number where nothing counts.</returns>
    /// <inheritdoc cref="Compare(PictureValues, PictureValues, double)"/>
    public double Compare(PictureValues first, PictureValues second, double range, ReadOnlySpan<byte> weights)
    {
        if (weights.Length > 0 && weights.Length != first.Width * first.Height)
            throw new ArgumentException($"{weights.Length} weights do not fit a picture of {first.Width}x{first.Height}.", nameof(weights));
        PictureValues.RequireSameSize(first, second);
        if (first.Width < Window || first.Height < Window)
            throw new ArgumentException($"A picture of {first.Width}x{first.Height} holds no window of {Window}x{Window}. Compare larger pictures, or "
                + "take smaller windows.");
        var across = ArrayPool<double>.Shared.Rent(Planes * first.Height * (first.Width - Window + 1));
        try
        {
            var sum = 0.0;
            for (var channel = 0; channel < first.Channels; channel++)
                sum += CompareChannel(first, second, channel, range, weights, across);
            return sum / first.Channels;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(across);
        }
    }

    /// <summary>Per pixel x, y, their squares and their product: the formula uses their means over a window.</summary>
    const int Planes = 5;

    /// <param name="across">Scratch: all planes, filtered along the rows.</param>
    double CompareChannel(PictureValues first, PictureValues second, int channel, double range, ReadOnlySpan<byte> weights, double[] across)
    {
        var (outWidth, outHeight) = (first.Width - Window + 1, first.Height - Window + 1);
        FilterRows(first, second, channel, across, outWidth);
        var (sums, means) = (new double[Planes * outWidth], new double[Planes * outWidth]);
        double c1 = 0.01 * range * (0.01 * range), c2 = 0.03 * range * (0.03 * range), sum = 0, total = 0;
        for (var y = 0; y < outHeight; y++)
        {
            for (var plane = 0; plane < Planes; plane++)
                _means.Down(across.AsSpan(plane * first.Height * outWidth, first.Height * outWidth), y, sums.AsSpan(plane * outWidth, outWidth),
                    means.AsSpan(plane * outWidth, outWidth));
            var row = weights.Length == 0 ? weights : weights.Slice((y + Window / 2) * first.Width + Window / 2, outWidth);
            sum += SumOfRow(means, outWidth, c1, c2, row);
            total += SumOf(row, outWidth);
        }
        return sum / total;
    }

    void FilterRows(PictureValues first, PictureValues second, int channel, double[] across, int outWidth)
    {
        double[] x = new double[first.Width], y = new double[first.Width], xx = new double[first.Width], yy = new double[first.Width],
            xy = new double[first.Width];
        double[][] planes = [x, y, xx, yy, xy];
        for (var row = 0; row < first.Height; row++)
        {
            for (var i = 0; i < x.Length; i++)
            {
                var at = (row * first.Width + i) * first.Channels + channel;
                double a = first.Values[at], b = second.Values[at];
                (x[i], y[i], xx[i], yy[i], xy[i]) = (a, b, a * a, b * b, a * b);
            }
            for (var plane = 0; plane < Planes; plane++)
                _means.Across(planes[plane], across.AsSpan((plane * first.Height + row) * outWidth, outWidth));
        }
    }

    static double SumOf(ReadOnlySpan<byte> weights, int width)
    {
        if (weights.Length == 0)
            return width;
        var sum = 0.0;
        foreach (var weight in weights)
            sum += weight;
        return sum;
    }

    double SumOfRow(ReadOnlySpan<double> means, int width, double c1, double c2, ReadOnlySpan<byte> weights)
    {
        var x = means[..width];
        var y = means.Slice(width, width);
        var xx = means.Slice(2 * width, width);
        var yy = means.Slice(3 * width, width);
        var xy = means.Slice(4 * width, width);
        var sum = 0.0;
        for (var i = 0; i < width; i++)
        {
            var varianceX = _covarianceFactor * (xx[i] - x[i] * x[i]);
            var varianceY = _covarianceFactor * (yy[i] - y[i] * y[i]);
            var covariance = _covarianceFactor * (xy[i] - x[i] * y[i]);
            var weight = weights.Length == 0 ? 1 : (double)weights[i];
            sum += weight * (2 * x[i] * y[i] + c1) * (2 * covariance + c2) / ((x[i] * x[i] + y[i] * y[i] + c1) * (varianceX + varianceY + c2));
        }
        return sum;
    }
}
