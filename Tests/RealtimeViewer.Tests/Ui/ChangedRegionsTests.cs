using System.Numerics;

namespace Avatars.Viewer.Ui;

/// <summary>Only what changed is drawn again.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ChangedRegionsTests
{
    const int Width = 640, Height = 480;
    readonly DrawList _list = new(FontAtlas.Load());
    readonly ChangedRegions _changed = new();
    readonly Dictionary<uint, int> _versions = [];

    [Test]
    public void The_first_time_everything_is_drawn_and_then_nothing()
    {
        Assert.That(FindBox(new(0, 0, 10, 10)), Is.EqualTo(new[] { new PixelRegion(0, 0, Width, Height) }));
        Assert.That(FindBox(new(0, 0, 10, 10)), Is.Empty);
    }

    [Test]
    public void What_moves_is_drawn_where_it_was_and_where_it_is()
    {
        FindBox(new(70, 70, 20, 20));
        var regions = FindBox(new(330, 70, 20, 20));
        Assert.That(regions, Is.EquivalentTo(new[] { new PixelRegion(64, 64, 64, 64), new PixelRegion(320, 64, 64, 64) }));
    }

    [Test]
    public void Every_pixel_that_differs_lies_in_a_region()
    {
        var random = new Random(5);
        var before = new Box(100, 100, 50, 50);
        FindBox(before);
        for (var i = 0; i < 35; i++)
        {
            var now = new Box(random.Next(0, 600), random.Next(0, 440), random.Next(1, 200), random.Next(1, 200));
            var regions = FindBox(now);
            foreach (var box in new[] { before, now })
                foreach (var corner in new Vector2[] { new(box.X, box.Y), new(box.Right - 1, box.Bottom - 1), box.Center })
                    if (corner.X < Width && corner.Y < Height)
                        Assert.That(regions.Any(region => corner.X >= region.X && corner.X < region.Right && corner.Y >= region.Y && corner.Y < region.Bottom),
                            $"{corner} of {box}");
            before = now;
        }
    }

    [Test]
    public void A_texture_that_was_filled_again_is_drawn_where_it_is_shown()
    {
        FindPicture();
        Assert.That(FindPicture(), Is.Empty);
        _versions[9] = 1;
        Assert.That(FindPicture(), Is.EqualTo(new[] { new PixelRegion(256, 256, 64, 64) }));
    }

    [Test]
    public void Another_order_is_another_picture()
    {
        var (red, blue) = (UiColor.FromHex(0xFF0000), UiColor.FromHex(0x0000FF));
        Find((new(10, 10, 20, 20), red), (new(15, 15, 20, 20), blue));
        Assert.That(Find((new(15, 15, 20, 20), blue), (new(10, 10, 20, 20), red)), Is.EqualTo(new[] { new PixelRegion(0, 0, 64, 64) }));
    }

    [Test]
    public void A_new_size_draws_everything()
    {
        FindBox(new(0, 0, 10, 10));
        _list.Begin(1, 1);
        _list.Rectangle(new(0, 0, 10, 10), UiColor.White);
        Assert.That(_changed.Find(_list, VersionOf, 800, 600), Is.EqualTo(new[] { new PixelRegion(0, 0, 800, 600) }));
    }

    [Test]
    public void A_line_reaches_as_far_as_it_is_wide()
    {
        _list.Begin(1, 1);
        _changed.Find(_list, VersionOf, Width, Height);
        _list.Begin(1, 1);
        _list.Line(new(200, 126), new(100, 126), 10, UiColor.White); // five pixels to each side, across the border at 128
        var regions = _changed.Find(_list, VersionOf, Width, Height);
        Assert.That(regions, Is.EqualTo(new[] { new PixelRegion(64, 64, 192, 128) }));
    }

    PixelRegion[] FindBox(Box box) => Find((box, UiColor.White));

    PixelRegion[] Find(params (Box Box, UiColor Color)[] boxes)
    {
        _list.Begin(1, 1);
        _list.Rectangle(new(0, 0, Width, Height), Theme.Window);
        foreach (var (box, color) in boxes)
            _list.Rectangle(box, color);
        return [.. _changed.Find(_list, VersionOf, Width, Height)];
    }

    PixelRegion[] FindPicture()
    {
        _list.Begin(1, 1);
        _list.Rectangle(new(0, 0, Width, Height), Theme.Window);
        _list.Picture(9, new(260, 260, 40, 40));
        return [.. _changed.Find(_list, VersionOf, Width, Height)];
    }

    int VersionOf(uint texture) => _versions.GetValueOrDefault(texture);
}
