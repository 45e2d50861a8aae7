using System;
using System.Collections.Generic;
using Avatars.Rig;

namespace Avatars.Solving;

/// <summary>The 95 muscles of Unity's humanoid: names, bones, ranges and order of HumanTrait.</summary>
/// <remarks>Ranges are HumanTrait.GetMuscleDefaultMin and Max; the T pose's angles follow from Unity's own muscle frames.</remarks>
public static class Muscles
{
    public const int Count = 95;

    static readonly (string Name, HumanBodyBones Bone, int Dof, float Minimum, float Maximum, float T)[] Middle =
    [
        ("Spine Front-Back", HumanBodyBones.Spine, 2, -40, 40, 0), ("Spine Left-Right", HumanBodyBones.Spine, 1, -40, 40, 0),
            ("Spine Twist Left-Right", HumanBodyBones.Spine, 0, -40, 40, 0),
        ("Chest Front-Back", HumanBodyBones.Chest, 2, -40, 40, 0), ("Chest Left-Right", HumanBodyBones.Chest, 1, -40, 40, 0),
            ("Chest Twist Left-Right", HumanBodyBones.Chest, 0, -40, 40, 0),
        ("UpperChest Front-Back", HumanBodyBones.UpperChest, 2, -20, 20, 0), ("UpperChest Left-Right", HumanBodyBones.UpperChest, 1, -20, 20, 0),
            ("UpperChest Twist Left-Right", HumanBodyBones.UpperChest, 0, -20, 20, 0),
        ("Neck Nod Down-Up", HumanBodyBones.Neck, 2, -40, 40, 0), ("Neck Tilt Left-Right", HumanBodyBones.Neck, 1, -40, 40, 0),
            ("Neck Turn Left-Right", HumanBodyBones.Neck, 0, -40, 40, 0),
        ("Head Nod Down-Up", HumanBodyBones.Head, 2, -40, 40, 0), ("Head Tilt Left-Right", HumanBodyBones.Head, 1, -40, 40, 0),
            ("Head Turn Left-Right", HumanBodyBones.Head, 0, -40, 40, 0),
        ("Left Eye Down-Up", HumanBodyBones.LeftEye, 2, -10, 15, 0), ("Left Eye In-Out", HumanBodyBones.LeftEye, 1, -20, 20, 0),
        ("Right Eye Down-Up", HumanBodyBones.RightEye, 2, -10, 15, 0), ("Right Eye In-Out", HumanBodyBones.RightEye, 1, -20, 20, 0),
        ("Jaw Close", HumanBodyBones.Jaw, 2, -10, 10, 0), ("Jaw Left-Right", HumanBodyBones.Jaw, 1, -10, 10, 0),
    ];

    static readonly (string Name, HumanBodyBones Bone, int Dof, float Minimum, float Maximum, float T)[] LeftLeg =
    [
        ("Upper Leg Front-Back", HumanBodyBones.LeftUpperLeg, 2, -90, 50, 30), ("Upper Leg In-Out", HumanBodyBones.LeftUpperLeg, 1, -60, 60, 0),
            ("Upper Leg Twist In-Out", HumanBodyBones.LeftUpperLeg, 0, -60, 60, 0),
        ("Lower Leg Stretch", HumanBodyBones.LeftLowerLeg, 2, -80, 80, 80), ("Lower Leg Twist In-Out", HumanBodyBones.LeftLowerLeg, 0, -90, 90, 0),
        ("Foot Up-Down", HumanBodyBones.LeftFoot, 2, -50, 50, 0), ("Foot Twist In-Out", HumanBodyBones.LeftFoot, 1, -30, 30, 0),
        ("Toes Up-Down", HumanBodyBones.LeftToes, 2, -50, 50, 0),
    ];

    static readonly (string Name, HumanBodyBones Bone, int Dof, float Minimum, float Maximum, float T)[] LeftArm =
    [
        ("Shoulder Down-Up", HumanBodyBones.LeftShoulder, 2, -15, 30, 0), ("Shoulder Front-Back", HumanBodyBones.LeftShoulder, 1, -15, 15, 0),
        ("Arm Down-Up", HumanBodyBones.LeftUpperArm, 2, -60, 100, 38.9f), ("Arm Front-Back", HumanBodyBones.LeftUpperArm, 1, -100, 100, 29.2f),
            ("Arm Twist In-Out", HumanBodyBones.LeftUpperArm, 0, -90, 90, 0),
        ("Forearm Stretch", HumanBodyBones.LeftLowerArm, 2, -80, 80, 80), ("Forearm Twist In-Out", HumanBodyBones.LeftLowerArm, 0, -90, 90, 0),
        ("Hand Down-Up", HumanBodyBones.LeftHand, 2, -80, 80, 0), ("Hand In-Out", HumanBodyBones.LeftHand, 1, -40, 40, 0),
    ];

