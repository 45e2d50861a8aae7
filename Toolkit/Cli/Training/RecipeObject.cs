using System.Text.Json;
using System.Text.Json.Nodes;
using Avatars.Files;

namespace Avatars.Cli.Training;

/// <summary>A JSON object of a recipe with its location; fields that were not read are errors.</summary>
sealed class RecipeObject
{
    readonly JsonElement _json;
    readonly string _file, _location;
    readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <param name="location">Field names from the root, empty for the root itself.</param>
    /// <exception cref="FormatException">It is no object, or a field occurs twice.</exception>
    public RecipeObject(JsonElement json, string file, string location)
    {
        (_json, _file, _location) = (json, file, location);
        if (json.ValueKind != JsonValueKind.Object)
            throw new FormatException($"{file}{(location.Length > 0 ? $": {location}" : "")}: is {Shown(json)}. Write an object: {{ ... }}.");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
            if (!names.Add(property.Name))
                throw Wrong(property.Name, "occurs twice", "Remove one");
    }

    /// <param name="otherwise">Where the field is absent; null means that it must be there.</param>
    public string Text(string name, string? otherwise = null) => Find(name, otherwise is not null) is not { } value ? otherwise!
        : value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text
        : throw Wrong(name, $"is {Shown(value)}", "Give a text");

    /// <summary>64 hexadecimal digits; empty where the field is absent.</summary>
    public string Sha256(string name) => Find(name, optional: true) is null ? ""
        : Text(name) is { Length: 64 } text && text.All(char.IsAsciiHexDigit) ? text
        : throw Wrong(name, $"is \"{Text(name)}\"", "Give 64 hexadecimal digits, or remove it");

    public string OneOf(string name, string? otherwise, params string[] known) => Text(name, otherwise) is var text && known.Contains(text) ? text
        : throw Wrong(name, $"is \"{text}\"", $"Known are {string.Join(", ", known)}");

    public int Integer(string name, int least, int most, int? otherwise = null) => (int)Long(name, least, most, otherwise);

    public long Long(string name, long least, long most, long? otherwise = null) => Find(name, otherwise is not null) is not { } value ? otherwise!.Value
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most ? number
        : throw Wrong(name, $"is {Shown(value)}", $"Give a whole number from {least} to {most}");

    public double Number(string name, double least, double most, double? otherwise = null) => Find(name, otherwise is not null) is not { } value
        ? otherwise!.Value
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most ? number
        : throw Wrong(name, $"is {Shown(value)}", FormattableString.Invariant($"Give a number from {least} to {most}"));

    /// <summary>Whole numbers of a list.</summary>
    public int[] Integers(string name, int least, int most, int[] otherwise)
    {
        if (Find(name, optional: true) is not { } value)
            return otherwise;
        return IsListOf(value, one => one.ValueKind == JsonValueKind.Number && one.TryGetInt32(out var number) && number >= least && number <= most)
            ? [.. value.EnumerateArray().Select(one => one.GetInt32())]
            : throw Wrong(name, $"is {Shown(value)}", $"Give a list of whole numbers from {least} to {most}");
    }

    /// <param name="otherwise">Where the field is absent; null means that it must be there.</param>
    public string[] Texts(string name, string[]? otherwise) => Find(name, otherwise is not null) is not { } value ? otherwise!
        : IsListOf(value, one => one.ValueKind == JsonValueKind.String) ? [.. value.EnumerateArray().Select(one => one.GetString()!)]
        : throw Wrong(name, $"is {Shown(value)}", "Give a list of texts: [\"...\"]");

    public RecipeObject Object(string name) => new(Find(name, optional: false)!.Value, _file, Location(name));

    /// <summary>Null where the field is absent.</summary>
    public RecipeObject? OptionalObject(string name) => Find(name, optional: true) is { } value ? new(value, _file, Location(name)) : null;

    /// <summary>The objects of a list; none where the field is absent.</summary>
    public RecipeObject[] Objects(string name) => Find(name, optional: true) is not { } value ? []
        : value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select((one, i) => new RecipeObject(one, _file, $"{Location(name)}[{i}]"))]
        : throw Wrong(name, $"is {Shown(value)}", "Write a list: [ ... ]");

    /// <summary>All fields as texts, by name.</summary>
    public Dictionary<string, string> AllTexts() =>
        _json.EnumerateObject().ToDictionary(property => property.Name, property => Text(property.Name), StringComparer.Ordinal);

    /// <summary>The value, unchanged.</summary>
    public JsonNode Copy(string name) => JsonNode.Parse(Find(name, optional: false)!.Value.GetRawText())!;

    /// <exception cref="FormatException">There is a field that was not read.</exception>
    public void RequireNothingElse()
    {
        foreach (var property in _json.EnumerateObject())
            if (!_read.Contains(property.Name))
                throw Wrong(property.Name, "is no field of a recipe", "Remove it; known here are "
                    + $"{ErrorLine.Printable(string.Join(", ", _read.Order(StringComparer.Ordinal)), 300)}");
    }

    public FormatException Wrong(string name, string what, string remedy) =>
        new($"{_file}: {ErrorLine.Printable(Location(name), 100)}: {ErrorLine.Printable(what, 400)}. {remedy}.");

    JsonElement? Find(string name, bool optional)
    {
        _read.Add(name);
        if (_json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
            return value;
        return optional ? null : throw Wrong(name, "is missing", "Add it");
    }

    static bool IsListOf(JsonElement value, Func<JsonElement, bool> fits) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value.EnumerateArray().All(fits);

    string Location(string name) => _location.Length > 0 ? $"{_location}.{name}" : name;

    static string Shown(JsonElement value) => value.GetRawText() is var text && text.Length > 60 ? text[..60] + "..." : text;
}
