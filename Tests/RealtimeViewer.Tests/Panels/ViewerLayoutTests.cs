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
        Box[] parts = [layout.Menu, layout.Left, layout.Right, layout.Bottom, layout.Rig, layout.Map, layout.Person, layout.Performance];
        for (var i = 0; i < parts.Length; i++)
        {
            var seen = parts[i].Intersect(window);
            Assert.That(seen.Width, Is.EqualTo(parts[i].Width).Within(0.01f).And.GreaterThan(0), $"part {i} of {layout}");
            Assert.That(seen.Height, Is.EqualTo(parts[i].Height).Within(0.01f).And.GreaterThan(0), $"part {i} of {layout}");
            for (var j = 0; j < i; j++)
                Assert.That(parts[i].Intersect(parts[j]) is { Width: > 0.01f, Height: > 0.01f }, Is.False, $"parts {i} and {j} of {layout}");
        }
    }

    [TestCase(1600, 900, 380)]
    [TestCase(1280, 720, 280)]
    [TestCase(2560, 1440, 650)]
    public void Rig_and_person_have_room_for_a_square_of_a_good_size(int width, int height, float least)
    {
        var layout = ViewerLayout.Of(new Box(0, 0, width, height));
        Assert.That(layout.Rig.Fit(1).Width, Is.GreaterThan(least));
        Assert.That(layout.Person.Fit(1).Width, Is.GreaterThan(least));
        Assert.That(layout.Map.Height, Is.EqualTo(layout.Map.Width).Within(0.01f).And.GreaterThan(60));
    }

    [Test]
    public void Hidden_panels_leave_their_room_to_the_panes()
    {
        var window = new Box(0, 0, 1280, 720);
        var (all, few) = (ViewerLayout.Of(window), ViewerLayout.Of(window, new PanelSizes { HasLeft = false, HasRight = false, HasBottom = false }));
        Assert.That((few.Left.Width, few.Right.Width, few.Bottom.Height), Is.EqualTo((0f, 0f, 0f)));
        Assert.That(few.Rig.Fit(1).Width, Is.GreaterThan(all.Rig.Fit(1).Width + 100));
    }

    [Test]
    public void Chosen_sizes_are_kept_as_far_as_the_window_allows()
    {
        var sizes = new PanelSizes { Left = 300, Right = 350, Bottom = 200 };
        var wide = ViewerLayout.Of(new Box(0, 0, 1920, 1080), sizes);
        Assert.That((wide.Left.Width, wide.Right.Width, wide.Bottom.Height), Is.EqualTo((300f, 350f, 200f)));
        var small = ViewerLayout.Of(new Box(0, 0, 640, 400), sizes);
        Assert.That(small.Rig.Width, Is.GreaterThan(50));
        Assert.That(small.Person.Width, Is.GreaterThan(20));
    }
}
