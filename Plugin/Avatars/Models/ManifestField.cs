using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Nodes;
using Avatars.Files;

namespace Avatars.Models;

/// <summary>An object inside <c>model.json</c> with its location, which every error names.</summary>
sealed class ManifestField
{
    readonly string _file;
    readonly string _place;
    readonly JsonElement _json;
    readonly HashSet<string> _read; // names of the fields read so far
    readonly List<ManifestField> _family; // all opened objects of this file

    /// <summary>The outermost object of a file.</summary>
    public ManifestField(string file, JsonElement json)
        : this(file, "", json, [])
    {
    }

    ManifestField(string file, string place, JsonElement json, List<ManifestField> family)
    {
        (_file, _place, _json, _read, _family) = (file, place, json, new(StringComparer.Ordinal), family);
        if (json.ValueKind != JsonValueKind.Object)
            throw new FormatException($"'{file}'{(place.Length > 0 ? $", field '{place}'," : "")} is {Kind(json)}, not an object. Build the package again.");
        family.Add(this);
    }

    public ManifestField Child(string name) => new(_file, Place(name), Require(name), _family);

    /// <summary>Null when the field is absent.</summary>
    public ManifestField? OptionalChild(string name) => Find(name, out var value) ? new ManifestField(_file, Place(name), value, _family) : null;

    public IEnumerable<KeyValuePair<string, ManifestField>> Children()
    {
        foreach (var property in _json.EnumerateObject())
        {
            _read.Add(property.Name);
            yield return new(property.Name, new ManifestField(_file, Place(property.Name), property.Value, _family));
        }
    }

    public bool Has(string name) => Find(name, out _);

    /// <summary>Every field with its value, unchecked; the caller checks the names.</summary>
    public KeyValuePair<string, JsonElement>[] Values()
    {
        var values = new List<KeyValuePair<string, JsonElement>>();
        foreach (var property in _json.EnumerateObject())
        {
            _read.Add(property.Name);
            values.Add(new(property.Name, property.Value.Clone()));
        }
        return [.. values];
    }

    /// <summary>An object for readers, whose fields are not checked.</summary>
    public JsonObject Object(string name) => Require(name) is { ValueKind: JsonValueKind.Object } value ? JsonObject.Create(value.Clone())!
        : throw Wrong(name, $"is {Kind(Require(name))}, not an object. Build the package again");

    /// <summary>An array for readers.</summary>
    public JsonArray Array(string name) => Require(name) is { ValueKind: JsonValueKind.Array } value ? JsonArray.Create(value.Clone())!
        : throw Wrong(name, $"is {Kind(Require(name))}, not an array. Build the package again");

    /// <summary>Requires that no field of this object, or of one inside it, occurs twice: one of the values would be ignored.</summary>
    /// <exception cref="FormatException">One does.</exception>
    public void RequireDistinctNames() => RequireDistinctNames(_json, _place);

    void RequireDistinctNames(JsonElement json, string place)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            var i = 0;
            foreach (var item in json.EnumerateArray())
                RequireDistinctNames(item, $"{place}[{i++}]");
        }
        if (json.ValueKind != JsonValueKind.Object)
            return;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
        {
            var inside = place.Length > 0 ? place + "." + property.Name : property.Name;
            if (!names.Add(property.Name))
                throw Error(inside, "stands twice. Build the package again");
            RequireDistinctNames(property.Value, inside);
        }
    }

    /// <summary>Requires that every field of every opened object was read: nothing in a file is ignored.</summary>
    /// <exception cref="FormatException">There is a field that was not read.</exception>
    public void RequireAllRead()
    {
        foreach (var field in _family)
            foreach (var property in field._json.EnumerateObject())
                if (!field._read.Contains(property.Name))
                    throw field.Wrong(property.Name, "is not a field that this program knows. Take it out, write it right, or update Avatar");
    }

    public string Text(string name)
    {
        var value = Require(name);
        if (value.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(value.GetString()))
            throw Wrong(name, $"is {Kind(value)}, not a text. Build the package again");
        return value.GetString()!;
    }

    /// <summary>A text for readers, which may be empty.</summary>
    public string Note(string name) => Require(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()!
        : throw Wrong(name, $"is {Kind(Require(name))}, not a text. Build the package again");

    public string OneOf(string name, params string[] known)
    {
        var text = Text(name);
        return System.Array.IndexOf(known, text) >= 0 ? text
            : throw Wrong(name, $"is '{text}'. Known: {string.Join(", ", known)}. Update Avatar, or build the package again");
    }

    public bool Flag(string name) => Require(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, $"is {Kind(Require(name))}, not true or false. Build the package again"),
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

    /// <summary>An array of numbers.</summary>
    public double[] Numbers(string name, double least, double most, int mostCount)
    {
        var value = Require(name);
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is var count && (count < 1 || count > mostCount))
            throw Wrong(name, $"is {Kind(value)}, not an array of 1 to {mostCount} numbers. Build the package again");
        var numbers = new double[value.GetArrayLength()];
        for (var i = 0; i < numbers.Length; i++)
            if (value[i].ValueKind != JsonValueKind.Number || !value[i].TryGetDouble(out numbers[i]) || !(numbers[i] >= least && numbers[i] <= most))
                throw Wrong($"{name}[{i}]", $"is {Kind(value[i])}, not a number from {least} to {most}. Build the package again");
        return numbers;
    }

    /// <summary>An array of texts.</summary>
    public string[] Texts(string name, int mostCount)
    {
        var value = Require(name);
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is var count && (count < 1 || count > mostCount))
            throw Wrong(name, $"is {Kind(value)}, not an array of 1 to {mostCount} texts. Build the package again");
        var texts = new string[value.GetArrayLength()];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = value[i].ValueKind == JsonValueKind.String ? value[i].GetString()!
                : throw Wrong($"{name}[{i}]", $"is {Kind(value[i])}, not a text. Build the package again");
        return texts;
    }

    public FormatException Wrong(string name, string what) => Error(Place(name), what);

    FormatException Error(string place, string what) => new($"'{_file}', field {ErrorLine.Quote(place)} {ErrorLine.Printable(what, 400)}.");

    bool Find(string name, out JsonElement value)
    {
        _read.Add(name);
        return _json.TryGetProperty(name, out value);
    }

    JsonElement Require(string name) => Find(name, out var value) ? value : throw Wrong(name, "is missing. Build the package again");

    string Place(string name) => _place.Length > 0 ? _place + "." + name : name;

    static string Kind(JsonElement value)
    {
        return ErrorLine.Printable(value.GetRawText(), 40);
    }
}
