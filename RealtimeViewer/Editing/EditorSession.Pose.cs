using Avatars.Posing;
using Avatars.Rig;

namespace Avatars.Viewer.Editing;

/// <summary>The pose at the present time, and edits of it.</summary>
sealed partial class EditorSession
{
    /// <summary>Edits that moved less, per component of a rotation or metre, set no key: rounding, not intention.</summary>
    const float LeastChange = 2e-6f;

    readonly JointTransform[] _below = new JointTransform[StandardHumanoid.Skeleton.Count];
    readonly JointTransform[] _shown = new JointTransform[StandardHumanoid.Skeleton.Count];
    Pose? _sampled;
    int _poses;

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
        drag = drag.Length > 0 ? drag : $"pose-{++_poses}"; // with the keys that hold the pose around it, one step of undo
        var bones = new HashSet<HumanBodyBones>();
        for (var i = 0; i < changed.Length; i++)
            if (changed[i] != _shown[i])
                bones.Add(StandardHumanoid.Map.BoneOf(i));
        HoldAround(bones.Contains, label, drag);
        PoseKeys.Set(document, Person, KeyTime, changed, _shown, label, drag, isWholeTrack: !IsAutoKeyOn, below: PoseBelow(KeyTime));
    }

    /// <summary>What clips and keys show at a time without the keys that are on top of clips; until the next call.</summary>
    public JointTransform[] PoseBelow(float time)
    {
        Update();
        Motion.SampleBelow(time, _below);
        return _below;
    }

    /// <summary>Keys a whole pose, on top of clips where they move a joint.</summary>
    /// <param name="time">Seconds.</param>
    public void KeyPose(float time, ReadOnlySpan<JointTransform> local, string label, string drag = "")
    {
        PoseKeys.Set(Require(), Person, time, local, default, label, drag, below: PoseBelow(time));
    }

    /// <summary>
    /// With auto-key on, bones that get their first key keep at the nearest keys of the scene, before and after, what they show now: a pose at 1 s does
    /// not change the poses at 0 and 2 s. On top of a clip they keep what the clip shows.
    /// </summary>
    /// <param name="isEdited">Which bones the edit at the present time changes.</param>
    /// <param name="drag">Of that edit, so that both are one step of undo.</param>
    public void HoldAround(Func<HumanBodyBones, bool> isEdited, string label, string drag)
    {
        var first = new HashSet<HumanBodyBones>();
        for (var bone = HumanBodyBones.Hips; bone < HumanBodyBones.LastBone; bone++)
            if (isEdited(bone) && !HasKeys(TargetOf(bone)) && !HasKeys(TrackTarget.Offset(bone)) && (bone != HumanBodyBones.Hips
                || (!HasKeys(TrackTarget.HipsPosition) && !HasKeys(TrackTarget.HipsOffset))))
                first.Add(bone);
        if (first.Count == 0)
            return;
        ReadPose(_shown);
        var onTop = first.Where(bone => PoseKeys.IsOnTop(Require(), Person, bone)).ToArray();
        first.ExceptWith(onTop);
        var isMovedByClips = Require().All<ClipItem>().Any(clip => clip.Person == Person); // then a hand is not what it is now at other times
        foreach (var time in TimesAround())
        {
            if (!isMovedByClips)
                PoseKeys.Set(Require(), Person, time, _shown, [], label, drag, first.Contains);
            foreach (var bone in onTop)
                PoseKeys.SetValues(Require(), Person, TrackTarget.Offset(bone), time, [0, 0, 0], label, drag);
            if (onTop.Contains(HumanBodyBones.Hips))
                PoseKeys.SetValues(Require(), Person, TrackTarget.HipsOffset, time, [0, 0, 0], label, drag);
        }
    }

    /// <summary>Sets an expression's weight at the present time; its first key is 0 at the nearest keys of the scene, as in
    /// <see cref="HoldAround"/>.</summary>
    /// <param name="weight">0 to 1.</param>
    /// <param name="drag">Edits in succession with the same drag merge; empty for none.</param>
    public void SetExpression(string name, float weight, string label, string drag)
    {
        var target = TrackTarget.Expression(name);
        drag = drag.Length > 0 ? drag : $"pose-{++_poses}";
        if (!HasKeys(target))
            foreach (var time in TimesAround())
                PoseKeys.SetValues(Require(), Person, target, time, [0], label, drag);
        PoseKeys.SetValues(Require(), Person, target, KeyTime, [weight], label, drag, isWholeTrack: !IsAutoKeyOn);
    }

    bool HasKeys(TrackTarget target) => Require().Track(Person, target) is { Keys.Count: > 0 };

    /// <summary>The nearest times before and after the present one at which the person has keys; none where keys are not set by edits.</summary>
    float[] TimesAround()
    {
        if (!IsAutoKeyOn)
            return [];
        var (now, before, after) = (KeyTime, float.NegativeInfinity, float.PositiveInfinity);
        foreach (var track in Require().All<TrackItem>())
            if (track.OwnerId == Person)
                foreach (var key in track.Keys)
                    (before, after) = (key.Time < now ? MathF.Max(before, key.Time) : before, key.Time > now ? MathF.Min(after, key.Time) : after);
        return [.. new[] { before, after }.Where(float.IsFinite)];
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
