using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Animation;
using Avatars.Formats;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Signing;

/// <summary>A movement as a <c>.pose</c> file: body and hands with MediaPipe Holistic's names, as a camera before the signer sees them.</summary>
public static class SigningPoseFile
{
    const float Version = 0.2f;
    const int HandPoints = 21;

    static readonly string[] BodyNames = ("NOSE LEFT_EYE_INNER LEFT_EYE LEFT_EYE_OUTER RIGHT_EYE_INNER RIGHT_EYE RIGHT_EYE_OUTER LEFT_EAR RIGHT_EAR "
        + "MOUTH_LEFT MOUTH_RIGHT LEFT_SHOULDER RIGHT_SHOULDER LEFT_ELBOW RIGHT_ELBOW LEFT_WRIST RIGHT_WRIST LEFT_PINKY RIGHT_PINKY LEFT_INDEX "
        + "RIGHT_INDEX LEFT_THUMB RIGHT_THUMB LEFT_HIP RIGHT_HIP LEFT_KNEE RIGHT_KNEE LEFT_ANKLE RIGHT_ANKLE LEFT_HEEL RIGHT_HEEL LEFT_FOOT_INDEX "
        + "RIGHT_FOOT_INDEX").Split(' ');

    static readonly string[] HandNames = ("WRIST THUMB_CMC THUMB_MCP THUMB_IP THUMB_TIP INDEX_FINGER_MCP INDEX_FINGER_PIP INDEX_FINGER_DIP "
        + "INDEX_FINGER_TIP MIDDLE_FINGER_MCP MIDDLE_FINGER_PIP MIDDLE_FINGER_DIP MIDDLE_FINGER_TIP RING_FINGER_MCP RING_FINGER_PIP RING_FINGER_DIP "
        + "RING_FINGER_TIP PINKY_MCP PINKY_PIP PINKY_DIP PINKY_TIP").Split(' ');

    /// <param name="camera">Of the picture; the units are its pixels, y down, z smaller toward it.</param>
    public static PoseFile Of(AnimationClip clip, HumanoidMap map, Camera camera)
    {
        var keypoints = new RigKeypoints(map, KeypointLayout.MediaPipeHolistic75);
        var components = new[]
        {
            Component("POSE_LANDMARKS", BodyNames, KeypointLayout.MediaPipePose33, new PoseColor(255, 0, 0)),
            Component("LEFT_HAND_LANDMARKS", HandNames, KeypointLayout.Hand21, new PoseColor(0, 255, 0)),
            Component("RIGHT_HAND_LANDMARKS", HandNames, KeypointLayout.Hand21, new PoseColor(0, 0, 255)),
        };
        const int Points = 33 + 2 * HandPoints;
        var frames = clip.FrameCount;
        var (data, confidence) = (new float[frames * Points * 3], new float[frames * Points]);
        var local = new JointTransform[clip.Skeleton.Count];
        var model = new Matrix4x4[local.Length];
        var found = new Vector3[KeypointLayout.MediaPipeHolistic75.Count];
        for (var frame = 0; frame < frames; frame++)
        {
            clip.Sample(frame / clip.FrameRate, local);
            LocalToModel.Run(clip.Skeleton, local, model);
            keypoints.Locate(model, found);
            var hips = (found[23] + found[24]) / 2;
            for (var point = 0; point < Points; point++)
            {
                var origin = point < 33 ? hips : point < 33 + HandPoints ? found[33] : found[33 + HandPoints];
                if (float.IsNaN(found[point].X) || !camera.TryProject(found[point], out var pixels, out var depth) || !camera.TryProject(origin, out _,
                    out var at))
                    continue;
                var row = frame * Points + point;
                (data[row * 3], data[row * 3 + 1], data[row * 3 + 2], confidence[row]) = (pixels.X, pixels.Y, (depth - at) * camera.FocalLength / at, 1);
            }
        }
        return new PoseFile(Version, camera.Width, camera.Height, camera.Width, components, clip.FrameRate, frames, 1, data, confidence);
    }

    static PoseComponent Component(string name, string[] points, KeypointLayout layout, PoseColor color)
    {
        var limbs = new List<PoseLimb>();
        foreach (var edge in layout.Edges)
            limbs.Add(new PoseLimb((ushort)edge.From, (ushort)edge.To));
        return new PoseComponent(name, "XYZC", points, limbs, [color]);
    }
}
