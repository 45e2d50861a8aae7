using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Animation;
using Avatars.Rig;

namespace Avatars.Signing.Synthesis;

/// <summary>What recordings do to the signer's pose: arms and hands while they play; body and face fade in before and out after them.</summary>
sealed class RecordedPerformance
{
    const float Blend = 0.24f; // seconds between the body of a recording and the signer's own

    static readonly HumanBodyBones[] Midline =
        [HumanBodyBones.Spine, HumanBodyBones.Chest, HumanBodyBones.UpperChest, HumanBodyBones.Neck, HumanBodyBones.Head];

    readonly SignerRig _rig;
    readonly int[][] _armJoints = new int[2][]; // right, left
    AnimationClip? _clip;
    Pose? _pose; // of the clip

    public RecordedPerformance(SignerRig rig)
    {
        _rig = rig;
        for (var side = 0; side < 2; side++)
        {
            var arm = rig.Arm(side == 1);
            var joints = new List<int> { arm.ShoulderJoint, arm.UpperJoint, arm.LowerJoint, arm.HandJoint };
            for (var i = 0; i < HumanBones.FingersPerHand * HumanBones.BonesPerFinger; i++)
                joints.Add(rig.Map[HumanBones.Finger(side == 1, i / HumanBones.BonesPerFinger, i % HumanBones.BonesPerFinger)]);
            joints.RemoveAll(joint => joint < 0);
            _armJoints[side] = [.. joints];
        }
    }

    /// <param name="local">Receives arms and hands.</param>
    public void Arms(AnimationClip clip, float time, JointTransform[] local)
    {
        var recorded = Sample(clip, time);
        foreach (var joints in _armJoints)
            foreach (var joint in joints)
                local[joint] = recorded.Joints[joint];
    }

    /// <summary>Spine, neck, head and face of the recordings at and next to a block.</summary>
    /// <param name="local">Of the signer without recordings.</param>
    /// <param name="weights">Likewise; where a recording shows a face, it takes the place of the signer's own.</param>
    public void BodyAndFace(IReadOnlyList<ScoreTimeline.Block> blocks, int current, float t, JointTransform[] local, Dictionary<string, float> weights)
    {
        for (var i = Math.Max(0, current - 1); i <= Math.Min(blocks.Count - 1, current + 1); i++)
        {
            var block = blocks[i];
            if (block.Clip is not { } clip)
                continue;
            var outside = MathF.Max(block.Start - t, t - block.Start - block.Seconds);
            var share = SpeedProfile.MinimumJerk(1 - MathF.Max(0, outside) / Blend);
            if (share <= 0)
                continue;
            var recorded = Sample(clip, Math.Clamp((t - block.Start) * block.Rate, 0, clip.Length));
            foreach (var bone in Midline)
                if (_rig.Map[bone] is >= 0 and var joint)
                    local[joint] = local[joint] with { Rotation = Quaternion.Slerp(local[joint].Rotation, recorded.Joints[joint].Rotation, share) };
            if (recorded.WeightNames.Count > 0)
                Fade(recorded, share, weights);
        }
    }

    static void Fade(Pose recorded, float share, Dictionary<string, float> weights)
    {
        foreach (var name in new List<string>(weights.Keys))
            weights[name] *= 1 - share;
        for (var i = 0; i < recorded.WeightNames.Count; i++)
            if (share * Math.Clamp(recorded.Weights[i], 0, 1) is > 0 and var weight)
                weights[recorded.WeightNames[i]] = MathF.Min(1, weights.GetValueOrDefault(recorded.WeightNames[i]) + weight);
    }

    Pose Sample(AnimationClip clip, float time)
    {
        if (!ReferenceEquals(clip, _clip))
            (_clip, _pose) = (clip, clip.MakePose());
        clip.Sample(time, _pose!);
        return _pose!;
    }
}
