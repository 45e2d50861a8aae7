using Avatars.Posing;
using Avatars.Rig;

namespace Avatars.Viewer.Editing;

/// <summary>The pose at the present time, and edits of it.</summary>
sealed partial class EditorSession
{
    /// <summary>Edits that moved less, per component of a rotation or metre, set no key: rounding, not intention.</summary>
    const float LeastChange = 2e-6f;

    readonly JointTransform[] _shown = new JointTransform[StandardHumanoid.Skeleton.Count];
    Pose? _sampled;

    /// <summary>Where keys are set: the present time, on a frame of the scene.</summary>
    public float KeyTime => Motion.FrameRate > 0 ? MathF.Round(Time * Motion.FrameRate) / Motion.FrameRate : Time;

    /// <summary>What the document shows at the present time.</summary>
    /// <param name="local">Receives one transform per joint of the standard humanoid.</param>
    public void ReadPose(Span<JointTransform> local)
    {
        if (Update() || _sampled is null)
            _sampled = Motion.MakePose();
        Motion.Sample(Time, _sampled);
        _sampled.Joints.CopyTo(local);
    }

    /// <summary>Stops playback on the frame whose pose is edited.</summary>
    public void HoldFrame()
    {
        _playback.IsPlaying = false;
        _playback.Seek(KeyTime);
    }

    /// <summary>Makes the document show a pose at the present time: one edit with keys for the joints that differ from what it shows now; without
    /// <see cref="IsAutoKeyOn"/> their whole tracks change alike.</summary>
    /// <param name="local">One transform per joint of the standard humanoid.</param>
    /// <param name="drag">Edits in succession with the same drag merge; empty for none.</param>
    public void SetPose(string label, ReadOnlySpan<JointTransform> local, string drag = "")
    {
        var document = Require();
        HoldFrame();
        ReadPose(_shown);
        Span<JointTransform> changed = stackalloc JointTransform[_shown.Length];
        for (var i = 0; i < changed.Length; i++)
            changed[i] = Differs(local[i], _shown[i]) ? local[i] : _shown[i];
        PoseKeys.Set(document, Person, KeyTime, changed, _shown, label, drag, isWholeTrack: !IsAutoKeyOn);
    }

    /// <summary>The track that holds a joint's angles: fingers belong to their hand.</summary>
    public static TrackTarget TargetOf(HumanBodyBones bone) =>
        HumanBones.IsFinger(bone) ? TrackTarget.Hand(HumanBones.IsLeft(bone)) : TrackTarget.Joint(bone);

    static bool Differs(in JointTransform one, in JointTransform other)
    {
        var turn = one.Rotation - other.Rotation;
        return turn.LengthSquared() > LeastChange * LeastChange || (one.Translation - other.Translation).LengthSquared() > LeastChange * LeastChange;
    }
}
