using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Streaming;

/// <summary>One pose to show, as plain data: either a rig's joints and weights before a camera, or keypoints already projected.
/// Allocates only when the rig changes.</summary>
public sealed class PoseRequest
{
    readonly Keypoint[] _keypoints;
    Matrix4x4[] _joints = [];
    float[] _weights = [];

    /// <param name="layout">Of the model's keypoints.</param>
    public PoseRequest(KeypointLayout layout) => _keypoints = new Keypoint[layout.Count];

    /// <summary>Counts up from 1 with every submission.</summary>
    public long Number { get; internal set; }

    /// <summary>Null when the pose is keypoints.</summary>
    public HumanoidMap? Rig { get; private set; }

    /// <summary>Null when the pose is keypoints.</summary>
    public Camera? Camera { get; private set; }

    /// <summary>Joint space to model space, row vectors.</summary>
    public ReadOnlySpan<Matrix4x4> Joints => _joints;

    /// <summary>In the order of the pose source.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>One a weight, or none; the same object as long as they do not change.</summary>
    public IReadOnlyList<string> WeightNames { get; private set; } = Array.Empty<string>();

    public ReadOnlySpan<Keypoint> Keypoints => _keypoints;

    internal long SubmittedTicks { get; set; }

    public void Set(in RigPose pose)
    {
        Copy(pose.Joints, ref _joints);
        Copy(pose.Weights, ref _weights);
        (Rig, Camera, WeightNames) = (pose.Rig, pose.Camera, pose.WeightNames);
    }

    /// <summary>The pose that was sampled last.</summary>
    public void Set(PoseSampler sampler, Camera camera) => Set(sampler.Before(camera));

    /// <exception cref="ArgumentException">The keypoints are not those of the model's layout.</exception>
    public void Set(ReadOnlySpan<Keypoint> keypoints)
    {
        if (keypoints.Length != _keypoints.Length)
            throw new ArgumentException($"{keypoints.Length} keypoints were given, but the model's pose style has {_keypoints.Length}. "
                + "Convert them to its layout first.", nameof(keypoints));
        keypoints.CopyTo(_keypoints);
        (Rig, Camera) = (null, null);
    }

    internal void CopyFrom(PoseRequest other)
    {
        Copy(other._joints, ref _joints);
        Copy(other._weights, ref _weights);
        other._keypoints.CopyTo(_keypoints, 0);
        (Rig, Camera, WeightNames, Number, SubmittedTicks) = (other.Rig, other.Camera, other.WeightNames, other.Number, other.SubmittedTicks);
    }

    static void Copy<T>(ReadOnlySpan<T> from, ref T[] to)
    {
        if (to.Length != from.Length)
            to = new T[from.Length];
        from.CopyTo(to);
    }
}
