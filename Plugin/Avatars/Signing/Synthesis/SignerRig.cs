using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Signing.Synthesis;

/// <summary>
/// A humanoid seen as a signer: units, arms, hands, and shapes that were solved before. Its space is the model space of the rest pose, which moves with
/// the chest. One thread at a time.
/// </summary>
sealed class SignerRig
{
    readonly Dictionary<string, HandPose> _left = new(StringComparer.Ordinal), _right = new(StringComparer.Ordinal);
    readonly JointTransform[] _local;
    readonly HandRig _hands;

    /// <exception cref="NotSupportedException">The skeleton has no fingers.</exception>
    public SignerRig(HumanoidMap map)
    {
        Map = map;
        Rest = new ModelPose(map.Skeleton);
        _local = new JointTransform[map.Skeleton.Count];
        for (var i = 0; i < _local.Length; i++)
            _local[i] = map.Skeleton[i].Rest;
        Rest.Run(_local);
        _hands = new HandRig(map);
        LeftHand = new HandGeometry(map, Rest, left: true);
        RightHand = new HandGeometry(map, Rest, left: false);
        LeftArm = new ArmGeometry(map, Rest, LeftHand);
        RightArm = new ArmGeometry(map, Rest, RightHand);
        Width = Vector3.Distance(LeftArm.Shoulder, RightArm.Shoulder);
        Origin = (LeftArm.Shoulder + RightArm.Shoulder) / 2;
        Places = new BodyPlaces(this);
    }

    public HumanoidMap Map { get; }

    public ModelPose Rest { get; }

    public HandGeometry LeftHand { get; }

    public HandGeometry RightHand { get; }

    public ArmGeometry LeftArm { get; }

    public ArmGeometry RightArm { get; }

    public BodyPlaces Places { get; }

    /// <summary>Between the upper-arm joints, metres: one shoulder width, the unit of places and motions.</summary>
    public float Width { get; }

    /// <summary>Middle between the upper-arm joints.</summary>
    public Vector3 Origin { get; }

    public HandGeometry Hand(bool left) => left ? LeftHand : RightHand;

    public ArmGeometry Arm(bool left) => left ? LeftArm : RightArm;

    /// <summary>A hand shape's joints; solved once for each shape and side.</summary>
    public HandPose Shape(ShapeSpec spec, bool left)
    {
        var known = left ? _left : _right;
        if (!known.TryGetValue(spec.Key, out var pose))
        {
            if (known.Count > 20_000) // a file of invented shapes must not fill the memory
                known.Clear();
            known[spec.Key] = pose = spec["named"] is { } name && HandShapes.TryFind(name) is { } shape ? Named(shape, left)
                : Hand(left).Solve(FingerAngles.Of(spec));
        }
        return pose;
    }

    HandPose Named(HandShape shape, bool left)
    {
        for (var i = 0; i < _local.Length; i++)
            _local[i] = Map.Skeleton[i].Rest;
        _hands.Apply(shape, left, _local);
        return Hand(left).Of(Map, _local);
    }

    /// <summary>From shoulder widths off the origin to metres.</summary>
    public Vector3 Point(float x, float y, float z) => Origin + Width * new Vector3(x, y, z);
}
