using System;
using System.Collections.Generic;
using System.Linq;
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

    const float LeastLegConfidence = 0.3f; // estimators invent legs outside the picture, with low confidence
    const int HandPoints = 21;
    const float Farthest = 1e6f; // pixels or metres: no valid point is beyond, and squares would overflow float32
    const int MaximumFrames = 200_000; // more than an hour and a half at 30 a second

    /// <summary>Components that pose a body or a hand.</summary>
    static readonly string[] Posing =
    [
        "POSE_LANDMARKS", "pose_keypoints_2d", "POSE_WORLD_LANDMARKS", "LEFT_HAND_LANDMARKS", "hand_left_keypoints_2d", "RIGHT_HAND_LANDMARKS",
            "hand_right_keypoints_2d",
    ];

    /// <summary>The motion on Avatar's standard humanoid.</summary>
    /// <exception cref="FormatException">There is no person, or nothing that poses one.</exception>
    public static AnimationClip ToClip(this PoseFile file, string name) => file.ToClip(name, StandardHumanoid.Map);

    /// <summary>The motion on another humanoid.</summary>
    /// <param name="smoothSeconds">Standard deviation of the smoothing in time; 0 for none.</param>
    /// <exception cref="FormatException">There is no person, or nothing that poses one.</exception>
    public static AnimationClip ToClip(this PoseFile file, string name, HumanoidMap target, float smoothSeconds = 0.03f) =>
        file.ToLandmarks().ToClip(name, target, smoothSeconds);

    /// <summary>The numbers, from 1, of the people of whom a body or a hand is seen in any frame.</summary>
    public static IReadOnlyList<int> PeopleSeen(this PoseFile file)
    {
        var components = Array.FindAll(Array.ConvertAll(Posing, file.ComponentOf), component => component >= 0);
        var people = new List<int>();
        for (var person = 0; person < file.People; person++)
            if (Array.Exists(components, new Person(file, person).Sees))
                people.Add(person + 1);
        return people;
    }

    /// <summary>A person's landmarks, with y up and z toward the camera.</summary>
    /// <param name="person">From 1; null takes the first visible person.</param>
    /// <exception cref="FormatException">The person does not exist, no person is visible, the file has no body or hands, or it is too long.</exception>
    public static LandmarkClip ToLandmarks(this PoseFile file, int? person = null)
    {
        if (file.Frames == 0 || file.People == 0)
            throw new FormatException($"it holds no person: it has {file.Frames} frames of {file.People} people. "
                + "Take another file, or detect the pose again.");
        if (file.Frames > MaximumFrames)
            throw new FormatException($"it has {file.Frames} frames; at most {MaximumFrames} become a motion at once. Cut it into shorter clips.");
        if (!Array.Exists(Posing, component => file.ComponentOf(component) >= 0))
            throw new FormatException("it has no points that Avatar can pose a person by: "
                + $"{string.Join(", ", file.Components.Take(4).Select(component => BvhReader.Shorten(component.Name)))}. Export it with MediaPipe "
                    + "Holistic's or OpenPose's body or hands.");
        if (person is { } wanted && (wanted < 1 || wanted > file.People))
            throw new FormatException($"there is no person {wanted}: it has {(file.People == 1 ? "one person" : $"{file.People} people")}. Give "
                + $"1{(file.People == 1 ? "" : $" to {file.People}")}.");
        var seen = file.PeopleSeen();
        if (seen.Count == 0)
            throw new FormatException("no person is detected in it: every point of body and hands is missing in every frame. "
                + "Take another file, or detect the pose again.");
        if (person is { } unseen && !seen.Contains(unseen))
            throw new FormatException($"person {unseen} is never seen. Seen: {string.Join(", ", seen)}.");
        return ToLandmarks(new Person(file, (person ?? seen[0]) - 1));
    }

    static LandmarkClip ToLandmarks(Person person)
    {
        var file = person.File;
        // Landmarks in the picture are preferred; world landmarks are used in files without others.
        var picture = Array.Find(["POSE_LANDMARKS", "pose_keypoints_2d"], person.Sees);
        var space = picture is null && person.Sees("POSE_WORLD_LANDMARKS") ? "POSE_WORLD_LANDMARKS" : null;
        var isHeadOfMesh = !HasHead(file, picture ?? space) && person.Sees("FACE_LANDMARKS");
        var depth = space is not null ? LandmarkDepth.Length : file.Dimensions > 2 ? LandmarkDepth.Order : LandmarkDepth.None;
        var clip = new LandmarkClip(file.Frames, file.FramesPerSecond, depth) 
        {
            NoseLength = isHeadOfMesh ? 0.52f : 0.77f, // MakeHuman's base mesh
            Face = Face(person),
        };
        if (picture is not null)
            Body(person, clip, picture, Vector3.One);
        if (space is not null)
            Body(person, clip, space, new Vector3(1f / Math.Max(1, file.Width), 1f / Math.Max(1, file.Height), 1)); // written in shares of the picture
        if (isHeadOfMesh)
            HeadOfMesh(person, clip);
        Hand(person, clip, ["LEFT_HAND_LANDMARKS", "hand_left_keypoints_2d"], Landmark.LeftHand);
        Hand(person, clip, ["RIGHT_HAND_LANDMARKS", "hand_right_keypoints_2d"], Landmark.RightHand);
        return clip;
    }

    static bool HasHead(PoseFile file, string? component) =>
        component is not null && file.Components[file.ComponentOf(component)] is var body && (body.IndexOf("NOSE") >= 0 || body.IndexOf("Nose") >= 0);

    static void Body(Person person, LandmarkClip clip, string component, Vector3 scale)
    {
        var file = person.File;
        var index = file.ComponentOf(component);
        foreach (var (landmark, names) in BodyNames)
            foreach (var name in names.Split(' '))
                if (file.Components[index].IndexOf(name) is var point and >= 0)
                    Copy(person, clip, file.StartOf(index) + point, (int)landmark, landmark >= Landmark.LeftKnee ? LeastLegConfidence : 0, scale);
    }

    /// <summary>
    /// From MediaPipe's face mesh, where the pose has no head: the edges of the face at the ears, and for the nose the middle of forehead
    /// and chin, which lies in the same direction.
    /// </summary>
    static void HeadOfMesh(Person person, LandmarkClip clip)
    {
        var file = person.File;
        var index = file.ComponentOf("FACE_LANDMARKS");
        var face = file.Components[index];
        int left = face.IndexOf("454"), right = face.IndexOf("234"), forehead = face.IndexOf("10"), chin = face.IndexOf("152");
        if (left < 0 || right < 0 || forehead < 0 || chin < 0)
            return;
        var start = file.StartOf(index);
        Copy(person, clip, start + left, (int)Landmark.LeftEar, 0, Vector3.One);
        Copy(person, clip, start + right, (int)Landmark.RightEar, 0, Vector3.One);
        for (var frame = 0; frame < clip.Frames; frame++)
            if (person.Position(frame, start + forehead, 0, Vector3.One) is { } top && person.Position(frame, start + chin, 0, Vector3.One) is { } bottom)
                clip.Frame(frame)[(int)Landmark.Nose] = (top + bottom) / 2;
    }

    /// <summary>MediaPipe's face mesh, whole or reduced, or OpenPose's 70 points; null where the file has neither or no face is seen.</summary>
    static FaceTrack? Face(Person person)
    {
        var file = person.File;
        if (Array.Find(["FACE_LANDMARKS", "face_keypoints_2d"], person.Sees) is not { } component)
            return null;
        var (index, track) = (file.ComponentOf(component), new FaceTrack(file.Frames, file.FramesPerSecond));
        for (var i = 0; i < file.Components[index].Points.Count; i++)
        {
            var point = FaceNumbering.OfName(file.Components[index].Points[i], i, file.Components[index].Points.Count);
            for (var frame = 0; frame < file.Frames && point >= 0; frame++)
                if (person.Position(frame, file.StartOf(index) + i, 0, Vector3.One) is { } position)
                    track.Frame(frame)[point] = new Vector2(position.X, position.Y);
        }
        return track;
    }

    static void Hand(Person person, LandmarkClip clip, IEnumerable<string> components, Landmark first)
    {
        foreach (var component in components)
            if (person.Sees(component) && person.File.ComponentOf(component) is var index && person.File.Components[index].Points.Count == HandPoints)
            {
                for (var point = 0; point < HandPoints; point++)
                    Copy(person, clip, person.File.StartOf(index) + point, (int)first + point, 0, Vector3.One);
                return;
            }
    }

    static void Copy(Person person, LandmarkClip clip, int point, int landmark, float least, Vector3 scale)
    {
        for (var frame = 0; frame < clip.Frames; frame++)
            if (person.Position(frame, point, least, scale) is { } position)
                clip.Frame(frame)[landmark] = position;
    }

    /// <summary>One of a file's people.</summary>
    /// <param name="Index">From 0.</param>
    readonly record struct Person(PoseFile File, int Index)
    {
        /// <summary>Whether any point of a component is ever seen; false where the file lacks it.</summary>
        public bool Sees(string name) => File.ComponentOf(name) is var component and >= 0 && Sees(component);

        public bool Sees(int component)
        {
            var (start, count) = (File.StartOf(component), File.Components[component].Points.Count);
            for (var frame = 0; frame < File.Frames && count > 0; frame++)
                for (var point = start; point < start + count; point++)
                    if (Position(frame, point, 0, Vector3.One) is not null)
                        return true;
            return false;
        }

        /// <returns>Null when the point is missing, or not worth more than <paramref name="least"/>.</returns>
        public Vector3? Position(int frame, int point, float least, Vector3 scale)
        {
            var (position, confidence) = File.At(frame, Index, point);
            return confidence > least && Vector3.Abs(position) is { X: <= Farthest, Y: <= Farthest, Z: <= Farthest }
                ? position * scale * new Vector3(1, -1, -1) : null;
        }
    }
}
