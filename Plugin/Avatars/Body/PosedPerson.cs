using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.PoseMaps;

namespace Avatars.Body;

/// <summary>
/// A person's body in the poses of any rig: moved to the person's own proportions, with the face that the weights which <see cref="FaceDriver"/> knows ask
/// for. One thread at a time; allocates nothing per pose of one rig and list of weights.
/// </summary>
public sealed class PosedPerson
{
    readonly Matrix4x4[] _joints;
    RigTransfer? _transfer;
    FaceDriver? _face;
    IReadOnlyList<string> _faceNames = Array.Empty<string>();

    public PosedPerson(ShapedBody body)
    {
        Surface = new PosedSurface(body);
        _joints = new Matrix4x4[body.Skeleton.Count];
    }

    public ShapedBody Body => Surface.Body;

    /// <summary>In the last pose.</summary>
    public PosedSurface Surface { get; }

    /// <summary>One row-vector matrix per joint of the body's skeleton, joint space to model space.</summary>
    public ReadOnlySpan<Matrix4x4> Joints => _joints;

    public void Pose(in RigPose pose)
    {
        if (ReferenceEquals(pose.Rig.Skeleton, Body.Skeleton))
            pose.Joints.CopyTo(_joints);
        else
        {
            if (!ReferenceEquals(_transfer?.Source, pose.Rig))
                _transfer = new RigTransfer(pose.Rig, Body.Map);
            _transfer!.Run(pose.Joints, _joints);
        }
        if (_face is null || !ReferenceEquals(_faceNames, pose.WeightNames))
            (_face, _faceNames) = (new FaceDriver(Body.Model, pose.WeightNames), pose.WeightNames);
        _face.Run(pose.Weights[..pose.WeightNames.Count]);
        _face.TurnEyes(_joints);
        Surface.Pose(_joints, _face.Expression);
    }
}
