namespace Avatars.ModelEvaluation;

/// <summary>The mean of pictures' scores.</summary>
public sealed class Score
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

    public void Add(PictureScore? score)
    {
        if (score is not { Published: var published } some)
            return;
        Count++;
        _psnr += Math.Min(published.Psnr, BestPsnr);
        _gaussianSsim += double.IsNaN(published.GaussianSsim) ? 0 : published.GaussianSsim;
        _fullRangeSsim += some.FullRangeSsim;
        _l1 += published.L1;
        if (double.IsNaN(published.Ssim))
            return;
        _uniformSsim += published.Ssim;
        _uniformCount++;
    }
}
