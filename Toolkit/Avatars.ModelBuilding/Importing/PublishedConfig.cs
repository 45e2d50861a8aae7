using System.Text.Json;
using Avatars.Files;

namespace Avatars.ModelBuilding.Importing;

/// <summary>
/// One published configuration (<c>config.json</c>, <c>scheduler_config.json</c>) that is read completely: a value that is not used is an error,
/// a value that is absent and taken from the published class's defaults is noted.
/// </summary>
/// <param name="file">For messages.</param>
/// <param name="json">An object.</param>
public sealed class PublishedConfig(string file, JsonElement json)
{
    const int MostBytes = 1 << 22;

    readonly HashSet<string> _read = new(StringComparer.Ordinal);
    readonly List<string> _assumed = [];

    public string File => file;

    /// <summary>"name = value" of what the file leaves out.</summary>
    public IReadOnlyList<string> Assumed => _assumed;

    /// <exception cref="FormatException">The file is too large, or no JSON object.</exception>
    public static PublishedConfig Open(string path)
    {
        using var document = JsonText.Read(path, MostBytes, "Download it again.");
        return document.RootElement.ValueKind == JsonValueKind.Object ? new(path, document.RootElement.Clone())
            : throw new FormatException($"'{path}' is no JSON object, so no configuration. Download it again.");
    }

    public bool Has(string name) => Find(name, out _);

    public int Integer(string name, int otherwise) => !Find(name, out var value) ? Assume(name, otherwise)
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number > 0 ? number
        : throw Wrong(name, value, "a whole number above 0");

    public double Number(string name, double otherwise) => !Find(name, out var value) ? Assume(name, otherwise)
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number
        : throw Wrong(name, value, "a number");

    public bool Flag(string name, bool otherwise) => !Find(name, out var value) ? Assume(name, otherwise)
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, value, "true or false");

    /// <summary>One of the known words; null stands for the first where it is null.</summary>
    public string? Word(string name, params string?[] known) => !Find(name, out var value) ? Assume(name, known[0])
        : value.ValueKind is JsonValueKind.String or JsonValueKind.Null && known.Contains(value.GetString()) ? value.GetString()
        : throw Wrong(name, value, "one of " + string.Join(", ", known.Select(word => word ?? "null")));

    public int[] Integers(string name, params int[] otherwise) => !Find(name, out var value) ? Assume(name, otherwise)
        : value.ValueKind == JsonValueKind.Array
            && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var number) && number > 0)
            ? [.. value.EnumerateArray().Select(item => item.GetInt32())] : throw Wrong(name, value, "an array of whole numbers above 0");

    /// <summary>A number for each of several, or one for all.</summary>
    public int[] Each(string name, int count, int otherwise)
    {
        if (!Find(name, out var value) || value.ValueKind == JsonValueKind.Number)
            return [.. Enumerable.Repeat(Integer(name, otherwise), count)];
        var numbers = Integers(name);
        return numbers.Length == count ? numbers : throw Wrong(name, value, $"{count} numbers");
    }

    public string[] Words(string name, string[] known, params string[] otherwise)
    {
        if (!Find(name, out var value))
            return Assume(name, otherwise);
        if (value.ValueKind != JsonValueKind.Array
            || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String || !known.Contains(item.GetString())))
            throw Wrong(name, value, "an array of " + string.Join(", ", known));
        return [.. value.EnumerateArray().Select(item => item.GetString()!)];
    }

    /// <summary>A value that networks here have in one form alone.</summary>
    /// <param name="forms">As JSON writes them: <c>1</c>, <c>1.0</c>, <c>false</c>, <c>null</c>.</param>
    public void Only(string name, params string[] forms)
    {
        if (Find(name, out var value) && !forms.Contains(value.GetRawText().Trim('"')))
            throw Wrong(name, value, "what can be built here: " + string.Join(" or ", forms));
    }

    /// <summary>Values without effect on what a network computes when it is run.</summary>
    public void Skip(params string[] names) => _read.UnionWith(names);

    /// <summary>The value as it stands; null where there is none.</summary>
    public JsonElement? Raw(string name) => Find(name, out var value) ? value : null;

    public PublishedConfig Child(string name) => Find(name, out var value) && value.ValueKind == JsonValueKind.Object ? new($"{file}, {name}", value)
        : throw new FormatException($"'{file}' has no object '{name}'. Download it again.");

    /// <summary>All of it, as it stands.</summary>
    public string Text => json.GetRawText();

    public IEnumerable<string> Names => json.EnumerateObject().Select(property => property.Name);

    /// <exception cref="FormatException">There is a value that was not used.</exception>
    public void RequireAllRead()
    {
        foreach (var name in Names)
            if (!_read.Contains(name))
                throw new FormatException($"'{file}', field {ErrorLine.Quote(name)}: its meaning for a network is not known, and no field is ignored. "
                    + "Take it out if it changes nothing, or update Avatar.");
    }

    public FormatException Wrong(string name, JsonElement value, string expected) =>
        new($"'{file}', field {ErrorLine.Quote(name)} is {ErrorLine.Printable(Short(value), 80)}; expected is {expected}.");

    static string Short(JsonElement value) => value.GetRawText() is { Length: > 60 } text ? text[..60] + "..." : value.GetRawText();

    bool Find(string name, out JsonElement value)
    {
        _read.Add(name);
        return json.TryGetProperty(name, out value);
    }

    /// <summary>Remembers that a value was taken from the published class's defaults.</summary>
    public T Assume<T>(string name, T value)
    {
        _assumed.Add($"{name} = {JsonSerializer.Serialize(value)}");
        return value;
    }
}
