using System.Numerics;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Viewer.Editing;

/// <summary>Whole poses and exact numbers: copy, paste, mirror, clear, angles.</summary>
sealed partial class EditorSession
{
    static readonly MuscleSpace Angles = new(StandardHumanoid.Map);
    static readonly HandRig Hands = new(StandardHumanoid.Map);

    readonly BodySolver _pinSolver = new(StandardHumanoid.Map);
    JointTransform[]? _copied;

    /// <summary>Whether a pose was copied.</summary>
    public bool CanPaste => IsEditing && _copied is not null;

    public void CopyPose() => _copied = ReadPose();

    /// <summary>Shows the copied pose at the present time.</summary>
    /// <param name="isMirrored">Left and right exchanged.</param>
    /// <param name="isSelectionOnly">Only the selected joints and what hangs on them.</param>
    public void PastePose(bool isMirrored = false, bool isSelectionOnly = false)
    {
        if (_copied is null)
            return;
        var pasted = isMirrored ? Mirrored(_copied) : _copied;
        var pose = ReadPose();
        for (var i = 0; i < pose.Length; i++)
            if (!isSelectionOnly || IsBelowSelected(i))
                pose[i] = pasted[i];
        SetPose(isMirrored ? "Paste pose mirrored" : "Paste pose", pose);
    }

    /// <summary>Exchanges left and right of the pose.</summary>
    public void MirrorPose() => SetPose("Mirror pose", Mirrored(ReadPose()));

    /// <summary>The selected side's limbs on the other side too: of a selected arm, leg, hand or finger and what hangs on it.</summary>
    public void MirrorSelected()
    {
        var pose = ReadPose();
        var mirrored = Mirrored(pose);
        for (var i = 0; i < pose.Length; i++)
        {
            var bone = StandardHumanoid.Map.BoneOf(i);
            if (bone != HumanBodyBones.LastBone && HumanBones.Mirror(bone) != bone && IsBelowSelected(StandardHumanoid.Map[HumanBones.Mirror(bone)]))
                pose[i] = mirrored[i];
        }
        SetPose("Mirror limb", pose);
    }

    /// <summary>The whole person at rest.</summary>
    public void ResetPose()
    {
        var pose = new JointTransform[_shown.Length];
        StandardHumanoid.Skeleton.CopyRestTo(pose);
        SetPose("Rest pose", pose);
    }

    /// <summary>Arms to the sides, all angles 0; the hips stay where they are.</summary>
    public void SetTPose()
    {
        var pose = ReadPose();
        foreach (var bone in Bones())
            Angles.SetDegreesFromTPose(pose, bone, Vector3.Zero);
        SetPose("T pose", pose);
    }

    /// <summary>Brings joints back to their rotation at rest.</summary>
    public void ClearRotation(params IReadOnlyList<HumanBodyBones> bones)
    {
        if (bones.Count == 0)
            return;
        var pose = ReadPose();
        foreach (var bone in bones)
            if (StandardHumanoid.Map[bone] is >= 0 and var joint)
                pose[joint] = pose[joint] with { Rotation = StandardHumanoid.Skeleton[joint].Rest.Rotation };
        SetPose(bones.Count == 1 ? $"Clear {BoneNames.Of(bones[0]).ToLowerInvariant()}" : $"Clear {bones.Count} joints", pose);
    }

    /// <summary>Removes the keys that selected joints have at the present time.</summary>
    public void DeleteKeys()
    {
        var document = Require();
        var changes = new Dictionary<string, SceneItem?>();
        foreach (var bone in SelectedBones)
            foreach (var target in bone == HumanBodyBones.Hips
                ? [TrackTarget.Joint(bone), TrackTarget.HipsPosition, TrackTarget.Offset(bone), TrackTarget.HipsOffset]
                : new[] { TargetOf(bone), TrackTarget.Offset(bone) })
                if (document.Track(Person, target) is { } track && track.Without(KeyTime) is var left && !ReferenceEquals(left, track))
                    changes[track.Id] = left.Keys.Count > 0 ? left : null;
        if (changes.Count > 0)
            document.Apply(document.Edit("Delete keys", "", [.. changes.Select(pair => (pair.Key, pair.Value))]));
    }

    /// <summary>A joint's angles away from the T pose: twist, sideways, main bend, degrees.</summary>
    public Vector3 AnglesOf(HumanBodyBones bone)
    {
        ReadPose(_shown);
        return Angles.DegreesFromTPose(_shown, bone);
    }

