using System;
using System.Collections.Generic;
using System.Text.Json;
using Avatars.Files;

namespace Avatars.Formats;

/// <summary>A JSON value of a glTF document with its location, which every error message names.</summary>
readonly struct GltfElement
{
    /// <summary>Beyond any position, length or factor of a person in any unit; products of several stay finite.</summary>
    public const float LargestNumber = 1e7f;

    const int MaximumItems = 1 << 20;

    readonly string _source;
    readonly string _location;
    readonly JsonElement _json;

    public GltfElement(string source, string location, JsonElement json) => (_source, _location, _json) = (source, location, json);

    public FormatException Wrong(string problem) => new($"{_source}, {(_location.Length == 0 ? "root" : _location)}: {ErrorLine.Printable(problem, 400)}");

    public override string ToString() => Shown(_json);

    public bool Has(string name) => _json.ValueKind == JsonValueKind.Object && _json.TryGetProperty(name, out _);

    public GltfElement Object(string name) => TryObject(name) ?? throw Wrong($"'{name}' is missing.");

    public GltfElement? TryObject(string name)
    {
        if (!TryGet(name, out var value))
            return null;
        return value.ValueKind == JsonValueKind.Object ? new GltfElement(_source, Join(name), value) : throw Wrong($"'{name}' is not an object.");
    }

    /// <summary>An extension of this object; null where there is none.</summary>
    public GltfElement? Extension(string name) => TryObject("extensions")?.TryObject(name);

    /// <summary>Names of this object's fields.</summary>
    public IEnumerable<string> Names()
    {
        foreach (var field in _json.EnumerateObject())
            yield return field.Name;
    }

    /// <summary>The items of an array; none when it is missing.</summary>
    public GltfElement[] Items(string name)
    {
        if (!TryGet(name, out var value))
            return Array.Empty<GltfElement>();
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MaximumItems)
            throw Wrong($"'{name}' is not an array of at most {MaximumItems} items.");
        var items = new List<GltfElement>();
        foreach (var item in value.EnumerateArray())
            items.Add(new GltfElement(_source, $"{Join(name)}[{items.Count}]", item));
        return items.ToArray();
    }

    public string? Text(string name) =>
        !TryGet(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Wrong($"'{name}' is not a text.");

    /// <param name="missing">The default for a missing value; null makes it required.</param>
    public long Integer(string name, long? missing, long minimum)
    {
        if (!TryGet(name, out var value))
            return missing ?? throw Wrong($"'{name}' is missing.");
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= minimum && number <= int.MaxValue
            ? number
            : throw Wrong($"'{name}' is {Shown(value)}, not a whole number from {minimum}.");
    }

    /// <summary>A required index into <paramref name="count"/> things.</summary>
    public int Index(string name, int count)
    {
        var index = Integer(name, null, 0);
        return index < count ? (int)index : throw Wrong($"'{name}' is {index}, but there are {count}.");
    }

    /// <summary>An index into <paramref name="count"/> things, or -1 when it is missing.</summary>
    public int IndexOrNone(string name, int count) => Has(name) ? Index(name, count) : -1;

    /// <summary>This item itself as an index.</summary>
    public int AsIndex(int count) =>
        _json.ValueKind == JsonValueKind.Number && _json.TryGetInt32(out var index) && index >= 0 && index < count
            ? index
            : throw Wrong($"{Shown(_json)} is not an index from 0 to {count - 1}.");

    public bool Flag(string name) => TryGet(name, out var value) && value.ValueKind == JsonValueKind.True;

    public float Number(string name, float missing) =>
        !TryGet(name, out var value) ? missing
        : value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out var number) && float.IsFinite(number) ? number
        : throw Wrong($"'{name}' is {Shown(value)}, not a number.");

    /// <summary>An array of exactly <paramref name="count"/> numbers, or null when it is missing.</summary>
    public float[]? Numbers(string name, int count)
    {
        if (!TryGet(name, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != count)
            throw Wrong($"'{name}' is not an array of {count} numbers.");
        var numbers = new float[count];
        for (var i = 0; i < count; i++)
            if (value[i].ValueKind != JsonValueKind.Number || !value[i].TryGetSingle(out numbers[i]) || !(Math.Abs(numbers[i]) <= LargestNumber))
                throw Wrong($"'{name}[{i}]' is {Shown(value[i])}, not a number from {-LargestNumber} to {LargestNumber}.");
        return numbers;
    }

    /// <summary>An array of texts, empty where an item is none; null when it is missing or no array.</summary>
    public string[]? Texts(string name)
    {
        if (!TryGet(name, out var value) || value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MaximumItems)
            return null;
        var texts = new string[value.GetArrayLength()];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = value[i].ValueKind == JsonValueKind.String ? value[i].GetString()! : "";
        return texts;
    }

    static string Shown(JsonElement value) => value.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? "a list or an object"
        : BvhReader.Shorten(value.ToString());

    string Join(string name) => _location.Length == 0 ? name : $"{_location}.{name}";

    bool TryGet(string name, out JsonElement value)
    {
        if (_json.ValueKind != JsonValueKind.Object)
            throw Wrong("this is not an object.");
        return _json.TryGetProperty(name, out value);
    }
}
