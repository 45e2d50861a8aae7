using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Avatars.Animation;
using Avatars.Formats;
using Avatars.PoseMaps;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Perception;

/// <summary>What was perceived in a picture or over a film, as keypoints, as a <c>.pose</c> file, and as landmarks that pose a rig.</summary>
public static class PerceptionMotion
{
    const int Hand = 21, Face = FaceLandmarker.RefinedCount;

    static readonly KeypointLayout Layout = KeypointLayout.MediaPipeHolistic553;

    /// <summary>MediaPipe's numbers of each landmark of the body that poses a rig.</summary>
    static readonly (Landmark Landmark, int Joint)[] BodyJoints =
    [
        (Landmark.Nose, 0), (Landmark.LeftEar, 7), (Landmark.RightEar, 8), (Landmark.LeftShoulder, 11), (Landmark.RightShoulder, 12),
        (Landmark.LeftElbow, 13), (Landmark.RightElbow, 14), (Landmark.LeftWrist, 15), (Landmark.RightWrist, 16), (Landmark.LeftHip, 23),
        (Landmark.RightHip, 24), (Landmark.LeftKnee, 25), (Landmark.RightKnee, 26), (Landmark.LeftAnkle, 27), (Landmark.RightAnkle, 28),
        (Landmark.LeftToe, 31), (Landmark.RightToe, 32),
    ];

    const float LeastLegVisibility = 0.3f; // the network guesses legs outside the picture

    /// <summary>The people of one picture as keypoints of the layout <see cref="KeypointLayout.MediaPipeHolistic553"/>: a joint's confidence is its
    /// visibility.</summary>
    public static KeypointFrame ToKeypoints(this IReadOnlyList<PerceivedPerson> people, int width, int height) =>
        new(Layout, (width, height), [.. people.Select(ToKeypoints)]);

    /// <summary>One person's keypoints, layout <see cref="KeypointLayout.MediaPipeHolistic553"/>.</summary>
    public static Keypoint[] ToKeypoints(this PerceivedPerson person)
    {
        var points = new Keypoint[Layout.Count];
        for (var i = 0; i < person.Joints.Count; i++)
            points[i] = new Keypoint(person.Joints[i].Pixels.X, person.Joints[i].Pixels.Y, Math.Max(person.Joints[i].Visibility, 1e-6f));
        Fill("face", person.Face?.Pixels, person.Face?.Score ?? 0);
        Fill("leftHand", person.LeftHand?.Pixels, person.LeftHand?.Score ?? 0);
        Fill("rightHand", person.RightHand?.Pixels, person.RightHand?.Score ?? 0);
        return points;

        void Fill(string part, IReadOnlyList<Vector3>? pixels, float score)
        {
            for (var i = 0; i < pixels?.Count; i++)
                points[Layout.Part(part).Start + i] = new Keypoint(pixels[i].X, pixels[i].Y, score);
        }
    }

    /// <summary>A film of one person in the format of sign-language-processing, version 0.2, with the components that MediaPipe Holistic has there.</summary>
    /// <remarks>As pose-format writes them: x and y in pixels, z in shares of the picture's width; world landmarks' x and y in metres times width and
    /// height.</remarks>
    /// <param name="frames">Null where the person is not seen.</param>
    public static PoseFile ToPoseFile(IReadOnlyList<PerceivedPerson?> frames, int width, int height, double framesPerSecond)
    {
        var components = HolisticComponents.All;
        var points = components.Sum(component => component.Points.Count);
        var data = new float[frames.Count * points * 3];
        var confidence = new float[frames.Count * points];
        for (var frame = 0; frame < frames.Count; frame++)
        {
            if (frames[frame] is not { } person)
                continue;
            var at = frame * points;
            foreach (var joint in person.Joints)
                Put(joint.Pixels / new Vector3(1, 1, width), joint.Visibility);
            PutAll(person.Face?.Pixels, Face);
            PutAll(person.LeftHand?.Pixels, Hand);
            PutAll(person.RightHand?.Pixels, Hand);
            foreach (var joint in person.Joints)
                Put(joint.Metres * new Vector3(width, height, 1), joint.Visibility);

            void PutAll(IReadOnlyList<Vector3>? pixels, int count)
            {
                if (pixels is null)
                    at += count;
                for (var i = 0; i < pixels?.Count; i++)
                    Put(pixels[i] / new Vector3(1, 1, width), 1);
            }

            void Put(Vector3 point, float worth)
            {
                (data[3 * at], data[3 * at + 1], data[3 * at + 2]) = (point.X, point.Y, point.Z);
                confidence[at++] = worth;
            }
        }
        return new PoseFile(0.2f, width, height, 0, components, (float)framesPerSecond, frames.Count, 1, data, confidence);
    }

    /// <summary>Landmarks in metres over a film, which pose a rig.</summary>
    /// <param name="frames">Null where the person is not seen; at least one is not null.</param>
    public static LandmarkClip ToLandmarks(IReadOnlyList<PerceivedPerson?> frames, double framesPerSecond)
    {
        var face = new FaceTrack(frames.Count, (float)framesPerSecond);
        var clip = new LandmarkClip(frames.Count, (float)framesPerSecond, LandmarkDepth.Length) { Face = face };
        for (var i = 0; i < frames.Count; i++)
        {
            if (frames[i] is not { } person)
                continue;
            var landmarks = clip.Frame(i);
            for (var point = 0; point < person.Face?.Pixels.Count; point++)
                face.Frame(i)[point] = new Vector2(person.Face.Pixels[point].X, -person.Face.Pixels[point].Y);
            foreach (var (landmark, joint) in BodyJoints)
                if (landmark < Landmark.LeftKnee || person.Joints[joint].Visibility > LeastLegVisibility)
                    landmarks[(int)landmark] = Upright(person.Joints[joint].Metres);
            for (var point = 0; point < Hand; point++)
            {
                if (person.LeftHand is { } left)
                    landmarks[(int)Landmark.LeftHand + point] = Upright(left.Metres[point]);
                if (person.RightHand is { } right)
                    landmarks[(int)Landmark.RightHand + point] = Upright(right.Metres[point]);
            }
        }
        return clip;
    }

    /// <summary>The motion of the standard humanoid over a film. It has no path, but its lowest joint always stands on the floor.</summary>
    /// <param name="frames">Null where the person is not seen; at least one is not null.</param>
    public static AnimationClip ToClip(IReadOnlyList<PerceivedPerson?> frames, double framesPerSecond, string name)
    {
        var clip = ToLandmarks(frames, framesPerSecond).ToClip(name, StandardHumanoid.Map, smoothSeconds: 0);
        var (skeleton, model) = (clip.Skeleton, new Matrix4x4[clip.Skeleton.Count]);
        var local = new JointTransform[skeleton.Count];
        skeleton.CopyRestTo(local);
        var floor = Lowest();
        var recorder = new ClipRecorder(skeleton);
        for (var frame = 0; frame < clip.FrameCount; frame++)
        {
            clip.Sample(frame / clip.FrameRate, local);
            local[0] = local[0] with { Translation = local[0].Translation + new Vector3(0, floor - Lowest(), 0) };
            recorder.Add(local);
        }
        return recorder.ToClip(name, clip.FrameRate, clip.Weights);

        float Lowest()
        {
            LocalToModel.Run(skeleton, local, model);
            return model.Min(joint => joint.Translation.Y);
        }
    }

    /// <summary>From y down and z away from the camera to y up and z toward it.</summary>
    static Vector3 Upright(Vector3 metres) => metres * new Vector3(1, -1, -1);
}
