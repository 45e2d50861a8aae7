using System.Numerics;

namespace Avatars.Viewer.Ui;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DrawListTests
{
    readonly DrawList _draw = new(FontAtlas.Load());

    [Test]
    public void Shapes_of_one_texture_are_one_batch_in_drawing_order()
    {
        _draw.Begin(1, fontTexture: 7);
        _draw.Rectangle(new(0, 0, 10, 10), Theme.Panel);
        _draw.Text(Face.Body, Vector2.Zero, "ab", Theme.Text);
        _draw.Picture(9, new(0, 0, 5, 5));
        _draw.Line(Vector2.Zero, Vector2.One, 1, Theme.Text);
        Assert.That(_draw.Batches.ToArray(), Is.EqualTo(new[] { new ShapeBatch(7, 0, 3), new ShapeBatch(9, 3, 1), new ShapeBatch(7, 4, 1) }));
    }

    [Test]
    public void Only_a_plain_opaque_box_over_all_of_the_window_fills_it()
    {
        _draw.Begin(2, 1);
        _draw.Rectangle(new(0, 0, 50, 30), Theme.Window);
        _draw.Rectangle(new(0, 0, 50, 29), Theme.Window);
        _draw.Rectangle(new(0, 0, 50, 30), Theme.Window, corner: 3);
        _draw.Rectangle(new(0, 0, 50, 30), Theme.Window.WithAlpha(0.9f));
        _draw.Picture(9, new(0, 0, 50, 30));
        _draw.PushClip(new(1, 0, 50, 30));
        _draw.Rectangle(new(0, 0, 50, 30), Theme.Window);
        Assert.That(_draw.Shapes.ToArray().Select(shape => shape.Fills(100, 60)), Is.EqualTo(new[] { true, false, false, false, false, false }));
    }

    [Test]
    public void A_clip_within_a_clip_is_what_they_share()
    {
        _draw.Begin(2, 1);
        _draw.PushClip(new(0, 0, 100, 100));
        _draw.PushClip(new(50, 20, 100, 100));
        _draw.Rectangle(new(0, 0, 500, 500), Theme.Panel);
        _draw.PopClip();
        _draw.Rectangle(new(0, 0, 500, 500), Theme.Panel);
        Assert.That(_draw.Shapes[0].Clip, Is.EqualTo(new Vector4(100, 40, 200, 200)));
        Assert.That(_draw.Shapes[1].Clip, Is.EqualTo(new Vector4(0, 0, 200, 200)));
    }

    [Test]
    public void Text_is_as_wide_as_it_is_measured_at_any_scale([Values(1f, 1.5f, 2f)] float scale)
    {
        _draw.Begin(scale, 1);
        var drawn = _draw.Text(Face.Body, new(3, 3), "Time of a frame", Theme.Text);
        Assert.That(drawn, Is.EqualTo(_draw.WidthOf(Face.Body, "Time of a frame")).Within(0.01f));
        Assert.That(drawn, Is.InRange(90, 120));
    }

    [Test]
    public void A_letter_that_was_not_baked_becomes_a_square()
    {
        _draw.Begin(1, 1);
        Assert.That(_draw.WidthOf(Face.Body, "ꙮ"), Is.EqualTo(_draw.WidthOf(Face.Body, "□")));
    }

    [Test]
    public void Interpolated_text_is_drawn_like_plain_text()
    {
        _draw.Begin(1, 1);
        var written = _draw.Write(Face.Body, Vector2.Zero, Theme.Text, $"{12.345f:0.0} ms");
        Assert.That(written, Is.EqualTo(_draw.WidthOf(Face.Body, "12.3 ms")).Within(0.01f));
    }
}
