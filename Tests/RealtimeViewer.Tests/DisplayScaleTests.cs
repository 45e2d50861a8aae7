namespace Avatars.Viewer;

public sealed class DisplayScaleTests
{
    [TestCase(1, 1, 1), TestCase(2, 1, 2), TestCase(1.5f, 1, 1.5f), TestCase(2, 2, 1), TestCase(1.09f, 1, 1), TestCase(0.2f, 1, 0.75f), TestCase(9, 1, 3)]
    [TestCase(0, 1, 1), TestCase(float.NaN, 1, 1), TestCase(2, 0, 1)]
    public void Letters_grow_with_the_screen_but_for_what_the_system_enlarges(float content, float pixels, float expected) =>
        Assert.That(DisplayScale.Of(content, pixels), Is.EqualTo(expected));
}
