using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Avatars.Inference;

/// <summary>An object inside <c>model.json</c> that knows where it stands, so that an error can say it.</summary>
readonly struct PackageField
{
    readonly string _file;
    readonly string _place;
    readonly JsonElement _json;

    public PackageField(string file, string place, JsonElement json)
    {
        (_file, _place, _json) = (file, place, json);
        if (json.ValueKind != JsonValueKind.Object)
            throw new FormatException($"'{file}'{(place.Length > 0 ? $", field '{place}'," : "")} is {Kind(json)}, not an object. Build the package again.");
    }

    public PackageField Child(string name) => new(_file, Place(name), Require(name));

    /// <summary>Null when the field is absent.</summary>
    public PackageField? OptionalChild(string name) => _json.TryGetProperty(name, out var value) ? new PackageField(_file, Place(name), value) : null;

    public IEnumerable<KeyValuePair<string, PackageField>> Children()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in _json.EnumerateObject())
        {
            if (!names.Add(property.Name))
                throw Wrong(property.Name, "stands twice. Build the package again");
            yield return new(property.Name, new PackageField(_file, Place(property.Name), property.Value));
        }
    }

    public bool Has(string name) => _json.TryGetProperty(name, out _);

    public string Text(string name)
    {
        var value = Require(name);
        if (value.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(value.GetString()))
            throw Wrong(name, $"is {Kind(value)}, not a text. Build the package again");
        return value.GetString()!;
    }

    public string OptionalText(string name) => _json.TryGetProperty(name, out _) ? Text(name) : "";

    public string OneOf(string name, params string[] known)
    {
        var text = Text(name);
        return Array.IndexOf(known, text) >= 0 ? text : throw Wrong(name, $"is '{text}'. Known: {string.Join(", ", known)}. Update Avatar, or build the package again");
    }

    /// <param name="otherwise">Where the field is absent.</param>
    public bool Flag(string name, bool otherwise = false) => !_json.TryGetProperty(name, out var value) ? otherwise : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, $"is {Kind(value)}, not true or false. Build the package again"),
    };

    public int Integer(string name, int least, int most) => (int)Long(name, least, most);

    public long Long(string name, long least, long most)
    {
        var value = Require(name);
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var number) || number < least || number > most)
            throw Wrong(name, $"is {Kind(value)}, not a whole number from {least} to {most}. Build the package again");
        return number;
    }

    public double Number(string name, double least, double most)
    {
        var value = Require(name);
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number) || !(number >= least && number <= most))
            throw Wrong(name, $"is {Kind(value)}, not a number from {least} to {most}. Build the package again");
        return number;
    }

    public FormatException Wrong(string name, string what) => new($"'{_file}', field '{Place(name)}' {what}.");

    JsonElement Require(string name) => _json.TryGetProperty(name, out var value) ? value : throw Wrong(name, "is missing. Build the package again");

    string Place(string name) => _place.Length > 0 ? _place + "." + name : name;

    static string Kind(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 40 ? text : text.Substring(0, 40) + "...";
    }
}