    /// <summary>Between which <see cref="AnglesOf"/> a joint may be; without limits 180 degrees both ways.</summary>
    public (Vector3 Least, Vector3 Most) LimitsOf(HumanBodyBones bone)
    {
        if (!IsLimited || bone == HumanBodyBones.Hips)
            return (new Vector3(-180), new Vector3(180));
        ReadPose(_shown);
        var tPose = Angles.DegreesOf(_shown, bone) - Angles.DegreesFromTPose(_shown, bone);
        var (least, most) = JointLimits.Human.Of(bone);
        return (least - tPose, most - tPose);
    }

    /// <summary>Rotates a joint to angles away from the T pose; pinned hands and feet stay.</summary>
    /// <param name="degrees">Twist, sideways, main bend.</param>
    /// <param name="drag">Edits in succession with the same drag merge; empty for none.</param>
    public void SetAngles(HumanBodyBones bone, Vector3 degrees, string drag = "")
    {
        var pose = ReadPose();
        var (least, most) = LimitsOf(bone);
        Angles.SetDegreesFromTPose(pose, bone, Vector3.Clamp(degrees, Vector3.Min(least, most), Vector3.Max(least, most)));
        HoldPins(ReadPose(), pose, bone);
        SetPose($"Rotate {BoneNames.Of(bone).ToLowerInvariant()}", pose, drag);
    }

    /// <summary>Model space, metres.</summary>
    public Vector3 HipsPosition
    {
        get
        {
            ReadPose(_shown);
            return _shown[StandardHumanoid.Map[HumanBodyBones.Hips]].Translation;
        }
    }

    /// <summary>Moves the hips; pinned hands and feet stay as far as their limbs reach.</summary>
    public void SetHipsPosition(Vector3 position, string drag = "")
    {
        var pose = ReadPose();
        var hips = StandardHumanoid.Map[HumanBodyBones.Hips];
        pose[hips] = pose[hips] with { Translation = position };
        HoldPins(ReadPose(), pose, HumanBodyBones.Hips);
        SetPose("Move hips", pose, drag);
    }

    /// <summary>The 21 angles of a hand, as <see cref="HandShape"/> names them.</summary>
    /// <param name="degrees">Receives 21.</param>
    public void ReadHand(bool left, Span<float> degrees)
    {
        ReadPose(_shown);
        Hands.Read(_shown, left, degrees);
    }

    /// <summary>Sets one angle of a hand.</summary>
    /// <param name="index">Of the 21.</param>
    public void SetHandAngle(bool left, int index, float degrees, string drag = "")
    {
        Span<float> angles = stackalloc float[HandShape.AngleCount];
        var pose = ReadPose();
        Hands.Read(pose, left, angles);
        angles[index] = degrees;
        Hands.Apply(angles, left, pose);
        SetPose($"Bend {(left ? "left" : "right")} fingers", pose, drag);
    }

    /// <summary>Brings pinned hands and feet of a changed pose back; a leg that is itself posed is let go.</summary>
    void HoldPins(ReadOnlySpan<JointTransform> before, Span<JointTransform> pose, HumanBodyBones changed)
    {
        _pinSolver.Begin(before, new SolveOptions { Pins = PinsWhilePosing(changed) });
        _pinSolver.HoldPins(pose);
    }

    /// <summary>What stays while a bone is rotated: all that is pinned but the bone's own leg.</summary>
    public BodyPins PinsWhilePosing(HumanBodyBones bone)
    {
        var pins = Pins;
        foreach (var foot in (ReadOnlySpan<HumanBodyBones>)[HumanBodyBones.LeftFoot, HumanBodyBones.RightFoot])
            for (var part = foot; part is not (HumanBodyBones.Hips or HumanBodyBones.LastBone); part = HumanBones.Parent(part))
                if (part == bone)
                    pins &= ~PinOf(foot);
        return pins;
    }

    JointTransform[] ReadPose()
    {
        var pose = new JointTransform[_shown.Length];
        ReadPose(pose);
        return pose;
    }

    static JointTransform[] Mirrored(JointTransform[] pose)
    {
        var body = new PosedBody(StandardHumanoid.Skeleton);
        pose.CopyTo(body.Local, 0);
        body.Mirror();
        return body.Local;
    }

    bool IsBelowSelected(int joint)
    {
        for (; joint >= 0; joint = StandardHumanoid.Skeleton[joint].Parent)
            if (SelectedBones.Contains(StandardHumanoid.Map.BoneOf(joint)))
                return true;
        return false;
    }

    static IEnumerable<HumanBodyBones> Bones()
    {
        for (var bone = HumanBodyBones.Hips; bone < HumanBodyBones.LastBone; bone++)
            if (StandardHumanoid.Map.Has(bone))
                yield return bone;
    }
}
