using System;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Avatars.PoseMaps;

/// <summary>Avatar's own JSON.</summary>
static class KeypointsJson
{
    /// <summary>Value of "units" where the writer knows the picture's size: positions are used unchanged, without guessing their unit.</summary>
    const string Pixels = "pixels";

    internal static FoundFrame Read(JsonElement root, string name)
    {
        var layout = KnownLayout(root, name);
        var canvas = KeypointField.Canvas(root, name);
        var isExact = KeypointField.Of(root, "units") is { } units && (units.ValueKind == JsonValueKind.String && units.GetString() == Pixels ? true
            : throw new FormatException($"'{name}', units: {KeypointField.Shown(units)}. Write \"{Pixels}\", or leave it out."));
        if (KeypointField.Of(root, "keypoints") is { } keypoints)
            return new FoundFrame(canvas, [[Person(keypoints, layout, name, "keypoints")]]) { IsExact = isExact, Layout = layout };
        if (KeypointField.Of(root, "people") is not { } list)
            throw new FormatException($"'{name}' has a \"layout\", but neither \"keypoints\" nor \"people\". Write the keypoints of one person or of "
                + "several.");
        var people = KeypointField.Items(list, KeypointsFile.MaximumPeople, "people", name, "people");
        return new FoundFrame(canvas, people.Select((person, i) => new[] { Person(person, layout, name, $"people[{i}]") }).ToArray())
        {
            IsExact = isExact,
            Layout = layout,
        };
    }

    internal static void Write(Stream stream, KeypointFrame frame)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("layout", frame.Layout.Name);
        if (frame.Canvas is not null)
            json.WriteString("units", Pixels);
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
                var (x, y, confidence) = float.IsFinite(point.X) && float.IsFinite(point.Y) && point.IsPresent ? point : Keypoint.Missing;
                json.WriteStartArray();
                json.WriteNumberValue(x);
                json.WriteNumberValue(y);
                json.WriteNumberValue(confidence);
                json.WriteEndArray();
            }
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static KeypointLayout KnownLayout(JsonElement root, string name)
    {
        var field = root.GetProperty("layout");
        var layout = field.ValueKind == JsonValueKind.String ? field.GetString()! : KeypointField.Shown(field);
        return KeypointLayout.All.FirstOrDefault(known => string.Equals(known.Name, layout, StringComparison.OrdinalIgnoreCase))
            ?? throw new FormatException($"'{name}', layout: '{KeypointField.Shown(layout)}' is not a keypoint layout. "
                + $"Known: {string.Join(", ", KeypointLayout.All.Select(known => known.Name))}.");
    }

    static FoundGroup Person(JsonElement list, KeypointLayout layout, string name, string location)
    {
        var points = PointList.Read(list, [layout.Count], name, location);
        return points.Length == layout.Count ? new FoundGroup(FoundGroup.Whole, layout, points, location)
            : throw new FormatException($"'{name}', {location}: {points.Length} keypoints, where the layout '{layout.Name}' has {layout.Count}. Write a "
                + "missing one as [0, 0, 0].");
    }
}
