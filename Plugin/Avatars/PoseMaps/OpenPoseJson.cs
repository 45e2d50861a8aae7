using System;
using System.Linq;
using System.Text.Json;

namespace Avatars.PoseMaps;

/// <summary>OpenPose's output of one frame: people, each with flat arrays x, y, confidence. Read into <see cref="KeypointLayout.Avatar128"/>.</summary>
/// <remarks>CMU-Perceptual-Computing-Lab/openpose, doc/02_output.md. A size ("canvas_width", "canvas_height") is what editors add.</remarks>
static class OpenPoseJson
{
    internal static KeypointFrame Read(JsonElement root, string name)
    {
        var people = KeypointsJson.Array(root, "people", name).Select((person, i) => Person(person, name, $"people[{i}]")).ToArray();
        return new KeypointFrame(KeypointLayout.Avatar128, KeypointsJson.Canvas(root, name, "canvas_width", "canvas_height"), people);
    }

    static Keypoint[] Person(JsonElement person, string name, string place)
    {
        if (person.ValueKind != JsonValueKind.Object)
            throw new FormatException($"'{name}', {place}: a person is an object with \"pose_keypoints_2d\".");
        var keypoints = new Keypoint[KeypointLayout.Avatar128.Count];
        Part("pose_keypoints_2d", "body", KeypointLayout.Body18, KeypointLayout.Body25);
        Part("hand_left_keypoints_2d", "leftHand", KeypointLayout.Hand21);
        Part("hand_right_keypoints_2d", "rightHand", KeypointLayout.Hand21);
        Part("face_keypoints_2d", "face", KeypointLayout.Face70, KeypointLayout.Face68);
        return keypoints;

        void Part(string field, string partName, params KeypointLayout[] layouts)
        {
            if (!person.TryGetProperty(field, out var array) || array.ValueKind == JsonValueKind.Null)
                return;
            var count = array.ValueKind == JsonValueKind.Array ? array.GetArrayLength() : -1;
            if (count == 0)
                return;
            var layout = layouts.FirstOrDefault(known => known.Count * 3 == count)
                ?? throw new FormatException($"'{name}', {place}.{field}: {count} numbers; expected {string.Join(" or ", layouts.Select(known => known.Count * 3))} (x, y and confidence of each keypoint).");
            var part = KeypointLayout.Avatar128.Part(partName);
            var numbers = array.EnumerateArray().Select((number, i) => KeypointsJson.Number(number, name, $"{place}.{field}[{i}]")).ToArray();
            var points = Enumerable.Range(0, layout.Count).Select(i => new Keypoint(numbers[3 * i], numbers[3 * i + 1], numbers[3 * i + 2])).ToArray();
            new KeypointConversion(layout, part.Layout).Run(points, keypoints.AsSpan(part.Start, part.Count));
        }
    }
}
