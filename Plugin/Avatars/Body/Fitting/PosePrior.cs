using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Body.Fitting;

/// <summary>
/// What poses people take: each joint turns about three axes (its hinge or the model's X, along the bone, and across both), each with limits and a spread
/// about the rest pose. Limits are soft: a degree beyond costs as much as five within.
/// </summary>
sealed class PosePrior
{
    const float Degree = MathF.PI / 180, Beyond = 4 * Degree;

    readonly List<Limit> _limits = [];

    public PosePrior(BodyModel model)
    {
        foreach (var left in new[] { true, false })
        {
            AddArm(model, left);
            AddLeg(model, left);
        }
        foreach (var bone in new[] { HumanBodyBones.Spine, HumanBodyBones.Chest, HumanBodyBones.UpperChest })
            Add(model, bone, Vector3.UnitX, Vector3.UnitY, new(-25, 40, 12), new(-30, 30, 12), new(-25, 25, 12));
        foreach (var bone in new[] { HumanBodyBones.Neck, HumanBodyBones.Head })
            Add(model, bone, Vector3.UnitX, Vector3.UnitY, new(-40, 40, 15), new(-50, 50, 20), new(-30, 30, 15));
        foreach (var bone in new[] { HumanBodyBones.LeftEye, HumanBodyBones.RightEye })
            Add(model, bone, Vector3.UnitX, Vector3.UnitY, new(-30, 30, 10), new(-40, 40, 10), new(0, 0, 1));
    }

    /// <summary>The joints that a fit turns.</summary>
    public IEnumerable<int> Joints
    {
        get
        {
            foreach (var limit in _limits)
                yield return limit.Joint;
        }
    }

    public void AddTo(FitSum sum)
    {
        foreach (var limit in _limits)
        {
            var vector = RotationVector.Of(sum.State.Local[limit.Joint]);
            var angle = Vector3.Dot(vector, limit.Axis);
            sum.AddRotation(limit.Joint, vector, limit.Axis, angle - limit.Range.Usual * Degree, limit.Range.Spread * Degree);
            var (low, high) = (limit.Range.Low * Degree, limit.Range.High * Degree);
            if (angle < low)
                sum.AddRotation(limit.Joint, vector, limit.Axis, angle - low, Beyond);
            else if (angle > high)
                sum.AddRotation(limit.Joint, vector, limit.Axis, angle - high, Beyond);
        }
    }

    void AddArm(BodyModel model, bool left)
    {
        Vector3 At(HumanBodyBones bone) => model.Joints.Average[model.Joints.IndexOf(HumanBones.Side(left, bone))];
        var (shoulder, elbow, wrist) = (At(HumanBodyBones.LeftUpperArm), At(HumanBodyBones.LeftLowerArm), At(HumanBodyBones.LeftHand));
        var side = left ? 1 : -1;
        Range Mirrored(float low, float high, float spread) => left ? new(low, high, spread) : new(-high, -low, spread);
        // The collar bone: up and forward more than down and back.
        Add(model, HumanBones.Side(left, HumanBodyBones.LeftShoulder), Vector3.UnitX, Vector3.UnitY, new(-15, 15, 5),
            Mirrored(-30, 15, 8), Mirrored(-8, 35, 8));
        Add(model, HumanBones.Side(left, HumanBodyBones.LeftUpperArm), Vector3.Cross(elbow - shoulder, Vector3.UnitZ), elbow - shoulder,
            new(-150, 150, 70), new(-100, 100, 40), new(-170, 170, 80));
        // The elbow is bent by about 45 degrees at rest; more bending is positive about the axis that turns the upper arm towards the forearm.
        Add(model, HumanBones.Side(left, HumanBodyBones.LeftLowerArm), Vector3.Cross(elbow - shoulder, wrist - elbow), wrist - elbow,
            new(-46, 105, 50, -25), new(-80, 80, 35), new(-6, 6, 4));
        AddHand(model, left, side, wrist, At);
    }

