using System;
using System.Numerics;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Body;

/// <summary>Poses of a rig, given as joint matrices, on a person's own skeleton. Allocates nothing per frame.</summary>
internal sealed class RigTransfer
{
    readonly HumanoidRetargeter _retargeter;
    readonly JointTransform[] _from, _to;
    readonly Skeleton _target;

    public RigTransfer(HumanoidMap source, HumanoidMap target)
    {
        Source = source;
        _target = target.Skeleton;
        _retargeter = new HumanoidRetargeter(TPose.OfRest(source), TPose.OfRest(target));
        (_from, _to) = (new JointTransform[source.Skeleton.Count], new JointTransform[_target.Count]);
    }

    public HumanoidMap Source { get; }

    /// <param name="joints">One row-vector matrix per joint of the source, joint space to model space.</param>
    /// <param name="moved">Receives one per joint of the target.</param>
    public void Run(ReadOnlySpan<Matrix4x4> joints, Span<Matrix4x4> moved)
    {
        for (var i = 0; i < _from.Length; i++)
        {
            var local = joints[i];
            if (Source.Skeleton[i].Parent is >= 0 and var parent && Matrix4x4.Invert(joints[parent], out var inverse))
                local *= inverse;
            _from[i] = Matrix4x4.Decompose(local, out var scale, out var rotation, out var translation)
                ? new JointTransform(translation, rotation) { Scale = scale } : Source.Skeleton[i].Rest;
        }
        _retargeter.Retarget(_from, _to);
        LocalToModel.Run(_target, _to, moved);
    }
}
