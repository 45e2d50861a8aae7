using Avatars.Fixtures;
using Avatars.PoseMaps;

namespace Avatars.Streaming;

/// <summary>What tests of streams share: poses that differ, and patience.</summary>
static class StreamTesting
{
    public static readonly PoseMapStyle Style = PoseMapStyle.Avatar;

    public static Keypoint[] PoseAt(int step) =>
        [.. Enumerable.Range(0, Style.Layout.Count).Select(i => new Keypoint(i % 16 + step % 50 * 0.5f, i / 8 + step * 0.001f, 1))];

    public static void WaitUntil(Func<bool> isSo)
    {
        if (!SpinWait.SpinUntil(isSo, HangGuard.Patience))
            Assert.Fail("The workers do not answer.");
    }
}
