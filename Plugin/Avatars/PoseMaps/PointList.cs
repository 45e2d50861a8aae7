using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Avatars.PoseMaps;

/// <summary>
/// Points of one group in any of the forms that tools write: numbers one behind the other, a list [x, y], [x, y, confidence] or [x, y, z, visibility] a point,
/// an object {"x", "y", "score"} a point, or an object of the lists "x" and "y".
/// </summary>
static class PointList
{
    /// <summary>Numbers of points of MediaPipe's lists: their third number may be z.</summary>
    static readonly int[] LandmarkCounts = [33, 75, 468, 478, 543, 553];

    static readonly string[] ConfidenceFields = ["confidence", "score", "visibility", "visible", "conf", "c", "v", "presence"];

    /// <summary>Whether a list holds several such groups, one of each person.</summary>
    public static bool HoldsGroups(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array && list.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Array } first
        && first.EnumerateArray().FirstOrDefault().ValueKind is JsonValueKind.Array or JsonValueKind.Object;

    /// <summary>The points, without a layout yet.</summary>
    /// <param name="counts">Known numbers of points, which determine how many consecutive numbers make a point.</param>
    /// <param name="scores">Confidences in a list of their own, or null.</param>
    /// <param name="thirdIsDepth">Whether the third of three numbers is z, as MediaPipe has it, and not a confidence.</param>
    /// <exception cref="FormatException">The list has none of these forms.</exception>
    public static FoundPoint[] Read(JsonElement list, IReadOnlyList<int> counts, string name, string location, JsonElement? scores = null,
        bool thirdIsDepth = false)
    {
        var points = list.ValueKind switch
        {
            JsonValueKind.Object => OfColumns(list, name, location),
            JsonValueKind.Array when list.GetArrayLength() == 0 => [],
            JsonValueKind.Array when list.EnumerateArray()
                .All(item => item.ValueKind is JsonValueKind.Number or JsonValueKind.Null or JsonValueKind.String) =>
                OfNumbers(list, counts, name, location, thirdIsDepth),
            JsonValueKind.Array => list.EnumerateArray().Select((item, i) => OfItem(item, name, $"{location}[{i}]", thirdIsDepth)).ToArray(),
            _ => throw new FormatException($"'{name}', {location}: a list of points was expected, not {KeypointField.Shown(list)}."),
        };
        return scores is { } list2 ? WithScores(points, list2, name, location) : WithFlags(points);
    }

    static FoundPoint[] OfNumbers(JsonElement list, IReadOnlyList<int> counts, string name, string location, bool thirdIsDepth)
    {
        var length = list.GetArrayLength();
        int[] widths = thirdIsDepth ? [4, 3, 2] : [3, 2, 4];
        var width = widths.FirstOrDefault(candidate => length % candidate == 0 && counts.Contains(length / candidate));
        if (width == 0)
            throw new FormatException($"'{name}', {location}: {length} numbers; expected x, y and confidence of each of {Either(counts)} points.");
        var numbers = list.EnumerateArray().Select((number, i) => KeypointField.Number(number, name, $"{location}[{i}]")).ToArray();
        return Enumerable.Range(0, length / width).Select(i => OfSpan(numbers.AsSpan(i * width, width), thirdIsDepth)).ToArray();
    }

    static FoundPoint OfSpan(ReadOnlySpan<double> numbers, bool thirdIsDepth) => numbers.Length switch
    {
        2 => new FoundPoint(numbers[0], numbers[1], null),
        3 => new FoundPoint(numbers[0], numbers[1], thirdIsDepth ? null : numbers[2]),
        _ => new FoundPoint(numbers[0], numbers[1], numbers[3]),
    };

