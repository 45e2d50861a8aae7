using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

public sealed class ViewerLayoutTests
{
    [TestCase(1600, 900)]
    [TestCase(1280, 720)]
    [TestCase(2560, 1440)]
    [TestCase(900, 1400)]
    [TestCase(640, 400)]
    public void Nothing_overlaps_and_nothing_leaves_the_window(int width, int height)
    {
        var window = new Box(0, 0, width, height);
        var layout = ViewerLayout.Of(window);
        Box[] parts = [layout.Side, layout.Rig, layout.Map, layout.Person, layout.Performance, layout.Timeline];
        for (var i = 0; i < parts.Length; i++)
        {
            var seen = parts[i].Intersect(window);
            Assert.That(seen.Width * seen.Height, Is.EqualTo(parts[i].Width * parts[i].Height).Within(0.1f).And.GreaterThan(0), $"part {i} of {layout}");
            for (var j = 0; j < i; j++)
                Assert.That(parts[i].Intersect(parts[j]) is { Width: > 0.01f, Height: > 0.01f }, Is.False, $"parts {i} and {j} of {layout}");
        }
    }

    [TestCase(1600, 900, 400)]
    [TestCase(1280, 720, 290)]
    [TestCase(2560, 1440, 700)]
    public void The_panes_are_equal_squares_of_a_good_size(int width, int height, float least)
    {
        var layout = ViewerLayout.Of(new Box(0, 0, width, height));
        foreach (var pane in (Box[])[layout.Rig, layout.Map, layout.Person])
        {
            Assert.That(pane.Height, Is.EqualTo(pane.Width).Within(0.01f));
            Assert.That(pane.Width, Is.EqualTo(layout.Rig.Width).Within(0.01f).And.GreaterThan(least));
        }
    }
}
