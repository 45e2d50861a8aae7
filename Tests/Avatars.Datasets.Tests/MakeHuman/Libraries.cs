using Avatars.Datasets.MakeHuman;
using Avatars.Fixtures;

namespace Avatars.Datasets.Tests.MakeHuman;

/// <summary>The assets' library, opened once for all tests.</summary>
static class Libraries
{
    static readonly Lazy<MakeHumanLibrary> Shared = new(() => new MakeHumanLibrary(SharedFolders.Assets, textureSide: 256));

    public static MakeHumanLibrary Small
    {
        get
        {
            _ = SharedFolders.Assets; // skips where absent
            return Shared.Value;
        }
    }
}
