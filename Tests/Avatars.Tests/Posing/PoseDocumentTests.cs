using Avatars.Posing;
using Avatars.Rig;

namespace Avatars.Tests.Posing;

public sealed class PoseDocumentTests
{
    [FsCheck.NUnit.Property(MaxTest = 200)]
    public void Undo_goes_back_to_the_first_state_and_redo_to_the_last(FsCheck.DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var document = Scenes.Small();
        while (document.Undo())
        {
        }
        var first = SceneFile.ToText(document);
        for (var i = 0; i < 40; i++)
            Scenes.Edit(document, random);
        var last = SceneFile.ToText(document);
        var selection = document.Selection.ToArray();
        while (document.Undo())
        {
        }
        Assert.That(SceneFile.ToText(document), Is.EqualTo(first));
        Assert.That(document.Selection, Is.Empty);
        while (document.Redo())
        {
        }
        Assert.That(SceneFile.ToText(document), Is.EqualTo(last));
        Assert.That(document.Selection, Is.EqualTo(selection));
    }

    [Test]
    public void A_drag_is_one_edit_and_the_next_drag_another()
    {
        var document = Scenes.Small();
        var before = SceneFile.ToText(document);
        var edits = document.UndoList.Count;
        for (var i = 0; i < 100; i++)
            document.SetKey("Turn", Scenes.Person, TrackTarget.Joint(HumanBodyBones.Head), new TrackKey(1, [i, 0, 0]), "head");
        Assert.That(document.UndoList, Has.Count.EqualTo(edits + 1));
        document.EndDrag();
        document.SetKey("Turn", Scenes.Person, TrackTarget.Joint(HumanBodyBones.Head), new TrackKey(1, [5, 0, 0]), "head");
        Assert.That(document.UndoList, Has.Count.EqualTo(edits + 2));
        document.Undo();
        Assert.That(document.Track(Scenes.Person, TrackTarget.Joint(HumanBodyBones.Head))!.Keys[0].Values[0], Is.EqualTo(99));
        document.Undo();
        Assert.That(SceneFile.ToText(document), Is.EqualTo(before));
    }

    [Test]
    public void Saving_marks_the_state_to_which_undo_can_return()
    {
        var document = new PoseDocument([Scenes.Someone]);
        Assert.That(document.IsModified, Is.False);
        document.Set("Marker", new MarkerItem("a", 1, "a"));
        Assert.That(document.IsModified);
        document.MarkSaved();
        document.Set("Marker", new MarkerItem("b", 1, "b"));
        document.Undo();
        Assert.That(document.IsModified, Is.False);
        document.Undo();
        Assert.That(document.IsModified);
    }

    [Test]
    public void Removing_a_person_removes_what_belongs_to_it_and_undo_brings_it_back()
    {
        var document = Scenes.Small();
        var before = SceneFile.ToText(document);
        document.Remove("Remove Ada", "person/person-1");
        Assert.That(document.All<TrackItem>(), Is.Empty);
        Assert.That(document.All<SignItem>(), Is.Empty);
        document.Undo();
        Assert.That(SceneFile.ToText(document), Is.EqualTo(before));
    }

    [Test]
    public void An_edit_of_another_state_is_refused()
    {
        var document = Scenes.Small();
        var edit = document.Edit("Marker", "", ("marker/a", new MarkerItem("a", 1, "a")));
        document.Apply(edit);
        Assert.That(() => document.Apply(edit), Throws.InvalidOperationException);
    }
}
