using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Avatars.PoseMaps;

/// <summary>MediaPipe's results as programs save them: lists of landmarks of body, face and hands, in shares of the picture; from JavaScript,
/// Python's protobufs, or the Tasks API, which has a list of people.</summary>
static class LandmarkJson
{
    static readonly (string[] Fields, string Part, KeypointLayout[] Layouts)[] Parts =
    [
        (["poseLandmarks", "pose_landmarks", "pose", "landmarks"], "body", [KeypointLayout.MediaPipePose33]),
        (["leftHandLandmarks", "left_hand_landmarks", "left_hand"], "leftHand", [KeypointLayout.Hand21]),
        (["rightHandLandmarks", "right_hand_landmarks", "right_hand"], "rightHand", [KeypointLayout.Hand21]),
        (["faceLandmarks", "face_landmarks", "face"], "face", [KeypointLayout.MediaPipeFace468, KeypointLayout.MediaPipeFace478]),
    ];

    public static bool Matches(JsonElement element) => Parts.Any(part => KeypointField.Any(element, part.Fields) is not null);

    public static FoundFrame Read(JsonElement root, string name)
    {
        var people = new List<List<FoundGroup>>();
        foreach (var (fields, part, layouts) in Parts)
        {
            if (KeypointField.Any(root, fields) is not { } found)
                continue;
            var location = fields.First(field => KeypointField.Of(root, field) is not null);
            var list = KeypointField.Of(found, "landmark") ?? KeypointField.Of(found, "landmarks") ?? found;
            var isMany = PointList.HoldsGroups(list) || list.ValueKind == JsonValueKind.Array
                && list.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } first && KeypointField.Of(first, "landmark") is not null;
            var lists = isMany ? KeypointField.Items(list, KeypointsFile.MaximumPeople, "people", name, location) : [list];
            for (var i = 0; i < lists.Length; i++)
            {
                if (people.Count <= i)
                    people.Add([]);
                if (Group(KeypointField.Of(lists[i], "landmark") ?? lists[i], part, layouts, name, isMany ? $"{location}[{i}]" : location) is { } group)
                    people[i].Add(group);
            }
        }
        return new FoundFrame(KeypointField.Canvas(root, name), people, FoundFrame.DetectorThreshold);
    }

    static FoundGroup? Group(JsonElement list, string part, KeypointLayout[] layouts, string name, string location)
    {
        int[] counts = [.. layouts.Select(known => known.Count)];
        var points = PointList.Read(list, counts, name, location, thirdIsDepth: true);
        if (points.Length == 0)
            return null;
        var layout = Array.Find(layouts, known => known.Count == points.Length)
            ?? throw new FormatException($"'{name}', {location}: {points.Length} landmarks; expected {string.Join(" or ", counts)}.");
        // Visibility is valid only for the body; in other parts the field is always 0.
        return new FoundGroup(part, layout, part == "body" ? points : points.Select(point => point with { Confidence = null }).ToArray(), location);
    }
}
