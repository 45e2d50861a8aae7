using Avatars.Imaging;
using Avatars.Metrics;

namespace Avatars.Tests.Metrics;

public sealed class MetricsTests
{
    static PictureValues Noise(int seed, int width = 60, int height = 55)
    {
        var picture = new RgbImage(width, height);
        new Random(seed).NextBytes(picture.Bytes);
        return PictureValues.OfUnit(picture);
    }

    static IEnumerable<Ssim> Windows => [Ssim.Uniform51, Ssim.Gaussian12, Ssim.Gaussian15];

    [TestCaseSource(nameof(Windows))]
    public void Equal_pictures_are_similar_and_noise_is_not(Ssim ssim)
    {
        Assert.That(ssim.Compare(Noise(1), Noise(1), 1), Is.EqualTo(1).Within(1e-9));
        Assert.That(ssim.Compare(Noise(1), Noise(2), 1), Is.LessThan(0.1));
        Assert.That(ssim.Compare(Noise(1), Noise(2), 1), Is.EqualTo(ssim.Compare(Noise(2), Noise(1), 1)).Within(1e-12));
    }

    [Test]
    public void A_known_difference_has_a_known_psnr()
    {
        var black = new PictureValues(new float[48], 4, 4, 3);
        var grey = black with { Values = Enumerable.Repeat(0.1f, 48).ToArray() };
        Assert.That(PixelErrors.Psnr(black, grey, 1), Is.EqualTo(20).Within(1e-5)); // 10 log10(1 / 0.01)
        Assert.That(PixelErrors.Psnr(grey, grey, 1), Is.EqualTo(double.PositiveInfinity));
        Assert.That(PixelErrors.L1(black, grey), Is.EqualTo(0.1).Within(1e-7));
        Assert.That(PixelErrors.RelativeL1(black, grey), Is.EqualTo(1).Within(1e-7));
    }

    [Test]
    public void Pictures_of_different_size_are_refused() =>
        Assert.That(() => PixelErrors.L1(Noise(1), Noise(1, 61)), Throws.ArgumentException.With.Message.Contains("61x55"));

    [Test]
    public void Pictures_below_a_window_are_refused() =>
        Assert.That(() => Ssim.Uniform51.Compare(Noise(1, 50), Noise(2, 50), 1), Throws.ArgumentException.With.Message.Contains("51x51"));

    [Test]
    public void A_small_picture_has_all_but_the_large_windows()
    {
        var picture = new RgbImage(32, 32);
        new Random(5).NextBytes(picture.Bytes);
        var measured = Reconstruction.Fpdm(picture, picture, 32, 32);
        Assert.That(measured.Ssim, Is.NaN);
        Assert.That(measured.GaussianSsim, Is.EqualTo(1).Within(1e-6));
    }

    [Test]
    public void The_right_one_is_found_first_where_it_is_nearest()
    {
        float[] gallery = [1, 0, 0, 1, 1, 1];
        Assert.That(Retrieval.RankOf([2, 0.1f], gallery, target: 0), Is.EqualTo(1));
        Assert.That(Retrieval.RankOf([2, 0.1f], gallery, target: 1), Is.EqualTo(3));
        Assert.That(Retrieval.RankOf([2, 0.1f], gallery, target: 1, among: [1, 2]), Is.EqualTo(2));
        Assert.That(Retrieval.RankOf([2, 0.1f], gallery, target: 1, without: 0), Is.EqualTo(2));
        Assert.That(Retrieval.Recall([1, 3, 2, 7], 2), Is.EqualTo(0.5));
    }
}
