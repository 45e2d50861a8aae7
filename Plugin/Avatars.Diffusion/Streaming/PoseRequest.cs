using System;
using System.Numerics;
using Avatars.PoseMaps;

namespace Avatars.Streaming;

/// <summary>One pose to show, as plain data: either a rig's joints before a camera, or keypoints already projected.</summary>
public sealed class PoseRequest
{
    readonly Matrix4x4[] _joints;
    readonly Keypoint[] _keypoints;

    /// <summary>Room for the largest pose that can come.</summary>
    public PoseRequest(int joints, int keypoints) => (_joints, _keypoints) = (new Matrix4x4[joints], new Keypoint[keypoints]);

    /// <summary>Counts up from 1 with every submission.</summary>
    public long Number { get; internal set; }

    /// <summary>Null when the pose is keypoints.</summary>
    public Camera? Camera { get; private set; }

    /// <summary>Joint space to model space, row vectors.</summary>
    public ReadOnlySpan<Matrix4x4> Joints => _joints;

    public ReadOnlySpan<Keypoint> Keypoints => _keypoints;

    internal long SubmittedTicks { get; set; }

    /// <exception cref="ArgumentException">The pose is not of this rig's number of joints.</exception>
    public void Set(ReadOnlySpan<Matrix4x4> joints, Camera camera)
    {
        if (joints.Length != _joints.Length || joints.Length == 0)
            throw new ArgumentException($"A pose of {joints.Length} joints was given, but this stream shows a rig of {_joints.Length}. Give it that rig when you make it, or submit keypoints.", nameof(joints));
        joints.CopyTo(_joints);
        Camera = camera;
    }

    /// <exception cref="ArgumentException">The keypoints are not those of the style's layout.</exception>
    public void Set(ReadOnlySpan<Keypoint> keypoints)
    {
        if (keypoints.Length != _keypoints.Length)
            throw new ArgumentException($"{keypoints.Length} keypoints were given, but the model's pose style has {_keypoints.Length}. Convert them to its layout first.", nameof(keypoints));
        keypoints.CopyTo(_keypoints);
        Camera = null;
    }

    internal void CopyFrom(PoseRequest other)
    {
        other._joints.CopyTo(_joints, 0);
        other._keypoints.CopyTo(_keypoints, 0);
        (Camera, Number, SubmittedTicks) = (other.Camera, other.Number, other.SubmittedTicks);
    }
}
