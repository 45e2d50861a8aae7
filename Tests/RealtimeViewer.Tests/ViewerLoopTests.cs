using Avatars.Formats;
using System.Globalization;
using System.Text.RegularExpressions;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Live;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Systems;
using Avatars.Viewer.Posing;

namespace Avatars.Viewer;

/// <summary>The viewer's frames without a window: real motions, pictures and stream; only the networks are replaced, so that they can be held and
/// fail.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ViewerLoopTests : IDisposable
{
    const float Tick = 1 / 60f; // seconds

    static readonly string Wave = Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh");

    readonly TemporaryFolder _folder = new();
    readonly FakeGenerator _generator = new();
    readonly ManualResetEventSlim _mayLoad = new(false);
    readonly PostedPoses _posted = new();
    readonly PersonStream _stream;
    readonly Session _session;
    readonly ViewerLoop _loop;

    public ViewerLoopTests()
    {
        string[] motions = [Wave, _folder["faster.bvh"], _folder["damaged.bvh"]];
        string[] pictures = [_folder["first.png"], _folder["second.png"], _folder["none.png"]];
        File.WriteAllText(motions[1], Faster(File.ReadAllText(Wave)));
        File.WriteAllText(motions[2], "HIERARCHY nothing");
        PictureFile.Write(pictures[0], RandomPictures.Make(24, 24, seed: 1));
        PictureFile.Write(pictures[1], RandomPictures.Make(24, 24, seed: 2));
        var rig = new PoseSampler(new MotionRequest().Load(motions[0]), PoseMapStyle.Avatar.Layout);
        _stream = new PersonStream(Load, new GenerationSettings { Sampler = "ddim", Steps = 1, Seed = 7 });
        _session = new Session(_folder["untitled"])
        {
            Orbit = new OrbitCamera(HomeView.Of(rig)),
            Rig = rig,
            Sources = [.. pictures.Select(path => new SourcePicture(Path.GetFileName(path), path, 1))],
            Motions = [.. motions.Select(path => Path.GetFileName(path))],
            PictureWidth = _generator.Width,
            PictureHeight = _generator.Height,
            Steps = _stream.Steps,
            Sampler = _stream.Sampler,
            Seed = _stream.Seed,
        };
        _session.Playback.Start(rig.Source.Length, rig.Source.FrameRate);
        _loop = new ViewerLoop(_session, _stream, new Motions(), motions) { Posted = _posted };
    }

    public void Dispose()
    {
        _mayLoad.Set();
        _generator.Release();
        _stream.Dispose();
        _mayLoad.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void While_the_model_loads_the_rig_moves_and_its_pose_map_is_shown()
    {
        Step(10);
        Assert.That(_session.Playback.Time, Is.EqualTo(9 * Tick).Within(1e-4f).Or.EqualTo(10 * Tick).Within(1e-4f));
        Assert.That((_loop.Frame, _loop.IsPoseMapOfRig), Is.EqualTo(((object?)null, true)));
        Assert.That(_session.Rig.Keypoints.ToArray().Count(point => point.IsPresent), Is.GreaterThan(50));
        Assert.That((_session.Person.Waiting, _session.Problem), Is.EqualTo(("Loading the model ...", (string?)null)));
        StepUntil(() => _loop.Frame is not null);
        Assert.That((_session.Person.Waiting, _loop.IsPoseMapOfRig), Is.EqualTo(((string?)null, false)));
    }

    [Test]
    public void Posted_poses_are_shown_until_they_end_and_the_motion_returns()
    {
        var motion = _session.Rig.Source.Name;
        _posted.Post("""{"type": "pose"}"""u8.ToArray());
        Step(3);
        Assert.That(_session.Rig.Source, Is.SameAs(_posted));
        _posted.Release();
        Step(3);
        Assert.That((_session.Rig.Source.Name, _session.Problem), Is.EqualTo((motion, (string?)null)));
    }

    [Test]
    public void The_pose_map_that_is_shown_is_the_one_behind_the_picture()
    {
        _session.Playback.IsPlaying = false;
        _session.Playback.Seek(0.5f);
        StepUntil(() => _loop.Frame is not null);
        _generator.Hold();
        _session.Playback.Seek(1.5f); // and this one stays in work
        StepUntil(() => _generator.Generated == 1 && _generator.IsAtWork.IsSet);
        Step(5);
        Assert.That(_loop.IsPoseMapOfRig, Is.False);
        PictureAssert.AreSame(MapAt(0.5f), _loop.Frame!.PoseMap, "the-frames-map");
        Assert.That(_loop.Frame.PoseMap.Bytes, Is.Not.EqualTo(MapAt(1.5f).Bytes));
        _generator.Release();
        var number = _loop.Frame.Number;
        StepUntil(() => _loop.Frame.Number > number);
        PictureAssert.AreSame(MapAt(1.5f), _loop.Frame.PoseMap, "the-next-frames-map");
    }

    [Test]
    public void Another_motion_and_other_settings_keep_stream_networks_and_person()
    {
        StepUntil(() => _loop.Frame is { Number: > 2 });
        var (number, length) = (_loop.Frame!.Number, _session.Rig.Source.Length);
        _session.ChosenMotion = 1;
        (_session.Steps, _session.Seed) = (3, 11);
        Step(1);
        Assert.That(_session.Rig.Source.Length, Is.EqualTo(length / 2).Within(1e-3f));
        Assert.That(_session.Playback.Time, Is.LessThan(2 * Tick), "it starts at its beginning");
        StepUntil(() => _generator.Settings is { Steps: 3, Seed: 11 } && _loop.Frame!.Number > number + 2);
        Assert.That((_generator.IsDisposed, _generator.SourcesSet), Is.EqualTo((false, 1)));
        Assert.That(_session.Problem, Is.Null);
    }

    [Test]
    public void The_chosen_motion_plays_in_place_of_the_scene_when_it_is_clicked()
    {
        _session.Editor.StartUntitled();
        Step(2);
        Assert.That((_session.Editor.IsEditing, _session.Playback.IsPlaying), Is.EqualTo((true, false)));
        _session.IsMotionWanted = true; // the first motion is the chosen one from the start
        Step(3);
        Assert.That((_session.Editor.IsEditing, _session.Playback.IsPlaying, _session.IsMotionWanted), Is.EqualTo((false, true, false)));
        Assert.That(_session.Rig.Source.Name, Is.EqualTo("wave"));
        Assert.That(_session.Playback.Time, Is.GreaterThan(0));
        _session.Editor.Dispose();
    }

    [Test]
    public void Another_person_is_shown_by_the_same_stream()
    {
        StepUntil(() => _loop.Frame is not null);
        var (first, number) = (_generator.Source, _loop.Frame!.Number);
        _session.ChosenSource = 1;
        StepUntil(() => _generator.Source != first && _loop.Frame.Number > number);
        Assert.That((_generator.IsDisposed, _generator.SourcesSet), Is.EqualTo((false, 2)));
    }

    [Test]
    public void A_failure_is_shown_and_posing_goes_on_until_it_is_started_again()
    {
        StepUntil(() => _loop.Frame is not null);
        var number = _loop.Frame!.Number;
        _generator.Failure = new IOException("The device went away.");
        StepUntil(() => _session.Person.Failure is not null);
        Assert.That(_session.Person.Failure, Is.EqualTo("The device went away."));
        Assert.That(_loop.IsPoseMapOfRig, "no picture belongs to the pose any more");
        var (generated, time, hand) = (_generator.Generated, _session.Playback.Time, Hand());
        Step(20);
        Assert.That(_session.Playback.Time, Is.Not.EqualTo(time));
        Assert.That(Hand(), Is.Not.EqualTo(hand), "the rig moves on");
        Assert.That(_generator.Generated, Is.EqualTo(generated), "nothing is tried again by itself");

        _generator.Failure = null;
        _session.IsRestartWanted = true;
        StepUntil(() => _loop.Frame.Number > number && _session.Person.Failure is null);
        Assert.That((_session.IsRestartWanted, _loop.IsPoseMapOfRig, _generator.IsDisposed), Is.EqualTo((false, false, false)));
    }

    [Test]
    public void A_restart_that_fails_again_is_told_again()
    {
        _generator.Failure = new IOException("Once.");
        StepUntil(() => _session.Person.Failure == "Once.");
        _generator.Failure = new IOException("Twice.");
        _session.IsRestartWanted = true;
        StepUntil(() => _session.Person.Failure == "Twice.");
        Assert.That(_loop.IsPoseMapOfRig);
    }

    [Test]
    public void A_motion_that_cannot_be_read_is_told_and_what_played_goes_on()
    {
        Step(3);
        var rig = _session.Rig;
        _session.ChosenMotion = 2;
        Step(1);
        Assert.That(_session.Problem, Does.Contain("damaged.bvh"));
        Assert.That(_session.Rig, Is.SameAs(rig));
        _session.Problem = null;
        Step(3);
        Assert.That(_session.Problem, Is.Null, "it is not tried again in every frame");
        StepUntil(() => _loop.Frame is not null);
    }

    [Test]
    public void A_picture_that_is_not_there_is_told_and_the_person_stays()
    {
        StepUntil(() => _loop.Frame is not null);
        _session.ChosenSource = 2;
        var number = _loop.Frame!.Number;
        StepUntil(() => _session.Problem is not null);
        Assert.That(_session.Problem, Does.Contain("none.png"));
        Assert.That(_session.ChosenSource, Is.Zero, "whoever is shown is the chosen one");
        StepUntil(() => _loop.Frame.Number > number);
        Assert.That(_generator.SourcesSet, Is.EqualTo(1));
    }

    [Test]
    public void A_long_pause_moves_the_motion_by_a_tenth_of_a_second()
    {
        Step(1);
        var before = _session.Playback.Time;
        _loop.Step(3600);
        Assert.That(_session.Playback.Time - before, Is.EqualTo(0.1f).Within(1e-4f));
    }

    [Test]
    public void A_frame_in_which_nothing_is_chosen_allocates_nothing()
    {
        StepUntil(() => _loop.Frame is not null);
        _generator.Hold();
        Assert.That(Allocations.Of(() => _loop.Step(Tick)), Is.Zero);
    }

    FakeGenerator[] Load()
    {
        _mayLoad.Wait();
        return [_generator];
    }

    /// <summary>The same motion in half the time.</summary>
    static string Faster(string bvh) => Regex.Replace(bvh, "(?<=Frame Time:\\s*)[0-9.]+",
        time => (double.Parse(time.Value, CultureInfo.InvariantCulture) / 2).ToString("R", CultureInfo.InvariantCulture));

    System.Numerics.Vector3 Hand() => _session.Rig.Model[_session.Rig.Map[HumanBodyBones.RightHand]].Translation;

    /// <summary>What the package's style draws for the pose at a time, before the session's camera.</summary>
    RgbImage MapAt(float seconds)
    {
        var rig = new PoseSampler(_session.Rig.Source, _session.Rig.Layout);
        rig.Sample(seconds, _session.IsInPlace);
        rig.Project(_session.PictureCamera);
        var map = new RgbImage(_generator.Width, _generator.Height);
        new PoseMapRasterizer(PoseMapStyle.Avatar, map.Width, map.Height).Draw(rig.Keypoints, map);
        return map;
    }

    void Step(int frames)
    {
        for (var i = 0; i < frames; i++)
            _loop.Step(Tick);
    }

    /// <summary>From here on the model may load.</summary>
    void StepUntil(Func<bool> isSo)
    {
        _mayLoad.Set();
        var isReached = SpinWait.SpinUntil(() =>
        {
            _loop.Step(Tick);
            Thread.Yield();
            return isSo();
        }, HangGuard.Patience);
        Assert.That(isReached, "The workers do not answer.");
    }
}
