using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.PoseMaps;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Viewer.Editing;
using Avatars.Viewer.Posing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Dialogs;

/// <summary>Import into a scene and export of it, without a window.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ExchangeTests : IDisposable
{
    static readonly string Wave = Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh");

    readonly TemporaryFolder _folder = new();
    readonly SimulatedUser _user = new();
    readonly DialogHost _host = new();
    readonly EditorSession _editor;
    readonly ImportActions _imports;

    public ExchangeTests()
    {
        _editor = new EditorSession(new Playback(), _folder["untitled"]);
        _editor.Dialogs.Problem = _host.Toasts.Problem;
        _editor.StartUntitled();
        _imports = new ImportActions(_editor, _host);
    }

    public void Dispose()
    {
        _editor.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void A_motion_becomes_a_clip_in_the_scenes_folder_and_undo_removes_it()
    {
        _imports.Import(Wave);
        _imports.Import(Wave);
        var clips = _editor.Document!.All<ClipItem>().ToArray();
        Assert.That(clips.Select(clip => clip.Clip), Is.EqualTo(new[] { "wave", "wave 2" }));
        Assert.That(File.Exists(_editor.Folder!.Find(clips[0].File)));
        _editor.Undo();
        Assert.That(_editor.Document.All<ClipItem>().Count(), Is.EqualTo(1));
    }

    [Test]
    public void A_file_that_cannot_be_used_is_told_and_changes_nothing()
    {
        File.WriteAllText(_folder["broken.bvh"], "HIERARCHY\nROOT");
        _imports.Import(_folder["broken.bvh"]);
        _imports.Import(_folder["none.bvh"]);
        Assert.That(_host.Toasts.Texts, Has.Count.EqualTo(2));
        Assert.That(_host.Toasts.Texts[0], Does.Contain("broken.bvh"));
        Assert.That(_editor.IsModified, Is.False);
    }

    [Test]
    public void Keypoints_become_a_pose_at_the_present_time()
    {
        var sampler = new PoseSampler(MotionFile.Read(Wave).For(StandardHumanoid.Map), KeypointLayout.Avatar128, StandardHumanoid.Map);
        sampler.Sample(1.4f);
        sampler.Project(Camera.Orbit(new(0, 0.95f, 0), 0, 0, 4, 0.55f, 512, 512));
        KeypointExport.Write(_folder["pose.json"], [new KeypointFrame(KeypointLayout.Avatar128, (512, 512), [sampler.Keypoints.ToArray()])],
            KeypointFormat.OpenPose);
        _imports.Import(_folder["pose.json"]);
        Wait();
        var track = _editor.Document!.Track(_editor.Person, TrackTarget.Joint(HumanBodyBones.RightLowerArm));
        Assert.That(track, Is.Not.Null, string.Join(" ", _host.Toasts.Texts));
        Assert.That(track!.Keys.Single().Time, Is.Zero);
        _editor.Undo();
        Assert.That(_editor.Document.Track(_editor.Person, TrackTarget.Joint(HumanBodyBones.RightLowerArm)), Is.Null);
    }

    [TestCase("bvh"), TestCase("glb"), TestCase("vrma"), TestCase("openpose"), TestCase("coco133"), TestCase("pose"), TestCase("csharp"), TestCase("mask")]
    public void The_scene_is_exported(string format)
    {
        _imports.Import(Wave);
        var kind = ExportKind.All.Single(each => each.Format == format);
        var settings = new ExportSettings(kind, _folder["out" + kind.Ending], 128, 128, 2, false);
        var job = new ExportJob(settings, _editor.Document!, _editor.Folder!, _editor.Person,
            (width, height) => Camera.Orbit(new(0, 0.95f, 0), 0, 0, 4, 0.55f, width, height), null);
        Assert.That(job.Work.Wait(HangGuard.Patience));
        Assert.That(job.Result, Is.EqualTo(($"Exported {settings.Path}.", false)));
        if (format == "bvh")
            Assert.That(MotionFile.Read(settings.Path).Clip.Length, Is.EqualTo(5).Within(0.6), "the clip's length");
        else if (kind.IsFolder)
            Assert.That(Directory.GetFiles(settings.Path), Has.Length.EqualTo(job.Frames));
        else
            Assert.That(new FileInfo(settings.Path).Length, Is.GreaterThan(100));
    }

    [Test]
    public void A_place_that_cannot_be_written_is_told()
    {
        var kind = ExportKind.All.Single(each => each.Format == "bvh");
        File.WriteAllText(_folder["file"], "");
        var job = new ExportJob(new ExportSettings(kind, _folder["file/out.bvh"], 64, 64, 2, false), _editor.Document!, _editor.Folder!, _editor.Person,
            (width, height) => Camera.Orbit(new(0, 0.95f, 0), 0, 0, 4, 0.55f, width, height), null);
        Assert.That(() => job.Work.Wait(HangGuard.Patience), Throws.Exception);
        Assert.That(job.Result!.Value.IsProblem);
    }

    [Test]
    public void Every_control_of_the_export_dialog_has_a_tooltip_and_Enter_starts_it()
    {
        ExportSettings? started = null;
        _host.Show(new ExportDialog(_folder.Path, "dance", 512, 384, 30, true, (_, _, _, _) => { }, settings => started = settings));
        _user.Frame(Draw);
        _user.Ui.Seen = [];
        _user.Frame(Draw);
        foreach (var (control, _) in _user.Ui.Seen.Where(seen => !seen.IsTip))
            Assert.That(_user.Ui.Seen.Any(tip => tip.IsTip && tip.Box.Contains(control.Center)), $"the control at {control}");
        _user.Ui.Seen = null;
        for (var i = 0; i < 3; i++)
            Press(Silk.NET.Input.Key.Down); // BVH
        Press(Silk.NET.Input.Key.Enter);
        Assert.That(started!.Path, Is.EqualTo(_folder["dance.bvh"]));
        Assert.That((started.Width, started.Height, started.FramesPerSecond), Is.EqualTo((512, 384, 30f)));
    }

    void Press(Silk.NET.Input.Key key)
    {
        _user.Input.Press(key);
        _user.Frame(Draw);
        _user.Input.Release(key);
    }

    void Wait()
    {
        for (var i = 0; i < 6000 && _host.Tasks.Count > 0; i++)
        {
            _user.Frame(Draw);
            Thread.Sleep(10);
        }
    }

    void Draw() => _host.Draw(_user.Ui);
}
