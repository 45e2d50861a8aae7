using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Avatars.PoseMaps;

/// <summary>Detects the format of a JSON file, and finds its frames and people. Frames are read on demand.</summary>
static class KeypointDialects
{
    const int MostFrames = 1_000_000;

    const string Known = "Avatar's own (\"layout\"), OpenPose's (\"people\" with \"pose_keypoints_2d\"; also lists of frames, as ComfyUI writes), "
        + "COCO's (\"annotations\", or a list with \"keypoints\"), MMPose's (\"instance_info\", \"predictions\", "
        + "\"instances\"), AlphaPose's, an editor's (\"width\", \"height\", \"keypoints\") and MediaPipe's (\"poseLandmarks\", or a list of 33 landmarks)";

    /// <summary>Fields that hold the frames or the people of one.</summary>
    static readonly string[] Containers = ["instance_info", "predictions", "instances", "frames", "results", "poses", "detections", "data"];

    static readonly int[] Counts = KeypointLayout.Bodies.Select(layout => layout.Count).ToArray();

    /// <exception cref="FormatException">The format is unknown.</exception>
    public static IReadOnlyList<Func<FoundFrame>> Frames(JsonElement root, string name) =>
        FramesOf(root, name) ?? throw new FormatException($"'{name}': {Found(root)} is no keypoint file of a kind that is known. Known are {Known}.");

    static string Found(JsonElement root) => KeypointField.Of(root, "animals") is not null ? "it holds \"animals\", not people; it"
        : KeypointField.Shown(root);

    static Func<FoundFrame>[]? FramesOf(JsonElement root, string name) => root.ValueKind switch
    {
        JsonValueKind.Object => FramesOfObject(root, name),
        JsonValueKind.Array => FramesOfArray(root, name),
        _ => null,
    };

    static Func<FoundFrame>[]? FramesOfObject(JsonElement root, string name)
    {
        if (KeypointField.Of(root, "layout") is not null)
            return [() => KeypointsJson.Read(root, name)];
        if (DwposeJson.Matches(root))
            return [() => DwposeJson.Read(root, name)];
        if (OpenPoseJson.Matches(root))
            return [() => OpenPoseJson.Read(root, name)];
        if (KeypointField.Of(root, "annotations") is { ValueKind: JsonValueKind.Array } annotations)
            return CocoFrames(root, annotations, name);
        if (InstanceJson.Matches(root))
            return [() => new FoundFrame(KeypointField.Canvas(root, name), InstanceJson.People(root, name, "root").ToArray(), FoundFrame.DetectorThreshold)];
        if (LandmarkJson.Matches(root))
            return [() => LandmarkJson.Read(root, name)];
        foreach (var field in Containers)
            if (KeypointField.Of(root, field) is { } inner && FramesOf(inner, name) is { } frames)
                return frames.Select(frame => (Func<FoundFrame>)(() => frame() is var found && found.Canvas is null
                    ? found with { Canvas = KeypointField.Canvas(root, name) } : found)).ToArray();
        // AlphaPose with --format open or cmu: a field for each picture, named like it.
        var pictures = root.EnumerateObject().Where(field => OpenPoseJson.Matches(field.Value)).Select(field => field.Value).ToArray();
        return pictures.Length == 0 ? null : pictures.Select(picture => (Func<FoundFrame>)(() => OpenPoseJson.Read(picture, name))).ToArray();
    }

