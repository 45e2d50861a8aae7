using System.Text;
using System.Text.Json;
using Avatars.Files;

namespace Avatars.Batches;

/// <summary>A manifest: JSON Lines, one item each. Empty lines, and lines that begin with '#', are left out.</summary>
public static class BatchManifest
{
    const int LongestLine = 1 << 20, LongestId = 120;
    const string Remedy = "Correct the line.";

    /// <summary>Reads items one by one.</summary>
    /// <exception cref="FormatException">A line is no item; the message names file, line and field.</exception>
    public static IEnumerable<BatchItem> Read(string path, IReadOnlyList<ItemKind> kinds)
    {
        var ids = new UniqueIds();
        using var reader = new StreamReader(WholeFile.Open(path, long.MaxValue), new UTF8Encoding(false, throwOnInvalidBytes: true));
        for (var line = 1; ReadLine(reader, path, line) is { } text; line++)
        {
            if (text.Trim() is { Length: 0 } || text.TrimStart()[0] == '#')
                continue;
            if (text.Length > LongestLine)
                throw new FormatException($"{path}, line {line}: the line has {text.Length:N0} characters; {LongestLine:N0} are the most. {Remedy}");
            var item = Parse(text, line, path, kinds);
            if (ids.Add(item.Id, line) is { } wrong)
                throw Wrong(path, line, "id", wrong);
            yield return item;
        }
    }

    /// <summary>"FILE, line N, field F: what is wrong."</summary>
    public static FormatException Wrong(string path, int line, string field, string what) =>
        new($"{path}, line {line}{(field.Length > 0 ? $", field {field}" : "")}: {what}");

    static string? ReadLine(StreamReader reader, string path, int line)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException error)
        {
            throw new FormatException($"{path}, line {line} or soon after: the text is not UTF-8. Save the manifest as UTF-8.", error);
        }
    }

    static BatchItem Parse(string text, int line, string path, IReadOnlyList<ItemKind> kinds)
    {
        using var json = JsonText.Parse(Encoding.UTF8.GetBytes(text), $"{path}, line {line} (the item)", Remedy);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
            throw Wrong(path, line, "", "an item is an object: {\"id\": \"wave\", \"kind\": \"film\", ...}. " + Remedy);
        var (id, kind) = ("", (ItemKind?)null);
        var fields = new SortedDictionary<string, ItemField>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in json.RootElement.EnumerateObject())
            if (!seen.Add(property.Name))
                throw Wrong(path, line, property.Name, "it occurs twice. Remove one.");
        if (!json.RootElement.TryGetProperty("kind", out var named) || named.ValueKind != JsonValueKind.String
            || (kind = kinds.FirstOrDefault(known => known.Name == named.GetString())) is null)
            throw Wrong(path, line, "kind", $"{Shown(json.RootElement, "kind")}. Known kinds: {string.Join(", ", kinds.Select(known => known.Name))}.");
        foreach (var property in json.RootElement.EnumerateObject())
        {
            if (property.Name == "id")
                id = IdOf(property.Value, path, line);
            else if (property.Name != "kind")
            {
                if (!kind.Fields.TryGetValue(property.Name, out var expected))
                    throw Wrong(path, line, property.Name, $"a {kind.Name} has no such field. Known: "
                        + $"{string.Join(", ", kind.Fields.Keys.Order(StringComparer.Ordinal))}.");
                if (ValuesOf(property.Value, expected) is not { } values)
                    throw Wrong(path, line, property.Name, $"it is {Shortened(property.Value)}. Give {Expectation(expected)}.");
                if (values.Length > 0)
                    fields[property.Name] = new ItemField(property.Name, values);
            }
        }
        if (id.Length == 0)
            throw Wrong(path, line, "id", "it is missing. Give each item a name of its own, such as \"id\": \"anna/wave\".");
        return new BatchItem(id, kind.Name, [.. fields.Values], line);
    }

    static string IdOf(JsonElement value, string path, int line)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } id && IsId(id))
            return id;
        throw Wrong(path, line, "id", $"it is {Shortened(value)}. Use letters of English, digits, '-' and '_', with '/' between folders, "
            + $"{LongestId} characters at most.");
    }

    static bool IsId(string id) => id.Length is > 0 and <= LongestId && id.Split('/').All(IsName);

    /// <summary>The id in a file that the program wrote itself, which makes a folder's name of it.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal static string IdIn(JsonElement item, string source) => item.GetProperty("id").GetString() is { } id && IsId(id) ? id
        : throw new FormatException($"{source}, field id: it is {Shortened(item.GetProperty("id"))}. Plan the batch again.");

    /// <summary>No dots: in a WebDataset a name ends at the first one.</summary>
    static bool IsName(string part) => part.Length > 0 && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    static string[]? ValuesOf(JsonElement value, FieldKind kind) => (kind, value.ValueKind) switch
    {
        (_, JsonValueKind.Null) => [],
        (FieldKind.Switch, JsonValueKind.True) => ["true"],
        (FieldKind.Switch, JsonValueKind.False) => [],
        (FieldKind.Switch, _) => null,
        (_, JsonValueKind.String) => [value.GetString()!],
        (_, JsonValueKind.Number) => [value.GetRawText()],
        (FieldKind.Several, JsonValueKind.Array) when value.EnumerateArray().All(one => one.ValueKind is JsonValueKind.String or JsonValueKind.Number) =>
            [.. value.EnumerateArray().Select(one => one.ToString())],
        _ => null,
    };

    static string Expectation(FieldKind kind) => kind switch
    {
        FieldKind.Switch => "true or false",
        FieldKind.Several => "a text or number, or a list of them",
        _ => "a text or a number",
    };

    static string Shown(JsonElement item, string field) => item.TryGetProperty(field, out var value) ? $"it is {Shortened(value)}" : "it is missing";

    static string Shortened(JsonElement value) => ErrorLine.Printable(value.GetRawText(), 60);

    /// <summary>Ids that were read; none twice, and none that is a folder of another one.</summary>
    sealed class UniqueIds
    {
        readonly Dictionary<string, int> _lines = new(StringComparer.OrdinalIgnoreCase); // some file systems do not tell cases apart
        readonly HashSet<string> _folders = new(StringComparer.OrdinalIgnoreCase);

        /// <returns>What is wrong, or null.</returns>
        public string? Add(string id, int line)
        {
            if (!_lines.TryAdd(id, line))
                return $"'{id}' is the id of line {_lines[id]} too (capital letters do not count). Give each item an id of its own.";
            if (_folders.Contains(id))
                return $"'{id}' is the folder of another item. Give it another id.";
            for (var slash = id.IndexOf('/'); slash > 0; slash = id.IndexOf('/', slash + 1))
            {
                if (_lines.TryGetValue(id[..slash], out var other))
                    return $"its folder '{id[..slash]}' is the item of line {other}. Give it another id.";
                _folders.Add(id[..slash]);
            }
            return null;
        }
    }
}
