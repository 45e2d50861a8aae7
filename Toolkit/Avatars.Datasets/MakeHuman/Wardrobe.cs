namespace Avatars.Datasets.MakeHuman;

/// <summary>The data split of a character. Items held out for the test split never occur in training.</summary>
public enum Split
{
    Train,
    Test,
}

/// <summary>The catalogue items of one split under a licence.</summary>
public sealed class Wardrobe
{
    /// <summary>Tops that end inside the waistband; all others are worn over it.</summary>
    static readonly HashSet<string> Tucked = ["tshirt_tucked", "tank_top", "vneck_top", "crop_top", "bodice"];

    readonly Dictionary<(string Kind, string Slot), CatalogItem[]> _items;
    readonly HashSet<string> _heldOut;

    /// <param name="licence">Only items under this licence; null for all.</param>
    public Wardrobe(MakeHumanLibrary library, Split split, string? licence = CatalogItem.PublicDomain)
    {
        EyeColours = [.. library.Catalog.Where(item => item.Kind == "eyes").SelectMany(item => item.DiffuseVariants)
            .Select(path => Path.GetFileNameWithoutExtension(path)!)];
        _heldOut = HeldOut(library.Catalog);
        _items = library.Catalog
            .Where(item => (licence is null || item.Licence == licence) && !item.HasPaintedSuit && (split == Split.Test || !_heldOut.Contains(item.Id)))
            .GroupBy(item => (item.Kind, item.Slot))
            .ToDictionary(group => group.Key, group => group.ToArray());
        Split = split;
    }

    public Split Split { get; }

    public IReadOnlyList<string> EyeColours { get; }

    public static bool IsTucked(string top) => Tucked.Contains(top);

    /// <summary>True for garments and hair that only the test split has.</summary>
    public bool IsHeldOut(string id) => _heldOut.Contains(id);

    /// <param name="slot">For clothes; empty for all other kinds.</param>
    /// <param name="body">female, male, or null for whatever body.</param>
    public CatalogItem[] Of(string kind, string slot = "", string? body = null) =>
        _items.TryGetValue((kind, slot), out var items) ? [.. items.Where(item => body is null || item.Body == body || item.Body == "any")] : [];

    /// <summary>Of every four or more hair styles or garments of one slot, body and licence, the last by name.</summary>
    static HashSet<string> HeldOut(IEnumerable<CatalogItem> catalog) =>
        [.. catalog.Where(item => item.Kind is "hair" or "clothes").GroupBy(item => (item.Kind, item.Slot, item.Body, item.IsPublicDomain))
            .Where(group => group.Count() >= 4).Select(group => group.MaxBy(item => item.Id, StringComparer.Ordinal)!.Id)];
}
