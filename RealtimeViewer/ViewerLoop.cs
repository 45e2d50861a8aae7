using Avatars.Animation;
using Avatars.Files;
using Avatars.Formats;
using Avatars.Live;
using Avatars.PoseMaps;
using Avatars.Streaming;
using Avatars.Viewer.Posing;

namespace Avatars.Viewer;

/// <summary>
/// One frame of the viewer without window and OpenGL: applies the choices of the panels, samples the pose, submits it to the stream, takes the newest
/// picture and selects the pose map to show. Unusable files and failures of the model become messages for the user; posing continues. The window's
/// thread only.
/// </summary>
/// <param name="stream">Borrowed.</param>
/// <param name="motionFiles">Paths, in the order of <see cref="Session.Motions"/>.</param>
/// <param name="live">Borrowed; if given, it comes before the files in <see cref="Session.Motions"/>.</param>
sealed class ViewerLoop(Session session, PersonStream stream, Motions motions, IReadOnlyList<string> motionFiles, IPoseSource? live = null)
{
    const float LongestStep = 0.1f; // seconds: after a pause the clip continues where it was

    (int Source, int Motion, string Sampler, int Steps, int Seed) _applied = (-1, session.ChosenMotion, session.Sampler, session.Steps, session.Seed);
    bool _hasFrame;
    bool _wasEditing; // before the first posted pose
    float _sinceFrame; // seconds

    /// <summary>The newest picture, with the pose map that it was made from; null before the first one.</summary>
    public StreamFrame? Frame => _hasFrame ? stream.Frame : null;

    /// <summary>Poses that other programs post; while they do, these are shown in place of the motion. Null where none can come.</summary>
    public PostedPoses? Posted { get; init; }

    /// <summary>Whether <see cref="Frame"/> arrived in the last step.</summary>
    public bool IsFrameNew { get; private set; }

    /// <summary>Whether to show the pose map of the rig's keypoints, because there is no picture: before the first one, and while generation has
    /// stopped. Otherwise the frame's pose map is shown.</summary>
    public bool IsPoseMapOfRig => !_hasFrame || session.Person.Failure is not null;

    /// <summary>One frame.</summary>
    /// <param name="seconds">Since the last one; 0 for the first.</param>
    public void Step(float seconds)
    {
        if (seconds > 0)
            session.Rendered.Add(seconds * 1000);
        ApplyChoices();
        ShowPosted();
        ShowDocument();
        session.Playback.Advance(MathF.Min(seconds, LongestStep));
        SubmitPose();
        TakeFrame(seconds);
    }

    /// <summary>Makes the rig show the open document, as it is now.</summary>
    void ShowDocument()
    {
        var editor = session.Editor;
        if ((editor.Update() || session.Rig.Source != editor.Motion) && editor.IsEditing)
            session.Rig = new PoseSampler(editor.Motion, session.Rig.Layout);
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
        session.Bones = null;
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
        var chosen = _applied = (session.ChosenSource, session.ChosenMotion, session.Sampler, session.Steps, session.Seed);
        if (chosen.Source != before.Source)
            Try(ShowSource);
        if (chosen.Motion != before.Motion)
            Try(PlayMotion);
        if ((chosen.Sampler, chosen.Steps, chosen.Seed) != (before.Sampler, before.Steps, before.Seed))
            stream.Configure(chosen.Sampler, chosen.Steps, chosen.Seed);
        if (session.IsRestartWanted)
            stream.Restart();
        session.IsRestartWanted = false;
    }

    /// <summary>Begins to show posted poses, or returns to the motion.</summary>
    void ShowPosted()
    {
        if (Posted is null || Posted.IsActive == (session.Rig.Source == Posted))
            return;
        if (Posted.IsActive)
        {
            _wasEditing = session.Editor.IsEditing;
            Play(Posted);
        }
        else if (_wasEditing)
            session.Editor.Resume();
        else
            Try(PlayMotion);
    }

    void ShowSource() => stream.SetSource(SourceFile.Read(session.Sources[session.ChosenSource].Path));

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
        session.Editor.Suspend();
        session.Rig = new PoseSampler(source, session.Rig.Layout);
        session.Playback.Start(source.Length, source.FrameRate);
    }

    void SubmitPose()
    {
        var (rig, camera) = (session.Rig, session.PictureCamera);
        rig.Sample(session.Playback.Time, session.IsInPlace && !session.Editor.IsEditing);
        rig.Project(camera);
        session.Person.Failure = stream.Failure is { } failure ? ErrorLine.Of(failure) : null;
        try
        {
            stream.Submit(rig, camera);
        }
        catch (ArgumentException error)
        {
            session.Problem = ErrorLine.Of(error);
        }
    }

    void TakeFrame(float seconds)
    {
        _sinceFrame += seconds;
        IsFrameNew = stream.TryTake();
        if (!IsFrameNew)
            return;
        var (person, frame) = (session.Person, stream.Frame);
        if (_hasFrame)
            person.Meter.Add(_sinceFrame * 1000);
        (_hasFrame, _sinceFrame) = (true, 0);
        (person.Waiting, person.Times, person.LatencyMilliseconds) = (null, frame.Times, frame.Latency);
    }
}
