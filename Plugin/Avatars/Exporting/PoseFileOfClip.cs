using System.Collections.Generic;
using System.Linq;
using System;
using Avatars.Formats;
using Avatars.PoseMaps;

namespace Avatars.Exporting;

/// <summary>Keypoints over time as a .pose file of version 0.2, with OpenPose's components.</summary>
internal static class PoseFileOfClip
{
    static readonly (string Name, string Part)[] Hands = [("hand_left_keypoints_2d", "leftHand"), ("hand_right_keypoints_2d", "rightHand")];

    /// <param name="frames">One person each, in one layout that has hands.</param>
    public static PoseFile Of(IReadOnlyList<KeypointFrame> frames, float framesPerSecond, int width, int height)
    {
        var layout = frames[0].Layout;
        var body = new KeypointConversion(layout, KeypointLayout.Body25);
        var face = new KeypointConversion(layout, KeypointLayout.Face70);
        List<PoseComponent> components = [Component("pose_keypoints_2d", [.. Enumerable.Range(0, 25).Select(i => OpenPose25[i])]),
            Component("face_keypoints_2d", Numbered("FB", 70)), Component(Hands[0].Name, Numbered("LHand", 21)), Component(Hands[1].Name,
                Numbered("RHand", 21))];
        var points = components.Sum(component => component.Points.Count);
        var (data, confidence) = (new float[frames.Count * points * 2], new float[frames.Count * points]);
        var (body25, face70) = (new Keypoint[25], new Keypoint[70]);
        for (var frame = 0; frame < frames.Count; frame++)
        {
            var person = frames[frame].People[0];
            body.Run(person, body25);
            face.Run(person, face70);
            Keypoint[] all = [.. body25, .. face70, .. Hand(layout, person, Hands[0].Part), .. Hand(layout, person, Hands[1].Part)];
            for (var i = 0; i < points; i++)
            {
                if (!all[i].IsPresent)
                    continue;
                var at = frame * points + i;
                (data[2 * at], data[2 * at + 1], confidence[at]) = (all[i].X, all[i].Y, all[i].Confidence);
            }
        }
        return new PoseFile(0.2f, width, height, 0, components, framesPerSecond, frames.Count, 1, data, confidence);
    }

    static readonly string[] OpenPose25 =
    [
        "Nose", "Neck", "RShoulder", "RElbow", "RWrist", "LShoulder", "LElbow", "LWrist", "MidHip", "RHip", "RKnee", "RAnkle", "LHip", "LKnee", "LAnkle",
        "REye", "LEye", "REar", "LEar", "LBigToe", "LSmallToe", "LHeel", "RBigToe", "RSmallToe", "RHeel",
    ];

    static PoseComponent Component(string name, string[] points) => new(name, "XYC", points, [], []);

    static string[] Numbered(string name, int count) => [.. Enumerable.Range(0, count).Select(i => $"{name}_{i}")];

    static ReadOnlySpan<Keypoint> Hand(KeypointLayout layout, Keypoint[] person, string name)
    {
        var part = layout.Part(name);
        return person.AsSpan(part.Start, part.Count);
    }
}
