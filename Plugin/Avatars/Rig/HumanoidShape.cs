using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace Avatars.Rig;

/// <summary>
/// Recognises a human at rest by its shape, where names are not informative: hips with two equal legs and a trunk in the opposite direction, two
/// equal arms and a head on the trunk. Left and right come from names where these have sides, else from the direction of the feet.
/// </summary>
static class HumanoidShape
{
    const float SameLength = 0.12f; // share by which left and right may differ
    const float Opposite = -0.5f; // cosine between legs and trunk of a standing human
    const float Across = 0.5f; // cosine below which the trunk of a quadruped is across its legs
    const float Alike = 0.8f; // cosine between the four legs of a quadruped

    /// <summary>One arm or leg: its joints from the trunk to the first fork or end.</summary>
    sealed record Branch(List<int> Joints, float Length, Vector3 Direction);

    /// <returns>Every bone that the shape identifies; empty when the shape is not human.</returns>
    public static IReadOnlyDictionary<HumanBodyBones, int> Recognise(Skeleton skeleton)
    {
        var tree = new JointTree(skeleton);
        var names = JointName.Of(skeleton);
        for (var hips = 0; hips < skeleton.Count; hips++)
        {
            var branches = tree.Children(hips).Select(child => BranchOf(tree, child)).Where(branch => branch.Joints.Count >= 2).ToArray();
            if (branches.Length is < 3 or > 8)
                continue;
            foreach (var (a, b) in Pairs(branches))
                foreach (var trunk in tree.Children(hips))
                    if (trunk != a.Joints[0] && trunk != b.Joints[0] && Vector3.Dot(a.Direction, b.Direction) > 0.7f
                        && TryHuman(tree, names, hips, a, b, trunk) is { } found)
                        return found;
        }
        return new Dictionary<HumanBodyBones, int>();
    }

    /// <summary>Whether arms and legs at rest all point down from a trunk that lies across them.</summary>
    public static bool IsOnFourLegs(Skeleton skeleton, IReadOnlyDictionary<HumanBodyBones, int> bones)
    {
        var positions = new JointTree(skeleton).Positions;
        Vector3 Toward(HumanBodyBones from, HumanBodyBones to) =>
            bones.TryGetValue(from, out var start) && bones.TryGetValue(to, out var end)
                && Vector3.Distance(positions[start], positions[end]) is > 0 and var length ? (positions[end] - positions[start]) / length : Vector3.Zero;
        var leg = Toward(HumanBodyBones.LeftUpperLeg, HumanBodyBones.LeftFoot);
        var trunk = Toward(HumanBodyBones.LeftUpperLeg, HumanBodyBones.LeftUpperArm);
        return trunk != Vector3.Zero && leg != Vector3.Zero && MathF.Abs(Vector3.Dot(leg, trunk)) < Across
            && Vector3.Dot(leg, Toward(HumanBodyBones.RightUpperLeg, HumanBodyBones.RightFoot)) > Alike
            && Vector3.Dot(leg, Toward(HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftHand)) > Alike
            && Vector3.Dot(leg, Toward(HumanBodyBones.RightUpperArm, HumanBodyBones.RightHand)) > Alike;
    }

    static Branch BranchOf(JointTree tree, int first)
    {
        var joints = new List<int> { first };
        while (tree.Children(joints[^1]) is [var only])
            joints.Add(only);
        var length = 0f;
        for (var i = 1; i < joints.Count; i++)
            length += Vector3.Distance(tree.Positions[joints[i - 1]], tree.Positions[joints[i]]);
        var whole = tree.Positions[joints[^1]] - tree.Positions[first];
        return new Branch(joints, length, whole.Length() > 0 ? Vector3.Normalize(whole) : Vector3.Zero);
    }

    /// <summary>Branches of equal length and number of joints on the two sides.</summary>
    static IEnumerable<(Branch A, Branch B)> Pairs(Branch[] branches)
    {
        for (var i = 0; i < branches.Length; i++)
            for (var j = i + 1; j < branches.Length; j++)
                if (branches[i].Length > 0 && branches[i].Joints.Count == branches[j].Joints.Count && branches[i].Joints.Count >= 3
                    && MathF.Abs(branches[i].Length - branches[j].Length) < SameLength * branches[i].Length)
                    yield return (branches[i], branches[j]);
    }

    static Dictionary<HumanBodyBones, int>? TryHuman(JointTree tree, JointName[] names, int hips, Branch a, Branch b, int trunk)
    {
        var spine = new List<int>();
        for (var joint = trunk; ;)
        {
            spine.Add(joint);
            var children = tree.Children(joint);
            if (children.Count == 1)
            {
                joint = children[0];
                continue;
            }
            if (children.Count is < 2 or > 8)
                return null;
            var up = tree.Positions[joint] - tree.Positions[hips];
            if (!(up.Length() > 0.15f * a.Length) || up.Length() > 2 * a.Length || Vector3.Dot(Vector3.Normalize(up), a.Direction) > Opposite)
                return null;
            foreach (var (p, q) in Pairs(children.Select(child => BranchOf(tree, child)).ToArray()))
                if (p.Length > 0.3f * a.Length && p.Length < 2.5f * a.Length)
                    return Human(tree, names, hips, a, b, spine, p, q, children.Where(child => child != p.Joints[0] && child != q.Joints[0]));
            return null;
        }
    }

