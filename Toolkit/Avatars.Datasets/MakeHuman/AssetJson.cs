using System.Text.Json;

namespace Avatars.Datasets.MakeHuman;

/// <summary>Takes fields out of JSON and names file and field where one is not what it should be.</summary>
static class AssetJson
{
    /// <exception cref="FormatException">The file is not JSON; the message gives line and byte.</exception>
    public static JsonDocument Read(string path)
    {
        try
        {
            return JsonDocument.Parse(AssetFile.Read(path));
        }
        catch (JsonException error)
        {
            throw new FormatException($"{path}, line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}: the JSON is damaged. Copy the file again.", error);
        }
    }

    public static FormatException Error(string path, string place, string what) => new($"{path}, {place}: {what}. Copy the file again, or mend that field.");

    public static JsonElement Field(JsonElement parent, string path, string place, string field)
    {
        if (parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(field, out var value))
            return value;
        throw Error(path, place, $"the field '{field}' is missing");
    }

    public static string Text(JsonElement parent, string path, string place, string field) =>
        Field(parent, path, place, field) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw Error(path, place, $"the field '{field}' is not a text");

    public static string? TextOrNull(JsonElement parent, string path, string place, string field) =>
        parent.TryGetProperty(field, out _) ? Text(parent, path, place, field) : null;

    public static bool IsTrue(JsonElement parent, string field) => parent.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.True;

    public static IEnumerable<JsonElement> Array(JsonElement value, string path, string place) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Error(path, place, "a list was expected");

    public static string[] Texts(JsonElement parent, string path, string place, string field) =>
        [.. Array(Field(parent, path, place, field), path, place).Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Error(path, place, $"'{field}' holds something that is not a text"))];

    public static int Index(JsonElement value, string path, string place, int count) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var index) && index >= 0 && index < count
            ? index
            : throw Error(path, place, $"'{value}' is not a number from 0 to {count - 1}");

    public static float Number(JsonElement value, string path, string place) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out var number) && float.IsFinite(number) ? number : throw Error(path, place, $"'{value}' is not a number");
}
