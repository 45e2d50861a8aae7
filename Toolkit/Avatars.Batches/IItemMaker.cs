namespace Avatars.Batches;

/// <summary>What makes items: the application. The batch itself knows neither films nor models.</summary>
public interface IItemMaker
{
    IReadOnlyList<ItemKind> Kinds { get; }

    /// <summary>Checks the values of the fields without any work.</summary>
    /// <exception cref="ItemFieldException">A value is not possible.</exception>
    void Check(BatchItem item);

    /// <summary>The files and folders that the item is made from, as written in the item or found by default.</summary>
    IEnumerable<ItemInput> InputsOf(BatchItem item);

    /// <summary>Further facts for the record: seed, provider. The same on every machine that makes the same bytes.</summary>
    IReadOnlyDictionary<string, string> ProvenanceOf(BatchItem item);

    /// <summary>Makes the item's files in an empty folder. One item at a time; the same item gives the same bytes.</summary>
    void Make(BatchItem item, string folder, CancellationToken stop);
}

/// <param name="Field">Of the item, for messages.</param>
/// <param name="Name">The path as the item has it: the same on every machine.</param>
/// <param name="Path">Relative to the current folder, which is the manifest's, or absolute.</param>
public readonly record struct ItemInput(string Field, string Name, string Path);

/// <summary>A field of an item has a value that is not possible.</summary>
public sealed class ItemFieldException(string field, string message) : FormatException(message)
{
    /// <summary>Name of the field; empty where the whole item is meant.</summary>
    public string Field { get; } = field;
}
