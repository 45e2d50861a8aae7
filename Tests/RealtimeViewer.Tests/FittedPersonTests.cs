using System.Numerics;
using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Sources;
using Avatars.Systems;
using Avatars.Viewer.Editing;
using Avatars.Viewer.Posing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer;

/// <summary>People with a fitted body in the viewer's loop: opened in the background, with the rig and the camera following. Real files, motions and stream;
/// the networks that generate and those that see people are replaced, so that they can be held.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FittedPersonTests : IDisposable
{
    const float Tick = 1 / 60f; // seconds

    static readonly string Wave = Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh");

    readonly TemporaryFolder _folder = new();
    readonly FakeGenerator _generator = new() { ReadsBody = true };
    readonly PersonStream _stream;
    readonly Session _session;
    readonly ViewerLoop _loop;
    readonly List<string> _analysed = [];
    readonly SemaphoreSlim _mayAnalyse = new(100);

    public FittedPersonTests()
    {
        string[] files = [_folder["tall.png"], _folder["small.jpg"], _folder["cat.png"], _folder["small.person"], _folder["tall.person"]];
        PictureFile.Write(files[0], RandomPictures.Make(60, 90, seed: 1));
        PictureFile.Write(files[1], RandomPictures.Make(90, 60, seed: 2));
        PictureFile.Write(files[2], RandomPictures.Make(60, 60, seed: 3));
        PersonFile.Write(files[3], People.Standing(PictureFile.ReadRgb(files[1]), -2));
        var rig = new PoseSampler(new MotionRequest().Load(Wave), PoseMapStyle.Avatar.Layout);
        _stream = new PersonStream(() => [_generator], new GenerationSettings { Sampler = "ddim", Steps = 1, Seed = 7 }, new PersonReader(Analyse));
        _session = new Session(_folder["untitled"])
        {
            Orbit = new OrbitCamera(HomeView.Of(rig)),
            Rig = rig,
            Sources = [.. files.Select(path => new SourcePicture(Path.GetFileName(path), path, 1))],
            Motions = ["wave"],
            PictureWidth = _generator.Width,
            PictureHeight = _generator.Height,
            Steps = 1,
            Sampler = "ddim",
        };
        _session.Playback.Start(rig.Source.Length, rig.Source.FrameRate);
        _loop = new ViewerLoop(_session, _stream, new Motions(), [Wave]);
    }

    public void Dispose()
    {
        _mayAnalyse.Release(100);
        _generator.Release();
        _session.Editor.Dispose();
        _stream.Dispose();
        _mayAnalyse.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void The_rig_gets_the_persons_proportions_and_the_motion_goes_on()
    {
        var (standard, time) = (_session.Rig.Source.Skeleton, 0f);
        StepUntil(() => _session.Fitted is not null, () => time = _session.Playback.Time);
        var body = _session.Fitted!.Person.Body;
        foreach (var bone in new[] { HumanBodyBones.LeftLowerArm, HumanBodyBones.RightHand, HumanBodyBones.LeftFoot })
            Assert.That(LengthOf(_session.Rig.Map, bone), Is.EqualTo(LengthOf(body.Map, bone)).Within(1e-4f), $"metres to {bone}");
        var standardShin = LengthOf(StandardHumanoid.Map, HumanBodyBones.LeftFoot);
        Assert.That(LengthOf(_session.Rig.Map, HumanBodyBones.LeftFoot), Is.Not.EqualTo(standardShin).Within(0.005f));
        Assert.That(_session.Rig.Source.Length, Is.GreaterThan(1));
        Assert.That(_session.Playback.Time, Is.GreaterThanOrEqualTo(time), "it does not begin anew");
        Assert.That(_session.Rig.Source.Skeleton, Is.Not.SameAs(standard));
        StepUntil(() => _loop.Frame is not null);
        Assert.That(_generator.Source!.Width, Is.EqualTo(60));
    }

    [Test]
    public void Whoever_is_shown_stays_until_the_next_one_is_analysed()
    {
        StepUntil(() => _loop.Frame is not null);
        Hold();
        File.Delete(_folder["small.person"]); // then the picture must be analysed
        _session.ChosenSource = 1;
        StepUntil(() => _session.Person.Opening is { Stage: "Looking" });
        var number = _loop.Frame!.Number;
        StepUntil(() => _loop.Frame.Number > number + 2);
        Assert.That((_generator.SourcesSet, _session.Fitted!.Picture.Width), Is.EqualTo((1, 60)));
        Assert.That(_session.Person.Opening, Is.EqualTo(new OpeningProgress("small.jpg", "Looking", 0.25f)));
        _mayAnalyse.Release(100);
        StepUntil(() => _generator.SourcesSet == 2);
        Assert.That((_session.Person.Opening, _session.Problem, _session.Fitted.Picture.Width), Is.EqualTo(((object?)null, (string?)null, 90)));
    }

    [Test]
    public void A_picture_without_a_person_is_one_sentence_and_whoever_is_shown_stays()
    {
        StepUntil(() => _loop.Frame is not null);
        var (fitted, rig) = (_session.Fitted, _session.Rig);
        _session.ChosenSource = 2;
        StepUntil(() => _session.Problem is not null);
        Assert.That(_session.Problem, Is.EqualTo("cat.png: No person was found."));
        Assert.That((_session.ChosenSource, _generator.SourcesSet), Is.EqualTo((0, 1)));
        Assert.That((_session.Fitted, _session.Rig), Is.EqualTo((fitted, rig)));
        _session.ChosenSource = 2; // to try once more is possible
        _session.Problem = null;
        StepUntil(() => _session.Problem is not null);
    }

    [Test]
    public void A_scene_is_edited_in_the_persons_proportions()
    {
        StepUntil(() => _session.Fitted is not null);
        var editor = _session.Editor;
        editor.StartUntitled();
        Step(2);
        var lens = new PaneProjection(_session.PictureCamera, new Box(0, 0, 400, 400));
        var rig = new RigEditor(editor);
        rig.Handle(new RigPointer(new(1, 1), true, false, false, false, false, false, false), lens);
        var hand = rig.Handles.PositionOf(HumanBodyBones.RightHand);
        Assert.That(Vector3.Distance(hand, Hand()), Is.LessThan(0.003f), "metres: the handle is at the drawn joint");
        Assert.That(lens.TrySee(hand, out var from, out _) & lens.TrySee(hand + new Vector3(-0.1f, 0.25f, 0), out var to, out _));
        rig.Handle(new RigPointer(from, true, true, true, false, false, false, false), lens);
        for (var share = 0f; share <= 1; share += 0.25f)
            rig.Handle(new RigPointer(Vector2.Lerp(from, to, share), true, false, true, false, false, false, false), lens);
        rig.Handle(new RigPointer(to, true, false, false, false, false, false, false), lens);
        Step(2);
        Assert.That(lens.TrySee(Hand(), out var after, out _));
        Assert.That(Vector2.Distance(after, to), Is.LessThan(3), "points: the drawn hand is where it was dragged");
        var hips = _session.ReadStandardPose()[StandardHumanoid.Map[HumanBodyBones.Hips]].Translation.Y;
        Assert.That(hips, Is.EqualTo(StandardHumanoid.Skeleton[StandardHumanoid.Map[HumanBodyBones.Hips]].Rest.Translation.Y).Within(0.05f),
            "metres: keys are of the standard humanoid");
    }

    [Test]
    public void A_person_file_opens_without_analysis()
    {
        _session.ChosenSource = 3;
        StepUntil(() => _loop.Frame is not null);
        Assert.That((_session.Fitted!.Picture.Width, _session.Problem), Is.EqualTo((90, (string?)null)));
        Assert.That(_analysed, Is.Empty);
    }

    [Test]
    public void A_person_file_that_is_damaged_is_named()
    {
        StepUntil(() => _loop.Frame is not null);
        File.WriteAllText(_folder["tall.person"], "AVATPERS and no more");
        _session.ChosenSource = 4;
        StepUntil(() => _session.Problem is not null);
        Assert.That(_session.Problem, Does.Contain("tall.person"));
        Assert.That(_session.ChosenSource, Is.Zero);
    }

    [Test]
    public void A_person_file_beside_its_picture_saves_the_analysis()
    {
        _session.ChosenSource = 1;
        StepUntil(() => _loop.Frame is not null);
        Assert.That((_session.Fitted!.Picture.Width, _analysed.Count), Is.EqualTo((90, 0)));
    }

    [Test]
    public void A_person_who_was_analysed_once_comes_back_at_once()
    {
        StepUntil(() => _generator.SourcesSet == 1);
        _session.ChosenSource = 3;
        StepUntil(() => _generator.SourcesSet == 2);
        _session.ChosenSource = 0;
        StepUntil(() => _generator.SourcesSet == 3);
        Assert.That(_analysed, Is.EqualTo(new[] { "tall.png" }));
    }

    [Test]
    public void Of_two_choices_in_a_row_the_last_one_is_shown()
    {
        Hold();
        StepUntil(() => _session.Person.Opening is { Stage: "Looking" });
        _session.ChosenSource = 2;
        Step(1);
        _session.ChosenSource = 3;
        Step(1);
        _mayAnalyse.Release(100);
        StepUntil(() => _session.Fitted is not null);
        Assert.That((_session.Fitted!.Picture.Width, _session.ChosenSource, _session.Problem), Is.EqualTo((90, 3, (string?)null)));
        Assert.That(_analysed, Is.EqualTo(new[] { "tall.png" }), "what was passed over is not analysed");
    }

    [Test]
    public void What_the_analysis_warns_of_is_told()
    {
        StepUntil(() => _session.Fitted is not null);
        Assert.That(_session.Notice, Is.EqualTo("tall.png: The feet are guessed."));
        _session.ChosenSource = 3;
        StepUntil(() => _session.Fitted!.Picture.Width == 90);
        Assert.That(_session.Notice, Is.Null);
    }

    [Test]
    public void The_camera_follows_the_person_until_the_user_moves_it()
    {
        _session.ChosenSource = 3;
        StepUntil(() => _session.Fitted is not null);
        var camera = _session.Fitted!.Camera;
        Assert.That(_session.Orbit.View.FieldOfView, Is.EqualTo(camera.VerticalFieldOfView).Within(1e-4f), "the picture's own framing");
        _session.Framing = Framing.Figure;
        Step(1);
        Assert.That(_session.Orbit.View.FieldOfView, Is.EqualTo(0.6f).Within(1e-4f));
        var whole = _session.Orbit.View;
        _session.Framing = Framing.UpperBody;
        Step(1);
        Assert.That(_session.Orbit.View.Distance, Is.LessThan(whole.Distance));
        _session.Orbit.Rotate(new(40, 0));
        var moved = _session.Orbit.View;
        _session.ChosenSource = 0;
        StepUntil(() => _session.Fitted.Picture.Width == 60);
        Assert.That(_session.Orbit.View, Is.EqualTo(moved));
        _session.Orbit.ResetView();
        Assert.That(_session.Orbit.View, Is.EqualTo(HomeView.Of(_session.Rig, waistUp: true)));
    }

    [Test]
    public void A_frame_in_which_nothing_is_chosen_allocates_nothing()
    {
        StepUntil(() => _loop.Frame is not null);
        _generator.Hold();
        Assert.That(Allocations.Of(() => _loop.Step(Tick)), Is.Zero);
    }

    static float LengthOf(HumanoidMap map, HumanBodyBones bone) => map.Skeleton[map[bone]].Rest.Translation.Length();

    Vector3 Hand() => _session.Rig.Model[_session.Rig.Map[HumanBodyBones.RightHand]].Translation;

    AnalysedPerson Analyse(IReadOnlyList<(string Name, RgbImage Picture)> pictures, Action<string> warn, Action<AnalysisProgress> progress)
    {
        var (name, picture) = pictures[0];
        _analysed.Add(name);
        progress(new AnalysisProgress("Looking", 0.25f));
        _mayAnalyse.Wait();
        if (name == "cat.png")
            throw new FormatException($"{name}: No person was found.");
        warn($"{name}: The feet are guessed.");
        return People.Standing(picture, 2);
    }

    /// <summary>From here on an analysis does not end.</summary>
    void Hold()
    {
        while (_mayAnalyse.Wait(0))
            continue;
    }

    void Step(int frames)
    {
        for (var i = 0; i < frames; i++)
            _loop.Step(Tick);
    }

    void StepUntil(Func<bool> isSo, Action? before = null)
    {
        var isReached = SpinWait.SpinUntil(() =>
        {
            before?.Invoke();
            _loop.Step(Tick);
            Thread.Yield();
            return isSo();
        }, HangGuard.Patience);
        Assert.That(isReached, "The workers do not answer.");
    }
}
