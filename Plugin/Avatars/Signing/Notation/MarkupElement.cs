using System.Collections.Generic;

namespace Avatars.Signing.Notation;

/// <summary>An XML element without namespaces: name, attributes, child elements, text. Also the form in which HamNoSys becomes G-SiGML.</summary>
sealed class MarkupElement(string name, int line = 0)
{
    List<KeyValuePair<string, string>>? _attributes;
    List<MarkupElement>? _children;

    public string Name { get; } = name;

    /// <summary>Line in the file, from 1; for HamNoSys the index of the symbol.</summary>
    public int Line { get; } = line;

    public string Text { get; set; } = "";

    public IReadOnlyList<KeyValuePair<string, string>> Attributes => _attributes ?? (IReadOnlyList<KeyValuePair<string, string>>)[];

    public IReadOnlyList<MarkupElement> Children => _children ?? (IReadOnlyList<MarkupElement>)[];

    /// <summary>An attribute's value without spaces around it; null where it is absent or blank.</summary>
    public string? this[string attribute]
    {
        get
        {
            if (_attributes is not null)
                foreach (var (name, value) in _attributes)
                    if (name == attribute)
                        return string.IsNullOrWhiteSpace(value) ? null : value.Trim();
            return null;
        }
        set
        {
            if (value is null && _attributes is null)
                return;
            _attributes ??= [];
            _attributes.RemoveAll(pair => pair.Key == attribute);
            if (value is not null)
                _attributes.Add(new(attribute, value));
        }
    }

    public MarkupElement Add(MarkupElement child)
    {
        (_children ??= []).Add(child);
        return child;
    }

    public MarkupElement Add(string name) => Add(new MarkupElement(name, Line));

    public MarkupElement With(string attribute, string? value)
    {
        this[attribute] = value;
        return this;
    }

    /// <summary>The first child of a name, or null.</summary>
    public MarkupElement? Child(string name)
    {
        foreach (var child in Children)
            if (child.Name == name)
                return child;
        return null;
    }
}
