namespace Avatars.Batches;

/// <summary>One line of a manifest: what is made, and from what.</summary>
/// <param name="Id">Names the item's folder in the results; folders are separated by '/'.</param>
/// <param name="Kind">Name of an <see cref="ItemKind"/>.</param>
/// <param name="Fields">In alphabetical order, without id and kind.</param>
/// <param name="Line">Of the manifest, from 1; 0 where it is not known.</param>
public sealed record BatchItem(string Id, string Kind, IReadOnlyList<ItemField> Fields, int Line)
{
    /// <summary>The values of a field; none where it is absent.</summary>
    public IReadOnlyList<string> Values(string name) => Fields.FirstOrDefault(field => field.Name == name)?.Values ?? [];
}

/// <param name="Values">As texts; a switch that is on has the one value "true".</param>
public sealed record ItemField(string Name, IReadOnlyList<string> Values);

/// <summary>What a field of an item holds.</summary>
public enum FieldKind
{
    /// <summary>A text or a number.</summary>
    One,

    /// <summary>A text or number, or a list of them.</summary>
    Several,

    /// <summary>true or false.</summary>
    Switch,
}

/// <summary>A kind of item: film, stills, dataset and so on.</summary>
/// <param name="Fields">Every field that such an item may have, besides id and kind.</param>
public sealed record ItemKind(string Name, IReadOnlyDictionary<string, FieldKind> Fields);
