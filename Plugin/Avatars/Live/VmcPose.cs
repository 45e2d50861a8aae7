using System;
using System.Numerics;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Live;

/// <summary>What a sender told, retargeted to another rig. One thread at a time; sampling allocates nothing.</summary>
internal sealed class VmcPose
{
    const float ShortestLeg = 0.05f; // metres; below, the sender's positions mean nothing

    readonly VmcOptions _options;
    readonly HumanoidMap _rig;
    readonly HumanoidRetargeter _retargeter;
    readonly JointTransform[] _source;
    readonly float _legLength;
    Vector3? _origin;

    public VmcPose(VmcOptions options)
    {
        _options = options;
        _rig = options.SenderRig ?? VmcRig.Map;
        Target = options.Target ?? StandardHumanoid.Map;
        var standing = TPose.OfRest(_rig);
        _legLength = standing.LegLength;
        _retargeter = new HumanoidRetargeter(standing, TPose.OfRest(Target));
        _retargeter.SourceToWorld = Quaternion.CreateFromAxisAngle(Vector3.UnitY, options.YawRadians) * _retargeter.SourceToWorld;
        _source = new JointTransform[_rig.Skeleton.Count];
    }

    public HumanoidMap Target { get; }

    public Pose Make(VmcState state)
    {
        var names = new string[state.Expressions.Names.Count];
        for (var i = 0; i < names.Length; i++)
            names[i] = state.Expressions.Names[i];
        return new Pose(Target.Skeleton, names);
    }

    public void Sample(VmcState state, Pose pose)
    {
        Target.Skeleton.RequirePose(pose.Joints.Length);
        _rig.Skeleton.CopyRestTo(_source);
        for (var bone = (HumanBodyBones)0; bone < HumanBodyBones.LastBone; bone++)
            if (state.Has(bone) && _rig.Has(bone))
                _source[_rig[bone]] = _source[_rig[bone]] with { Rotation = state.Rotations[(int)bone] };
        PlaceHips(state);
        _retargeter.Retarget(_source, pose.Joints);
        for (var i = 0; i < state.Expressions.Names.Count; i++)
            if (pose.IndexOf(state.Expressions.Names[i]) is >= 0 and var index)
                pose.Weights[index] = state.Expressions.Weights[i];
    }

    /// <summary>Root and hips together, in metres of the rig.</summary>
    void PlaceHips(VmcState state)
    {
        var hips = _rig[HumanBodyBones.Hips];
        var rest = _source[hips];
        var told = state.Positions[(int)HumanBodyBones.Hips];
        var standing = told == Vector3.Zero || _options.RotationsOnly ? rest.Translation : told * ScaleOf(state);
        var root = _options.RotationsOnly ? Vector3.Zero : state.RootPosition * ScaleOf(state);
        var position = root + Vector3.Transform(standing, state.RootRotation);
        _source[hips] = rest with { Rotation = Quaternion.Normalize(state.RootRotation * rest.Rotation), Translation = position };
        if (state.Has(HumanBodyBones.Hips))
            _origin ??= position;
        _retargeter.SourceOrigin = _options.RootMotion switch
        {
            RootMotion.InPlace => position,
            RootMotion.FromOrigin => _origin ?? position,
            _ => Vector3.Zero,
        };
    }

    /// <summary>Metres of the rig per metre of the sender's model, by the legs.</summary>
    float ScaleOf(VmcState state)
    {
        var shin = state.Positions[(int)HumanBodyBones.LeftFoot].Length();
        var leg = state.Positions[(int)HumanBodyBones.LeftLowerLeg].Length() + shin;
        return shin > ShortestLeg && leg > ShortestLeg ? Math.Clamp(_legLength / leg, 0.1f, 10) : 1;
    }
}
