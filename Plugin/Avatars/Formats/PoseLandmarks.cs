using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Animation;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Formats;

/// <summary>Finds a person's landmarks in a <c>.pose</c> file, whichever estimator wrote it: MediaPipe Holistic, whole or reduced, or OpenPose.</summary>
public static class PoseLandmarks
{
    /// <summary>MediaPipe's and OpenPose's names of each landmark of the body.</summary>
    static readonly (Landmark Landmark, string Names)[] BodyNames =
    [
        (Landmark.Nose, "NOSE Nose"), (Landmark.LeftEar, "LEFT_EAR LEar"), (Landmark.RightEar, "RIGHT_EAR REar"),
        (Landmark.LeftShoulder, "LEFT_SHOULDER LShoulder"), (Landmark.RightShoulder, "RIGHT_SHOULDER RShoulder"),
        (Landmark.LeftElbow, "LEFT_ELBOW LElbow"), (Landmark.RightElbow, "RIGHT_ELBOW RElbow"),
        (Landmark.LeftWrist, "LEFT_WRIST LWrist"), (Landmark.RightWrist, "RIGHT_WRIST RWrist"),
        (Landmark.LeftHip, "LEFT_HIP LHip"), (Landmark.RightHip, "RIGHT_HIP RHip"),
        (Landmark.LeftKnee, "LEFT_KNEE LKnee"), (Landmark.RightKnee, "RIGHT_KNEE RKnee"),
        (Landmark.LeftAnkle, "LEFT_ANKLE LAnkle"), (Landmark.RightAnkle, "RIGHT_ANKLE RAnkle"),
        (Landmark.LeftToe, "LEFT_FOOT_INDEX LBigToe"), (Landmark.RightToe, "RIGHT_FOOT_INDEX RBigToe"),
    ];

    const float SureLeg = 0.3f; // estimators guess legs that are outside of the picture

    /// <summary>The motion on Avatar's standard humanoid.</summary>
    /// <exception cref="FormatException">There is no person, or nothing that poses one.</exception>
    public static AnimationClip ToClip(this PoseFile file, string name) => file.ToClip(name, StandardHumanoid.Map);

    /// <summary>The motion on another humanoid.</summary>
    /// <param name="smoothSeconds">Standard deviation of the smoothing in time; 0 for none.</param>
    /// <exception cref="FormatException">There is no person, or nothing that poses one.</exception>
    public static AnimationClip ToClip(this PoseFile file, string name, HumanoidMap target, float smoothSeconds = 0.03f) =>
        file.ToLandmarks().ToClip(name, target, smoothSeconds);

    /// <summary>The first person's landmarks, with y turned up and z toward the camera.</summary>
    /// <exception cref="FormatException">There is no person, or nothing that poses one.</exception>
    public static LandmarkClip ToLandmarks(this PoseFile file)
    {
        if (file.Frames == 0 || file.People == 0)
            throw new FormatException($"The pose file has {file.Frames} frames of {file.People} people. At least one of each is needed.");
        // The picture's landmarks lie where the person was seen; those in space are for files that have nothing else.
        var picture = Array.Find(["POSE_LANDMARKS", "pose_keypoints_2d"], name => Has(file, name));
        var space = picture is null && Has(file, "POSE_WORLD_LANDMARKS") ? "POSE_WORLD_LANDMARKS" : null;
        var isHeadOfMesh = !HasHead(file, picture ?? space) && Has(file, "FACE_LANDMARKS");
        var depth = space is not null ? LandmarkDepth.Length : file.Dimensions > 2 ? LandmarkDepth.Order : LandmarkDepth.None;
        var clip = new LandmarkClip(file.Frames, file.FramesPerSecond, depth) { NoseLength = isHeadOfMesh ? 0.52f : 0.77f }; // MakeHuman's base mesh
        if (picture is not null)
            Body(file, clip, picture, Vector3.One);
        if (space is not null)
            Body(file, clip, space, new Vector3(1f / Math.Max(1, file.Width), 1f / Math.Max(1, file.Height), 1)); // written in shares of the picture
        if (isHeadOfMesh)
            HeadOfMesh(file, clip);
        var found = picture is not null || space is not null;
        found |= Hand(file, clip, ["LEFT_HAND_LANDMARKS", "hand_left_keypoints_2d"], Landmark.LeftHand);
        found |= Hand(file, clip, ["RIGHT_HAND_LANDMARKS", "hand_right_keypoints_2d"], Landmark.RightHand);
        return found ? clip : throw new FormatException("The pose file has no component of MediaPipe Holistic or OpenPose that poses a person.");
    }

