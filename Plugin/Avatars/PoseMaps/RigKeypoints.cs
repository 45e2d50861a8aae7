using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.PoseMaps;

/// <summary>Confidence of keypoints that the camera cannot see.</summary>
public sealed record KeypointVisibility
{
    /// <summary>Hidden behind another part of the body. The rig still gives its position, so it is not dropped.</summary>
    public float Hidden { get; init; } = 0.3f;

    /// <summary>On the far side of the head. 0 drops it: a face seen from behind is not drawn.</summary>
    public float TurnedAway { get; init; }

    /// <summary>Everything in front of the camera counts as seen.</summary>
    public static KeypointVisibility All { get; } = new() { Hidden = 1, TurnedAway = 1 };
}

/// <summary>
/// From the joints of a humanoid to the keypoints of a layout. Keypoints that the rig cannot give, and those nearer than the camera's
/// near or beyond its far plane, are missing; those outside the picture are not. One instance belongs to one thread and allocates nothing per frame.
/// </summary>
public sealed class RigKeypoints
{
    readonly RigAnchor[] _anchors;
    readonly BodyOcclusion _occlusion;
    readonly KeypointVisibility _visibility;
    readonly int _joints;

    /// <param name="face">Null fits <see cref="FaceTemplate.Default"/> to the rig's head.</param>
    /// <exception cref="ArgumentException">The layout is a single hand without a side.</exception>
    public RigKeypoints(HumanoidMap map, KeypointLayout layout, FaceTemplate? face = null, KeypointVisibility? visibility = null)
    {
        var anchors = new RigAnchors(map, face);
        Layout = layout;
        _anchors = anchors.For(layout);
        _occlusion = new BodyOcclusion(anchors);
        _visibility = visibility ?? new KeypointVisibility();
        _joints = map.Skeleton.Count;
    }

    public KeypointLayout Layout { get; }

    /// <summary>Whether this rig has a keypoint.</summary>
    public bool Has(int keypoint) => _anchors[keypoint].Kind != AnchorKind.None;

    /// <summary>The keypoints in space.</summary>
    /// <param name="model">One row-vector matrix per joint, joint space to model space.</param>
    /// <param name="landmarks">Receives one position per keypoint, model space; NaN where the rig has none.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Locate(ReadOnlySpan<Matrix4x4> model, Span<Vector3> landmarks)
    {
        RequireLengths(model.Length, landmarks.Length);
        for (var i = 0; i < _anchors.Length; i++)
            landmarks[i] = _anchors[i].Kind == AnchorKind.None ? new Vector3(float.NaN) : _anchors[i].Position(model);
    }

    /// <summary>The keypoints in the picture of a camera.</summary>
    /// <param name="model">One row-vector matrix per joint, joint space to model space.</param>
    /// <param name="keypoints">Receives one per keypoint of the layout.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Project(ReadOnlySpan<Matrix4x4> model, Camera camera, Span<Keypoint> keypoints)
    {
        RequireLengths(model.Length, keypoints.Length);
        _occlusion.Pose(model);
        for (var i = 0; i < _anchors.Length; i++)
        {
            keypoints[i] = Keypoint.Missing;
            if (_anchors[i].Kind == AnchorKind.None)
                continue;
            var position = _anchors[i].Position(model);
            if (camera.TryProject(position, out var pixels, out _))
                keypoints[i] = new Keypoint(pixels.X, pixels.Y, Confidence(_anchors[i], position, model, camera.Position));
        }
    }

    float Confidence(in RigAnchor anchor, Vector3 position, ReadOnlySpan<Matrix4x4> model, Vector3 eye)
    {
        var onFace = anchor.Kind == AnchorKind.Face;
        var confidence = 1 - _occlusion.Hidden(eye, position, ignoreHead: onFace) * (1 - _visibility.Hidden);
        if (!onFace)
            return confidence;
        var normal = Vector3.Normalize(Vector3.TransformNormal(anchor.Normal, model[anchor.Joint]));
        var facing = Vector3.Dot(normal, Vector3.Normalize(eye - position));
        var seen = FaceTemplate.VisibilityAt(facing);
        return confidence * (_visibility.TurnedAway + seen * (1 - _visibility.TurnedAway));
    }

    void RequireLengths(int joints, int keypoints)
    {
        if (joints != _joints || keypoints != _anchors.Length)
            throw new ArgumentException($"{joints} joints and {keypoints} keypoints were given, but the rig has {_joints} joints and '{Layout.Name}' "
                + $"has {_anchors.Length} keypoints.");
    }
}
