using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Animation;
using Avatars.Files;
using Avatars.Formats;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Signing;

/// <summary>A movement as a <c>.pose</c> file: body and hands with MediaPipe Holistic's names, as a camera before the signer sees them.</summary>
public static class SigningPoseFile
{
    const int BodyPoints = 33, HandPoints = 21, Points = BodyPoints + 2 * HandPoints;

    static readonly string[] BodyNames = ("NOSE LEFT_EYE_INNER LEFT_EYE LEFT_EYE_OUTER RIGHT_EYE_INNER RIGHT_EYE RIGHT_EYE_OUTER LEFT_EAR RIGHT_EAR "
        + "MOUTH_LEFT MOUTH_RIGHT LEFT_SHOULDER RIGHT_SHOULDER LEFT_ELBOW RIGHT_ELBOW LEFT_WRIST RIGHT_WRIST LEFT_PINKY RIGHT_PINKY LEFT_INDEX "
        + "RIGHT_INDEX LEFT_THUMB RIGHT_THUMB LEFT_HIP RIGHT_HIP LEFT_KNEE RIGHT_KNEE LEFT_ANKLE RIGHT_ANKLE LEFT_HEEL RIGHT_HEEL LEFT_FOOT_INDEX "
        + "RIGHT_FOOT_INDEX").Split(' ');

    static readonly string[] HandNames = ("WRIST THUMB_CMC THUMB_MCP THUMB_IP THUMB_TIP INDEX_FINGER_MCP INDEX_FINGER_PIP INDEX_FINGER_DIP "
        + "INDEX_FINGER_TIP MIDDLE_FINGER_MCP MIDDLE_FINGER_PIP MIDDLE_FINGER_DIP MIDDLE_FINGER_TIP RING_FINGER_MCP RING_FINGER_PIP RING_FINGER_DIP "
        + "RING_FINGER_TIP PINKY_MCP PINKY_PIP PINKY_DIP PINKY_TIP").Split(' ');

    /// <summary>Writes the file frame by frame, completely or not at all; what is written takes one bit a point of memory.</summary>
    /// <param name="camera">Of the picture; the units are its pixels, y down, z smaller toward it.</param>
    /// <exception cref="System.IO.IOException">The file cannot be written.</exception>
    public static void Write(string path, IPoseSource motion, HumanoidMap map, Camera camera) => WholeFile.Write(path, stream =>
    {
        var components = new[]
        {
            Component("POSE_LANDMARKS", BodyNames, KeypointLayout.MediaPipePose33, new PoseColor(255, 0, 0)),
            Component("LEFT_HAND_LANDMARKS", HandNames, KeypointLayout.Hand21, new PoseColor(0, 255, 0)),
            Component("RIGHT_HAND_LANDMARKS", HandNames, KeypointLayout.Hand21, new PoseColor(0, 0, 255)),
        };
        var frames = SigningFraming.FramesOf(motion);
        var writer = new PoseFileWriter(stream, camera.Width, camera.Height, camera.Width, components, motion.FrameRate, frames);
        var keypoints = new RigKeypoints(map, KeypointLayout.MediaPipeHolistic75);
        var pose = motion.MakePose();
        var model = new Matrix4x4[motion.Skeleton.Count];
        var found = new Vector3[Points];
        var (data, isSeen) = (new float[3 * Points], new bool[Points]);
        for (var frame = 0; frame < frames; frame++)
        {
            motion.Sample(frame / motion.FrameRate, pose);
            LocalToModel.Run(motion.Skeleton, pose.Joints, model);
            keypoints.Locate(model, found);
            Project(camera, found, data, isSeen);
            writer.Add(data, isSeen);
        }
        writer.Finish();
    });

    /// <summary>Depths are those from the hips, of a hand from its wrist.</summary>
    static void Project(Camera camera, ReadOnlySpan<Vector3> found, Span<float> data, Span<bool> isSeen)
    {
        data.Clear();
        var hips = (found[23] + found[24]) / 2;
        for (var point = 0; point < Points; point++)
        {
            var origin = point < BodyPoints ? hips : point < BodyPoints + HandPoints ? found[BodyPoints] : found[BodyPoints + HandPoints];
            isSeen[point] = !float.IsNaN(found[point].X) & camera.TryProject(found[point], out var pixels, out var depth)
                & camera.TryProject(origin, out _, out var at);
            if (isSeen[point])
                (data[point * 3], data[point * 3 + 1], data[point * 3 + 2]) = (pixels.X, pixels.Y, (depth - at) * camera.FocalLength / at);
        }
    }

    static PoseComponent Component(string name, string[] points, KeypointLayout layout, PoseColor color)
    {
        var limbs = new List<PoseLimb>();
        foreach (var edge in layout.Edges)
            limbs.Add(new PoseLimb((ushort)edge.From, (ushort)edge.To));
        return new PoseComponent(name, "XYZC", points, limbs, [color]);
    }
}