    static Func<FoundFrame>[]? FramesOfArray(JsonElement root, string name)
    {
        if (root.GetArrayLength() == 0)
            return [() => new FoundFrame(null, [])];
        var first = root.EnumerateArray().FirstOrDefault(item => item.ValueKind != JsonValueKind.Null);
        switch (first.ValueKind)
        {
            case JsonValueKind.Number:
                return [() => OnePerson(root, name)];
            case JsonValueKind.Array when first.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } inner && !IsPoint(inner):
                // MMPose: a list of instances for each picture
                return root.EnumerateArray().SelectMany(item => FramesOf(item, name) ?? []).ToArray() is { Length: > 0 } nested ? nested : null;
            case JsonValueKind.Array when first.EnumerateArray().FirstOrDefault() is var inner && PointList.HoldsGroups(first)
                && (inner[0].ValueKind == JsonValueKind.Object || inner[0].GetArrayLength() > 0 && inner[0][0].ValueKind == JsonValueKind.Array):
                return Each(root, name, item => FramesOfArray(item, name)?[0]() ?? throw Unknown(item, name));
            case JsonValueKind.Array when PointList.HoldsGroups(root):
                return [() => Many(KeypointField.Items(root, KeypointsFile.MaximumPeople, "people", name, "the list"), name)];
            case JsonValueKind.Array:
                return [() => OnePerson(root, name)];
            case JsonValueKind.Object when IsPoint(first):
                return [() => OnePerson(root, name)];
            case JsonValueKind.Object when KeypointField.Of(first, "people") is null && OpenPoseJson.Matches(first):
                return [() => OpenPoseJson.Read(root, name)];
            case JsonValueKind.Object when InstanceJson.Matches(first):
                return InstanceFrames(root, name);
            case JsonValueKind.Object when FramesOf(first, name) is not null:
                return Each(root, name, item => item.ValueKind == JsonValueKind.Null ? new FoundFrame(null, []) : FramesOf(item, name)?[0]()
                    ?? throw Unknown(item, name));
            default:
                return null;
        }
    }

    static FormatException Unknown(JsonElement item, string name) =>
        new($"'{name}': {KeypointField.Shown(item)} is no frame of a kind that is known. Known are {Known}.");

    static bool IsPoint(JsonElement element) => KeypointField.Of(element, "x") is not null && KeypointField.Of(element, "y") is not null
        || KeypointField.Of(element, "position") is not null;

    static FoundFrame OnePerson(JsonElement list, string name) => Many([list], name);

    static FoundFrame Many(JsonElement[] people, string name) =>
        new(null, people.Select((person, i) => new[] { InstanceJson.Whole(PointList.Read(person, Counts, name, $"person {i}"), name, $"person {i}") })
            .ToArray(), FoundFrame.DetectorThreshold);

    static Func<FoundFrame>[] Each(JsonElement root, string name, Func<JsonElement, FoundFrame> read) =>
        KeypointField.Items(root, MostFrames, "frames", name, "the list").Select(item => (Func<FoundFrame>)(() => read(item))).ToArray();

    /// <summary>A list of people: those of one picture, unless they differ in "image_id" or frame number.</summary>
    static Func<FoundFrame>[] InstanceFrames(JsonElement root, string name)
    {
        var people = KeypointField.Items(root, MostFrames, "people", name, "the list");
        return people.Select((person, i) => (Person: person, Number: i))
            .GroupBy(person => KeypointField.Any(person.Person, "image_id", "frame_id", "frame") is { } id ? id.GetRawText() : "")
            .Select(frame => (Func<FoundFrame>)(() => Frame(frame.ToArray(), null, name))).ToArray();
    }

    static FoundFrame Frame((JsonElement Person, int Number)[] people, (double, double)? canvas, string name)
    {
        if (people.Length > KeypointsFile.MaximumPeople)
            throw new FormatException($"'{name}': {people.Length} people in one picture; up to {KeypointsFile.MaximumPeople} are taken.");
        var found = people.SelectMany(person => InstanceJson.Matches(person.Person) ? InstanceJson.People(person.Person, name, $"[{person.Number}]") : [])
            .ToArray();
        return new FoundFrame(canvas ?? (people.Length > 0 ? KeypointField.Canvas(people[0].Person, name) : null), found, FoundFrame.DetectorThreshold);
    }

    /// <summary>A data set's annotations: a frame for each picture that has people, in the order of its first one.</summary>
    static Func<FoundFrame>[] CocoFrames(JsonElement root, JsonElement annotations, string name)
    {
        var sizes = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (KeypointField.Of(root, "images") is { ValueKind: JsonValueKind.Array } images)
            foreach (var image in images.EnumerateArray())
                if (KeypointField.Of(image, "id") is { } id)
                    sizes[id.GetRawText()] = image;
        return KeypointField.Items(annotations, MostFrames, "annotations", name, "annotations").Select((person, i) => (Person: person, Number: i))
            .Where(person => InstanceJson.Matches(person.Person)).GroupBy(person => KeypointField.Of(person.Person, "image_id") is { } id ? id.GetRawText()
                : "")
            .Select(frame => (Func<FoundFrame>)(() => Frame(frame.ToArray(), sizes.TryGetValue(frame.Key, out var image)
                ? KeypointField.Canvas(image, name) : KeypointField.Canvas(root, name), name))).ToArray()
            is { Length: > 0 } frames ? frames : [() => new FoundFrame(null, [])];
    }
}
