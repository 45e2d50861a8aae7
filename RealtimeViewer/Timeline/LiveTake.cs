using Avatars.Animation;
using Avatars.Posing;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Viewer.Editing;

namespace Avatars.Viewer.Timeline;

/// <summary>Records the motion that plays over the open scene, live input or a file, as keys of the scene from 0 s on; without a window.</summary>
sealed class LiveTake(EditorSession editor)
{
    PoseRecorder? _recorder;
    IPoseSource? _source, _onRig;
    Pose? _pose;
    float _time;

    /// <summary>Whether there is a scene, and another motion shown over it.</summary>
    public bool CanRecord => editor is { Document: not null, IsEditing: false };

    public bool IsRecording => _recorder is not null;

    /// <summary>Of the take so far.</summary>
    public float Seconds => _time;

    public void Toggle()
    {
        if (IsRecording)
            Stop();
        else
            Start();
    }

    public void Start()
    {
        if (CanRecord)
            (_recorder, _time) = (new PoseRecorder(), 0);
    }

    /// <summary>Once a frame: takes the pose that is shown.</summary>
    /// <param name="seconds">Since the last frame.</param>
    /// <param name="source">What plays.</param>
    /// <param name="time">Of what plays, seconds.</param>
    public void Advance(float seconds, IPoseSource source, float time)
    {
        if (_recorder is null)
            return;
        if (!CanRecord)
        {
            Stop();
            return;
        }
        if (!ReferenceEquals(source, _source))
        {
            _source = source;
            _onRig = source.Skeleton == StandardHumanoid.Skeleton ? source
                : new RetargetedPoseSource(source, HumanoidMap.Find(source.Skeleton), StandardHumanoid.Map);
            _pose = _onRig.MakePose();
        }
        if (_recorder.Count > 0)
            _time += seconds;
        _onRig!.Sample(time, _pose!);
        _recorder.Add(_time, _pose!);
    }

    /// <summary>Ends the take: its keys are one step of undo, and the scene is shown again.</summary>
    public void Stop()
    {
        var (recorder, seconds) = (_recorder, _time);
        (_recorder, _source, _onRig, _pose) = (null, null, null, null);
        if (recorder is null || editor.Document is not { } document)
            return;
        var count = recorder.Write(document, editor.Person, "Record motion");
        if (document.Settings.Seconds > 0 && document.Settings.Seconds < seconds)
            document.Set("Record motion", document.Settings with { Seconds = seconds });
        editor.Resume();
        editor.Dialogs.Notice?.Invoke(FormattableString.Invariant($"Recorded {seconds:0.0} s as {count} keys."));
    }
}