    void AddHand(BodyModel model, bool left, int side, Vector3 wrist, Func<HumanBodyBones, Vector3> at)
    {
        var along = at(HumanBodyBones.LeftMiddleProximal) - wrist;
        var palm = Vector3.Normalize(side * Vector3.Cross(at(HumanBodyBones.LeftLittleProximal) - wrist, at(HumanBodyBones.LeftIndexProximal) - wrist));
        Add(model, HumanBones.Side(left, HumanBodyBones.LeftHand), Vector3.Cross(along, palm), along, new(-75, 80, 30), new(-25, 25, 10), new(-35, 35, 15));
        for (var finger = 0; finger < HumanBones.FingersPerHand; finger++)
            for (var segment = 0; segment < HumanBones.BonesPerFinger; segment++)
            {
                var bone = HumanBones.Finger(left, finger, segment);
                var joint = model.Joints.IndexOf(bone);
                var direction = model.Joints.Average[joint + 1] - model.Joints.Average[joint]; // the next joint of a finger follows it
                var isThumb = finger == 0;
                var (bend, turn, spread) = (isThumb, segment) switch
                {
                    (true, 0) => (new Range(-35, 45, 20), new Range(-40, 40, 15), new Range(-40, 40, 20)),
                    (true, _) => (new Range(-30, 80, 25), new Range(-10, 10, 5), new Range(-12, 12, 6)),
                    (false, 0) => (new Range(-35, 90, 30), new Range(-8, 8, 4), new Range(-22, 22, 8)),
                    _ => (new Range(-25, 100, 30), new Range(-3, 3, 2), new Range(-4, 4, 2)),
                };
                Add(model, bone, Vector3.Cross(direction, palm), direction, bend, turn, spread);
            }
    }

    void AddLeg(BodyModel model, bool left)
    {
        Vector3 At(HumanBodyBones bone) => model.Joints.Average[model.Joints.IndexOf(HumanBones.Side(left, bone))];
        var (hip, knee, ankle) = (At(HumanBodyBones.LeftUpperLeg), At(HumanBodyBones.LeftLowerLeg), At(HumanBodyBones.LeftFoot));
        Add(model, HumanBones.Side(left, HumanBodyBones.LeftUpperLeg), Vector3.UnitX, knee - hip, new(-135, 40, 35), new(-45, 45, 20), new(-70, 70, 25));
        Add(model, HumanBones.Side(left, HumanBodyBones.LeftLowerLeg), Vector3.UnitX, ankle - knee, new(-8, 150, 40), new(-20, 20, 8), new(-6, 6, 4));
        Add(model, HumanBones.Side(left, HumanBodyBones.LeftFoot), Vector3.UnitX, Vector3.UnitZ, new(-45, 50, 20), new(-25, 25, 10), new(-25, 25, 12));
    }

    /// <param name="bend">About <paramref name="hinge"/>.</param>
    /// <param name="turn">About <paramref name="along"/>.</param>
    /// <param name="sideways">About the axis across both.</param>
    void Add(BodyModel model, HumanBodyBones bone, Vector3 hinge, Vector3 along, Range bend, Range turn, Range sideways)
    {
        var joint = model.Joints.IndexOf(bone);
        if (joint < 0)
            return;
        var twist = Vector3.Normalize(along);
        var first = Vector3.Normalize(hinge - Vector3.Dot(hinge, twist) * twist);
        _limits.Add(new Limit(joint, first, bend));
        _limits.Add(new Limit(joint, twist, turn));
        _limits.Add(new Limit(joint, Vector3.Cross(first, twist), sideways));
    }

    /// <summary>Degrees.</summary>
    readonly record struct Range(float Low, float High, float Spread, float Usual = 0);

    readonly record struct Limit(int Joint, Vector3 Axis, Range Range);
}
