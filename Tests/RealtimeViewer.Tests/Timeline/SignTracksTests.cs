using System.Numerics;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Signing;
using Avatars.Signing.Editing;
using Avatars.Viewer.Library;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Timeline;

/// <summary>Glosses as blocks of the timeline that make the keys of the signing. 100 points are a second.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SignTracksTests : IDisposable
{
    readonly OpenScene _scene = new();
    readonly SignTracks _signs;
    readonly DopeSheet _sheet;
    readonly List<string> _problems = [];

    public SignTracksTests()
    {
        File.WriteAllText(_scene.Folder["house.sigml"], """
            <sigml><hns_sign gloss="HOUSE"><hamnosys_manual><hamflathand/><hamextfingeru/><hampalmd/><hamchin/></hamnosys_manual></hns_sign>
            <hns_sign gloss="HOUSE"><hamnosys_manual><hamfist/><hamextfingerl/><hampalmd/><hamchest/></hamnosys_manual></hns_sign></sigml>
            """);
        _scene.Editor.Dialogs.Problem = _problems.Add;
        _signs = new SignTracks(_scene.Editor, [SignLexicon.Open(_scene.Folder["house.sigml"])]) { SlowSeconds = double.MaxValue };
        _sheet = new DopeSheet(_scene.Playback) { Signs = _signs, Layout = DopeLayout.Of(new Box(0, 0, 1450, 2000)), IsSnapping = false };
        _signs.Add("hi house");
        _signs.Add("house");
        _scene.Editor.Update();
        Show();
        _sheet.View.Fit(_sheet.Layout.Tracks with { Width = 1300 }, 0, 13);
    }

    public void Dispose() => _scene.Dispose();

    [Test]
    public void A_lexicon_is_opened_and_closed_while_the_scene_is_open()
    {
        File.WriteAllText(_scene.Folder["tree.sigml"], """
            <sigml><hns_sign gloss="TREE"><hamnosys_manual><hamfinger2/><hamextfingeru/><hampalml/><hamchest/></hamnosys_manual></hns_sign></sigml>
            """);
        SignItem[] Trees() => [.. _signs.Signs.Where(sign => sign.Gloss.Contains("TREE", StringComparison.OrdinalIgnoreCase)).OrderBy(sign => sign.IsSpelled)];
        _signs.Add("tree");
        Assert.That(Trees().Single().IsSpelled, "no lexicon has it yet");
        _scene.Editor.Dialogs.ChooseLexicon = done => done(_scene.Folder["tree.sigml"]);
        _signs.ChooseLexicon();
        _signs.OpenLexicon(_scene.Folder["tree.sigml"]);
        Assert.That(_signs.Lexicons, Has.Count.EqualTo(2), "the same one once");
        Assert.That(_signs.VariantsOf(Trees()[0]).Count, Is.EqualTo(2), "the sign, and letters");
        _signs.Add("tree");
        Assert.That(Trees().Select(sign => sign.IsSpelled), Is.EqualTo(new[] { false, true }));
        Assert.That(Trees()[0].Notation, Is.Not.Empty);
        _signs.CloseLexicon(_signs.Lexicons[1]);
        _signs.OpenLexicon(_scene.Folder["none.sigml"]);
        Assert.That(_problems.Last(), Does.Contain("none.sigml"));
        Assert.That(_signs.Lexicons, Has.Count.EqualTo(1));
    }

    [Test]
    public void Typed_words_become_signs_at_the_playhead_with_keys()
    {
        Assert.That(_signs.Signs.Select(sign => sign.Gloss), Is.EqualTo(new[] { "HOUSE", "#HI", "HOUSE" }), "the second text at 0 s too, before the first");
        Assert.That(_problems, Is.Empty);
        Assert.That(_sheet.Rows.Single(row => row.Kind == DopeRowKind.Signs).Bars, Has.Count.EqualTo(3));
        Assert.That(RightWrist(_signs.Signs[0].End).Y, Is.GreaterThan(1.3f), "at the chin");
    }

    [Test]
    public void A_dragged_end_slows_a_sign_and_moves_those_behind_it_at_once()
    {
        var before = _signs.Signs;
        var chin = RightWrist(before[0].End);
        Press(before[0].End - 0.02f);
        _sheet.Drag(At(before[0].End + 0.3f));
        _sheet.Drag(At(before[0].End + 0.98f));
        Assert.That(_signs.Signs[0].End, Is.EqualTo(before[0].End + 1).Within(1e-3f), "before the button is released");
        _scene.Editor.Update();
        Assert.That(Vector3.Distance(RightWrist(before[0].End + 1), chin), Is.LessThan(0.01f), "metres: the sign ends a second later at the same place");
        _sheet.Release(At(before[0].End + 0.98f));
        Assert.That(_signs.Signs[1].Start, Is.EqualTo(before[1].Start + 1).Within(1e-3f));
        _scene.Editor.Undo();
        Assert.That(_signs.Signs, Is.EqualTo(before), "one drag is one edit");
    }

    [Test]
    public void With_control_the_end_is_held()
    {
        var before = _signs.Signs;
        _sheet.Press(At(before[0].End - 0.02f), isControl: true);
        _sheet.Drag(At(before[0].End + 0.3f));
        _sheet.Release(At(before[0].End + 0.48f));
        Show();
        Assert.That(_signs.Signs[0].Hold, Is.EqualTo(before[0].Hold + 0.5f).Within(1e-3f));
        Assert.That(_sheet.Rows.Single(row => row.Kind == DopeRowKind.Signs).Bars[0].Hold, Is.EqualTo(_signs.Signs[0].Hold));
    }

    [Test]
    public void A_sign_dragged_over_its_neighbour_changes_places_with_it()
    {
        var before = _signs.Signs;
        var middle = (before[0].Start + before[0].End) / 2;
        Press(middle);
        _sheet.Drag(At(middle + 0.5f));
        _sheet.Release(At(middle + before[1].Seconds));
        Assert.That(_signs.Signs.Select(sign => sign.Gloss), Is.EqualTo(new[] { "#HI", "HOUSE", "HOUSE" }));
        Assert.That(_signs.Signs[0].Start, Is.EqualTo(before[0].Start).Within(1e-4f));
        Assert.That(_signs.Signs[1].Start, Is.EqualTo(_signs.Signs[0].End).Within(1e-4f));
        Assert.That(_signs.Signs[2].Start, Is.EqualTo(before[2].Start).Within(1e-4f), "what lies behind both stays");
    }

    [Test]
    public void Another_variant_takes_the_place_of_a_sign()
    {
        var sign = _signs.Signs[0];
        var variants = _signs.VariantsOf(sign);
        Assert.That(variants.Select(variant => variant.Name.Split(',')[0]), Is.EqualTo(new[] { "HOUSE: house.sigml/house.sigml",
            "HOUSE: house.sigml/house.sigml", "Fingerspelled" }));
        var chin = RightWrist(sign.End);
        _signs.Choose(sign, variants[1]);
        _scene.Editor.Update();
        var chest = RightWrist(_signs.Signs[0].End);
        Assert.That(chin.Y - chest.Y, Is.GreaterThan(0.1f), "metres from chin to chest");
        Assert.That(_signs.Signs[0].Id, Is.EqualTo(sign.Id));
        _signs.Choose(_signs.Signs[0], variants[2]);
        Assert.That(_signs.Signs[0].IsSpelled, Is.True);
        Assert.That(_signs.Signs[1].Start, Is.GreaterThanOrEqualTo(_signs.Signs[0].End - 1e-4f));
    }

    [Test]
    public void Delete_removes_the_sign_and_what_it_moved()
    {
        foreach (var sign in _signs.Signs)
        {
            Press((sign.Start + sign.End) / 2);
            _sheet.Release(At((sign.Start + sign.End) / 2));
            _sheet.Delete();
        }
        Assert.That(_signs.Signs, Is.Empty);
        Assert.That(_scene.Document.All<TrackItem>(), Is.Empty);
    }

    [Test]
    public void A_word_that_cannot_be_signed_is_named_and_nothing_changes()
    {
        var edits = _scene.Document.UndoList.Count;
        _signs.Add("日本");
        Assert.That(_problems.Single(), Does.Contain("日"));
        Assert.That(_scene.Document.UndoList, Has.Count.EqualTo(edits));
    }

    Vector3 RightWrist(float time)
    {
        _scene.Editor.Update();
        _scene.Playback.Seek(time);
        var model = new ModelPose(StandardHumanoid.Skeleton);
        model.Run(_scene.Pose());
        return model.Positions[StandardHumanoid.Map[HumanBodyBones.RightHand]];
    }

    Vector2 At(float time) => new(_sheet.View.XAt(_sheet.Layout.Tracks, time),
        _sheet.Layout.TrackOf(_sheet.Rows.ToList().FindIndex(row => row.Kind == DopeRowKind.Signs), 0).Center.Y);

    void Press(float time) => _sheet.Press(At(time));

    void Show() => _sheet.Show(_scene.Document, _scene.Person);
}
