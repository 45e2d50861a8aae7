using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Animation;
using Avatars.Rig;

namespace Avatars.Posing;

/// <summary>A clip of a scene being played over what is below it.</summary>
sealed class ClipLayer
{
    readonly ClipItem _clip;
    readonly IPoseSource _motion;
    readonly Pose _pose;
    readonly bool[] _moves;
    readonly int[] _mirror;
    readonly bool _movesFace;

    /// <param name="motion">On the standard humanoid.</param>
    public ClipLayer(ClipItem clip, IPoseSource motion)
    {
        (_clip, _motion, _pose) = (clip, motion, motion.MakePose());
        var map = StandardHumanoid.Map;
        _moves = new bool[map.Skeleton.Count];
        _mirror = new int[map.Skeleton.Count];
        for (var i = 0; i < _moves.Length; i++)
        {
            var bone = map.BoneOf(i);
            _moves[i] = clip.Parts is not { Count: > 0 } parts || Contains(parts, BodyParts.Of(bone));
            _mirror[i] = map[HumanBones.Mirror(bone)];
        }
        _movesFace = clip.Parts is not { Count: > 0 } some || Contains(some, BodyParts.Face);
    }

    public float End => _clip.Start + (_clip.Seconds > 0 ? _clip.Seconds : MathF.Max(0, _motion.Length - _clip.From) / _clip.Speed);

    public IReadOnlyList<string> WeightNames => _movesFace ? _pose.WeightNames : [];

    public void Apply(float time, Pose pose)
    {
        var weight = WeightAt(time);
        if (weight <= 0)
            return;
        var at = _clip.From + (time - _clip.Start) * _clip.Speed;
        if (_clip.IsLooped && _motion.Length > 0)
            at -= MathF.Floor(at / _motion.Length) * _motion.Length;
        _motion.Sample(at, _pose);
        var hips = StandardHumanoid.Map[HumanBodyBones.Hips];
        var rest = StandardHumanoid.Skeleton[hips].Rest.Translation;
        for (var i = 0; i < _moves.Length; i++)
        {
            if (!_moves[i])
                continue;
            var joint = _pose.Joints[_clip.IsMirrored ? _mirror[i] : i];
            if (_clip.IsMirrored)
                joint = joint with { Translation = joint.Translation * new Vector3(-1, 1, 1), Rotation = Rotations.MirrorX(joint.Rotation) };
            if (i == hips && _clip.IsInPlace)
                joint = joint with { Translation = new Vector3(rest.X, joint.Translation.Y, rest.Z) };
            pose.Joints[i] = PoseBlend.Blend(pose.Joints[i], joint, weight);
        }
        if (!_movesFace)
            return;
        for (var i = 0; i < _pose.WeightNames.Count; i++)
            if (pose.IndexOf(_pose.WeightNames[i]) is >= 0 and var index)
                pose.Weights[index] += weight * (_pose.Weights[i] - pose.Weights[index]);
    }

    float WeightAt(float time)
    {
        if (time < _clip.Start || time > End)
            return 0;
        var weight = _clip.Weight;
        if (_clip.BlendIn > 0)
            weight *= Math.Clamp((time - _clip.Start) / _clip.BlendIn, 0, 1);
        if (_clip.BlendOut > 0)
            weight *= Math.Clamp((End - time) / _clip.BlendOut, 0, 1);
        return weight;
    }

    static bool Contains(IReadOnlyList<string> parts, string part)
    {
        foreach (var one in parts)
            if (one == part)
                return true;
        return false;
    }
}
