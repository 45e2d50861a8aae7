using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Rig;

/// <summary>
/// A standard person of 1.67 m, the target of motion without a skeleton of its own, such as landmarks. Joints are named after
/// <see cref="HumanBodyBones"/>; at rest it stands with its arms hanging. Proportions are those of MakeHuman's base mesh.
/// </summary>
public static class StandardHumanoid
{
    const float ArmRadians = 1.15f; // below the horizontal

    /// <summary>Bone and its position in the T pose (parents follow from the bone): midline and left side, metres, soles at 0.</summary>
    static readonly (HumanBodyBones Bone, Vector3 Position)[] Rows =
    [
        (HumanBodyBones.Hips, new(0, 0.890f, 0.014f)), (HumanBodyBones.Spine, new(0, 0.936f, 0)), (HumanBodyBones.Chest, new(0, 1.004f, 0.010f)),
        (HumanBodyBones.UpperChest, new(0, 1.097f, 0.010f)), (HumanBodyBones.Neck, new(0, 1.406f, 0.007f)), (HumanBodyBones.Head, new(0, 1.514f, 0.016f)),
        (HumanBodyBones.LeftEye, new(0.031f, 1.545f, 0.125f)), (HumanBodyBones.Jaw, new(0, 1.505f, 0.064f)),
        (HumanBodyBones.LeftShoulder, new(0.027f, 1.336f, 0.040f)), (HumanBodyBones.LeftUpperArm, new(0.168f, 1.342f, 0.015f)),
        (HumanBodyBones.LeftLowerArm, new(0.396f, 1.342f, 0.015f)), (HumanBodyBones.LeftHand, new(0.622f, 1.342f, 0.015f)),
        (HumanBodyBones.LeftThumbProximal, new(0.648f, 1.331f, 0.038f)), (HumanBodyBones.LeftThumbIntermediate, new(0.667f, 1.323f, 0.055f)),
            (HumanBodyBones.LeftThumbDistal, new(0.692f, 1.312f, 0.078f)),
        (HumanBodyBones.LeftIndexProximal, new(0.718f, 1.342f, 0.043f)), (HumanBodyBones.LeftIndexIntermediate, new(0.743f, 1.342f, 0.043f)),
            (HumanBodyBones.LeftIndexDistal, new(0.766f, 1.342f, 0.043f)),
        (HumanBodyBones.LeftMiddleProximal, new(0.719f, 1.342f, 0.022f)), (HumanBodyBones.LeftMiddleIntermediate, new(0.751f, 1.342f, 0.022f)),
            (HumanBodyBones.LeftMiddleDistal, new(0.776f, 1.342f, 0.022f)),
        (HumanBodyBones.LeftRingProximal, new(0.712f, 1.342f, 0.003f)), (HumanBodyBones.LeftRingIntermediate, new(0.739f, 1.342f, 0.003f)),
            (HumanBodyBones.LeftRingDistal, new(0.763f, 1.342f, 0.003f)),
        (HumanBodyBones.LeftLittleProximal, new(0.705f, 1.342f, -0.016f)), (HumanBodyBones.LeftLittleIntermediate, new(0.727f, 1.342f, -0.016f)),
            (HumanBodyBones.LeftLittleDistal, new(0.741f, 1.342f, -0.016f)),
        (HumanBodyBones.LeftUpperLeg, new(0.110f, 0.866f, 0.012f)), (HumanBodyBones.LeftLowerLeg, new(0.110f, 0.446f, 0.012f)),
            (HumanBodyBones.LeftFoot, new(0.110f, 0.067f, 0.012f)), (HumanBodyBones.LeftToes, new(0.110f, 0.007f, 0.134f)),
    ];

    public static Skeleton Skeleton { get; } = Build();

    public static HumanoidMap Map { get; } = HumanoidMap.Find(Skeleton);

    static Skeleton Build()
    {
        var positions = new Dictionary<HumanBodyBones, Vector3>();
        foreach (var (bone, position) in Rows)
        {
            positions[bone] = position;
            positions[HumanBones.Mirror(bone)] = HumanBones.Mirror(bone) == bone ? position : position * new Vector3(-1, 1, 1);
        }
        var joints = new List<Joint>();
        var index = new Dictionary<HumanBodyBones, int> { [HumanBodyBones.LastBone] = -1 };
        void Add(HumanBodyBones bone)
        {
            var parent = HumanBones.Parent(bone);
            var offset = parent == HumanBodyBones.LastBone ? positions[bone] : positions[bone] - positions[parent];
            index[bone] = joints.Count;
            joints.Add(new Joint(bone.ToString(), index[parent], new JointTransform(offset, RestRotation(bone))));
        }
        foreach (var (bone, _) in Rows)
        {
            Add(bone);
            if (HumanBones.IsLeft(bone))
                Add(HumanBones.Mirror(bone));
        }
        return new Skeleton(joints);
    }

    static Quaternion RestRotation(HumanBodyBones bone) => bone switch
    {
        HumanBodyBones.LeftUpperArm => Quaternion.CreateFromAxisAngle(Vector3.UnitZ, -ArmRadians),
        HumanBodyBones.RightUpperArm => Quaternion.CreateFromAxisAngle(Vector3.UnitZ, ArmRadians),
        _ => Quaternion.Identity,
    };
}
