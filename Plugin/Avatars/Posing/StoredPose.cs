using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Animation;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Posing;

/// <summary>A named pose of the standard humanoid, with the weights of expressions. Immutable.</summary>
public sealed class StoredPose
{
    readonly JointTransform[] _joints;
    readonly Dictionary<string, float> _weights;

    /// <param name="joints">One transform per joint of <see cref="StandardHumanoid"/>.</param>
    /// <param name="weights">Of expressions, 0 to 1; those that are 0 may be left out.</param>
    public StoredPose(string name, ReadOnlySpan<JointTransform> joints, IReadOnlyDictionary<string, float> weights)
    {
        StandardHumanoid.Skeleton.RequirePose(joints.Length);
        (Name, _joints, _weights) = (name, joints.ToArray(), new Dictionary<string, float>(weights, StringComparer.Ordinal));
    }

    /// <summary>Arms to the sides, palms down.</summary>
    public static StoredPose TPose { get; } = MakeTPose();

    /// <summary>The rest pose: arms hang away from the body.</summary>
    public static StoredPose Rest { get; } = new("At rest", new Pose(StandardHumanoid.Skeleton).Joints, new Dictionary<string, float>());

    public string Name { get; }

    public ReadOnlySpan<JointTransform> Joints => _joints;

    public IReadOnlyDictionary<string, float> Weights => _weights;

    /// <summary>The pose of a scene, or of another motion of the standard humanoid, at a time.</summary>
    public static StoredPose Of(string name, IPoseSource source, float time)
    {
        var pose = source.MakePose();
        source.Sample(time, pose);
        var weights = new Dictionary<string, float>(StringComparer.Ordinal);
        for (var i = 0; i < pose.WeightNames.Count; i++)
            if (pose.Weights[i] != 0)
                weights[pose.WeightNames[i]] = pose.Weights[i];
        return new StoredPose(name, pose.Joints, weights);
    }

    /// <summary>Left becomes right.</summary>
    public StoredPose Mirrored()
    {
        var map = StandardHumanoid.Map;
        var joints = (JointTransform[])_joints.Clone();
        for (var i = 0; i < joints.Length; i++)
        {
            var bone = map.BoneOf(i);
            var from = bone == HumanBodyBones.LastBone ? i : map[HumanBones.Mirror(bone)];
            if (from >= 0)
                joints[i] = joints[i] with
                {
                    Translation = _joints[from].Translation * new Vector3(-1, 1, 1), Rotation = Rotations.MirrorX(_joints[from].Rotation),
                };
        }
        var weights = new Dictionary<string, float>(StringComparer.Ordinal);
        foreach (var (name, weight) in _weights)
            weights[KeyEdits.Mirror(TrackTarget.Expression(name)).Name] = weight;
        return new StoredPose(Name, joints, weights);
    }

    /// <summary>This pose on the way to another one. The hips stay where they stand: only their height changes.</summary>
    /// <param name="weight">0 keeps this pose, 1 gives the other.</param>
    /// <param name="parts">Of <see cref="BodyParts.All"/>; null or empty for the whole body. Expressions belong to the face.</param>
    public StoredPose Toward(StoredPose other, float weight, IReadOnlyCollection<string>? parts = null)
    {
        var map = StandardHumanoid.Map;
        var hips = map[HumanBodyBones.Hips];
        var joints = (JointTransform[])_joints.Clone();
        for (var i = 0; i < joints.Length; i++)
        {
            if (!Takes(parts, BodyParts.Of(map.BoneOf(i))))
                continue;
            var to = other._joints[i];
            if (i == hips)
                to = to with { Translation = new Vector3(joints[i].Translation.X, to.Translation.Y, joints[i].Translation.Z) };
            joints[i] = PoseBlend.Blend(joints[i], to, weight);
        }
        var weights = new Dictionary<string, float>(_weights, StringComparer.Ordinal);
        if (Takes(parts, BodyParts.Face))
        {
            foreach (var (name, value) in _weights)
                weights[name] = value + weight * (other._weights.GetValueOrDefault(name) - value);
            foreach (var (name, value) in other._weights)
                if (!_weights.ContainsKey(name))
                    weights[name] = weight * value;
        }
        return new StoredPose(other.Name, joints, weights);
    }

    static bool Takes(IReadOnlyCollection<string>? parts, string part)
    {
        if (parts is not { Count: > 0 })
            return true;
        foreach (var one in parts)
            if (one == part)
                return true;
        return false;
    }

    static StoredPose MakeTPose()
    {
        var pose = new Pose(StandardHumanoid.Skeleton);
        var muscles = new MuscleSpace(StandardHumanoid.Map);
        for (var i = 0; i < HumanBones.Count; i++)
            muscles.SetDegreesFromTPose(pose.Joints, (HumanBodyBones)i, Vector3.Zero);
        return new StoredPose("T pose", pose.Joints, new Dictionary<string, float>());
    }
}
