using System;
using System.Numerics;
using Avatars.Animation;
using Avatars.Rig;

namespace Avatars.Retargeting;

/// <summary>The posed skeleton at times spread over a clip, in the clip's space.</summary>
sealed class PosedFrames
{
    /// <summary>Cosine: a trunk or leg that leans less than 40 degrees stands.</summary>
    public const float Upright = 0.77f;

    const int Samples = 200;

    readonly HumanoidMap _map;
    readonly Vector3[][] _positions;
    readonly float _leg;

    PosedFrames(HumanoidMap map, BodyDirections[] bodies, Vector3[][] positions, float leg) =>
        (_map, Bodies, _positions, _leg) = (map, bodies, positions, leg);

    public BodyDirections[] Bodies { get; }

    public int Count => Bodies.Length;

    public static PosedFrames Read(AnimationClip clip, HumanoidMap map)
    {
        // A T that is only for calibration is no part of the motion.
        var start = ClipRetargeting.StartsInT(clip, map) && clip.FrameCount > 2 ? 1 / clip.FrameRate : 0;
        var pose = new JointTransform[clip.Skeleton.Count];
        var model = new ModelPose(clip.Skeleton);
        var count = Math.Min(Samples, Math.Max(2, clip.FrameCount));
        var bodies = new BodyDirections[count];
        var positions = new Vector3[count][];
        for (var i = 0; i < count; i++)
        {
            clip.Sample(start + (clip.Length - start) * i / (count - 1), pose);
            model.Run(pose);
            bodies[i] = BodyDirections.Of(map, model.Positions);
            positions[i] = (Vector3[])model.Positions.Clone();
        }
        return new PosedFrames(map, bodies, positions, LegLength(map, positions[0]));
    }

    /// <summary>Mean cosine of trunk and legs with an axis, -1 to 1.</summary>
    public float Uprightness(Vector3 axis)
    {
        var sum = 0f;
        foreach (var body in Bodies)
            sum += Vector3.Dot(body.Up + body.Legs, axis) / 2;
        return sum / Count;
    }

    /// <summary>Share of the frames in which trunk and legs both stand along an axis.</summary>
    public float StandingShare(Vector3 axis)
    {
        var standing = 0;
        foreach (var body in Bodies)
            standing += Vector3.Dot(body.Up, axis) > Upright && Vector3.Dot(body.Legs, axis) > Upright ? 1 : 0;
        return standing / (float)Count;
    }

    /// <summary>Whether the lowest joints along an axis stay near 0, as on a floor.</summary>
    public bool IsOnFloor(Vector3 axis)
    {
        var heights = Sorted(positions => Lowest(_map, positions, axis));
        float low = heights[Count / 10], high = heights[Count * 9 / 10];
        return MathF.Abs(low) < 0.2f * _leg && high - low < 0.35f * _leg;
    }

    /// <summary>Whether the person lies on a floor at 0: hips above it but lower than when sitting on a chair, and no joint far below it.</summary>
    public bool IsLowOnFloor(Vector3 axis)
    {
        var hips = Sorted(positions => Vector3.Dot(positions[_map[HumanBodyBones.Hips]], axis))[Count / 2];
        var low = Sorted(positions => Lowest(_map, positions, axis))[Count / 10];
        return IsOnFloor(axis) && hips > 0.02f * _leg && hips < 0.5f * _leg && low > -0.04f * _leg;
    }

    /// <summary>The lowest coordinate of the joints along an axis, without toes and fingers: files put chain ends anywhere.</summary>
    public static float Lowest(HumanoidMap map, ReadOnlySpan<Vector3> positions, Vector3 axis)
    {
        var lowest = float.MaxValue;
        for (var bone = HumanBodyBones.Hips; bone < HumanBodyBones.LastBone; bone++)
            if (map.Has(bone) && !HumanBones.IsFinger(bone) && bone is not (HumanBodyBones.LeftToes or HumanBodyBones.RightToes))
                lowest = MathF.Min(lowest, Vector3.Dot(positions[map[bone]], axis));
        return lowest;
    }

    float[] Sorted(Func<Vector3[], float> value)
    {
        var values = Array.ConvertAll(_positions, positions => value(positions));
        Array.Sort(values);
        return values;
    }

    /// <summary>Thigh and shin of the left leg.</summary>
    public static float LegLength(HumanoidMap map, ReadOnlySpan<Vector3> positions)
    {
        var knee = positions[map[HumanBodyBones.LeftLowerLeg]];
        var thigh = Vector3.Distance(positions[map[HumanBodyBones.LeftUpperLeg]], knee);
        return thigh + (map.Has(HumanBodyBones.LeftFoot) ? Vector3.Distance(positions[map[HumanBodyBones.LeftFoot]], knee) : thigh);
    }
}
