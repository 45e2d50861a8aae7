using System.Numerics;
using Avatars.Animation;
using Avatars.Formats;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Tests.Rig;

/// <summary>Angles of a posed person, in degrees.</summary>
static class Limbs
{
    /// <summary>How far a clip's right upper arm points above the horizontal on the standard humanoid.</summary>
    public static float RightArm(Motion motion, float seconds, RootMotion root = RootMotion.InPlace) =>
        RightArm(motion.For(StandardHumanoid.Map, root), seconds);

    /// <inheritdoc cref="RightArm(Motion, float, RootMotion)"/>
    public static float RightArm(AnimationClip standard, float seconds) =>
        Elevation(standard, StandardHumanoid.Map, seconds, HumanBodyBones.RightUpperArm, HumanBodyBones.RightLowerArm);

    /// <summary>How far the direction between two bones points above the horizontal.</summary>
    public static float Elevation(AnimationClip clip, HumanoidMap map, float seconds, HumanBodyBones from, HumanBodyBones to)
    {
        var direction = Direction(clip, map, seconds, from, to);
        return MathF.Asin(Math.Clamp(direction.Y, -1, 1)) * 180 / MathF.PI;
    }

    public static Vector3 Direction(AnimationClip clip, HumanoidMap map, float seconds, HumanBodyBones from, HumanBodyBones to)
    {
        var local = new JointTransform[clip.Skeleton.Count];
        var pose = new ModelPose(clip.Skeleton);
        clip.Sample(seconds, local);
        pose.Run(local);
        return Vector3.Normalize(pose.Positions[map[to]] - pose.Positions[map[from]]);
    }
}
