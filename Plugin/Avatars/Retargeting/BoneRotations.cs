using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Retargeting;

/// <summary>
/// The rotation of each bone of a posed humanoid away from the T pose. A bone of the map may consist of several joints of the skeleton (roll and
/// twist joints, a neck of two, clavicles of two): its rotation is their mean weighted by length, corrected so that the bone points from its own
/// joint to the next bone's. One instance belongs to one thread; <see cref="Run"/> allocates nothing.
/// </summary>
sealed class BoneRotations
{
    readonly TPose _t;
    readonly int[][] _joints; // per bone: its joints from the top down; empty for bones that the skeleton lacks
    readonly float[][] _shares; // per bone and joint: length over the bone's
    readonly int[] _ends; // per bone of several joints: the next bone's joint, or -1
    readonly Quaternion[] _rotations = new Quaternion[HumanBones.Count];

    public BoneRotations(TPose t)
    {
        _t = t;
        _joints = new int[HumanBones.Count][];
        _shares = new float[HumanBones.Count][];
        _ends = new int[HumanBones.Count];
        for (var i = 0; i < HumanBones.Count; i++)
        {
            var bone = (HumanBodyBones)i;
            var joint = t.Map[bone];
            var next = NextOf(bone) is var below && below != HumanBodyBones.LastBone ? t.Map[below] : -1;
            _joints[i] = joint < 0 ? [] : bone == HumanBodyBones.Hips ? [Pelvis(t.Map)] : PathBetween(t.Map.Skeleton, joint, next);
            _ends[i] = _joints[i].Length > 1 ? next : -1;
            _shares[i] = SharesOf(i);
        }
    }

    /// <summary>Model space of the source to the space of the rotations; applied after the joints' rotations.</summary>
    public Quaternion ToWorld { get; set; } = Quaternion.Identity;

    public bool Has(HumanBodyBones bone) => _joints[(int)bone].Length > 0;

    /// <summary>The rotation away from the T pose, as of the last <see cref="Run"/>.</summary>
    public Quaternion this[HumanBodyBones bone] => _rotations[(int)bone];

    /// <summary>A single joint's rotation away from the T pose.</summary>
    public Quaternion OfJoint(ModelPose pose, int joint) => ToWorld * pose.Rotations[joint] * Quaternion.Conjugate(_t.Rotations[joint]);

    public void Run(ModelPose pose)
    {
        for (var bone = 0; bone < _rotations.Length; bone++)
            if (_joints[bone].Length > 0)
                _rotations[bone] = RotationOf(pose, bone);
    }

    Quaternion RotationOf(ModelPose pose, int bone)
    {
        var joints = _joints[bone];
        var rotation = OfJoint(pose, joints[0]);
        if (joints.Length == 1)
            return Quaternion.Normalize(rotation);
        var sum = rotation * _shares[bone][0];
        for (var i = 1; i < joints.Length; i++)
        {
            var other = OfJoint(pose, joints[i]);
            sum += other * (Quaternion.Dot(rotation, other) < 0 ? -_shares[bone][i] : _shares[bone][i]);
        }
        rotation = sum.LengthSquared() > 1e-6f ? Quaternion.Normalize(sum) : rotation;
        var inT = _t.Positions[_ends[bone]] - _t.Positions[joints[0]];
        var now = Vector3.Transform(pose.Positions[_ends[bone]] - pose.Positions[joints[0]], ToWorld);
        return Quaternion.Normalize(Rotations.FromTo(Vector3.Transform(inT, rotation), now) * rotation);
    }

    float[] SharesOf(int bone)
    {
        var joints = _joints[bone];
        if (joints.Length < 2)
            return [];
        var shares = new float[joints.Length];
        var total = 0f;
        for (var i = 0; i < joints.Length; i++)
            total += shares[i] = Vector3.Distance(_t.Positions[joints[i]], _t.Positions[i + 1 < joints.Length ? joints[i + 1] : _ends[bone]]);
        for (var i = 0; i < joints.Length; i++)
            shares[i] = total > 0 ? shares[i] / total : 1f / joints.Length;
        return shares;
    }

    /// <summary>The nearest common ancestor of both thighs: its rotation is that of the hips, even where a file has the pelvis below the hips.</summary>
    static int Pelvis(HumanoidMap map)
    {
        var hips = map[HumanBodyBones.Hips];
        var shared = Shared(map.Skeleton, map[HumanBodyBones.LeftUpperLeg], map[HumanBodyBones.RightUpperLeg]);
        return IsWithin(map.Skeleton, shared, hips) ? shared : hips;
    }

    /// <summary>The nearest common ancestor of two joints, or -1.</summary>
    public static int Shared(Skeleton skeleton, int a, int b)
    {
        a = skeleton[a].Parent;
        while (a >= 0 && !IsWithin(skeleton, b, a))
            a = skeleton[a].Parent;
        return a;
    }

    /// <summary>Whether a joint is the ancestor itself or below it.</summary>
    public static bool IsWithin(Skeleton skeleton, int joint, int ancestor)
    {
        while (joint > ancestor)
            joint = skeleton[joint].Parent;
        return joint >= 0 && joint == ancestor;
    }

    /// <summary>The joints from one down to another, without the last; only the first where the other is not below it.</summary>
    static int[] PathBetween(Skeleton skeleton, int from, int to)
    {
        if (to < 0 || to == from || !IsWithin(skeleton, to, from))
            return [from];
        var path = new List<int>();
        for (var joint = skeleton[to].Parent; joint >= from; joint = skeleton[joint].Parent)
            path.Add(joint);
        path.Reverse();
        return [.. path];
    }

    /// <summary>The next bone of the limb; none for the spine, which <see cref="SpineBend"/> handles as a whole, and for the last bone of a chain.</summary>
    static HumanBodyBones NextOf(HumanBodyBones bone)
    {
        if (HumanBones.IsFinger(bone))
            return (bone - HumanBodyBones.LeftThumbProximal) % HumanBones.BonesPerFinger < HumanBones.BonesPerFinger - 1 ? bone + 1 : HumanBodyBones.LastBone;
        return bone switch
        {
            HumanBodyBones.Neck => HumanBodyBones.Head,
            HumanBodyBones.LeftShoulder => HumanBodyBones.LeftUpperArm,
            HumanBodyBones.RightShoulder => HumanBodyBones.RightUpperArm,
            HumanBodyBones.LeftUpperArm => HumanBodyBones.LeftLowerArm,
            HumanBodyBones.RightUpperArm => HumanBodyBones.RightLowerArm,
            HumanBodyBones.LeftLowerArm => HumanBodyBones.LeftHand,
            HumanBodyBones.RightLowerArm => HumanBodyBones.RightHand,
            HumanBodyBones.LeftUpperLeg => HumanBodyBones.LeftLowerLeg,
            HumanBodyBones.RightUpperLeg => HumanBodyBones.RightLowerLeg,
            HumanBodyBones.LeftLowerLeg => HumanBodyBones.LeftFoot,
            HumanBodyBones.RightLowerLeg => HumanBodyBones.RightFoot,
            HumanBodyBones.LeftFoot => HumanBodyBones.LeftToes,
            HumanBodyBones.RightFoot => HumanBodyBones.RightToes,
            _ => HumanBodyBones.LastBone,
        };
    }
}
