using System;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Scripting;

/// <summary>Bones and muscles of every humanoid, with Unity's names, numbers and default ranges.</summary>
public static class HumanTrait
{
    public static int BoneCount => HumanBones.Count;

    public static int MuscleCount => Muscles.Count;

    public static int RequiredBoneCount => HumanBones.RequiredByUnity.Length;

    /// <summary>A new array each time.</summary>
    public static string[] BoneName
    {
        get
        {
            var names = new string[BoneCount];
            for (var i = 0; i < names.Length; i++)
                names[i] = HumanBones.IsFinger((HumanBodyBones)i) ? Spaced(((HumanBodyBones)i).ToString()) : ((HumanBodyBones)i).ToString();
            return names;
        }
    }

    /// <summary>A new array each time.</summary>
    public static string[] MuscleName
    {
        get
        {
            var names = new string[MuscleCount];
            for (var i = 0; i < names.Length; i++)
                names[i] = Muscles.All[i].Name;
            return names;
        }
    }

    /// <param name="dofIndex">0 twist, 1 sideways, 2 main bend.</param>
    /// <returns>-1 where the bone does not move that way.</returns>
    public static int MuscleFromBone(int i, int dofIndex) => Muscles.IndexOf((HumanBodyBones)i, dofIndex);

    /// <returns>-1 for no muscle.</returns>
    public static int BoneFromMuscle(int i) => i >= 0 && i < MuscleCount ? (int)Muscles.All[i].Bone : -1;

    /// <summary>Degrees.</summary>
    public static float GetMuscleDefaultMin(int i) => Muscles.All[i].MinimumDegrees;

    /// <summary>Degrees.</summary>
    public static float GetMuscleDefaultMax(int i) => Muscles.All[i].MaximumDegrees;

    /// <exception cref="IndexOutOfRangeException">No such bone.</exception>
    public static bool RequiredBone(int i)
    {
        if (i < 0 || i >= BoneCount)
            throw new IndexOutOfRangeException($"There is no bone {i}: give 0 to {BoneCount - 1}.");
        foreach (var bone in HumanBones.RequiredByUnity)
            if ((int)bone == i)
                return true;
        return false;
    }

    /// <returns>-1 for the hips.</returns>
    public static int GetParentBone(int i) => HumanBones.Parent((HumanBodyBones)i) is var parent && parent == HumanBodyBones.LastBone ? -1 : (int)parent;

    static string Spaced(string name)
    {
        var spaced = "";
        foreach (var letter in name)
            spaced += char.IsUpper(letter) && spaced.Length > 0 ? " " + letter : letter;
        return spaced;
    }
}
