using Avatars.Imaging;
using Avatars.Metrics;

namespace Avatars.Cli.Evaluating;

/// <summary>The mean of pictures' scores.</summary>
sealed class Score
{
    const double BestPsnr = 100; // decibels: what equal pictures count for, infinite otherwise

    double _psnr, _gaussianSsim, _uniformSsim, _fullRangeSsim, _l1;
    int _uniformCount;

    public int Count { get; private set; }

    /// <summary>Decibels.</summary>
    public double Psnr => _psnr / Count;

    /// <summary>Windows of sigma 1.5, range of the generated picture: FPDM's ssim_256.</summary>
    public double GaussianSsim => _gaussianSsim / Count;

    /// <summary>Windows of 51 x 51: FPDM's ssim. Not a number when every picture was smaller.</summary>
    public double UniformSsim => _uniformSsim / _uniformCount;

    /// <summary>Windows of sigma 1.5, range 255.</summary>
    public double FullRangeSsim => _fullRangeSsim / Count;

    /// <summary>Mean absolute difference on 0..1.</summary>
    public double L1 => _l1 / Count;

    /// <summary>Leaves out pictures that are smaller than a window.</summary>
    public void Add(RgbImage truth, RgbImage picture)
    {
        if (Math.Min(truth.Width, truth.Height) < Ssim.Gaussian15.Window)
            return;
        var score = Reconstruction.Fpdm(truth, picture, truth.Width, truth.Height);
        Count++;
        _psnr += Math.Min(score.Psnr, BestPsnr);
        _gaussianSsim += double.IsNaN(score.GaussianSsim) ? 0 : score.GaussianSsim;
        _fullRangeSsim += Ssim.Gaussian15.Compare(PictureValues.OfBytes(truth), PictureValues.OfBytes(picture), range: 255);
        _l1 += score.L1;
        if (double.IsNaN(score.Ssim))
            return;
        _uniformSsim += score.Ssim;
        _uniformCount++;
    }
}
