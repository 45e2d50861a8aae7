using Avatars.Fixtures;
using Avatars.Inference;

namespace Avatars.Tests.Inference;

public sealed class RuntimePairTests
{
    [Test]
    public void The_pair_of_this_build_fits_and_the_native_library_is_no_older()
    {
        Assert.That(RuntimePair.Require, Throws.Nothing);
        Assert.That(Version.Parse(RuntimePair.Managed), Is.GreaterThanOrEqualTo(new Version(1, 22)));
        Assert.That(Version.Parse(RuntimePair.Native), Is.GreaterThanOrEqualTo(Version.Parse(RuntimePair.Managed)));
    }

    /// <summary>Both are pinned there, by platform.</summary>
    [Test]
    public void The_pair_is_the_one_that_the_repository_names()
    {
        var named = File.ReadAllText(Path.Combine(SharedFolders.Repository, "Directory.Packages.props"));
        Assert.That(named, Does.Contain($"<OnnxRuntimeManagedVersion>{RuntimePair.Managed}<").And.Contain($"<OnnxRuntimeNativeVersion>{RuntimePair.Native}<"));
    }
}
