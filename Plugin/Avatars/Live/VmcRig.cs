using System.Collections.Generic;
using System.Numerics;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Live;

/// <summary>The rig that VMC programs speak of when nothing else is known: a T pose in which every joint's rotation is the identity, as in VRM 0.x.</summary>
internal static class VmcRig
{
    /// <summary>The standard humanoid's joints and proportions, in its T pose.</summary>
    public static HumanoidMap Map { get; } = Build();

    static HumanoidMap Build()
    {
        var skeleton = StandardHumanoid.Skeleton;
        var standing = TPose.OfRest(StandardHumanoid.Map).Positions;
        var joints = new List<Joint>(skeleton.Count);
        var bones = new Dictionary<HumanBodyBones, int>();
        for (var i = 0; i < skeleton.Count; i++)
        {
            var parent = skeleton[i].Parent;
            joints.Add(skeleton[i] with { Rest = new JointTransform(parent < 0 ? standing[i] : standing[i] - standing[parent], Quaternion.Identity) });
            if (StandardHumanoid.Map.BoneOf(i) is var bone && bone != HumanBodyBones.LastBone)
                bones[bone] = i;
        }
        return new HumanoidMap(new Skeleton(joints), bones);
    }
}
