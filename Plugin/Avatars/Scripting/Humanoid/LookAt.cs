using System;
using Avatars.Rig;

namespace Avatars.Scripting;

/// <summary>Turns trunk, head and eyes toward a point.</summary>
static class LookAt
{
    static readonly HumanBodyBones[] Trunk = [HumanBodyBones.Spine, HumanBodyBones.Chest, HumanBodyBones.UpperChest];
    static readonly HumanBodyBones[] HeadBones = [HumanBodyBones.Neck, HumanBodyBones.Head];
    static readonly HumanBodyBones[] Eyes = [HumanBodyBones.LeftEye, HumanBodyBones.RightEye];

    /// <param name="weights">The first multiplies the others; the last, 0 to 1, is the share of 180 degrees that is out of reach.</param>
    public static void Run(Animator animator, Vector3 target, (float All, float Body, float Head, float Eyes, float Clamp) weights)
    {
        if (weights.All <= 0 || !animator.GetBoneTransform(HumanBodyBones.Head))
            return;
        var mostDegrees = (1 - weights.Clamp) * 180;
        Turn(animator, Trunk, HumanBodyBones.Head, target, weights.All * weights.Body, mostDegrees);
        Turn(animator, HeadBones, HumanBodyBones.Head, target, weights.All * weights.Head, mostDegrees);
        foreach (var eye in Eyes)
            Turn(animator, [eye], eye, target, weights.All * weights.Eyes, mostDegrees);
    }

    /// <summary>Shares the turn from where a bone faces to the target among a chain.</summary>
    static void Turn(Animator animator, HumanBodyBones[] chain, HumanBodyBones sightBone, Vector3 target, float weight, float mostDegrees)
    {
        var bones = Array.FindAll(Array.ConvertAll(chain, animator.GetBoneTransform), bone => bone is not null);
        if (weight <= 0 || bones.Length == 0 || animator.GetBoneTransform(sightBone) is not { } sight)
            return;
        var left = Mathf.Min(Vector3.Angle(Forward(animator, sight, sightBone), target - sight.position), mostDegrees) * weight;
        for (var i = 0; i < bones.Length; i++)
        {
            var whole = Quaternion.FromToRotation(Forward(animator, sight, sightBone), target - sight.position);
            var turn = Quaternion.RotateTowards(Quaternion.identity, whole, left / (bones.Length - i));
            bones[i]!.rotation = turn * bones[i]!.rotation;
            left -= Quaternion.Angle(Quaternion.identity, turn);
        }
    }

    /// <summary>Where a bone faces: +Z of the T pose.</summary>
    static Vector3 Forward(Animator animator, Transform bone, HumanBodyBones which)
    {
        var standing = Quaternion.FromRightHanded(animator.avatar!.TPose!.Rotations[animator.avatar.Map![which]]);
        return bone.rotation * (Quaternion.Inverse(standing) * Vector3.forward);
    }
}
