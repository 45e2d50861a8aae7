using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Solving;

/// <summary>
/// The body as capsules with elliptic sections, fixed to bones: enough for a hand to touch the chest, or a finger the chin, without sinking in.
/// Immutable; allocates nothing after construction.
/// </summary>
public sealed class BodyVolume
{
    /// <summary>A capsule in the T pose, on one bone.</summary>
    /// <param name="From">Position in the T pose's space; also <paramref name="To"/>.</param>
    /// <param name="Width">Half the extent to the side, the skeleton's unit.</param>
    /// <param name="Depth">Half the extent from back to front.</param>
    readonly record struct Part(int Joint, HumanBodyBones Bone, Vector3 From, Vector3 To, float Width, float Depth);

    readonly Part[] _parts;
    readonly TPoseSpace _tPose;

    BodyVolume(TPoseSpace tPose, Part[] parts) => (_tPose, _parts) = (tPose, parts);

    /// <summary>Sizes from the skeleton's proportions.</summary>
    public static BodyVolume Of(HumanoidMap map)
    {
        var tPose = new TPoseSpace(map);
        var parts = new List<Part>();
        Vector3 At(HumanBodyBones bone) => tPose.Positions[map[bone]];
        var shoulders = Vector3.Distance(At(HumanBodyBones.LeftUpperArm), At(HumanBodyBones.RightUpperArm));
        var hips = Vector3.Distance(At(HumanBodyBones.LeftUpperLeg), At(HumanBodyBones.RightUpperLeg));
        var middle = (At(HumanBodyBones.LeftUpperArm) + At(HumanBodyBones.RightUpperArm)) / 2;
        var chest = map.Has(HumanBodyBones.UpperChest) ? HumanBodyBones.UpperChest : map.Has(HumanBodyBones.Chest) ? HumanBodyBones.Chest
            : HumanBodyBones.Hips;
        var forward = Vector3.UnitZ;

        void Add(HumanBodyBones bone, Vector3 from, Vector3 to, float width, float depth)
        {
            if (map.Has(bone))
                parts.Add(new Part(map[bone], bone, from, to, width, depth));
        }
        var back = -0.02f * shoulders * forward;
        Add(chest, middle + back - 0.10f * shoulders * Vector3.UnitY, middle + back - 0.55f * shoulders * Vector3.UnitY, 0.42f * shoulders, 0.33f * shoulders);
        var waist = Vector3.Lerp(At(HumanBodyBones.Hips), middle, 0.42f);
        Add(map.Has(HumanBodyBones.Spine) ? HumanBodyBones.Spine : HumanBodyBones.Hips, waist, At(HumanBodyBones.Hips), 0.38f * shoulders, 0.28f * shoulders);
        Add(HumanBodyBones.Hips, At(HumanBodyBones.Hips), (At(HumanBodyBones.LeftUpperLeg) + At(HumanBodyBones.RightUpperLeg)) / 2,
            0.75f * hips, 0.55f * hips);
        if (map.Has(HumanBodyBones.Head))
        {
            var head = At(HumanBodyBones.Head);
            var unit = 0.27f * shoulders; // a quarter of the head's height
            Add(HumanBodyBones.Head, head + 0.45f * unit * Vector3.UnitY + 0.35f * unit * forward,
                head + 1.35f * unit * Vector3.UnitY + 0.15f * unit * forward,
                0.85f * unit, 1.08f * unit);
            if (map.Has(HumanBodyBones.Neck))
                Add(HumanBodyBones.Neck, At(HumanBodyBones.Neck), head, 0.17f * shoulders, 0.17f * shoulders);
        }
        foreach (var left in new[] { true, false })
        {
            Limb(HumanBones.Side(left, HumanBodyBones.LeftUpperArm), HumanBones.Side(left, HumanBodyBones.LeftLowerArm), 0.13f * shoulders);
            Limb(HumanBones.Side(left, HumanBodyBones.LeftLowerArm), HumanBones.Side(left, HumanBodyBones.LeftHand), 0.10f * shoulders);
            Limb(HumanBones.Side(left, HumanBodyBones.LeftUpperLeg), HumanBones.Side(left, HumanBodyBones.LeftLowerLeg), 0.36f * hips);
            Limb(HumanBones.Side(left, HumanBodyBones.LeftLowerLeg), HumanBones.Side(left, HumanBodyBones.LeftFoot), 0.25f * hips);
        }
        return new BodyVolume(tPose, parts.ToArray());

        void Limb(HumanBodyBones bone, HumanBodyBones end, float radius)
        {
            if (map.Has(end))
                Add(bone, At(bone), At(end), radius, radius);
        }
    }

