using Avatars.Batches;

namespace Avatars.Cli.Tests.Batches;

/// <summary>Items of one kind, "note", whose file holds a text; made as a test says.</summary>
sealed class FakeItems : IItemMaker
{
    public IReadOnlyList<ItemKind> Kinds { get; } =
        [new("note", new Dictionary<string, FieldKind> { ["text"] = FieldKind.One, ["from"] = FieldKind.Several, ["loud"] = FieldKind.Switch })];

    /// <summary>Called before an item is made.</summary>
    public Action<BatchItem> Before { get; set; } = static _ => { };

    public List<string> Made { get; } = [];

    public void Check(BatchItem item)
    {
        if (item.Values("text") is ["forbidden"])
            throw new ItemFieldException("text", "this text is not possible.");
    }

    public IEnumerable<ItemInput> InputsOf(BatchItem item) => item.Values("from").Select(path => new ItemInput("from", path, path));

    public IReadOnlyDictionary<string, string> ProvenanceOf(BatchItem item) => new Dictionary<string, string> { ["seed"] = "7" };

    public void Make(BatchItem item, string folder, CancellationToken stop)
    {
        Before(item);
        stop.ThrowIfCancellationRequested();
        File.WriteAllText(Path.Combine(folder, "note.txt"), string.Join(' ', item.Values("text").Concat(item.Values("from").Select(File.ReadAllText))));
        lock (Made)
            Made.Add(item.Id);
    }
}