    /// <summary>Half ranges and T pose of "1 Stretched" and "Spread", range and T pose of "2 Stretched" and "3 Stretched".</summary>
    static readonly (string Name, float Bend, float BendT, float Spread, float SpreadT, float OuterMinimum, float OuterMaximum, float OuterT)[] Fingers =
    [
        ("Thumb", 20, -13.8f, 25, 11, -40, 35, 22.6f), ("Index", 50, 33.5f, 20, -7.4f, -45, 45, 36.5f), ("Middle", 50, 33.5f, 7.5f, -3.8f, -45, 45, 36.5f),
        ("Ring", 50, 33.5f, 7.5f, -4.5f, -45, 45, 36.5f), ("Little", 50, 33.5f, 20, -9, -45, 45, 36.5f),
    ];

    static readonly Muscle[] Table = Build();
    static readonly int[] Indices = IndexByBone();
    static readonly int[] MirrorTable = MirrorIndices();
    static readonly Dictionary<string, int> ByName = IndexByName();

    /// <summary>In Unity's order: body, head, left leg, right leg, left arm, right arm, left fingers, right fingers.</summary>
    public static ReadOnlySpan<Muscle> All => Table;

    /// <summary>The muscle of a bone and <see cref="Muscle.Dof"/>, or -1 where the bone does not move that way.</summary>
    public static int IndexOf(HumanBodyBones bone, int dof) => bone is >= 0 and < HumanBodyBones.LastBone && dof is >= 0 and < 3 ? Indices[(int)bone * 3 + dof]
        : -1;

    /// <summary>The muscle of a name, as HumanTrait spells it or as humanoid clips do (<c>LeftHand.Thumb.1 Stretched</c>), or -1.</summary>
    public static int IndexOf(string name) => ByName.TryGetValue(name, out var index) ? index : -1;

    /// <summary>The name of a muscle's curve in a humanoid clip; it differs from <see cref="Muscle.Name"/> for fingers.</summary>
    public static string ClipName(int muscle)
    {
        var name = Table[muscle].Name;
        if (!HumanBones.IsFinger(Table[muscle].Bone))
            return name;
        var words = name.Split(' ', 3);
        return $"{words[0]}Hand.{words[1]}.{words[2]}";
    }

    /// <summary>The same muscle of the other side; the muscle itself on the midline.</summary>
    public static int Mirror(int muscle) => MirrorTable[muscle];

    /// <summary>Whether a value changes its sign in the mirror: tilts and turns of the midline.</summary>
    public static bool IsNegatedByMirror(int muscle) => MirrorTable[muscle] == muscle && Table[muscle].Dof != 2;

    /// <summary>Exchanges left and right, in place.</summary>
    /// <param name="values">95.</param>
    public static void Mirror(Span<float> values)
    {
        Require(values.Length);
        for (var i = 0; i < Count; i++)
        {
            var other = MirrorTable[i];
            if (other > i)
                (values[i], values[other]) = (values[other], values[i]);
            else if (IsNegatedByMirror(i))
                values[i] = -values[i];
        }
    }

    internal static void Require(int length)
    {
        if (length != Count)
            throw new ArgumentException($"A humanoid has {Count} muscles, but {length} values were given.");
    }

    static Muscle[] Build()
    {
        var muscles = new List<Muscle>(Count);
        foreach (var row in Middle)
            muscles.Add(new Muscle(row.Name, row.Bone, row.Dof, row.Minimum, row.Maximum, row.T));
        foreach (var limb in new[] { LeftLeg, LeftArm })
            foreach (var left in new[] { true, false })
                foreach (var row in limb)
                    muscles.Add(new Muscle(Side(left) + row.Name, HumanBones.Side(left, row.Bone), row.Dof, row.Minimum, row.Maximum, row.T));
        foreach (var left in new[] { true, false })
            for (var finger = 0; finger < Fingers.Length; finger++)
            {
                var row = Fingers[finger];
                HumanBodyBones Bone(int segment) => HumanBones.Finger(left, finger, segment);
                var name = Side(left) + row.Name;
                muscles.Add(new Muscle($"{name} 1 Stretched", Bone(0), 2, -row.Bend, row.Bend, row.BendT));
                muscles.Add(new Muscle($"{name} Spread", Bone(0), 1, -row.Spread, row.Spread, row.SpreadT));
                muscles.Add(new Muscle($"{name} 2 Stretched", Bone(1), 2, row.OuterMinimum, row.OuterMaximum, row.OuterT));
                muscles.Add(new Muscle($"{name} 3 Stretched", Bone(2), 2, row.OuterMinimum, row.OuterMaximum, row.OuterT));
            }
        return muscles.ToArray();
    }

    static string Side(bool left) => left ? "Left " : "Right ";

    static int[] IndexByBone()
    {
        var indices = new int[HumanBones.Count * 3];
        Array.Fill(indices, -1);
        for (var i = 0; i < Count; i++)
            indices[(int)Table[i].Bone * 3 + Table[i].Dof] = i;
        return indices;
    }

    static int[] MirrorIndices()
    {
        var mirror = new int[Count];
        for (var i = 0; i < Count; i++)
            mirror[i] = IndexOf(HumanBones.Mirror(Table[i].Bone), Table[i].Dof);
        return mirror;
    }

    static Dictionary<string, int> IndexByName()
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Count; i++)
        {
            names[Table[i].Name] = i;
            names[ClipName(i)] = i;
        }
        return names;
    }
}
