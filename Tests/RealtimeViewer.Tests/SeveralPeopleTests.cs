using System.Diagnostics;
using System.Numerics;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Sources;
using Avatars.Streaming;
using Avatars.Systems;
using Avatars.Viewer.Dialogs;
using Avatars.Viewer.Editing;
using Avatars.Viewer.Posing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer;

/// <summary>A scene of several people in the viewer: shown together, chosen, posed, added and removed. Real files, documents and streams; boxes for
/// pictures.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SeveralPeopleTests : IDisposable
{
    const float Tick = 1 / 60f; // seconds
    const string Ada = "person-1", Ben = "person-2";

    static readonly string Wave = Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh");
    static readonly Camera Front = Camera.LookAt(new Vector3(0, 1, 4), new Vector3(0, 0.9f, 0), 0.7f, 64, 64);

    readonly TemporaryFolder _folder = new();
    readonly PersonReader _reader = new((pictures, _, _) => People.Standing(pictures[0].Picture, 0));
    readonly PersonStream _stream;
    readonly Session _session;
    readonly ViewerLoop _loop;
    readonly List<SourcePicture> _sources = [];
    readonly List<string> _problems = [];

    public SeveralPeopleTests()
    {
        foreach (var (name, red, green, blue) in new[] { ("red", 200, 0, 0), ("green", 0, 200, 0), ("blue", 0, 0, 200) })
        {
            var picture = new RgbImage(40, 60);
            for (var i = 0; i < picture.Bytes.Length; i += 3)
                (picture.Bytes[i], picture.Bytes[i + 1], picture.Bytes[i + 2]) = ((byte)red, (byte)green, (byte)blue);
            PictureFile.Write(_folder[$"{name}.png"], picture);
            _sources.Add(new SourcePicture($"{name}.png", _folder[$"{name}.png"], 1));
        }
        var rig = new PoseSampler(new MotionRequest().Load(Wave), PoseMapStyle.Avatar.Layout);
        _stream = new PersonStream(() => [new SilhouetteGenerator()], Settings, _reader);
        _session = new Session(_folder["untitled"])
        {
            Orbit = new OrbitCamera(new OrbitView(new Vector3(0, 0.9f, 0), 0, 0, 4, 0.7f)), Rig = rig, Sources = _sources, Motions = ["wave"],
            PictureWidth = 64, PictureHeight = 64, Steps = 1, Sampler = "ddim",
        };
        _session.Editor.Dialogs.Problem = _problems.Add;
        _session.Editor.Load(WriteScene());
        _loop = new ViewerLoop(_session, _stream, new Motions(), [Wave], addPeople: Add)
        {
            MakeStream = () => new PersonStream(() => [new SilhouetteGenerator()], _stream!),
        };
        _session.Editor.ShownSources = _loop.People.ShownSources;
    }

    static GenerationSettings Settings => new() { Sampler = "ddim", Steps = 1, Seed = 7 };

    EditorSession Editor => _session.Editor;

    public void Dispose()
    {
        _session.Editor.Dispose();
        _loop.Dispose();
        _stream.Dispose();
        _folder.Dispose();
        Assert.That(_problems, Is.Empty);
    }

    [Test]
    public void Everybody_is_shown_where_it_stands_whoever_is_edited()
    {
        StepUntil(() => Colours() == "red green");
        Assert.That(_session.Others.Single().Id, Is.EqualTo(Ben));
        Editor.SelectPerson(Ben);
        Step(3);
        Assert.That((Editor.Person, _session.Others.Single().Id), Is.EqualTo((Ben, Ada)));
        Assert.That(_session.Sources[_session.ChosenSource].Name, Is.EqualTo("green.png"), "its picture is the chosen one");
        Assert.That(HipsOfRig.X, Is.EqualTo(0.5f).Within(0.01f), "the rig is the edited one's, metres");
        StepUntil(() => Colours() == "red green");
        Editor.Undo();
        Step(1);
        Assert.That(Editor.Person, Is.EqualTo(Ada), "undo of the selection");
        Assert.That(Editor.IsModified, Is.False, "a choice is no change of the file");
    }

    [Test]
    public void Posing_and_pictures_are_those_of_the_edited_person()
    {
        StepUntil(() => Colours() == "red green");
        Editor.SelectPerson(Ben);
        Step(1);
        Editor.SetAngles(HumanBodyBones.LeftLowerArm, new Vector3(0, 0, -60));
        Assert.That(Editor.Document!.Track(Ben, TrackTarget.Joint(HumanBodyBones.LeftLowerArm))!.Keys[0].Values[2], Is.EqualTo(-60).Within(0.01f), "degrees");
        Assert.That(Editor.Document.Track(Ada, TrackTarget.Joint(HumanBodyBones.LeftLowerArm)), Is.Null);
        _session.ChosenSource = 2;
        StepUntil(() => Colours() == "red blue");
        Assert.That(Editor.People.Select(person => person.Sources[0].File), Is.EqualTo(new[] { "red.png", "blue.png" }));
        Editor.Undo();
        StepUntil(() => Colours() == "red green");
    }

    [Test]
    public void A_person_is_added_copied_moved_removed_and_all_of_it_undone()
    {
        StepUntil(() => Colours() == "red green");
        Editor.RemovePerson();
        StepUntil(() => Colours() == "- green");
        Assert.That((Editor.Person, Editor.CanRemovePerson), Is.EqualTo((Ben, false)));
        Editor.MovePerson(new Vector3(-1, 0, 0));
        StepUntil(() => Colours() == "green -");
        Editor.DuplicatePerson();
        StepUntil(() => Colours() == "green green");
        Editor.RemovePerson();
        Editor.AddPerson(_sources[2].Paths);
        StepUntil(() => Colours() == "green blue");
        Assert.That(HipsOfRig.X, Is.EqualTo(0.3f).Within(0.01f), "metres, 0.8 beside the other");
        while (Editor.CanUndo)
            Editor.Undo();
        StepUntil(() => Colours() == "red green");
        Assert.That(Editor.People.Select(person => person.Person), Is.EqualTo(new[] { Ada, Ben }));
        Assert.That(Editor.IsModified, Is.False);
    }

    [Test]
    public void A_saved_scene_of_added_people_is_the_same_when_it_is_opened_again()
    {
        Editor.AddPerson(_sources[2].Paths);
        Editor.RenamePerson("Cleo");
        Editor.SaveAs(_folder["saved/three"]);
        Editor.StartUntitled();
        Step(5);
        Assert.That(_session.Others, Is.Empty);
        Editor.Load(_folder["saved/three.avatar.json"]);
        StepUntil(() => Colours() == "red green");
        Assert.That(Editor.People.Select(EditorSession.NameOf), Is.EqualTo(new[] { "Ada", "Ben", "Cleo" }));
        Assert.That(_session.Others.Select(other => other.Id), Is.EqualTo(new[] { Ben, "person-3" }));
    }

    [Test]
    public void A_click_on_another_persons_rig_edits_it()
    {
        StepUntil(() => Colours() == "red green");
        var lens = new PaneProjection(_session.PictureCamera, new Box(0, 0, 640, 640));
        Assert.That(lens.TrySee(new Vector3(0.5f, 1.2f, 0), out var chest, out _));
        Assert.That(PersonPicker.Find(_session.Others, chest, lens)?.Id, Is.EqualTo(Ben));
        Assert.That(lens.TrySee(new Vector3(-0.5f, 1.2f, 0), out var edited, out _));
        Assert.That(PersonPicker.Find(_session.Others, edited, lens), Is.Null);
    }

    [Test]
    public void Keys_change_whom_a_person_shows_and_choices_count_from_their_time()
    {
        StepUntil(() => Colours() == "red green");
        Editor.Time = 1;
        Editor.KeySources();
        _session.ChosenSource = 2;
        StepUntil(() => Colours() == "blue green");
        Editor.Time = 0.5f;
        StepUntil(() => Colours() == "red green");
        Editor.SelectPerson(Ben); // the other one follows its keys too
        Editor.Time = 1.5f;
        StepUntil(() => Colours() == "blue green");
        Editor.SaveAs(_folder["keyed/scene"]);
        Assert.That(File.Exists(_folder["keyed/blue.png"]), "the key's picture lies with the scene");
        Assert.That(SceneFile.Read(_folder["keyed/scene.avatar.json"]).Track(Ada, TrackTarget.Source)!.Keys.Select(key => (key.Time, key.Text)),
            Is.EqualTo(new[] { (1f, "blue.png") }));
    }

    [Test]
    public void A_motion_over_the_scene_shows_the_edited_person_alone_and_the_scene_comes_back()
    {
        StepUntil(() => Colours() == "red green");
        Editor.SelectPerson(Ben);
        _session.IsMotionWanted = true;
        Step(2);
        StepUntil(() => !Colours().Contains("red", StringComparison.Ordinal) && _loop.IsFrameNew);
        Assert.That(_session.Others, Is.Empty);
        Editor.Resume();
        StepUntil(() => Colours() == "red green");
    }

    [Test]
    public void Exported_pictures_show_everybody_as_the_window_does()
    {
        StepUntil(() => Colours() == "red green");
        Editor.Time = 1;
        Editor.KeySources();
        _session.ChosenSource = 2;
        StepUntil(() => Colours() == "blue green");
        var kind = ExportKind.All.Single(each => each.Format == "png");
        var job = new ExportJob(new ExportSettings(kind, _folder["frames"], 64, 64, 1, false), Editor.Document!, Editor.Folder!, Editor.Person,
            (_, _) => Front, new FrameMaking(() => new FramesInFlight([new SilhouetteGenerator()]),
                (paths, body) => _reader.Read(paths, body, _ => { }).Source, _loop.People.ShownSources));
        Assert.That(job.Work.Wait(HangGuard.Patience));
        Assert.That(Directory.GetFiles(_folder["frames"]).Order().Select(file => Colours(PictureFile.ReadRgb(file))),
            Is.EqualTo(new[] { "red green", "blue green", "blue green" }));
    }

    /// <summary>Ada on the left, Ben on the right.</summary>
    string WriteScene()
    {
        Directory.CreateDirectory(_folder["scene"]);
        var path = _folder["scene/two.avatar.json"];
        var folder = new SceneFolder(path);
        var document = new PoseDocument([new SceneSettings(Seconds: 2), new CameraItem("front", Front.Position, new Vector3(0, 0.9f, 0), 40)]);
        foreach (var (id, name, source, x) in new[] { (Ada, "Ada", "red.png", -0.5f), (Ben, "Ben", "green.png", 0.5f) })
        {
            File.Copy(_folder[source], _folder["scene/" + source]);
            document.Set("Person", new PersonItem(id, name, [folder.Refer(_folder["scene/" + source])], default, new Dictionary<string, float>()));
            document.SetKey("Place", id, TrackTarget.HipsPosition, new TrackKey(0, [x, 0.93f, 0]));
        }
        SceneFile.Write(path, document);
        return path;
    }

    Vector3 HipsOfRig => _session.Rig.Model[_session.Rig.Map[HumanBodyBones.Hips]].Translation;

    /// <summary>Of the left and the right half of the newest picture.</summary>
    string Colours() => _loop.Picture is { } picture ? Colours(picture) : "";

    static string Colours(RgbImage picture)
    {
        var (left, right) = (Colour(picture, 0), Colour(picture, 1));
        return $"{left} {right}";
    }

    static string Colour(RgbImage picture, int half)
    {
        Span<int> counts = stackalloc int[3];
        for (var y = 0; y < picture.Height; y++)
            for (var x = half * picture.Width / 2; x < (half + 1) * picture.Width / 2; x++)
                for (var channel = 0; channel < 3; channel++)
                    counts[channel] += picture.Row(y)[3 * x + channel] > 150 ? 1 : 0;
        return counts[0] > 100 && counts[0] > counts[1] && counts[0] > counts[2] ? "red" : counts[1] > 100 && counts[1] > counts[2] ? "green"
            : counts[2] > 100 ? "blue" : "-";
    }

    int Add(IReadOnlyList<string> paths)
    {
        if (_sources.FindIndex(source => source.Paths.SequenceEqual(paths)) is >= 0 and var known)
            return known;
        _sources.Add(new SourcePicture(Path.GetFileName(paths[0]), paths[0], 1, paths.Count > 1 ? [.. paths.Skip(1)] : null));
        return _sources.Count - 1;
    }

    void Step(int frames)
    {
        for (var i = 0; i < frames; i++)
            _loop.Step(Tick);
    }

    void StepUntil(Func<bool> isDone)
    {
        for (var clock = Stopwatch.StartNew(); !isDone() && clock.Elapsed < HangGuard.Patience;)
        {
            _loop.Step(Tick);
            Thread.Sleep(2);
        }
        Assert.That(isDone(), $"{_session.Problem} {Colours()}");
    }
}
