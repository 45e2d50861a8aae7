using Avatars.Animation;
using Avatars.Files;
using Avatars.Formats;
using Avatars.Imaging;
using Avatars.Live;
using Avatars.PoseMaps;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Sampling;
using Avatars.Scripting;
using Avatars.Streaming;
using Avatars.Viewer.Posing;

namespace Avatars.Viewer;

/// <summary>
/// One frame of the viewer without window and OpenGL: applies the choices of the panels, samples the pose, submits it to the stream, takes the newest
/// picture and selects the pose map to show. Unusable files and failures of the model become messages for the user; posing continues. The window's
/// thread only.
/// </summary>
/// <param name="stream">Of the first person; borrowed.</param>
/// <param name="motionFiles">Paths, in the order of <see cref="Session.Motions"/>.</param>
/// <param name="live">Borrowed; if given, it comes before the files in <see cref="Session.Motions"/>.</param>
/// <param name="addPeople">Adds pictures of one person to <see cref="Session.Sources"/>, and gives their index; null finds them there.</param>
sealed partial class ViewerLoop(Session session, PersonStream stream, Motions motions, IReadOnlyList<string> motionFiles, IPoseSource? live = null,
    Func<IReadOnlyList<string>, int>? addPeople = null) : IDisposable
{
    const float LongestStep = 0.1f; // seconds: after a pause the clip continues where it was

    (int Motion, string Sampler, int Steps, int Seed, Framing Framing) _applied =
        (session.ChosenMotion, session.Sampler, session.Steps, session.Seed, session.Framing);
    string? _playing = live is null && motionFiles.Count > 0 ? motionFiles[0] : null; // null for what is no file
    bool _wasEditing; // before live poses came
    IPoseSource? _live;
    AvatarLook? _look;
    string? _source; // that a script has set
    float _sinceFrame; // seconds

    /// <summary>The edited person's newest frame, with the pose map that it was made from; null before the first one.</summary>
    public StreamFrame? Frame => Stream.HasFrame ? Stream.Frame : null;

    /// <summary>The newest picture of all people; null before the first one.</summary>
    public RgbImage? Picture => People.Picture;

    /// <summary>Poses that other programs post; while they do, these are shown in place of the motion. Null where none can come.</summary>
    public PostedPoses? Posted { get; init; }

    /// <summary>Shows the person of a picture that a script names.</summary>
    public Action<string> ShowPerson { get; init; } = _ => { };

    /// <summary>Whether <see cref="Picture"/> is a new one in the last step.</summary>
    public bool IsFrameNew { get; private set; }

    /// <summary>Whether to show the pose map of the rig's keypoints, because there is no picture: before the first one, and while generation has
    /// stopped. Otherwise the frame's pose map is shown.</summary>
    public bool IsPoseMapOfRig => !Stream.HasFrame || session.Person.Failure is not null;

    /// <summary>Called when the opening of a source has ended, with its index and its first picture; without one where it failed.</summary>
    public Action<int, RgbImage?>? SourceOpened { get; set; }

    /// <summary>One frame.</summary>
    /// <param name="seconds">Since the last one; 0 for the first.</param>
    public void Step(float seconds)
    {
        if (seconds > 0)
            session.Rendered.Add(seconds * 1000);
        FollowPeople();
        ApplyChoices();
        TakeOpened();
        if (ScenePerson.FollowBackground())
            ShowBackground();
        session.Script.Advance(seconds);
        ShowLive();
        ShowDocument();
        session.Playback.Advance(MathF.Min(seconds, LongestStep));
        session.Take.Advance(MathF.Min(seconds, LongestStep), Played, session.Playback.Time);
        SubmitPose();
        TakeFrame(seconds);
    }

    /// <summary>Makes the rig show the open document, as it is now.</summary>
    void ShowDocument()
    {
        var editor = session.Editor;
        if ((editor.Update() || Played != editor.Motion) && editor.IsEditing)
            session.Rig = RigFor(editor.Motion);
    }

    /// <summary>Plays a file; if its skeleton is not recognised, the panel of bones opens and the current motion continues.</summary>
    /// <inheritdoc cref="MotionRequest.Load"/>
    public void Play(string path)
    {
        var request = motions.For(path);
        var motion = request.Read(path);
        if (motion.Map is null)
            session.Bones = new BoneChoice(motion);
        Play(request.Retarget(motion));
        (session.Bones, _playing) = (null, path);
        if (motion.Model is { } model) // its licence above all
            session.Notice = string.Join("; ", model.Lines().Take(2).Select(line => $"{line.Name}: {line.Value}"));
    }

    /// <summary>A file that cannot be used is reported to the user; the state is unchanged.</summary>
    public void Try(Action action)
    {
        try
        {
            action();
            session.Problem = null;
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            session.Problem = ErrorLine.Of(error);
        }
    }

    void ApplyChoices()
    {
        if (session.Bones is { IsAccepted: true })
            Try(KeepBones);
        var before = _applied;
        var chosen = _applied = (session.ChosenMotion, session.Sampler, session.Steps, session.Seed, session.Framing);
        if (session.ChosenSource != People.Edited.Requested)
            Stream.Open(session.Sources[People.Edited.Requested = session.ChosenSource].Paths);
        if (session.IsMotionWanted || chosen.Motion != before.Motion)
            Try(PlayMotion);
        session.Playback.IsPlaying |= session.IsMotionWanted;
        session.IsMotionWanted = false;
        if ((chosen.Sampler, chosen.Steps, chosen.Seed) != (before.Sampler, before.Steps, before.Seed))
            foreach (var each in People.Streams)
                each.Configure(chosen.Sampler, chosen.Steps, chosen.Seed);
        if (chosen.Framing != before.Framing)
            SetHome(isForced: true);
        if (session.IsEditWanted && _playing is { } motion)
            session.Editor.EditMotion(motion);
        session.IsEditWanted = false;
        if (session.IsRestartWanted)
            foreach (var each in People.Streams)
                each.Restart();
        session.IsRestartWanted = false;
    }

    /// <summary>A script, or poses that other programs post, take the place of scene or motion while they last.</summary>
    void ShowLive()
    {
        IPoseSource? live = Posted is { IsActive: true } ? Posted : session.Script.IsRunning ? session.Script.Pose : null;
        if (live is not null && live == session.Script.Pose)
            ApplyLook(session.Script.Look!);
        if (live == _live)
            return;
        if (_live is null)
            _wasEditing = session.Editor.IsEditing;
        _live = live;
        if (live is not null)
            Play(live);
        else if (_wasEditing)
            session.Editor.Resume();
        else
            Try(PlayMotion);
    }

    /// <summary>What a script sets of how pictures are made.</summary>
    void ApplyLook(AvatarLook look)
    {
        if (look == _look)
            return;
        _look = look;
        if (look.Steps is { } steps)
            session.Steps = Math.Clamp(steps, 1, 4);
        if (look.Sampler is { } sampler && Samplers.Names.Contains(sampler))
            session.Sampler = sampler;
        if (look.Seed is { } seed)
            session.Seed = (int)Math.Min(seed, int.MaxValue);
        if ((look.Person ?? look.Source) is { } source && source != _source)
            Try(() => ShowPerson(_source = Path.GetFullPath(source, Path.GetDirectoryName(session.Script.Path!)!)));
    }

    void SetHome(bool isForced = false)
    {
        session.Orbit.Home = HomeView.Of(session.Rig, session.Framing, session.Fitted, session.PictureWidth, session.PictureHeight);
        if (isForced)
            session.Orbit.ResetView();
    }

    void PlayMotion()
    {
        if (live is null)
            Play(motionFiles[session.ChosenMotion]);
        else if (session.ChosenMotion == 0)
            Play(live);
        else
            Play(motionFiles[session.ChosenMotion - 1]);
    }

    /// <summary>Writes the chosen bones to a file next to the motion, and plays it.</summary>
    void KeepBones()
    {
        var choice = session.Bones!;
        session.Bones = null;
        BonesFile.Write(MotionRequest.BonesFileOf(choice.Path), choice.ToMap());
        Play(choice.Path);
    }

    void Play(IPoseSource source)
    {
        _playing = null;
        session.Editor.Suspend();
        session.Rig = RigFor(source);
        session.Playback.Start(source.Length, source.FrameRate);
    }

    void SubmitPose()
    {
        var (rig, camera) = (session.Rig, session.PictureCamera);
        rig.Sample(session.Playback.Time, session.IsInPlace && !session.Editor.IsEditing);
        rig.Project(camera);
        session.Person.Failure = Stream.Failure is { } failure ? ErrorLine.Of(failure) : null;
        try
        {
            People.Advance(_endOpening ??= EndOpening);
            Stream.Submit(rig, camera);
        }
        catch (ArgumentException error)
        {
            session.Problem = ErrorLine.Of(error);
        }
    }

    void TakeFrame(float seconds)
    {
        _sinceFrame += seconds;
        var hadPicture = Picture is not null;
        var isEdited = Stream.TryTake();
        IsFrameNew = People.TakeFrames(isEdited);
        var person = session.Person;
        if (isEdited)
            (person.Times, person.LatencyMilliseconds) = (Stream.Frame.Times, Stream.Frame.Latency);
        if (!IsFrameNew)
            return;
        if (hadPicture)
            person.Meter.Add(_sinceFrame * 1000);
        (_sinceFrame, person.Waiting) = (0, null);
        session.Script.Publish(Picture!);
    }
}