    static Dictionary<HumanBodyBones, int>? Human(JointTree tree, JointName[] names, int hips, Branch a, Branch b, List<int> spine, Branch p, Branch q,
        IEnumerable<int> aboveArms)
    {
        var up = Vector3.Normalize(tree.Positions[spine[^1]] - tree.Positions[hips]);
        var across = tree.Positions[a.Joints[0]] - tree.Positions[b.Joints[0]];
        var isLeft = SideByNames(names, a, b)
            ?? SideByNames(names, p, q, Vector3.Dot(tree.Positions[p.Joints[^1]] - tree.Positions[q.Joints[^1]], across) < 0)
            ?? SideByFeet(tree, up, a, b, across);
        if (isLeft is null || !(across.Length() > 0))
            return null;
        var found = new Dictionary<HumanBodyBones, int> { [HumanBodyBones.Hips] = hips };
        var isArmAOnSide = Vector3.Dot(tree.Positions[p.Joints[^1]] - tree.Positions[q.Joints[^1]], across) > 0;
        AddLimb(tree, found, isLeft.Value, a, HumanBodyBones.LeftUpperLeg, HumanBodyBones.LeftLowerLeg, HumanBodyBones.LeftFoot, null,
            HumanBodyBones.LeftToes);
        AddLimb(tree, found, !isLeft.Value, b, HumanBodyBones.LeftUpperLeg, HumanBodyBones.LeftLowerLeg, HumanBodyBones.LeftFoot, null,
            HumanBodyBones.LeftToes);
        AddLimb(tree, found, isLeft.Value == isArmAOnSide, p, HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm, HumanBodyBones.LeftHand,
            HumanBodyBones.LeftShoulder, null);
        AddLimb(tree, found, isLeft.Value != isArmAOnSide, q, HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm, HumanBodyBones.LeftHand,
            HumanBodyBones.LeftShoulder, null);
        found[HumanBodyBones.Spine] = spine[0];
        if (spine.Count > 1)
            found[HumanBodyBones.Chest] = spine.Count < 4 ? spine[1] : spine[spine.Count / 2];
        if (spine.Count > 2)
            found[HumanBodyBones.UpperChest] = spine[^1];
        foreach (var first in aboveArms)
        {
            var neck = BranchOf(tree, first).Joints;
            if (neck.Count > 1 && tree.Children(neck[^1]).Count == 0)
                neck.RemoveAt(neck.Count - 1); // the crown
            if (Vector3.Dot(tree.Positions[neck[^1]] - tree.Positions[spine[^1]], up) <= 0)
                continue;
            found.TryAdd(HumanBodyBones.Head, neck[^1]);
            if (neck.Count > 1)
                found.TryAdd(HumanBodyBones.Neck, neck[0]);
            break;
        }
        return found;
    }

    static bool? SideByNames(JointName[] names, Branch a, Branch b, bool isSwapped = false)
    {
        int Count(Branch branch, JointSide side) => branch.Joints.Count(joint => names[joint].Side == side);
        var left = Count(a, JointSide.Left) + Count(b, JointSide.Right);
        var right = Count(a, JointSide.Right) + Count(b, JointSide.Left);
        return left == right ? null : left > right != isSwapped;
    }

    static bool? SideByFeet(JointTree tree, Vector3 up, Branch a, Branch b, Vector3 across)
    {
        var forward = Vector3.Zero;
        foreach (var leg in new[] { a, b })
        {
            var foot = tree.Positions[leg.Joints[^1]] - tree.Positions[leg.Joints[Math.Min(Thigh(tree, leg) + 2, leg.Joints.Count - 1)]];
            forward += foot - up * Vector3.Dot(foot, up);
        }
        return forward.Length() > 0.1f * a.Length ? Vector3.Dot(across, Vector3.Cross(up, forward)) > 0 : null;
    }

    /// <summary>Index of the joint where the limb's two long bones begin.</summary>
    static int Thigh(JointTree tree, Branch limb)
    {
        float Segment(int i) => Vector3.Distance(tree.Positions[limb.Joints[i]], tree.Positions[limb.Joints[i + 1]]);
        return Enumerable.Range(0, limb.Joints.Count - 2).OrderByDescending(i => MathF.Min(Segment(i), Segment(i + 1))).First();
    }

    static void AddLimb(JointTree tree, Dictionary<HumanBodyBones, int> found, bool left, Branch limb, HumanBodyBones upper, HumanBodyBones lower,
        HumanBodyBones end, HumanBodyBones? before, HumanBodyBones? behind)
    {
        var at = Thigh(tree, limb);
        found[HumanBones.Side(left, upper)] = limb.Joints[at];
        found[HumanBones.Side(left, lower)] = limb.Joints[at + 1];
        found[HumanBones.Side(left, end)] = limb.Joints[at + 2];
        if (before is { } shoulder && at > 0)
            found[HumanBones.Side(left, shoulder)] = limb.Joints[0];
        if (behind is { } toes && at + 3 < limb.Joints.Count && tree.Children(limb.Joints[at + 3]).Count > 0)
            found[HumanBones.Side(left, toes)] = limb.Joints[at + 3];
    }
}
