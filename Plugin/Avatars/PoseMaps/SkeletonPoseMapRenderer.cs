using System;
using Avatars.Imaging;
using Avatars.Rig;

namespace Avatars.PoseMaps;

/// <summary>Pose maps as skeleton drawings in one of the published styles: a rig's joints are projected to keypoints, which
/// <see cref="PoseMapRasterizer"/> draws.</summary>
/// <param name="face">As <see cref="RigKeypoints"/> takes it.</param>
public sealed class SkeletonPoseMapRenderer(PoseMapStyle style, int width, int height, FaceTemplate? face = null) : IPoseMapRenderer
{
    readonly PoseMapRasterizer _rasterizer = new(style, width, height);
    HumanoidMap? _rig;
    RigKeypoints? _projector;

    public int Width => width;

    public int Height => height;

    public KeypointLayout Layout => style.Layout;

    /// <inheritdoc/>
    public void Draw(in RigPose pose, RgbImage map, Span<Keypoint> keypoints)
    {
        Project(pose, keypoints);
        _rasterizer.Draw(keypoints, map);
    }

    /// <summary>The keypoints of a rig's pose, without drawing them.</summary>
    internal void Project(in RigPose pose, Span<Keypoint> keypoints)
    {
        if (!ReferenceEquals(pose.Rig, _rig))
            (_rig, _projector) = (pose.Rig, new RigKeypoints(pose.Rig, style.Layout, face));
        _projector!.Project(pose.Joints, pose.Camera, keypoints);
    }

    /// <inheritdoc/>
    public void Draw(ReadOnlySpan<Keypoint> keypoints, RgbImage map) => _rasterizer.Draw(keypoints, map);
}
