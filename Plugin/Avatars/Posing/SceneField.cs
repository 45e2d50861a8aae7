using System;
using System.Collections.Generic;
using System.Numerics;
using System.Text.Json;
using Avatars.Files;

namespace Avatars.Posing;

/// <summary>A JSON object being read; every field must be asked for, so that none is ignored in silence.</summary>
sealed class SceneField
{
    readonly JsonElement _object;
    readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <param name="place">For messages: file and place in it.</param>
    public SceneField(JsonElement element, string place)
    {
        Place = place;
        if (element.ValueKind != JsonValueKind.Object)
            throw Wrong($"{Kind(element)} instead of an object");
        _object = element;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
            if (!names.Add(property.Name))
                throw Wrong($"field '{property.Name}' is given twice");
    }

    public string Place { get; }

    public FormatException Wrong(string what) => new($"{Place}: {ErrorLine.Printable(what, 400)}.");

    public string Text(string name, string? otherwise = null)
    {
        if (!TryGet(name, out var value))
            return otherwise ?? throw Wrong($"field '{name}' is missing");
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong($"field '{name}' is {Kind(value)} instead of a text");
    }

    /// <summary>A name that is part of an id.</summary>
    public string Id(string name)
    {
        var text = Text(name);
        foreach (var letter in text)
            if (letter == '/' || char.IsControl(letter))
                throw Wrong($"field '{name}' is {ErrorLine.Quote(text)}; a name has no / and no control characters");
        return text.Length is > 0 and <= 200 ? text : throw Wrong($"field '{name}' has {text.Length} letters; 1 to 200 are possible");
    }

    public float Number(string name, float? otherwise = null, float least = -1e6f, float most = 1e6f)
    {
        if (!TryGet(name, out var value))
            return otherwise ?? throw Wrong($"field '{name}' is missing");
        return Number(value, name, least, most);
    }

    public bool Flag(string name)
    {
        if (!TryGet(name, out var value))
            return false;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong($"field '{name}' is {Kind(value)} instead of "
            + "true or false");
    }

    public float[] Numbers(string name, float least = -1e6f, float most = 1e6f)
    {
        if (!TryGet(name, out var value))
            return [];
        if (value.ValueKind != JsonValueKind.Array)
            throw Wrong($"field '{name}' is {Kind(value)} instead of a list of numbers");
        var numbers = new float[value.GetArrayLength()];
        var i = 0;
        foreach (var element in value.EnumerateArray())
            numbers[i++] = Number(element, name, least, most);
        return numbers;
    }

    public Vector3 Vector(string name)
    {
        var numbers = Numbers(name, -1e4f, 1e4f);
        return numbers.Length == 3 ? new Vector3(numbers[0], numbers[1], numbers[2]) : throw Wrong($"field '{name}' has {numbers.Length} numbers; a "
            + "place has three");
    }

    public JsonElement? Element(string name) => TryGet(name, out var value) ? value : null;

    public IEnumerable<JsonElement> List(string name)
    {
        if (!TryGet(name, out var value))
            yield break;
        if (value.ValueKind != JsonValueKind.Array)
            throw Wrong($"field '{name}' is {Kind(value)} instead of a list");
        foreach (var element in value.EnumerateArray())
            yield return element;
    }

    /// <exception cref="FormatException">The object has an unknown field.</exception>
    public void RequireNoOthers()
    {
        foreach (var property in _object.EnumerateObject())
            if (!_asked.Contains(property.Name))
                throw Wrong($"field {ErrorLine.Quote(property.Name)} is unknown. Check its spelling");
    }

    public float Number(JsonElement value, string name, float least, float most)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number))
            throw Wrong($"field '{name}' is {Kind(value)} instead of a number");
        return number >= least && number <= most ? (float)number : throw Wrong(
            FormattableString.Invariant($"field '{name}' is {number}; {least} to {most} is possible"));
    }

    bool TryGet(string name, out JsonElement value)
    {
        _asked.Add(name);
        return _object.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the text {ErrorLine.Quote(value.GetString()!)}",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };
}
