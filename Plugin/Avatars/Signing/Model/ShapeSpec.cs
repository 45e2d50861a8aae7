using System;
using System.Collections.Generic;
using Avatars.Signing.Notation;

namespace Avatars.Signing;

/// <summary>A hand shape as written: class, thumb, bends, selected fingers, contacts. Compared and cached by <see cref="Key"/>.</summary>
sealed class ShapeSpec
{
    static readonly string[] Names =
    [
        "handshape", "second_handshape", "thumbpos", "second_thumbpos", "ceeopening", "second_ceeopening", "mainbend", "second_mainbend", "bend1", "bend2",
            "bend3", "bend4", "bend5", "specialfingers", "exempteddigits", "opposedfinger", "contactpair", "contactkind", "second_contactpair",
            "second_contactkind", "thumbbetween", "thumbenclosed", "thumbcontact", "splay", "named",
    ];

    static readonly HashSet<string> NameSet = [.. Names];

    readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    ShapeSpec() { }

    /// <summary>All values in one text.</summary>
    public string Key { get; private set; } = "";

    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>"named" is an extension: a hand shape of the library, which takes the place of all else.</summary>
    public string Class => this["handshape"] ?? "flat";

    public static bool IsShapeAttribute(string name) => NameSet.Contains(name);

    /// <summary>A class with a thumb, for defaults.</summary>
    public static ShapeSpec Of(string handshape)
    {
        var spec = new ShapeSpec();
        spec._values["handshape"] = handshape;
        return spec.Keyed();
    }

    /// <summary>The shape of merged attributes; null when they name none.</summary>
    /// <param name="before">What inherits where no class is given.</param>
    public static ShapeSpec? Read(MarkupElement config, ShapeSpec? before)
    {
        var spec = new ShapeSpec();
        foreach (var (name, value) in config.Attributes)
            if (IsShapeAttribute(name) && !string.IsNullOrWhiteSpace(value))
                spec._values[name] = value.Trim();
        if (spec._values.Count == 0)
            return null;
        if (!spec._values.ContainsKey("handshape") && before is not null)
            foreach (var (name, value) in before._values)
                spec._values.TryAdd(name, value);
        return spec.Keyed();
    }

    /// <summary>This shape over an earlier one, where it has no class of its own.</summary>
    public ShapeSpec Over(ShapeSpec before)
    {
        if (_values.ContainsKey("handshape"))
            return this;
        var spec = new ShapeSpec();
        foreach (var (name, value) in before._values)
            spec._values[name] = value;
        foreach (var (name, value) in _values)
            spec._values[name] = value;
        return spec.Keyed();
    }

    ShapeSpec Keyed()
    {
        var text = new System.Text.StringBuilder();
        foreach (var name in Names)
            if (_values.TryGetValue(name, out var value))
                text.Append(name).Append('=').Append(value).Append(';');
        Key = text.ToString();
        return this;
    }
}
