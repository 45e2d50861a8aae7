using System;
using System.Numerics;

namespace Avatars.Rig;

/// <summary>Forward kinematics: from each joint's placement in its parent to its placement in the model.</summary>
public static class LocalToModel
{
    /// <param name="local">One placement per joint of <paramref name="skeleton"/>, in its order.</param>
    /// <param name="model">Receives one row-vector matrix per joint, joint space to model space.</param>
    /// <exception cref="ArgumentException">A span does not have one entry per joint.</exception>
    public static void Run(Skeleton skeleton, ReadOnlySpan<JointTransform> local, Span<Matrix4x4> model)
    {
        if (local.Length != skeleton.Count || model.Length != skeleton.Count)
            throw new ArgumentException($"The skeleton has {skeleton.Count} joints, but {local.Length} local placements and {model.Length} matrices "
                + "were given. Give one of each per joint.");
        var joints = skeleton.Joints;
        for (var i = 0; i < joints.Length; i++)
        {
            var matrix = local[i].ToMatrix();
            var parent = joints[i].Parent;
            model[i] = parent < 0 ? matrix : matrix * model[parent];
        }
    }
}
