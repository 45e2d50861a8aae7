using System.Numerics;
using Avatars.Body;
using Avatars.Datasets.MakeHuman;
using Avatars.Rig;

namespace Avatars.Datasets.BodyModels;

/// <summary>The joints of the body model among those of MakeHuman's rig.</summary>
sealed class BodyJointsBuilder
{
    readonly int[] _rigJoints;

    public BodyJointsBuilder(MakeHumanLibrary library)
    {
        var rig = library.Rig.Fit(library.BaseMesh.Positions);
        var map = HumanoidMap.Find(rig);
        var (names, parents, bones, rigJoints) = (new List<string>(), new List<int>(), new List<HumanBodyBones>(), new List<int>());
        OfRig = new int[rig.Count];
        for (var i = 0; i < rig.Count; i++)
        {
            var bone = map.BoneOf(i);
            var parent = rig[i].Parent < 0 ? -1 : OfRig[rig[i].Parent];
            var isTip = bone == HumanBodyBones.LastBone && TipName(map, rig[i]) is not null;
            if (bone == HumanBodyBones.LastBone && !isTip)
            {
                OfRig[i] = Math.Max(parent, 0); // what it carries goes to the bone above
                continue;
            }
            OfRig[i] = names.Count;
            names.Add(isTip ? TipName(map, rig[i])! : bone.ToString());
            parents.Add(names.Count == 1 ? -1 : parent);
            bones.Add(bone);
            rigJoints.Add(i);
        }
        (Names, Parents, Bones, _rigJoints) = ([.. names], [.. parents], [.. bones], [.. rigJoints]);
    }

    public string[] Names { get; }

    public int[] Parents { get; }

    public HumanBodyBones[] Bones { get; }

    /// <summary>For each joint of the rig, the joint of the model that carries its weights.</summary>
    public int[] OfRig { get; }

    public int Count => Names.Length;

    /// <summary>Model positions of the joints on a morphed, unposed body.</summary>
    /// <param name="positions">Base vertices, helpers included.</param>
    public Vector3[] Locate(MakeHumanLibrary library, ReadOnlySpan<Vector3> positions)
    {
        var rig = library.Rig.Fit(positions);
        var model = new Vector3[rig.Count];
        for (var i = 0; i < model.Length; i++)
            model[i] = rig[i].Rest.Translation + (rig[i].Parent < 0 ? Vector3.Zero : model[rig[i].Parent]);
        return Array.ConvertAll(_rigJoints, joint => model[joint]);
    }

    static string? TipName(HumanoidMap map, Joint joint)
    {
        if (joint.Parent < 0 || map.BoneOf(joint.Parent) is not (var bone and not HumanBodyBones.LastBone))
            return null;
        if (HumanBones.IsFinger(bone) && bone.ToString().EndsWith("Distal", StringComparison.Ordinal))
            return bone.ToString().Replace("Distal", "Tip", StringComparison.Ordinal);
        return joint.Name.EndsWith("HeadTop_End", StringComparison.Ordinal) ? "HeadTip"
            : joint.Name.EndsWith("Toe_End", StringComparison.Ordinal) ? bone.ToString().Replace("Toes", "ToesTip", StringComparison.Ordinal) : null;
    }
}
