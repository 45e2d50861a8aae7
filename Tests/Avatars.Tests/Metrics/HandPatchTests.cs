using Avatars.Imaging;
using Avatars.Metrics;

namespace Avatars.Tests.Metrics;

public sealed class HandPatchTests
{
    [TestCase(100, 90, 70, 60), TestCase(3, 250, 0, 196), TestCase(255.9f, 0, 196, 0)]
    public void A_patch_lies_around_the_knuckle_and_in_the_picture(float x, float y, int left, int top) =>
        Assert.That(HandPatch.Around(x, y, 256, 256), Is.EqualTo(new PixelBox(left, top, 60, 60)));

    [TestCase(-1, 20), TestCase(20, 256), TestCase(float.NaN, 20)]
    public void A_knuckle_outside_the_picture_has_none(float x, float y) =>
        Assert.That(HandPatch.Around(x, y, 256, 256), Is.Null);

    [Test]
    public void A_small_picture_is_its_own_patch() =>
        Assert.That(HandPatch.Around(10, 10, 40, 70), Is.EqualTo(new PixelBox(0, 0, 40, 60)));
}
