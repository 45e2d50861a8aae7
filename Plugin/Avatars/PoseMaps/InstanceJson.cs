using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Avatars.PoseMaps;

/// <summary>
/// A person as an object with "keypoints": COCO's annotations and results, COCO-WholeBody, AlphaPose, MMPose, Ultralytics, Detectron2, TensorFlow.js,
/// and editors that write one list of points. The number of points tells the layout.
/// </summary>
/// <remarks>cocodataset.org/#format-data; open-mmlab/mmpose, apis/inferencers; MVIG-SJTU/AlphaPose, docs/output.md; ultralytics, Results.to_json.</remarks>
static class InstanceJson
{
    static readonly int[] Counts = KeypointLayout.Bodies.Select(layout => layout.Count).ToArray();

    static readonly string[] PointFields = ["keypoints", "pred_keypoints"];

    static readonly string[] ScoreFields = ["keypoint_scores", "keypoints_scores", "keypoint_score", "keypoints_score", "keypoints_conf", "scores"];

    /// <summary>COCO-WholeBody's annotations have the rest in fields of their own.</summary>
    static readonly (string Field, int Count)[] WholeBodyFields = [("foot_kpts", 6), ("face_kpts", 68), ("lefthand_kpts", 21), ("righthand_kpts", 21)];

    public static bool Matches(JsonElement element) => KeypointField.Any(element, PointFields) is not null;

    /// <summary>The people of an object with "keypoints": one, unless the list holds several.</summary>
    public static IEnumerable<FoundGroup[]> People(JsonElement element, string name, string location)
    {
        var points = KeypointField.Any(element, PointFields)!.Value;
        var scores = KeypointField.Any(element, ScoreFields);
        location += ".keypoints";
        if (scores is { ValueKind: JsonValueKind.Number })
            scores = null; // of the person as a whole
        if (PointList.HoldsGroups(points))
        {
            var people = KeypointField.Items(points, KeypointsFile.MaximumPeople, "people", name, location);
            for (var i = 0; i < people.Length; i++)
                yield return [Whole(PointList.Read(people[i], Counts, name, $"{location}[{i}]", scores is { ValueKind: JsonValueKind.Array } all
                    && all.GetArrayLength() == people.Length ? all[i] : null), name, location)];
            yield break;
        }
        if (WholeBodyFields.All(field => KeypointField.Of(element, field.Field) is not null))
        {
            var all = PointList.Read(points, [KeypointLayout.Coco17.Count], name, location).Concat(WholeBodyFields.SelectMany(field =>
                PointList.Read(KeypointField.Of(element, field.Field)!.Value, [field.Count], name, $"{location}, {field.Field}"))).ToArray();
            yield return [Whole(all, name, location)];
            yield break;
        }
        var list = PointList.Read(points, [.. Counts, .. Enumerable.Range(2, 20).Select(people => 18 * people).Where(count => !Counts.Contains(count))],
            name, location, scores);
        foreach (var person in Split(list))
            yield return [Whole(person, name, location)];
    }

    /// <summary>A whole person, by the number of points.</summary>
    public static FoundGroup Whole(FoundPoint[] points, string name, string location) =>
        KeypointLayout.Bodies.FirstOrDefault(known => known.Count == points.Length) is { } layout ? new FoundGroup(FoundGroup.Whole, layout, points, location)
            : throw new FormatException($"'{name}', {location}: {points.Length} points. Known "
                + $"are {string.Join(", ", KeypointLayout.Bodies.Select(known => $"{known.Count} ({known.Name})"))}; others need a \"layout\", as "
                + "Avatar's own files have.");

    /// <summary>Editors write several people of 18 points one behind the other.</summary>
    static IEnumerable<FoundPoint[]> Split(FoundPoint[] points)
    {
        var count = KeypointLayout.Body18.Count;
        if (Counts.Contains(points.Length) || points.Length == 0 || points.Length % count != 0)
            return [points];
        return Enumerable.Range(0, points.Length / count).Select(i => points.AsSpan(i * count, count).ToArray());
    }
}
