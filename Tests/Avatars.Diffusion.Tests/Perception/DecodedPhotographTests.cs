using System.Security.Cryptography;

namespace Avatars.Diffusion.Tests.Perception;

public sealed class DecodedPhotographTests
{
    [TestCaseSource(typeof(PerceptionCase), nameof(PerceptionCase.All))]
    public void A_photograph_is_decoded_to_the_pixels_that_libjpeg_gives(string path)
    {
        using var golden = new PerceptionCase(path);
        Assert.That(Convert.ToHexStringLower(SHA256.HashData(golden.ReadPicture().Bytes)), Is.EqualTo(golden.Root.GetProperty("rgb_sha256").GetString()));
    }
}
