using System;
using System.Linq;
using System.Text.Json;
using Avatars.Files;

namespace Avatars.PoseMaps;

/// <summary>Fields of keypoint JSON, read with messages that name file and location.</summary>
static class KeypointField
{
    /// <summary>A coordinate or size beyond this is no pixel of any picture.</summary>
    const double Farthest = 1e9;

    const double LargestCanvas = 1e6;

    const int LongestText = 60;

    /// <summary>The field, or null where it is absent or null.</summary>
    public static JsonElement? Of(JsonElement element, string field) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The first of the fields that is there.</summary>
    public static JsonElement? Any(JsonElement element, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
            if (Of(element, field) is { } value)
                return value;
        return null;
    }

    /// <summary>A number; NaN for null, which files write for unknown values.</summary>
    public static double Number(JsonElement element, string name, string location)
    {
        if (element.ValueKind == JsonValueKind.Null)
            return double.NaN;
        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return element.ValueKind == JsonValueKind.True ? 1 : 0;
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetDouble(out var value) || !(Math.Abs(value) <= Farthest))
            throw new FormatException($"'{name}', {location}: a number up to {Farthest:0} was expected, not {Shown(element)}.");
        return value;
    }

    /// <summary>The picture's size, or null where the file does not state it.</summary>
    public static (double Width, double Height)? Canvas(JsonElement root, string name)
    {
        ReadOnlySpan<(string, string)> pairs = [("canvas_width", "canvas_height"), ("width", "height"), ("image_width", "image_height"),
            ("imageWidth", "imageHeight"), ("frame_width", "frame_height")];
        foreach (var (widthField, heightField) in pairs)
            if (Of(root, widthField) is { } width && Of(root, heightField) is { } height)
            {
                var size = (Width: Number(width, name, widthField), Height: Number(height, name, heightField));
                return size is (> 0 and <= LargestCanvas, > 0 and <= LargestCanvas) ? size
                    : throw new FormatException($"'{name}': {widthField} and {heightField} are {Shown(width)} and {Shown(height)}. They are the "
                        + "picture's size in pixels.");
            }
        return null;
    }

    /// <summary>The elements of an array of no more people or frames than are taken.</summary>
    public static JsonElement[] Items(JsonElement array, int most, string what, string name, string location)
    {
        if (array.ValueKind != JsonValueKind.Array)
            throw new FormatException($"'{name}', {location}: a list of {what} was expected, not {Shown(array)}.");
        if (array.GetArrayLength() > most)
            throw new FormatException($"'{name}', {location}: holds {array.GetArrayLength()} {what}; up to {most} are taken.");
        return array.EnumerateArray().ToArray();
    }

    /// <summary>The content of a field for a message: one short line.</summary>
    public static string Shown(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => $"an object with {FieldsOf(element)}",
        JsonValueKind.Array => $"a list of {element.GetArrayLength()}",
        _ => Shown(element.GetRawText()),
    };

    /// <summary>The names of an object's fields, for a message.</summary>
    public static string FieldsOf(JsonElement element)
    {
        var names = element.EnumerateObject().Take(9).Select(field => $"\"{Shown(field.Name)}\"").ToArray();
        return names.Length == 0 ? "no field" : string.Join(", ", names.Take(8)) + (names.Length > 8 ? ", ..." : "");
    }

    /// <summary>Text of a file for a message: short, and without control characters.</summary>
    public static string Shown(string text) => ErrorLine.Printable(text, LongestText);
}
