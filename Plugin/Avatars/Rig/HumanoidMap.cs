using System;
using System.Collections.Generic;

namespace Avatars.Rig;

/// <summary>Which joint of a skeleton is which bone of a human. Immutable.</summary>
public sealed class HumanoidMap
{
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
                throw new ArgumentException($"Joint '{skeleton[pair.Value].Name}' is both {(HumanBodyBones)_bones[pair.Value]} and {pair.Key}. Give each bone a joint of its own.", nameof(joints));
            _joints[(int)pair.Key] = pair.Value;
            _bones[pair.Value] = (int)pair.Key;
        }
        foreach (var bone in HumanBones.Required)
            if (!Has(bone))
                throw new ArgumentException($"The skeleton has no joint for {bone}, which a humanoid needs. Name one in the map.", nameof(joints));
    }

    public Skeleton Skeleton { get; }

    /// <summary>Index of the joint that stands for a bone, or -1.</summary>
    public int this[HumanBodyBones bone] => _joints[(int)bone];

    public bool Has(HumanBodyBones bone) => _joints[(int)bone] >= 0;

    /// <summary>The bone that a joint stands for, or <see cref="HumanBodyBones.LastBone"/>.</summary>
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

    /// <summary>Recognises a skeleton by the names of its joints (see <see cref="HumanoidNames"/>).</summary>
    /// <returns>Null when no known naming gives at least hips, upper and lower limbs.</returns>
    public static HumanoidMap? TryFind(Skeleton skeleton)
    {
        var joints = HumanoidNames.Recognise(skeleton);
        return joints is null ? null : new HumanoidMap(skeleton, joints);
    }

    /// <exception cref="NotSupportedException">The names are those of no known humanoid.</exception>
    public static HumanoidMap Find(Skeleton skeleton) => TryFind(skeleton) ?? throw new NotSupportedException(
        $"The skeleton ({skeleton.Count} joints: {FirstNames(skeleton)}) is not named like any humanoid that Avatar knows ({HumanoidNames.Known}). Make a HumanoidMap with a joint for each bone yourself.");

    static string FirstNames(Skeleton skeleton)
    {
        var names = new List<string>();
        for (var i = 0; i < Math.Min(6, skeleton.Count); i++)
            names.Add(skeleton[i].Name);
        return string.Join(", ", names) + (skeleton.Count > 6 ? ", ..." : "");
    }
}
