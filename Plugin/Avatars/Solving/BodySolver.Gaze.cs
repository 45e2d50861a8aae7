using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Solving;

public sealed partial class BodySolver
{
    /// <summary>Turns head and eyes to a place.</summary>
    /// <param name="target">Model space.</param>
    /// <param name="local">One transform per joint, changed in place.</param>
    /// <param name="headWeight">Share of the turn that neck and head take; the neck takes 0.4 of it.</param>
    /// <param name="eyesWeight">Share of what is left that the eyes take.</param>
    public void LookAt(Vector3 target, Span<JointTransform> local, float headWeight = 0.7f, float eyesWeight = 1)
    {
        _pose.Load(local);
        if (Map.Has(HumanBodyBones.Head) && headWeight > 0)
        {
            if (Map.Has(HumanBodyBones.Neck))
                TurnToward(HumanBodyBones.Neck, HumanBodyBones.Head, target, 0.4f * headWeight);
            TurnToward(HumanBodyBones.Head, HumanBodyBones.Head, target, Map.Has(HumanBodyBones.Neck) ? 0.6f * headWeight / (1 - 0.4f * headWeight)
                : headWeight);
        }
        if (eyesWeight > 0)
        {
            Eye(HumanBodyBones.LeftEye, target, eyesWeight);
            Eye(HumanBodyBones.RightEye, target, eyesWeight);
        }
        _pose.Local.CopyTo(local);
    }

    /// <summary>How far an eye looks up (positive) or down, degrees from straight ahead: eyelids follow it.</summary>
    public static float EyeElevation(MuscleSpace muscles, ReadOnlySpan<JointTransform> local, bool left)
    {
        var bone = HumanBones.Side(left, HumanBodyBones.LeftEye);
        return muscles.Map.Has(bone) ? muscles.DegreesOf(local, bone).Z : 0;
    }

    /// <summary>Rotates a bone by a share of what would make another one face the target, without leaning the head over.</summary>
    void TurnToward(HumanBodyBones bone, HumanBodyBones facing, Vector3 target, float share)
    {
        var head = Map[facing];
        var away = _pose.Model.Rotations[head] * Quaternion.Conjugate(_tPose.Rotation(head));
        var eyes = Map.Has(HumanBodyBones.LeftEye) && Map.Has(HumanBodyBones.RightEye)
            ? (_pose.Position(HumanBodyBones.LeftEye) + _pose.Position(HumanBodyBones.RightEye)) / 2 : _pose.Model.Positions[head];
        var up = Vector3.Transform(Vector3.UnitY, away);
        var wanted = target - eyes;
        if (wanted.LengthSquared() < 1e-10f)
            return;
        // In the head's own axes: yaw about its up, then pitch.
        var inHead = Vector3.Transform(Vector3.Normalize(wanted), Quaternion.Conjugate(away));
        var yaw = MathF.Atan2(inHead.X, inHead.Z);
        var pitch = MathF.Asin(Math.Clamp(inHead.Y, -1, 1));
        if (inHead.Z < 0)
            yaw = Math.Clamp(yaw, -MathF.PI * 0.75f, MathF.PI * 0.75f); // not over the shoulder
        var side = Vector3.Transform(Vector3.UnitX, Quaternion.CreateFromAxisAngle(up, share * yaw) * away);
        var turn = Quaternion.CreateFromAxisAngle(side, -share * pitch) * Quaternion.CreateFromAxisAngle(up, share * yaw);
        _pose.Rotate(Map[bone], turn);
        if (_options.Limits is not null)
            _pose.Limit(_options.Limits, _muscles, bone);
    }

    void Eye(HumanBodyBones bone, Vector3 target, float weight)
    {
        if (!Map.Has(bone))
            return;
        var joint = Map[bone];
        var forward = Vector3.Transform(Vector3.UnitZ, _pose.Model.Rotations[joint] * Quaternion.Conjugate(_tPose.Rotation(joint)));
        var turn = Rotations.FromTo(forward, target - _pose.Model.Positions[joint]);
        _pose.Rotate(joint, Quaternion.Slerp(Quaternion.Identity, turn, Math.Clamp(weight, 0, 1)));
        _pose.Limit(_options.Limits ?? JointLimits.Human, _muscles, bone);
    }
}