    /// <summary>The same capsules, sized by a skin in the T pose: the extent of the points that follow each bone.</summary>
    /// <param name="points">Skin vertices in the T pose, the skeleton's space.</param>
    /// <param name="joints">For each vertex the joint that it follows most.</param>
    public BodyVolume FittedTo(ReadOnlySpan<Vector3> points, ReadOnlySpan<int> joints)
    {
        var parts = (Part[])_parts.Clone();
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i];
            var (width, depth) = (new List<float>(), new List<float>());
            for (var p = 0; p < points.Length; p++)
            {
                if (joints[p] != part.Joint)
                    continue;
                var axis = part.To - part.From;
                var t = Math.Clamp(Vector3.Dot(points[p] - part.From, axis) / MathF.Max(axis.LengthSquared(), 1e-12f), 0, 1);
                var away = points[p] - part.From - t * axis;
                if (MathF.Abs(away.Z) < 0.4f * away.Length())
                    width.Add(away.Length());
                else if (MathF.Abs(away.Z) > 0.9f * away.Length())
                    depth.Add(away.Length());
            }
            parts[i] = part with { Width = Middle(width, part.Width), Depth = Middle(depth, part.Depth) };
        }
        return new BodyVolume(_tPose, parts);
    }

    /// <summary>How far a point is outside the body; negative inside. Measured along the shortest way out of the deepest part.</summary>
    /// <param name="except">Bones that are left out, such as the arm that does the touching.</param>
    public float DistanceTo(ModelPose model, Vector3 point, Func<HumanBodyBones, bool> except)
    {
        var least = float.MaxValue;
        foreach (var part in _parts)
            if (!except(part.Bone))
                least = MathF.Min(least, Outward(model, part, point, out _));
        return least;
    }

    /// <summary>The nearest point that keeps a distance from the surface.</summary>
    /// <param name="margin">For example half the thickness of a finger.</param>
    public Vector3 PushOut(ModelPose model, Vector3 point, float margin, bool exceptLeftArm, bool exceptRightArm)
    {
        for (var pass = 0; pass < 4; pass++)
        {
            var deepest = -1e-5f;
            var push = Vector3.Zero;
            foreach (var part in _parts)
            {
                if ((exceptLeftArm && IsArm(part.Bone, left: true)) || (exceptRightArm && IsArm(part.Bone, left: false)))
                    continue;
                var distance = Outward(model, part, point, out var outward) - margin;
                if (distance < deepest)
                    (deepest, push) = (distance, outward * -distance);
            }
            if (push == Vector3.Zero)
                break;
            point += push;
        }
        return point;
    }

    float Outward(ModelPose model, in Part part, Vector3 point, out Vector3 outward)
    {
        // Into the T pose's space of the bone, where the section's axes are X and Z.
        var joint = part.Joint;
        var turn = model.Rotations[joint] * Quaternion.Conjugate(_tPose.Rotation(joint));
        var local = Vector3.Transform(point - model.Positions[joint], Quaternion.Conjugate(turn)) + _tPose.Positions[joint];
        var axis = part.To - part.From;
        var t = Math.Clamp(Vector3.Dot(local - part.From, axis) / MathF.Max(axis.LengthSquared(), 1e-12f), 0, 1);
        var away = local - part.From - t * axis;
        var scaled = new Vector3(away.X / part.Width, away.Y / part.Width, away.Z / part.Depth);
        var radius = scaled.Length();
        if (radius < 1e-6f)
        {
            outward = Vector3.Transform(Vector3.UnitZ, turn);
            return -part.Depth;
        }
        // To first order, the distance to an ellipsoid is (radius - 1) * radius / |gradient|.
        var gradient = new Vector3(scaled.X / part.Width, scaled.Y / part.Width, scaled.Z / part.Depth) / radius;
        var slope = gradient.Length();
        outward = Vector3.Transform(gradient / slope, turn);
        return (radius - 1) / slope;
    }

    static bool IsArm(HumanBodyBones bone, bool left) => bone == HumanBones.Side(left, HumanBodyBones.LeftUpperArm)
        || bone == HumanBones.Side(left, HumanBodyBones.LeftLowerArm);

    static float Middle(List<float> values, float otherwise)
    {
        if (values.Count < 8)
            return otherwise;
        values.Sort();
        return values[values.Count / 2];
    }
}
