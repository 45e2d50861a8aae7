using System;
using System.Collections.Generic;

namespace Avatars.Rig;

/// <summary>Which joint of a skeleton is which bone of a human. Immutable.</summary>
public sealed class HumanoidMap
{
    const int MaximumJoints = 4096; // above, it is a scene, not a person

    readonly int[] _joints = new int[HumanBones.Count];
    readonly int[] _bones;

    /// <param name="joints">Joint index for each bone that the skeleton has.</param>
    /// <exception cref="ArgumentException">A required bone is missing, a joint is out of range or used twice.</exception>
    public HumanoidMap(Skeleton skeleton, IReadOnlyDictionary<HumanBodyBones, int> joints)
    {
        Skeleton = skeleton;
        Array.Fill(_joints, -1);
        _bones = new int[skeleton.Count];
        Array.Fill(_bones, -1);
        foreach (var pair in joints)
        {
            if (pair.Value < 0 || pair.Value >= skeleton.Count)
                throw new ArgumentException($"{pair.Key} names joint {pair.Value}, but the skeleton has joints 0 to {skeleton.Count - 1}.", nameof(joints));
            if (_bones[pair.Value] >= 0)
                throw new ArgumentException($"Joint '{skeleton[pair.Value].Name}' is both {(HumanBodyBones)_bones[pair.Value]} and {pair.Key}. Give "
                    + "each bone a joint of its own.", nameof(joints));
            _joints[(int)pair.Key] = pair.Value;
            _bones[pair.Value] = (int)pair.Key;
        }
        foreach (var bone in HumanBones.Required)
            if (!Has(bone))
                throw new ArgumentException($"The skeleton has no joint for {bone}, which a humanoid needs. Name one in the map.", nameof(joints));
    }

    public Skeleton Skeleton { get; }

    /// <summary>Index of the joint of a bone, or -1.</summary>
    public int this[HumanBodyBones bone] => _joints[(int)bone];

    public bool Has(HumanBodyBones bone) => _joints[(int)bone] >= 0;

    /// <summary>The bone of a joint, or <see cref="HumanBodyBones.LastBone"/>.</summary>
    public HumanBodyBones BoneOf(int joint) => _bones[joint] < 0 ? HumanBodyBones.LastBone : (HumanBodyBones)_bones[joint];

    /// <summary>Whether a joint is none of the upper body's: it belongs to a leg, or it is the hips or what carries them.</summary>
    public bool IsBelowWaist(int joint)
    {
        while (joint >= 0 && _bones[joint] < 0)
            joint = Skeleton[joint].Parent;
        return joint < 0 || BoneOf(joint) is HumanBodyBones.Hips
            or HumanBodyBones.LeftUpperLeg or HumanBodyBones.LeftLowerLeg or HumanBodyBones.LeftFoot or HumanBodyBones.LeftToes
            or HumanBodyBones.RightUpperLeg or HumanBodyBones.RightLowerLeg or HumanBodyBones.RightFoot or HumanBodyBones.RightToes;
    }

    /// <summary>Recognises a skeleton by joint names and hierarchy, or by its shape where the names are not informative.</summary>
    /// <returns>Null when hips, upper and lower limbs cannot be identified with certainty.</returns>
    public static HumanoidMap? TryFind(Skeleton skeleton)
    {
        var joints = Recognise(skeleton);
        return IsWhole(joints) && !HumanoidShape.IsOnFourLegs(skeleton, joints) ? new HumanoidMap(skeleton, joints) : null;
    }

    /// <exception cref="NotSupportedException">The skeleton is not human; the message lists the bones found and missing.</exception>
    public static HumanoidMap Find(Skeleton skeleton) => Find(skeleton, new Dictionary<HumanBodyBones, string?>());

    /// <param name="chosen">Names of joints for bones that are given rather than recognised; null for a bone that the skeleton lacks.</param>
    /// <exception cref="NotSupportedException">The skeleton is not human; the message lists the bones found and missing.</exception>
    /// <exception cref="FormatException">A given joint does not exist or is given for two bones.</exception>
    public static HumanoidMap Find(Skeleton skeleton, IReadOnlyDictionary<HumanBodyBones, string?> chosen)
    {
        var joints = new Dictionary<HumanBodyBones, int>(Recognise(skeleton));
        foreach (var pair in chosen)
            Choose(skeleton, joints, pair.Key, pair.Value);
        if (!IsWhole(joints))
            throw new NotSupportedException(Unrecognised(skeleton, joints));
        if (chosen.Count == 0 && HumanoidShape.IsOnFourLegs(skeleton, joints))
            throw new NotSupportedException($"The skeleton ({skeleton.Count} joints: {FirstNames(skeleton)}) stands on four legs. If it is a person's, "
                + "say which joint is which bone: --bones FILE.");
        return new HumanoidMap(skeleton, joints);
    }

    /// <summary>Every bone that can be identified, even if they are too few for a human.</summary>
    public static IReadOnlyDictionary<HumanBodyBones, int> Recognise(Skeleton skeleton)
    {
        if (skeleton.Count is 0 or > MaximumJoints)
            return new Dictionary<HumanBodyBones, int>();
        var named = HumanoidNames.Recognise(skeleton);
        return IsWhole(named) || HumanoidShape.Recognise(skeleton) is not { Count: > 0 } shaped ? named : shaped;
    }

    /// <summary>Bones that Unity requires of a humanoid and this one lacks; the motion leaves them at rest.</summary>
    public IReadOnlyList<HumanBodyBones> Missing()
    {
        var missing = new List<HumanBodyBones>();
        foreach (var bone in HumanBones.RequiredByUnity)
            if (!Has(bone))
                missing.Add(bone);
        return missing;
    }

    static bool IsWhole(IReadOnlyDictionary<HumanBodyBones, int> joints)
    {
        foreach (var bone in HumanBones.Required)
            if (!joints.ContainsKey(bone))
                return false;
        return true;
    }

    static void Choose(Skeleton skeleton, Dictionary<HumanBodyBones, int> joints, HumanBodyBones bone, string? name)
    {
        joints.Remove(bone);
        if (name is null)
            return;
        var joint = skeleton.IndexOf(name);
        if (joint < 0)
            throw new FormatException($"{bone} is said to be the joint '{name}', which the skeleton has not. It has: {Names(skeleton, 200)}.");
        foreach (var pair in joints)
            if (pair.Value == joint)
            {
                joints.Remove(pair.Key); // given bones replace recognised ones
                break;
            }
        joints[bone] = joint;
    }

    static string Unrecognised(Skeleton skeleton, Dictionary<HumanBodyBones, int> joints)
    {
        var found = new List<string>();
        var missing = new List<string>();
        foreach (var bone in HumanBones.Required)
            if (joints.TryGetValue(bone, out var joint))
                found.Add($"{bone} = {skeleton[joint].Name}");
            else
                missing.Add(bone.ToString());
        return $"The skeleton ({skeleton.Count} joints: {FirstNames(skeleton)}) is not recognised as a person's. "
            + $"Found: {(found.Count > 0 ? string.Join(", ", found) : "nothing")}. "
            + $"Missing: {string.Join(", ", missing)}. Write a text file with a line BONE = JOINT for each missing bone, and give it with --bones FILE.";
    }

    static string FirstNames(Skeleton skeleton) => Names(skeleton, 6);

    static string Names(Skeleton skeleton, int most)
    {
        var names = new List<string>();
        for (var i = 0; i < Math.Min(most, skeleton.Count); i++)
            names.Add(skeleton[i].Name);
        return string.Join(", ", names) + (skeleton.Count > most ? ", ..." : "");
    }
}
