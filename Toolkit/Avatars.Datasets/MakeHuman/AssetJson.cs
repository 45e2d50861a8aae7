using System.Text.Json;
using Avatars.Files;

namespace Avatars.Datasets.MakeHuman;

/// <summary>Takes fields out of JSON and names file and field where one is not what it should be.</summary>
static class AssetJson
{
    /// <exception cref="FormatException">The file is not JSON; the message gives line and byte.</exception>
    public static JsonDocument Read(string path) => JsonText.Parse(AssetFile.Read(path), path);

    public static FormatException Error(string path, string location, string what) =>
        new($"{path}, {ErrorLine.Printable(location, 100)}: {ErrorLine.Printable(what, 200)}. Copy the file again, or correct that field.");

    public static JsonElement Field(JsonElement parent, string path, string location, string field)
    {
        if (parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(field, out var value))
            return value;
        throw Error(path, location, $"the field '{field}' is missing");
    }

    public static string Text(JsonElement parent, string path, string location, string field) =>
        Field(parent, path, location, field) is { ValueKind: JsonValueKind.String } value ? value.GetString()!
            : throw Error(path, location, $"the field '{field}' is not a text");

    public static string? TextOrNull(JsonElement parent, string path, string location, string field) =>
        parent.ValueKind == JsonValueKind.Object && !parent.TryGetProperty(field, out _) ? null : Text(parent, path, location, field);

    public static bool IsTrue(JsonElement parent, string field) => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(field, out var value)
        && value.ValueKind == JsonValueKind.True;

    /// <summary>The fields of an object.</summary>
    public static IEnumerable<JsonProperty> Fields(JsonElement value, string path, string location) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : throw Error(path, location, "an object was expected");

    public static IEnumerable<JsonElement> Array(JsonElement value, string path, string location) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Error(path, location, "a list was expected");

    public static string[] Texts(JsonElement parent, string path, string location, string field) =>
        [.. Array(Field(parent, path, location, field), path, location).Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()!
            : throw Error(path, location, $"'{field}' holds something that is not a text"))];

    public static int Index(JsonElement value, string path, string location, int count) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var index) && index >= 0 && index < count
            ? index
            : throw Error(path, location, $"'{value}' is not a number from 0 to {count - 1}");

    public static float Number(JsonElement value, string path, string location) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out var number) && float.IsFinite(number) ? number
            : throw Error(path, location, $"'{value}' is not a number");
}