    static FoundPoint OfItem(JsonElement item, string name, string location, bool thirdIsDepth)
    {
        switch (item.ValueKind)
        {
            case JsonValueKind.Null:
                return new FoundPoint(double.NaN, double.NaN, null);
            case JsonValueKind.Array when item.GetArrayLength() is 2 or 3 or 4:
                Span<double> numbers = stackalloc double[item.GetArrayLength()];
                for (var i = 0; i < numbers.Length; i++)
                    numbers[i] = KeypointField.Number(item[i], name, $"{location}[{i}]");
                return OfSpan(numbers, thirdIsDepth);
            case JsonValueKind.Object:
                var at = KeypointField.Of(item, "position") ?? item;
                if (KeypointField.Of(at, "x") is not { } x || KeypointField.Of(at, "y") is not { } y)
                    return KeypointField.Any(at, "x", "y") is null && !at.TryGetProperty("x", out _) ? throw NoPoint(item, name, location)
                        : new FoundPoint(double.NaN, double.NaN, null);
                double? confidence = KeypointField.Any(item, ConfidenceFields) is { } score ? KeypointField.Number(score, name, location + ".score") : null;
                return new FoundPoint(KeypointField.Number(x, name, location + ".x"), KeypointField.Number(y, name, location + ".y"), confidence);
            default:
                throw NoPoint(item, name, location);
        }
    }

    static FormatException NoPoint(JsonElement item, string name, string location) =>
        new($"'{name}', {location}: a keypoint is [x, y, confidence] or [x, y], not {KeypointField.Shown(item)}.");

    /// <summary>Ultralytics' form.</summary>
    static FoundPoint[] OfColumns(JsonElement columns, string name, string location)
    {
        if (KeypointField.Of(columns, "x") is not { ValueKind: JsonValueKind.Array } x
            || KeypointField.Of(columns, "y") is not { ValueKind: JsonValueKind.Array } y || x.GetArrayLength() != y.GetArrayLength())
            throw new FormatException($"'{name}', {location}: a list of points was expected, not {KeypointField.Shown(columns)}.");
        var points = x.EnumerateArray().Zip(y.EnumerateArray(), (a, b) =>
            new FoundPoint(KeypointField.Number(a, name, location + ".x"), KeypointField.Number(b, name, location + ".y"), null)).ToArray();
        return KeypointField.Any(columns, ConfidenceFields) is { ValueKind: JsonValueKind.Array } scores ? WithScores(points, scores, name, location) : points;
    }

    static FoundPoint[] WithScores(FoundPoint[] points, JsonElement scores, string name, string location)
    {
        if (scores.ValueKind != JsonValueKind.Array || scores.GetArrayLength() != points.Length)
            throw new FormatException($"'{name}', {location}: {points.Length} points, but their scores are {KeypointField.Shown(scores)}. There is one "
                + "score for each point.");
        var numbers = scores.EnumerateArray().Select(score => score is { ValueKind: JsonValueKind.Array } && score.GetArrayLength() == 1 ? score[0] : score)
            .ToArray();
        return points.Select((point, i) => point with { Confidence = KeypointField.Number(numbers[i], name, $"{location}, score {i}") }).ToArray();
    }

    /// <summary>COCO's flags: 0 is not labelled, 1 is labelled and hidden, 2 is visible. In MediaPipe's lists, a third number below 0 is z.</summary>
    static FoundPoint[] WithFlags(FoundPoint[] points)
    {
        if (Array.IndexOf(LandmarkCounts, points.Length) >= 0 && points.Any(point => point.Confidence < 0))
            return points.Select(point => point with { Confidence = null }).ToArray();
        var areFlags = points.All(point => point.Confidence is null or 0 or 1 or 2) && points.Any(point => point.Confidence == 2);
        return areFlags ? points.Select(point => point with { Confidence = point.Confidence / 2 }).ToArray() : points;
    }

    static string Either(IEnumerable<int> numbers) => string.Join(", ", numbers.Distinct().OrderBy(number => number)) is var text
        && text.LastIndexOf(", ", StringComparison.Ordinal) is >= 0 and var comma
        ? text.Remove(comma) + " or " + text.Substring(comma + 2) : string.Join(", ", numbers);
}
