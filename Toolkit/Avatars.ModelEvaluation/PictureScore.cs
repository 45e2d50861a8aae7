using Avatars.Imaging;
using Avatars.Metrics;

namespace Avatars.ModelEvaluation;

/// <summary>Similarity of a picture, or a part of it, to the ground truth.</summary>
/// <param name="FullRangeSsim">Windows of sigma 1.5, range 255.</param>
public readonly record struct PictureScore(Reconstruction Published, double FullRangeSsim)
{
    /// <summary>Null for parts smaller than a window.</summary>
    public static PictureScore? Of(RgbImage truth, RgbImage picture)
    {
        if (Math.Min(truth.Width, truth.Height) < Ssim.Gaussian15.Window)
            return null;
        return new PictureScore(Reconstruction.Fpdm(truth, picture, truth.Width, truth.Height),
            Ssim.Gaussian15.Compare(PictureValues.OfBytes(truth), PictureValues.OfBytes(picture), range: 255));
    }

    /// <summary>Of a part of both; null where that part is none, or smaller than a window.</summary>
    public static PictureScore? Of(RgbImage truth, RgbImage picture, PixelBox box) =>
        box.CutFrom(truth) is { } part ? Of(part, box.CutFrom(picture)!) : null;
}
