using System.Numerics;
using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Rig;

namespace Avatars.Tests.Body;

/// <summary>The shipped body, read once.</summary>
static class HumanBody
{
    public static string Path { get; } = System.IO.Path.Combine(SharedFolders.Repository, "Models", "body", "human.body");

    public static BodyModel Model { get; } = BodyFile.Read(Path);

    public static ShapedBody Average { get; } = new(Model, []);

    /// <summary>The joints' matrices at rest.</summary>
    public static Matrix4x4[] Rest(ShapedBody body) => Posed(body, _ => Quaternion.Identity);

    /// <param name="rotation">Local rotation of each bone.</param>
    public static Matrix4x4[] Posed(ShapedBody body, Func<HumanBodyBones, Quaternion> rotation)
    {
        var local = new JointTransform[body.Skeleton.Count];
        body.Skeleton.CopyRestTo(local);
        for (var i = 0; i < local.Length; i++)
            if (body.Map.BoneOf(i) is var bone and not HumanBodyBones.LastBone)
                local[i] = local[i] with { Rotation = rotation(bone) };
        var model = new Matrix4x4[local.Length];
        LocalToModel.Run(body.Skeleton, local, model);
        return model;
    }

    /// <summary>The pose with a joint and all below it turned about the joint, in model space.</summary>
    public static Matrix4x4[] Turned(ShapedBody body, Matrix4x4[] pose, int joint, Quaternion rotation)
    {
        var about = Matrix4x4.CreateTranslation(-pose[joint].Translation) * Matrix4x4.CreateFromQuaternion(rotation)
            * Matrix4x4.CreateTranslation(pose[joint].Translation);
        var turned = (Matrix4x4[])pose.Clone();
        for (var i = 0; i < pose.Length; i++)
            for (var above = i; above >= 0; above = body.Skeleton[above].Parent)
                if (above == joint)
                    turned[i] = pose[i] * about;
        return turned;
    }
}
