using System.Diagnostics;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Posing;
using Avatars.ScriptHost;
using Avatars.Sources;
using Avatars.Systems;
using Avatars.Viewer.Posing;
using Avatars.Viewer.Scripts;

namespace Avatars.Viewer;

/// <summary>Whom a scene names and whom the viewer shows: real files, documents and stream; the networks are replaced.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ScenePersonTests : IDisposable
{
    const float Tick = 1 / 60f; // seconds

    static readonly string Wave = Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh");

    readonly TemporaryFolder _folder = new();
    readonly FakeGenerator _generator = new() { ReadsBody = true };
    readonly PersonStream _stream;
    readonly Session _session;
    readonly ViewerLoop _loop;
    readonly List<SourcePicture> _sources = [];
    readonly List<string> _problems = [];

    public ScenePersonTests()
    {
        Directory.CreateDirectory(_folder["photos"]);
        Directory.CreateDirectory(_folder["scenes"]);
        foreach (var (name, width) in new[] { ("photos/first.png", 60), ("photos/me.png", 70), ("photos/you.png", 80) })
        {
            PictureFile.Write(_folder[name], RandomPictures.Make(width, 90, seed: width));
            _sources.Add(new SourcePicture(Path.GetFileName(name), _folder[name], 1));
        }
        var rig = new PoseSampler(new MotionRequest().Load(Wave), PoseMapStyle.Avatar.Layout);
        var reader = new PersonReader((pictures, _, _) => People.Standing(pictures[0].Picture, 0));
        _stream = new PersonStream(() => [_generator], new GenerationSettings { Sampler = "ddim", Steps = 1, Seed = 7 }, reader);
        _session = new Session(_folder["untitled"])
        {
            Orbit = new OrbitCamera(HomeView.Of(rig)), Rig = rig, Sources = _sources, Motions = ["wave"], PictureWidth = _generator.Width,
            PictureHeight = _generator.Height, Steps = 1, Sampler = "ddim", Script = new LiveScript(new TrustedScripts(_folder["trusted.txt"])),
        };
        _session.Editor.Dialogs.Problem = _problems.Add;
        _session.Editor.ShownSources = _ => _sources[_session.ChosenSource].Paths;
        _session.Editor.StartUntitled();
        _loop = new ViewerLoop(_session, _stream, new Motions(), [Wave], addPeople: Add);
        StepUntil(() => _generator.SourcesSet == 1);
    }

    public void Dispose()
    {
        _generator.Release();
        _session.Editor.Dispose();
        _stream.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void A_chosen_person_is_an_edit_and_the_picture_lies_with_the_scene()
    {
        Choose(1);
        var editor = _session.Editor;
        Assert.That(editor.Sources.Single().File, Is.EqualTo("me.png"));
        Assert.That(editor.Sources.Single().Hash, Is.EqualTo(SceneFolder.HashOf(_folder["photos/me.png"])));
        Assert.That((editor.IsModified, editor.UndoNames.Last()), Is.EqualTo((true, "Choose person")));
        editor.SaveAs(_folder["scenes/hello"]);
        Assert.That(File.ReadAllBytes(_folder["scenes/me.png"]), Is.EqualTo(File.ReadAllBytes(_folder["photos/me.png"])));
        Assert.That(File.ReadAllText(_folder["scenes/hello.avatar.json"]), Does.Contain("\"sources\":[{\"file\":\"me.png\",\"sha256\":\""));
        Assert.That(_problems, Is.Empty);
    }

    [Test]
    public void A_scene_that_is_opened_shows_its_person()
    {
        Choose(1);
        _session.Editor.SaveAs(_folder["scenes/hello"]);
        _session.Editor.StartUntitled();
        Choose(2);
        _session.Editor.Load(_folder["scenes/hello.avatar.json"]);
        StepUntil(() => _generator.Source!.Width == 70);
        Step(3);
        Assert.That(_session.Sources[_session.ChosenSource].Path, Is.EqualTo(_folder["scenes/me.png"]));
        Assert.That((_session.Editor.IsModified, _session.Problem), Is.EqualTo((false, (string?)null)), "showing it is no edit");
    }

    [Test]
    public void The_person_who_was_never_chosen_is_saved_too()
    {
        Assert.That((_session.Editor.Sources.Count, _session.Editor.IsModified), Is.EqualTo((0, false)));
        _session.Editor.SaveAs(_folder["scenes/plain"]);
        Step(3);
        Assert.That(_session.Editor.Sources.Single().File, Is.EqualTo("first.png"));
        Assert.That((File.Exists(_folder["scenes/first.png"]), _session.Editor.IsModified), Is.EqualTo((true, false)));
    }

    [Test]
    public void Undo_shows_the_person_before_and_redo_the_other()
    {
        Choose(1);
        _session.Editor.EndDrag();
        Choose(2);
        _session.Editor.Undo();
        StepUntil(() => _generator.Source!.Width == 70);
        _session.Editor.Undo();
        StepUntil(() => _generator.Source!.Width == 60);
        _session.Editor.Redo();
        StepUntil(() => _generator.Source!.Width == 70);
        Assert.That(_session.Editor.Sources.Single().File, Is.EqualTo("me.png"));
    }

    [Test]
    public void Pictures_that_were_only_looked_at_do_not_stay_in_the_scenes_folder()
    {
        _session.Editor.SaveAs(_folder["scenes/hello"]);
        Step(1);
        File.WriteAllText(_folder["photos/me.keypoints.json"], "{}");
        Choose(1);
        Assert.That(Directory.GetFiles(_folder["scenes"]).Select(Path.GetFileName), Does.Contain("me.png").And.Contain("me.keypoints.json"));
        Choose(2);
        Assert.That(Directory.GetFiles(_folder["scenes"]).Select(Path.GetFileName),
            Is.SupersetOf(new[] { "first.png", "hello.avatar.json", "you.png" }).And.None.Contain("me."));
    }

    [TestCase(true, "is missing"), TestCase(false, "is not the one that the scene was made with")]
    public void A_picture_that_is_missing_or_another_one_is_a_sentence_and_whoever_is_shown_stays(bool isMissing, string sentence)
    {
        Choose(1);
        _session.Editor.SaveAs(_folder["scenes/hello"]);
        _session.Editor.StartUntitled();
        Choose(2);
        if (isMissing)
            File.Delete(_folder["scenes/me.png"]);
        else
            PictureFile.Write(_folder["scenes/me.png"], RandomPictures.Make(33, 44, seed: 5));
        _session.Editor.Load(_folder["scenes/hello.avatar.json"]);
        Step(5);
        Assert.That(_problems.Single(), Does.Contain("'me.png' " + sentence).And.Not.Contain("\n"));
        Assert.That(_session.Problem, Is.EqualTo(_problems.Single()), "the same sentence: it is shown once");
        Assert.That(_generator.Source!.Width, Is.EqualTo(80));
        var before = File.ReadAllText(_folder["scenes/hello.avatar.json"]);
        _session.Editor.Save();
        Assert.That(File.ReadAllText(_folder["scenes/hello.avatar.json"]), Is.EqualTo(before), "the reference stays");
    }

    [Test]
    public void The_scenes_background_stands_behind_the_person()
    {
        _session.Editor.SetBackground("#00b140");
        StepUntil(() => _stream.Source!.Person!.Background.Bytes[1] == 0xB1);
        Choose(1);
        Assert.That(_stream.Source!.Person!.Background.Bytes.Take(3), Is.EqualTo(new byte[] { 0, 0xB1, 0x40 }));
        PictureFile.Write(_folder["photos/beach.png"], RandomPictures.Make(30, 20, seed: 9));
        _session.Editor.SetBackground(_folder["photos/beach.png"]);
        StepUntil(() => _stream.Source!.Person!.Background.Width == 30);
        _session.Editor.SaveAs(_folder["scenes/hello"]);
        Assert.That(File.Exists(_folder["scenes/beach.png"]));
        _session.Editor.StartUntitled();
        StepUntil(() => _stream.Source!.Person!.Background.Width != 30);
        Assert.That(_session.Sources[_session.ChosenSource].Name, Is.EqualTo("me.png"), "whoever is shown stays in a new scene");
        _session.Editor.Load(_folder["scenes/hello.avatar.json"]);
        StepUntil(() => _stream.Source!.Person!.Background.Width == 30);
        Assert.That(_problems, Is.Empty);
    }

    [Test]
    public void A_script_puts_a_colour_or_a_picture_behind_the_person_until_it_is_closed()
    {
        _session.Editor.SetBackground("#00b140");
        PictureFile.Write(_folder["beach.png"], RandomPictures.Make(30, 20, seed: 9));
        Open("backgroundColor = new Color(1, 0, 0)");
        StepUntil(() => _stream.Source!.Person!.Background.Bytes[0] == 255);
        Open("background = \"beach.png\"");
        StepUntil(() => _stream.Source!.Person!.Background.Width == 30);
        _session.Script.Close();
        StepUntil(() => _stream.Source!.Person!.Background.Bytes[1] == 0xB1);
        Open("background = \"none.png\"");
        StepUntil(() => _session.Problem is not null);
        Assert.That(_session.Problem, Does.Contain("none.png"));
        Assert.That(_stream.Source!.Person!.Background.Bytes[1], Is.EqualTo(0xB1), "the scene's stays");
        _session.Script.Dispose();

        void Open(string change)
        {
            File.WriteAllText(_folder["Look.cs"],
                $"using Avatars.Scripting;\npublic class Look : AvatarBehaviour {{ void Awake() => avatar.{change}; }}\n");
            _session.Script.Open(_folder["Look.cs"], isTrusted: true);
        }
    }

    int Add(IReadOnlyList<string> paths)
    {
        if (_sources.FindIndex(source => source.Paths.SequenceEqual(paths)) is >= 0 and var known)
            return known;
        _sources.Add(new SourcePicture(Path.GetFileName(paths[0]), paths[0], 1, paths.Count > 1 ? [.. paths.Skip(1)] : null));
        return _sources.Count - 1;
    }

    void Choose(int index)
    {
        _session.ChosenSource = index;
        var width = PictureFile.ReadRgb(_sources[index].Path).Width;
        StepUntil(() => _generator.Source!.Width == width);
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
        Assert.That(isDone(), $"{_session.Problem} {string.Join('\n', _session.Script.Lines.Select(line => line.Text))}");
    }
}
