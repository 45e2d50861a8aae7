using System;
using System.Linq;
using Avatars.Imaging;

namespace Avatars.Metrics;

/// <summary>How near a generated picture is to the true one, as the published code measures it.</summary>
/// <param name="Psnr">Decibels.</param>
/// <param name="Ssim">Plain windows of 51 pixels; NaN for pictures smaller than that.</param>
/// <param name="GaussianSsim">The published code's ssim_256: Gaussian windows.</param>
/// <param name="RelativeL1">What it calls MAE.</param>
/// <param name="L1">On 0..1.</param>
public sealed record Reconstruction(double Psnr, double Ssim, double GaussianSsim, double RelativeL1, double L1)
{
    /// <summary>FPDM: Pillow's bicubic to the given size, Gaussian windows of sigma 1.5 pixels.</summary>
    /// <exception cref="ArgumentException">Pictures are too small for the windows.</exception>
    public static Reconstruction Fpdm(RgbImage truth, RgbImage generated, int width, int height)
    {
        PictureValues Sized(RgbImage picture) => PictureValues.OfUnit(PictureResizer.Resize(picture, width, height, ResizeFilter.Bicubic));
        return Of(Sized(truth), Sized(generated), Metrics.Ssim.Gaussian15);
    }

    /// <summary>PCDMs: OpenCV's bicubic to the given size, Gaussian windows of sigma 1.2 pixels.</summary>
    /// <inheritdoc cref="Fpdm"/>
    public static Reconstruction Pcdms(RgbImage truth, RgbImage generated, int width, int height)
    {
        PictureValues Sized(RgbImage picture) =>
            new PictureValues(OpenCvResize.Cubic(PictureValues.OfBytes(picture).Values, picture.Width, picture.Height, 3, width, height), width, height, 3)
                .Scaled(1 / 255.0);
        return Of(Sized(truth), Sized(generated), Metrics.Ssim.Gaussian12);
    }

    /// <summary>The range of the bell-shaped windows is that of the generated picture, as in both.</summary>
    static Reconstruction Of(PictureValues truth, PictureValues generated, Ssim bell)
    {
        var bytes = generated.Scaled(255);
        var isLarge = Math.Min(truth.Width, truth.Height) >= Metrics.Ssim.Uniform51.Window;
        return new Reconstruction(
            PixelErrors.Psnr(truth, generated, range: 1),
            isLarge ? Metrics.Ssim.Uniform51.Compare(truth, generated, range: 1) : double.NaN,
            bell.Compare(truth.Scaled(255), bytes, range: bytes.Values.Max() - bytes.Values.Min()),
            PixelErrors.RelativeL1(truth, generated),
            PixelErrors.L1(truth, generated));
    }
}
