using Avatars.Posing;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Viewer.Library;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HandPaletteTests : IDisposable
{
    readonly OpenScene _scene = new();
    readonly HandPalette _palette;

    public HandPaletteTests() => _palette = new HandPalette(_scene.Editor);

    public void Dispose() => _scene.Dispose();

    [Test]
    public void A_click_puts_the_shape_on_both_hands_as_one_step_of_undo()
    {
        _scene.Playback.Seek(1);
        _palette.Apply(HandShapes.Find("asl-ily"));
        foreach (var left in new[] { true, false })
        {
            var key = Hand(left)!.Keys.Single();
            Assert.That((key.Time, key.Text), Is.EqualTo((1f, "asl-ily")));
            Assert.That(key.Values.ToArray(), Is.EqualTo(HandShapes.Find("asl-ily").Degrees.ToArray()));
            Assert.That(_palette.NameOf(left), Is.EqualTo("asl-ily"));
        }
        Assert.That(_scene.Editor.UndoNames, Is.EqualTo(new[] { "Hand shape asl-ily" }));
        _scene.Editor.Undo();
        Assert.That((Hand(true), Hand(false)), Is.EqualTo(((TrackItem?)null, (TrackItem?)null)));
    }

    [TestCase(HumanBodyBones.LeftHand, "Left"), TestCase(HumanBodyBones.RightIndexDistal, "Right"), TestCase(HumanBodyBones.Head, "Both")]
    public void The_selected_hand_gets_the_shape_until_another_is_chosen_here(HumanBodyBones selected, string hands)
    {
        _scene.Editor.Select(selected);
        Assert.That($"{_palette.Hands}", Is.EqualTo(hands));
        _palette.Hands = HandChoice.Right;
        Assert.That(_palette.Hands, Is.EqualTo(HandChoice.Right));
        _scene.Editor.Select(HumanBodyBones.LeftLowerArm);
        Assert.That(_palette.Hands, Is.EqualTo(HandChoice.Left), "a new selection counts again");
        _palette.Apply(HandShapes.Find("fist"));
        Assert.That((Hand(true) is null, Hand(false) is null), Is.EqualTo((false, true)));
    }

    [Test]
    public void Half_a_click_goes_halfway_between_the_shapes()
    {
        _palette.Apply(HandShapes.Find("fist"));
        _palette.Weight = 0.5f;
        _palette.Apply(HandShapes.Find("flat"));
        var expected = HandShapes.Find("fist").Blend(HandShapes.Find("flat"), 0.5f).Degrees.ToArray();
        Assert.That(Hand(true)!.Keys[0].Values.ToArray(), Is.EqualTo(expected).Within(1e-4));
        Assert.That(_palette.NameOf(true), Is.Empty);
    }

    [Test]
    public void Sliders_bend_from_the_shape_and_return_to_it()
    {
        _palette.Apply(HandShapes.Find("flat"));
        for (var i = 1; i <= 10; i++)
            _palette.Slide(new HandSliders(Index: i / 10f), "drag");
        Assert.That(Hand(true)!.Keys[0].Values[HandShape.FirstAngle(1) + 1], Is.EqualTo(85).Within(1e-3), "degrees: curled");
        Assert.That(_palette.Sliders.Index, Is.EqualTo(1));
        Assert.That(_scene.Editor.UndoNames, Is.EqualTo(new[] { "Hand shape flat", "Bend fingers" }));
        _palette.Slide(default, "drag");
        Assert.That(Hand(true)!.Keys[0].Values.ToArray(), Is.EqualTo(HandShapes.Find("flat").Degrees.ToArray()).Within(1e-3));
        _scene.Editor.Undo();
        Assert.That(_palette.Sliders, Is.EqualTo(default(HandSliders)), "after another change sliders start from 0");
    }

    [Test]
    public void Without_auto_key_the_hands_track_keeps_its_keys()
    {
        _palette.Apply(HandShapes.Find("fist"));
        _scene.Editor.IsAutoKeyOn = false;
        _scene.Playback.Seek(2);
        _palette.Apply(HandShapes.Find("flat"));
        Assert.That(Hand(true)!.Keys.Select(key => (key.Time, key.Text)), Is.EqualTo(new[] { (0f, "flat") }));
    }

    [Test]
    public void Search_finds_words_in_names_and_descriptions()
    {
        _palette.Filter = "asl A";
        Assert.That(_palette.Shapes.Select(shape => shape.Name), Does.Contain("asl-a"));
        _palette.Filter = "thumb beside index";
        Assert.That(_palette.Shapes.Select(shape => shape.Name), Does.Contain("asl-a"));
        _palette.Filter = "nothing like this";
        Assert.That(_palette.Shapes, Is.Empty);
    }

    TrackItem? Hand(bool left) => _scene.Document.Track(_scene.Person, TrackTarget.Hand(left));
}
