namespace Avatars.Models;

/// <summary>
/// Names of MediaPipe's networks, as their TFLite files are called. Pictures are [1, height, width, 3], RGB, in 0..1, or -1..1 where noted.
/// </summary>
public static class PerceptionNetworks
{
    /// <summary>224x224 in -1..1: 2254 boxes with 4 key points, and their scores.</summary>
    public const string PoseDetection = "pose_detection";

    /// <summary>256x256: 39 points in the picture and in metres, presence, matte, heat maps.</summary>
    public const string PoseLandmarkLite = "pose_landmark_lite";

    /// <inheritdoc cref="PoseLandmarkLite"/>
    public const string PoseLandmarkFull = "pose_landmark_full";

    /// <inheritdoc cref="PoseLandmarkLite"/>
    public const string PoseLandmarkHeavy = "pose_landmark_heavy";

    /// <summary>192x192: 2016 boxes with 7 key points, and their scores.</summary>
    public const string PalmDetectionLite = "palm_detection_lite";

    /// <inheritdoc cref="PalmDetectionLite"/>
    public const string PalmDetectionFull = "palm_detection_full";

    /// <summary>224x224: 21 points in the picture and in metres, presence, handedness.</summary>
    public const string HandLandmarkLite = "hand_landmark_lite";

    /// <inheritdoc cref="HandLandmarkLite"/>
    public const string HandLandmarkFull = "hand_landmark_full";

    /// <summary>256x256: two points that frame a hand.</summary>
    public const string HandRecrop = "hand_recrop";

    /// <summary>128x128 in -1..1: 896 boxes with 6 key points, and their scores.</summary>
    public const string FaceDetectionShortRange = "face_detection_short_range";

    /// <summary>192x192: 468 points, presence.</summary>
    public const string FaceLandmark = "face_landmark";

    /// <summary>192x192: 468 points, and again lips, eyes and irises in finer detail; presence.</summary>
    public const string FaceLandmarkWithAttention = "face_landmark_with_attention";

    /// <summary>256x256: matte.</summary>
    public const string SelfieSegmentation = "selfie_segmentation";

    /// <summary>256 wide, 144 high: matte.</summary>
    public const string SelfieSegmentationLandscape = "selfie_segmentation_landscape";
}
