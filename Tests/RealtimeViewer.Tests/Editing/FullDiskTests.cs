using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Viewer.Posing;

namespace Avatars.Viewer.Editing;

/// <summary>Saving where there is no room: a sentence, and the old scene stays whole.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FullDiskTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly SmallDisk _disk;
    readonly EditorSession _editor;
    readonly List<string> _problems = [];

    public FullDiskTests()
    {
        Directory.CreateDirectory(_folder["disk"]);
        _disk = SmallDisk.Mount(_folder["disk"], 64);
        _editor = new EditorSession(new Playback(), _folder["untitled"]);
        _editor.Dialogs.Problem = _problems.Add;
        _editor.StartUntitled();
    }

    public void Dispose()
    {
        _editor?.Dispose();
        _disk?.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void A_scene_that_does_not_fit_leaves_the_old_one_and_stays_unsaved()
    {
        _editor.SaveAs(_folder["disk/small"]);
        Assert.That(_problems, Is.Empty);
        var path = _folder["disk/small.avatar.json"];
        var before = File.ReadAllText(path);
        var keys = Enumerable.Range(0, 5000).Select(i => new TrackKey(i / 30f, [i % 90, 1.5f, 2.25f])).ToArray();
        _editor.Document!.Set("Many", new TrackItem(_editor.Person, TrackTarget.Joint(HumanBodyBones.Head), keys));
        _editor.Save();
        Assert.That(_problems.Single(), Does.Contain("small.avatar.json").And.Contain("No space left").And.Not.Contain("\n"));
        Assert.That(File.ReadAllText(path), Is.EqualTo(before));
        Assert.That(_editor.IsModified);
        Assert.That(Left(), Has.None.Contains(".small."), "nothing half-written is left");
        _editor.SaveAs(_folder["elsewhere"]);
        Assert.That(SceneFile.Read(_folder["elsewhere.avatar.json"]).All<TrackItem>().Single().Keys, Has.Count.EqualTo(5000), "and it can be saved elsewhere");
    }

    [Test]
    public void A_picture_that_does_not_fit_is_not_in_the_scene_nor_half_in_its_folder()
    {
        _editor.SaveAs(_folder["disk/small"]);
        PictureFile.Write(_folder["large.png"], RandomPictures.Make(300, 300, seed: 1));
        Assert.That(new FileInfo(_folder["large.png"]).Length, Is.GreaterThan(64 << 10));
        _editor.SetSources([_folder["large.png"]]);
        Assert.That(_problems.Single(), Does.Contain("large.png").And.Contain("No space left").And.Not.Contain("\n"));
        Assert.That((_editor.Sources.Count, _editor.IsModified), Is.EqualTo((0, false)));
        Assert.That(Left(), Has.None.Contains("large"));
    }

    string[] Left() => [.. Directory.GetFiles(_folder["disk"]).Select(file => Path.GetFileName(file)!)];
}
