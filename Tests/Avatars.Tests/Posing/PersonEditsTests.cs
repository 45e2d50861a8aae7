using System.Numerics;
using Avatars.Fixtures;
using Avatars.Posing;
using Avatars.Rig;

namespace Avatars.Tests.Posing;

public sealed class PersonEditsTests
{
    const string First = Scenes.Person;

    [Test]
    public void An_added_person_stands_at_rest_beside_the_others()
    {
        var document = new PoseDocument([new SceneSettings(Seconds: 1), Scenes.Someone]);
        var second = PersonEdits.Add(document, [new FileReference("you.png")]);
        var third = PersonEdits.Add(document, []);
        Assert.That((second, third), Is.EqualTo(("person-2", "person-3")));
        Assert.That(HipsOf(document, second).X - HipsOf(document, First).X, Is.EqualTo(0.8f).Within(1e-5f), "metres");
        Assert.That(HipsOf(document, third).X - HipsOf(document, second).X, Is.EqualTo(0.8f).Within(1e-5f));
        Assert.That(HipsOf(document, second).Y, Is.EqualTo(HipsOf(document, First).Y).Within(1e-6f));
        Assert.That(((PersonItem)document.TryFind("person/person-2")!).Sources.Single().File, Is.EqualTo("you.png"));
        document.Undo();
        document.Undo();
        Assert.That(document.All<PersonItem>().Select(person => person.Person), Is.EqualTo(new[] { First }));
        Assert.That(document.Items(), Has.Count.EqualTo(2), "nothing is left of them");
    }

    [Test]
    public void A_duplicate_has_all_that_belongs_to_the_person_and_the_file_holds_it()
    {
        var document = Scenes.Small();
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh"), folder["wave.bvh"]);
        document.Set("Clip", new ClipItem(First, "wave", new FileReference("wave.bvh")));
        document.Set("Signing", new SignSettings(First));
        var copy = PersonEdits.Duplicate(document, First);
        string[] Kinds(string person) => [.. document.Items().Where(item => item.Owner == person).Select(item => item.Id.Replace(person, "*")).Order()];
        Assert.That(Kinds(copy), Is.EqualTo(Kinds(First)));
        Assert.That(HipsOf(document, copy, folder).X - HipsOf(document, First, folder).X, Is.EqualTo(0.8f).Within(1e-5f));
        var arm = TrackTarget.Joint(HumanBodyBones.RightUpperArm);
        Assert.That(document.Track(copy, arm)!.Keys, Is.EqualTo(document.Track(First, arm)!.Keys));
        Assert.That(document.Track(copy, TrackTarget.Gaze)!.Keys[0].Values[0], Is.EqualTo(1.1f).Within(1e-5f), "it looks as far to the side");
        SceneFile.Write(folder["two.avatar.json"], document);
        var read = SceneFile.Read(folder["two.avatar.json"]);
        Assert.That(read.Items().OrderBy(item => item.Id).Select(item => item.Id), Is.EqualTo(document.Items().OrderBy(item => item.Id)
            .Select(item => item.Id).Where(id => id != SelectionItem.ItemId)));
        document.Undo();
        Assert.That(document.Items().Any(item => item.Owner == copy), Is.False);
    }

    [Test]
    public void A_removed_person_takes_along_what_is_its_own_and_undo_brings_it_back()
    {
        var document = Scenes.Small();
        var copy = PersonEdits.Duplicate(document, First);
        var before = document.Items().Where(item => item.Owner == First).ToArray();
        PersonEdits.Remove(document, First);
        Assert.That(document.Items().Any(item => item.Owner == First), Is.False);
        Assert.That(document.Items().Any(item => item.Owner == copy), Is.True);
        var error = Assert.Throws<InvalidOperationException>(() => PersonEdits.Remove(document, copy))!;
        Assert.That(error.Message, Does.Contain("at least one person"));
        document.Undo();
        Assert.That(document.Items().Where(item => item.Owner == First), Is.EquivalentTo(before));
        Assert.That(document.All<PersonItem>().First().Person, Is.EqualTo(First), "the first one is the first again");
        using var folder = new TemporaryFolder();
        PersonEdits.Add(document, []);
        document.Set("Person", new PersonItem("a-later-one", "", [], default, new Dictionary<string, float>()));
        SceneFile.Write(folder["order.avatar.json"], document);
        Assert.That(SceneFile.Read(folder["order.avatar.json"]).All<PersonItem>().Select(person => person.Person),
            Is.EqualTo(new[] { First, copy, "person-3", "a-later-one" }), "films lay them over each other in this order");
    }

    [TestCase(true, true), TestCase(false, true), TestCase(false, false)]
    public void Moving_moves_all_times_alike(bool hasKeys, bool hasClip)
    {
        var document = new PoseDocument([new SceneSettings(Seconds: 2), Scenes.Someone]);
        using var folder = new TemporaryFolder();
        if (hasClip)
        {
            File.Copy(Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh"), folder["wave.bvh"]);
            document.Set("Clip", new ClipItem(First, "wave", new FileReference("wave.bvh")));
        }
        if (hasKeys)
        {
            document.SetKey("Hips", First, TrackTarget.HipsPosition, new TrackKey(0, [0, 0.9f, 0]));
            document.SetKey("Hips", First, TrackTarget.HipsPosition, new TrackKey(2, [0.5f, 0.8f, 0.1f]));
        }
        var scene = new SceneFolder(folder["scene.avatar.json"]);
        Vector3 At(float time)
        {
            var motion = new ScenePoseSource(document, First, scene);
            var pose = motion.MakePose();
            motion.Sample(time, pose);
            return pose.Joints[StandardHumanoid.Map[HumanBodyBones.Hips]].Translation;
        }
        var before = new[] { At(0), At(0.7f), At(2) };
        PersonEdits.Move(document, First, new Vector3(1, 0, -2), "drag");
        PersonEdits.Move(document, First, new Vector3(0.5f, 0, 0), "drag");
        var after = new[] { At(0), At(0.7f), At(2) };
        for (var i = 0; i < 3; i++)
            Assert.That(Vector3.Distance(after[i], before[i] + new Vector3(1.5f, 0, -2)), Is.LessThan(1e-5f), "metres");
        document.Undo();
        Assert.That(Vector3.Distance(At(0.7f), before[1]), Is.LessThan(1e-6f), "both in one step");
    }

    static Vector3 HipsOf(PoseDocument document, string person, TemporaryFolder? folder = null)
    {
        var motion = new ScenePoseSource(document, person, folder is null ? null : new SceneFolder(folder["scene.avatar.json"]));
        var pose = motion.MakePose();
        motion.Sample(0, pose);
        return pose.Joints[StandardHumanoid.Map[HumanBodyBones.Hips]].Translation;
    }
}
