using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Avatars.PoseMaps;

/// <summary>OpenPose's output of one frame: people, each with lists of body, hands and face. ControlNet, ComfyUI, the editors of Stable Diffusion and
/// RTMLib write the same, with bodies of other layouts in it.</summary>
/// <remarks>CMU-Perceptual-Computing-Lab/openpose, doc/02_output.md; before 1.1 the fields had no "_2d", before 1.0 there were "bodies" of "joints".
/// A size ("canvas_width", "canvas_height") is what editors add.</remarks>
static class OpenPoseJson
{
    /// <summary>Fields of a person: names by version, the part of <see cref="KeypointLayout.Avatar128"/>, and what it may hold.</summary>
    static readonly (string[] Fields, string Part, KeypointLayout[] Layouts)[] Parts =
    [
        (["pose_keypoints_2d", "pose_keypoints", "joints", "body_keypoints_2d"], "body", [.. KeypointLayout.Bodies, KeypointLayout.Mpi15]),
        (["hand_left_keypoints_2d", "hand_left_keypoints", "left_hand_keypoints_2d"], "leftHand", [KeypointLayout.Hand21]),
        (["hand_right_keypoints_2d", "hand_right_keypoints", "right_hand_keypoints_2d"], "rightHand", [KeypointLayout.Hand21]),
        (["face_keypoints_2d", "face_keypoints"], "face", [KeypointLayout.Face70, KeypointLayout.Face68, KeypointLayout.MediaPipeFace468,
            KeypointLayout.MediaPipeFace478]),
    ];

    /// <summary>Points of a face that ControlNet writes: the 68, and a stray one.</summary>
    const int FaceAndOne = 69;

    public static bool Matches(JsonElement element) => KeypointField.Of(element, "people") is not null
        || KeypointField.Of(element, "bodies") is { ValueKind: JsonValueKind.Array } || IsPerson(element);

    public static FoundFrame Read(JsonElement root, string name)
    {
        if (KeypointField.Any(root, "people", "bodies") is not { } list)
            return new FoundFrame(KeypointField.Canvas(root, name), [Person(root, name, "the person")]);
        var people = KeypointField.Items(list, KeypointsFile.MaximumPeople, "people", name, "people");
        return new FoundFrame(KeypointField.Canvas(root, name), people.Select((person, i) => Person(person, name, $"people[{i}]")).ToArray());
    }

    static bool IsPerson(JsonElement element) => element.ValueKind == JsonValueKind.Object
        && Parts.Any(part => part.Fields.Any(field => field != "joints" && element.TryGetProperty(field, out _)));

    static FoundGroup[] Person(JsonElement person, string name, string location)
    {
        if (person.ValueKind != JsonValueKind.Object)
            throw new FormatException($"'{name}', {location}: a person is an object with \"pose_keypoints_2d\", not {KeypointField.Shown(person)}.");
        if (!Parts.Any(part => part.Fields.Any(field => person.TryGetProperty(field, out _))))
            throw new FormatException($"'{name}', {location}: a person has \"pose_keypoints_2d\" and perhaps hands and face, but this "
                + $"has {KeypointField.FieldsOf(person)}. Save the file as OpenPose's JSON.");
        var groups = new List<FoundGroup>();
        foreach (var (fields, part, layouts) in Parts)
            if (Array.Find(fields, field => KeypointField.Of(person, field) is not null) is { } field
                && Group(KeypointField.Of(person, field)!.Value, part, layouts, name, $"{location}.{field}") is { } group)
                groups.Add(group);
        return groups.ToArray();
    }

    static FoundGroup? Group(JsonElement list, string part, KeypointLayout[] layouts, string name, string location)
    {
        int[] counts = part == "face" ? [.. layouts.Select(layout => layout.Count), FaceAndOne] : [.. layouts.Select(layout => layout.Count)];
        var points = PointList.Read(list, counts, name, location);
        if (points.Length == 0)
            return null;
        if (part == "face" && points.Length == FaceAndOne)
            points = points.AsSpan(0, KeypointLayout.Face68.Count).ToArray();
        var layout = Array.Find(layouts, known => known.Count == points.Length)
            ?? throw new FormatException($"'{name}', {location}: {points.Length} points; "
                + $"expected {string.Join(", ", counts.Distinct().OrderBy(count => count))}.");
        return new FoundGroup(layout.Parts.Length > 0 ? FoundGroup.Whole : part, layout, points, location);
    }
}
