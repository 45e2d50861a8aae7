using System;
using System.Numerics;
using Avatars.Animation;
using Avatars.Rig;

namespace Avatars.Retargeting;

/// <summary>
/// Finds the pose from which a skeleton's T pose is reached by small rotations: the rest pose if it stands, at any orientation, else the frame of a
/// clip that is nearest to standing. Some exporters write all offsets along one axis, so that the rest pose has no human shape.
/// </summary>
static class StandingPose
{
    const float Tolerated = 1.0f; // radians: legs of a wide A pose, a modelling pose with bent knees
    const int Samples = 200;

    /// <summary>The rest pose, or a frame of the clip where the rest pose does not stand.</summary>
    /// <param name="isFrame">Whether it is a frame of the clip.</param>
    public static JointTransform[] Of(HumanoidMap map, AnimationClip clip, out bool isFrame)
    {
        isFrame = false;
        var best = new JointTransform[map.Skeleton.Count];
        map.Skeleton.CopyRestTo(best);
        var model = new ModelPose(map.Skeleton);
        model.Run(best);
        var least = Deviation(map, model.Positions);
        if (least <= Tolerated)
            return best;
        var pose = new JointTransform[best.Length];
        for (var i = 0; i < Samples; i++)
        {
            clip.Sample(clip.Length * i / (Samples - 1), pose);
            model.Run(pose);
            if (Deviation(map, model.Positions) is var deviation && deviation < least - 1e-3f)
                (least, best, isFrame) = (deviation, (JointTransform[])pose.Clone(), true);
        }
        return best;
    }

    /// <summary>Whether the rest pose is a straight human body, in any orientation and with any arm directions.</summary>
    public static bool IsRest(HumanoidMap map)
    {
        var rest = new JointTransform[map.Skeleton.Count];
        map.Skeleton.CopyRestTo(rest);
        var model = new ModelPose(map.Skeleton);
        model.Run(rest);
        return Deviation(map, model.Positions) <= Tolerated;
    }

    /// <summary>The largest angle, in radians, by which legs, shoulder line or head deviate from a straight body; arms may point anywhere except to
    /// the opposite side.</summary>
    public static float Deviation(HumanoidMap map, ReadOnlySpan<Vector3> positions)
    {
        var body = BodyDirections.Of(map, positions);
        if (body.Up == Vector3.Zero || body.Across == Vector3.Zero)
            return MathF.PI;
        var worst = MathF.Abs(MathF.PI / 2 - Angle(body.Up, body.Across));
        for (var side = 0; side < 2; side++)
        {
            var left = side == 0;
            var outward = left ? body.Across : -body.Across;
            Add(map, positions, ref worst, Side(left, HumanBodyBones.LeftUpperLeg), Side(left, HumanBodyBones.LeftLowerLeg), -body.Up, 0);
            Add(map, positions, ref worst, Side(left, HumanBodyBones.LeftLowerLeg), Side(left, HumanBodyBones.LeftFoot), -body.Up, 0);
            Add(map, positions, ref worst, Side(!left, HumanBodyBones.LeftUpperArm), Side(left, HumanBodyBones.LeftUpperArm), outward, 0);
            Add(map, positions, ref worst, Side(!left, HumanBodyBones.LeftUpperLeg), Side(left, HumanBodyBones.LeftUpperLeg), outward, 0);
            Add(map, positions, ref worst, Side(left, HumanBodyBones.LeftUpperArm), Side(left, HumanBodyBones.LeftLowerArm), outward, MathF.PI / 2);
        }
        Add(map, positions, ref worst, HumanBodyBones.Neck, HumanBodyBones.Head, body.Up, 0);
        return worst;
    }

    static void Add(HumanoidMap map, ReadOnlySpan<Vector3> positions, ref float worst, HumanBodyBones from, HumanBodyBones to, Vector3 expected, float allowed)
    {
        if (!map.Has(from) || !map.Has(to))
            return;
        var direction = positions[map[to]] - positions[map[from]];
        worst = MathF.Max(worst, direction.LengthSquared() > 0 ? Angle(direction, expected) - allowed : MathF.PI);
    }

    static HumanBodyBones Side(bool left, HumanBodyBones leftBone) => HumanBones.Side(left, leftBone);

    static float Angle(Vector3 a, Vector3 b) => MathF.Acos(Math.Clamp(Vector3.Dot(Vector3.Normalize(a), Vector3.Normalize(b)), -1, 1));
}
