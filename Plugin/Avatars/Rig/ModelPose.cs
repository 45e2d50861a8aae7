using System;
using System.Numerics;

namespace Avatars.Rig;

/// <summary>
/// A pose as model-space positions and rotations instead of matrices, for retargeting and solving. One instance serves
/// any number of frames; it belongs to one thread.
/// </summary>
public sealed class ModelPose
{
    readonly Vector3[] _scales;

    public ModelPose(Skeleton skeleton)
    {
        Skeleton = skeleton;
        Positions = new Vector3[skeleton.Count];
        Rotations = new Quaternion[skeleton.Count];
        _scales = new Vector3[skeleton.Count];
    }

    public Skeleton Skeleton { get; }

    /// <summary>One per joint, model space.</summary>
    public Vector3[] Positions { get; }

    /// <summary>One unit quaternion per joint, joint space to model space.</summary>
    public Quaternion[] Rotations { get; }

    /// <summary>Forward kinematics. Scales move the children but shear is left out, as in every game engine.</summary>
    /// <exception cref="ArgumentException">The pose does not have one entry per joint.</exception>
    public void Run(ReadOnlySpan<JointTransform> local)
    {
        Skeleton.RequirePose(local.Length);
        var joints = Skeleton.Joints;
        for (var i = 0; i < joints.Length; i++)
        {
            var parent = joints[i].Parent;
            var placement = local[i];
            if (parent < 0)
            {
                Positions[i] = placement.Translation;
                Rotations[i] = Quaternion.Normalize(placement.Rotation);
                _scales[i] = placement.Scale;
                continue;
            }
            Positions[i] = Positions[parent] + Vector3.Transform(_scales[parent] * placement.Translation, Rotations[parent]);
            Rotations[i] = Quaternion.Normalize(Rotations[parent] * placement.Rotation);
            _scales[i] = _scales[parent] * placement.Scale;
        }
    }

    /// <summary>The scale that a joint's children feel, per axis.</summary>
    public Vector3 ScaleOf(int joint) => _scales[joint];

    /// <summary>Rotates a joint and everything below it about the joint's position.</summary>
    /// <param name="rotation">In model space, applied after the present rotation.</param>
    public void RotateBranch(int joint, Quaternion rotation)
    {
        var pivot = Positions[joint];
        for (var i = joint; i < Positions.Length; i++)
            if (IsWithin(i, joint))
            {
                Positions[i] = pivot + Vector3.Transform(Positions[i] - pivot, rotation);
                Rotations[i] = Quaternion.Normalize(rotation * Rotations[i]);
            }
    }

    bool IsWithin(int joint, int ancestor)
    {
        while (joint > ancestor)
            joint = Skeleton[joint].Parent;
        return joint == ancestor;
    }
}
