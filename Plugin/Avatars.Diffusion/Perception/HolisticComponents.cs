using System;
using System.Collections.Generic;
using System.Linq;
using Avatars.Formats;
using Avatars.PoseMaps;

namespace Avatars.Perception;

/// <summary>The components of a <c>.pose</c> file by MediaPipe Holistic, with the names that its readers look for.</summary>
static class HolisticComponents
{
    const string Format = "XYZC";

    static readonly string[] PoseNames =
    [
        "NOSE", "LEFT_EYE_INNER", "LEFT_EYE", "LEFT_EYE_OUTER", "RIGHT_EYE_INNER", "RIGHT_EYE", "RIGHT_EYE_OUTER", "LEFT_EAR", "RIGHT_EAR",
        "MOUTH_LEFT", "MOUTH_RIGHT", "LEFT_SHOULDER", "RIGHT_SHOULDER", "LEFT_ELBOW", "RIGHT_ELBOW", "LEFT_WRIST", "RIGHT_WRIST", "LEFT_PINKY",
        "RIGHT_PINKY", "LEFT_INDEX", "RIGHT_INDEX", "LEFT_THUMB", "RIGHT_THUMB", "LEFT_HIP", "RIGHT_HIP", "LEFT_KNEE", "RIGHT_KNEE", "LEFT_ANKLE",
        "RIGHT_ANKLE", "LEFT_HEEL", "RIGHT_HEEL", "LEFT_FOOT_INDEX", "RIGHT_FOOT_INDEX",
    ];

    static readonly string[] HandNames =
    [
        "WRIST", "THUMB_CMC", "THUMB_MCP", "THUMB_IP", "THUMB_TIP", .. Finger("INDEX_FINGER"), .. Finger("MIDDLE_FINGER"), .. Finger("RING_FINGER"),
        .. Finger("PINKY"),
    ];

    static readonly PoseColor[] FingerColors = [new(192, 0, 0), new(192, 192, 0), new(0, 192, 0), new(0, 192, 192), new(0, 0, 192)];

    /// <summary>Body, face with irises, left hand, right hand, body in metres.</summary>
    public static IReadOnlyList<PoseComponent> All { get; } =
    [
        new("POSE_LANDMARKS", Format, PoseNames, Limbs(KeypointLayout.MediaPipePose33), [new(255, 0, 0)]),
        new("FACE_LANDMARKS", Format, [.. KeypointLayout.MediaPipeFace478.Names.ToArray().Select(name => name["Mesh".Length..])],
            Limbs(KeypointLayout.MediaPipeFace478), [new(128, 0, 0)]),
        new("LEFT_HAND_LANDMARKS", Format, HandNames, Limbs(KeypointLayout.Hand21), HandColors()),
        new("RIGHT_HAND_LANDMARKS", Format, HandNames, Limbs(KeypointLayout.Hand21), HandColors()),
        new("POSE_WORLD_LANDMARKS", Format, PoseNames, Limbs(KeypointLayout.MediaPipePose33), [new(255, 0, 0)]),
    ];

    static string[] Finger(string name) => [name + "_MCP", name + "_PIP", name + "_DIP", name + "_TIP"];

    static PoseLimb[] Limbs(KeypointLayout layout) => [.. layout.Edges.ToArray().Select(edge => new PoseLimb((ushort)edge.From, (ushort)edge.To))];

    /// <summary>One colour a point: grey for the wrist, one for each finger.</summary>
    static PoseColor[] HandColors() => [new(232, 232, 232), .. Enumerable.Range(0, 20).Select(point => FingerColors[point / 4])];
}
