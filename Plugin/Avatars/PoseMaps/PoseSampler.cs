using System;
using System.Numerics;
using Avatars.Animation;
using Avatars.Rig;

namespace Avatars.PoseMaps;

/// <summary>
/// The left end of a frame: from a pose source and a time to the pose, joints in model space and keypoints. Allocates nothing per frame;
/// one instance belongs to one thread.
/// </summary>
public sealed class PoseSampler
{
    readonly RigKeypoints _projector;
    readonly Matrix4x4[] _model;
    readonly Keypoint[] _keypoints;
    readonly int _hips;

    /// <summary>Samples the source at 0 seconds.</summary>
    /// <param name="layout">Of the keypoints.</param>
    /// <param name="map">Null recognises the source's skeleton.</param>
    /// <param name="face">As <see cref="RigKeypoints"/> takes it.</param>
    /// <exception cref="NotSupportedException">The skeleton is not recognised as a humanoid.</exception>
    public PoseSampler(IPoseSource source, KeypointLayout layout, HumanoidMap? map = null, FaceTemplate? face = null)
    {
        Source = source;
        Map = map ?? HumanoidMap.Find(source.Skeleton);
        Pose = source.MakePose();
        _projector = new RigKeypoints(Map, layout, face);
        _model = new Matrix4x4[source.Skeleton.Count];
        _keypoints = new Keypoint[layout.Count];
        _hips = Map[HumanBodyBones.Hips];
        Sample(0);
    }

    public IPoseSource Source { get; }

    public HumanoidMap Map { get; }

    public KeypointLayout Layout => _projector.Layout;

    /// <summary>Of the last <see cref="Sample"/>: local transforms and weights, as the source gave them.</summary>
    public Pose Pose { get; }

    /// <summary>One row-vector matrix per joint, joint space to model space.</summary>
    public ReadOnlySpan<Matrix4x4> Model => _model;

    /// <summary>Pixels of the camera's picture, of the last <see cref="Project"/>.</summary>
    public ReadOnlySpan<Keypoint> Keypoints => _keypoints;

    /// <summary>Position of the hips, model space, metres.</summary>
    public Vector3 Hips => _model[_hips].Translation;

    /// <param name="time">Seconds.</param>
    /// <param name="isInPlace">Keeps the hips above the origin, as on a treadmill.</param>
    public void Sample(float time, bool isInPlace = false)
    {
        Source.Sample(time, Pose);
        LocalToModel.Run(Source.Skeleton, Pose.Joints, _model);
        if (!isInPlace)
            return;
        var back = new Vector3(-Hips.X, 0, -Hips.Z);
        foreach (ref var joint in _model.AsSpan())
            joint.Translation += back;
    }

    /// <summary>The last sample before a camera.</summary>
    public RigPose Before(Camera camera) => new(Map, _model, Pose.Weights, camera, Pose.WeightNames);

    /// <summary>Projects the keypoints of the last sample, into <see cref="Keypoints"/>.</summary>
    public void Project(Camera camera) => _projector.Project(_model, camera, _keypoints);
}
