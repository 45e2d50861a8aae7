using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Avatars.PoseMaps;

/// <summary>Avatar's own JSON, and what reading any keypoint JSON has in common.</summary>
static class KeypointsJson
{
    internal static KeypointFrame Read(JsonElement root, string name)
    {
        var layout = KnownLayout(root, name);
        if (root.TryGetProperty("keypoints", out var keypoints))
            return new KeypointFrame(layout, Canvas(root, name, "width", "height"), [Person(keypoints, layout, name, "keypoints")]);
        var people = Array(root, "people", name);
        return new KeypointFrame(layout, Canvas(root, name, "width", "height"), people.Select((person, i) => Person(person, layout, name, $"people[{i}]")).ToArray());
    }

    internal static void Write(Stream stream, KeypointFrame frame)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("layout", frame.Layout.Name);
        if (frame.Canvas is { } canvas)
        {
            json.WriteNumber("width", canvas.Width);
            json.WriteNumber("height", canvas.Height);
        }
        json.WriteStartArray("people");
        foreach (var person in frame.People)
        {
            json.WriteStartArray();
            foreach (var point in person)
            {
                json.WriteStartArray();
                json.WriteNumberValue(point.X);
                json.WriteNumberValue(point.Y);
                json.WriteNumberValue(point.Confidence);
                json.WriteEndArray();
            }
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The picture's size, or null where neither field is there.</summary>
    internal static (double, double)? Canvas(JsonElement root, string name, string widthField, string heightField)
    {
        if (!root.TryGetProperty(widthField, out var width) || !root.TryGetProperty(heightField, out var height))
            return null;
        var size = (Number(width, name, widthField), Number(height, name, heightField));
        return size is (> 0, > 0) ? size : throw new FormatException($"'{name}': {widthField} and {heightField} are {size.Item1} and {size.Item2}. They are the picture's size in pixels.");
    }

    /// <summary>The array in this field, of no more people than are taken.</summary>
    internal static IReadOnlyList<JsonElement> Array(JsonElement root, string field, string name)
    {
        if (!root.TryGetProperty(field, out var array) || array.ValueKind != JsonValueKind.Array)
            throw new FormatException($"'{name}' has no array \"{field}\". It should be OpenPose's JSON, or have \"layout\" and \"keypoints\".");
        if (array.GetArrayLength() > KeypointsFile.MaximumPeople)
            throw new FormatException($"'{name}': \"{field}\" holds {array.GetArrayLength()} people; up to {KeypointsFile.MaximumPeople} are taken.");
        return array.EnumerateArray().ToArray();
    }

    /// <summary>A number that a float can hold.</summary>
    internal static float Number(JsonElement element, string name, string place)
    {
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetDouble(out var value) || !(Math.Abs(value) <= float.MaxValue))
            throw new FormatException($"'{name}', {place}: a number was expected, not {Shortened(element)}.");
        return (float)value;
    }

    static KeypointLayout KnownLayout(JsonElement root, string name)
    {
        var field = root.GetProperty("layout");
        try
        {
            return KeypointLayout.Find(field.ValueKind == JsonValueKind.String ? field.GetString()! : Shortened(field));
        }
        catch (ArgumentException error)
        {
            throw new FormatException($"'{name}', layout: {error.Message}", error);
        }
    }

    static Keypoint[] Person(JsonElement array, KeypointLayout layout, string name, string place)
    {
        var count = array.ValueKind == JsonValueKind.Array ? array.GetArrayLength() : 0;
        if (count != layout.Count)
            throw new FormatException($"'{name}', {place}: {count} keypoints, where the layout '{layout.Name}' has {layout.Count}. Write a missing one as [0, 0, 0].");
        return array.EnumerateArray().Select((point, i) => Point(point, name, $"{place}[{i}]")).ToArray();
    }

    static Keypoint Point(JsonElement point, string name, string place)
    {
        if (point.ValueKind != JsonValueKind.Array || point.GetArrayLength() is not (2 or 3))
            throw new FormatException($"'{name}', {place}: a keypoint is [x, y, confidence] or [x, y], not {Shortened(point)}.");
        var confidence = point.GetArrayLength() == 3 ? Number(point[2], name, $"{place}[2]") : 1;
        return new Keypoint(Number(point[0], name, $"{place}[0]"), Number(point[1], name, $"{place}[1]"), confidence);
    }

    static string Shortened(JsonElement element) => element.GetRawText() is { Length: > 40 } text ? text.Substring(0, 40) + "..." : element.GetRawText();
}