    static bool Has(PoseFile file, string component) => file.ComponentOf(component) is var index and >= 0 && IsSeen(file, index);

    static bool HasHead(PoseFile file, string? component) =>
        component is not null && file.Components[file.ComponentOf(component)] is var body && (body.IndexOf("NOSE") >= 0 || body.IndexOf("Nose") >= 0);

    static void Body(PoseFile file, LandmarkClip clip, string component, Vector3 scale)
    {
        var index = file.ComponentOf(component);
        foreach (var (landmark, names) in BodyNames)
            foreach (var name in names.Split(' '))
                if (file.Components[index].IndexOf(name) is var point and >= 0)
                    Copy(file, clip, file.StartOf(index) + point, (int)landmark, landmark >= Landmark.LeftKnee ? SureLeg : 0, scale);
    }

    /// <summary>
    /// From MediaPipe's face mesh, where the pose has no head: the edges of the face at the ears, and for the nose the middle of forehead
    /// and chin, which lies in the same direction.
    /// </summary>
    static void HeadOfMesh(PoseFile file, LandmarkClip clip)
    {
        var index = file.ComponentOf("FACE_LANDMARKS");
        var face = file.Components[index];
        int left = face.IndexOf("454"), right = face.IndexOf("234"), forehead = face.IndexOf("10"), chin = face.IndexOf("152");
        if (left < 0 || right < 0 || forehead < 0 || chin < 0)
            return;
        var start = file.StartOf(index);
        Copy(file, clip, start + left, (int)Landmark.LeftEar, 0, Vector3.One);
        Copy(file, clip, start + right, (int)Landmark.RightEar, 0, Vector3.One);
        for (var frame = 0; frame < clip.Frames; frame++)
            if (Place(file, frame, start + forehead, 0, Vector3.One) is { } top && Place(file, frame, start + chin, 0, Vector3.One) is { } bottom)
                clip.Frame(frame)[(int)Landmark.Nose] = (top + bottom) / 2;
    }

    static bool Hand(PoseFile file, LandmarkClip clip, IEnumerable<string> components, Landmark first)
    {
        foreach (var component in components)
            if (file.ComponentOf(component) is var index and >= 0 && file.Components[index].Points.Count == 21 && IsSeen(file, index))
            {
                for (var point = 0; point < 21; point++)
                    Copy(file, clip, file.StartOf(index) + point, (int)first + point, 0, Vector3.One);
                return true;
            }
        return false;
    }

    /// <summary>Whether any point of a component is ever seen.</summary>
    static bool IsSeen(PoseFile file, int component)
    {
        for (var frame = 0; frame < file.Frames; frame++)
            for (var point = 0; point < file.Components[component].Points.Count; point++)
                if (file.At(frame, 0, file.StartOf(component) + point).Confidence > 0)
                    return true;
        return false;
    }

    static void Copy(PoseFile file, LandmarkClip clip, int point, int landmark, float least, Vector3 scale)
    {
        for (var frame = 0; frame < clip.Frames; frame++)
            if (Place(file, frame, point, least, scale) is { } place)
                clip.Frame(frame)[landmark] = place;
    }

    /// <returns>Null when the point is missing, or not worth more than <paramref name="least"/>.</returns>
    static Vector3? Place(PoseFile file, int frame, int point, float least, Vector3 scale)
    {
        var (place, confidence) = file.At(frame, 0, point);
        return confidence > least && float.IsFinite(place.X + place.Y + place.Z) ? place * scale * new Vector3(1, -1, -1) : null;
    }
}
