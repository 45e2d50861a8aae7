using System.Numerics;
using Avatars.Animation;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Viewer.Posing;

/// <summary>One clip on its skeleton: the left end of a frame, from a time to joints and keypoints. Allocates nothing per frame.</summary>
sealed class PosedRig
{
    readonly RigKeypoints _projector;
    readonly JointTransform[] _local;
    readonly Matrix4x4[] _model;
    readonly Keypoint[] _keypoints;
    readonly int _hips;

    /// <exception cref="NotSupportedException">The clip's skeleton is not recognised as a humanoid.</exception>
    public PosedRig(AnimationClip clip, KeypointLayout layout)
    {
        Clip = clip;
        Map = HumanoidMap.Find(clip.Skeleton);
        Layout = layout;
        _projector = new RigKeypoints(Map, layout);
        _local = new JointTransform[clip.Skeleton.Count];
        _model = new Matrix4x4[clip.Skeleton.Count];
        _keypoints = new Keypoint[layout.Count];
        _hips = Map[HumanBodyBones.Hips];
        Sample(0, isInPlace: false);
    }

    public AnimationClip Clip { get; }

    public HumanoidMap Map { get; }

    public KeypointLayout Layout { get; }

    /// <summary>One row-vector matrix per joint, joint space to model space.</summary>
    public ReadOnlySpan<Matrix4x4> Model => _model;

    public ReadOnlySpan<Keypoint> Keypoints => _keypoints;

    /// <summary>Where the hips are, model space.</summary>
    public Vector3 Hips => _model[_hips].Translation;

    /// <param name="time">Seconds.</param>
    /// <param name="isInPlace">Keeps the hips above the origin, as on a treadmill.</param>
    public void Sample(float time, bool isInPlace)
    {
        Clip.Sample(time, _local);
        LocalToModel.Run(Clip.Skeleton, _local, _model);
        if (!isInPlace)
            return;
        var back = new Vector3(-Hips.X, 0, -Hips.Z);
        foreach (ref var joint in _model.AsSpan())
            joint.Translation += back;
    }

    /// <summary>The keypoints in the camera's picture, into <see cref="Keypoints"/>.</summary>
    public void Project(Camera camera) => _projector.Project(_model, camera, _keypoints);
}
