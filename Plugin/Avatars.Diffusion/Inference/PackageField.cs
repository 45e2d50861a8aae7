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
    readonly HashSet<string> _read; // names that somebody asked for
    readonly List<PackageField> _family; // this file's objects that somebody opened

    /// <summary>The outermost object of a file.</summary>
    public PackageField(string file, JsonElement json)
        : this(file, "", json, [])
    {
    }

    PackageField(string file, string place, JsonElement json, List<PackageField> family)
    {
        (_file, _place, _json, _read, _family) = (file, place, json, new(StringComparer.Ordinal), family);
        if (json.ValueKind != JsonValueKind.Object)
            throw new FormatException($"'{file}'{(place.Length > 0 ? $", field '{place}'," : "")} is {Kind(json)}, not an object. Build the package again.");
        family.Add(this);
    }

    public PackageField Child(string name) => new(_file, Place(name), Require(name), _family);

    /// <summary>Null when the field is absent.</summary>
    public PackageField? OptionalChild(string name) => Find(name, out var value) ? new PackageField(_file, Place(name), value, _family) : null;

    public IEnumerable<KeyValuePair<string, PackageField>> Children()
    {
        foreach (var property in _json.EnumerateObject())
        {
            if (!_read.Add(property.Name))
                throw Wrong(property.Name, "stands twice. Build the package again");
            yield return new(property.Name, new PackageField(_file, Place(property.Name), property.Value, _family));
        }
    }

    public bool Has(string name) => Find(name, out _);

    /// <summary>Every field with its value as it stands; whoever takes them judges the names.</summary>
    public KeyValuePair<string, string>[] RawValues()
    {
        var values = new List<KeyValuePair<string, string>>();
        foreach (var property in _json.EnumerateObject())
        {
            if (!_read.Add(property.Name))
                throw Wrong(property.Name, "stands twice. Build the package again");
            values.Add(new(property.Name, property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText()));
        }
        return [.. values];
    }

    /// <summary>All fields of this object are for people: those that are not read stay.</summary>
    public void LeaveRest()
    {
        foreach (var property in _json.EnumerateObject())
            _read.Add(property.Name);
    }

    /// <summary>Nothing in a file is ignored in silence: every field of every object that was opened has been asked for.</summary>
    /// <param name="notes">Outermost fields for people, which no program reads.</param>
    /// <exception cref="FormatException">There is a field that nobody asked for.</exception>
    public void RequireAllRead(params string[] notes)
    {
        foreach (var field in _family)
            foreach (var property in field._json.EnumerateObject())
                if (!field._read.Contains(property.Name) && !(field._place.Length == 0 && Array.IndexOf(notes, property.Name) >= 0))
                    throw field.Wrong(property.Name, "is not a field that this program knows. Take it out, write it right, or update Avatar");
    }

    public string Text(string name)
    {
        var value = Require(name);
        if (value.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(value.GetString()))
            throw Wrong(name, $"is {Kind(value)}, not a text. Build the package again");
        return value.GetString()!;
    }

    public string OptionalText(string name) => Find(name, out _) ? Text(name) : "";

    public string OneOf(string name, params string[] known)
    {
        var text = Text(name);
        return Array.IndexOf(known, text) >= 0 ? text : throw Wrong(name, $"is '{text}'. Known: {string.Join(", ", known)}. Update Avatar, or build the package again");
    }

    /// <param name="otherwise">Where the field is absent.</param>
    public bool Flag(string name, bool otherwise = false) => !Find(name, out var value) ? otherwise : value.ValueKind switch
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

    public FormatException Wrong(string name, string what) => new($"'{_file}', field '{Place(name)}' {what}.");

    bool Find(string name, out JsonElement value)
    {
        _read.Add(name);
        return _json.TryGetProperty(name, out value);
    }

    JsonElement Require(string name) => Find(name, out var value) ? value : throw Wrong(name, "is missing. Build the package again");

    string Place(string name) => _place.Length > 0 ? _place + "." + name : name;

    static string Kind(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 40 ? text : text.Substring(0, 40) + "...";
    }
}
