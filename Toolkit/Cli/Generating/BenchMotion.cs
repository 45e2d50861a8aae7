using System.Numerics;
using Avatars.Animation;
using Avatars.Rig;

namespace Avatars.Cli.Generating;

/// <summary>A built-in motion: the standard humanoid sways, swings its arms and bends its fingers without pause.</summary>
sealed class BenchMotion : IPoseSource
{
    public string Name => "benchmark";

    public Skeleton Skeleton => StandardHumanoid.Map.Skeleton;

    public float Length => float.PositiveInfinity;

    public float FrameRate => 25;

    public Pose MakePose() => new(Skeleton);

    /// <inheritdoc/>
    public void Sample(float time, Pose pose)
    {
        pose.Reset();
        var swing = MathF.Sin(3 * time);
        Rotate(pose, HumanBodyBones.Spine, Vector3.UnitY, 0.3f * swing);
        Rotate(pose, HumanBodyBones.LeftUpperArm, Vector3.UnitZ, 0.5f + 0.5f * swing);
        Rotate(pose, HumanBodyBones.RightUpperArm, Vector3.UnitZ, -0.5f - 0.5f * MathF.Cos(3 * time));
        for (var bone = HumanBodyBones.LeftThumbProximal; bone <= HumanBodyBones.RightLittleDistal; bone++)
            Rotate(pose, bone, Vector3.UnitX, 0.3f + 0.3f * swing);
    }

    static void Rotate(Pose pose, HumanBodyBones bone, Vector3 axis, float radians)
    {
        ref var joint = ref pose.Joints[StandardHumanoid.Map[bone]];
        joint = joint with { Rotation = Quaternion.CreateFromAxisAngle(axis, radians) * joint.Rotation };
    }
}
