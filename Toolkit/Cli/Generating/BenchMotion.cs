using System.Numerics;
using Avatars.Rig;

namespace Avatars.Cli.Generating;

/// <summary>A motion that needs no file: the default body sways, swings its arms and bends its fingers, and never stands still.</summary>
sealed class BenchMotion
{
    readonly JointTransform[] _rest = StandardHumanoid.Map.Skeleton.Joints.ToArray().Select(joint => joint.Rest).ToArray();
    readonly JointTransform[] _local;

    public BenchMotion() => _local = [.. _rest];

    public static HumanoidMap Body => StandardHumanoid.Map;

    /// <param name="model">Receives one matrix per joint of <see cref="Body"/>.</param>
    public void Pose(float seconds, Span<Matrix4x4> model)
    {
        var swing = MathF.Sin(3 * seconds);
        Turn(HumanBodyBones.Spine, Vector3.UnitY, 0.3f * swing);
        Turn(HumanBodyBones.LeftUpperArm, Vector3.UnitZ, 0.5f + 0.5f * swing);
        Turn(HumanBodyBones.RightUpperArm, Vector3.UnitZ, -0.5f - 0.5f * MathF.Cos(3 * seconds));
        for (var bone = HumanBodyBones.LeftThumbProximal; bone <= HumanBodyBones.RightLittleDistal; bone++)
            Turn(bone, Vector3.UnitX, 0.3f + 0.3f * swing);
        LocalToModel.Run(Body.Skeleton, _local, model);
    }

    void Turn(HumanBodyBones bone, Vector3 axis, float radians)
    {
        var joint = Body[bone];
        _local[joint] = _rest[joint] with { Rotation = Quaternion.CreateFromAxisAngle(axis, radians) * _rest[joint].Rotation };
    }
}
