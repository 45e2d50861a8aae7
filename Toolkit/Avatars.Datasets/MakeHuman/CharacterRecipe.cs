namespace Avatars.Datasets.MakeHuman;

/// <summary>All parameters of one character: the same recipe gives the same character, byte for byte.</summary>
public sealed record CharacterRecipe
{
    public required string Name { get; init; }

    public required MacroShape Shape { get; init; }

    /// <summary>Detail sliders by name, each -1..1.</summary>
    public IReadOnlyDictionary<string, float> Details { get; init; } = new Dictionary<string, float>();

    /// <summary>Catalogue id of the skin.</summary>
    public required string Skin { get; init; }

    /// <summary>Multiplied into the skin: 1 leaves it, 0.8 darkens it.</summary>
    public float SkinBrightness { get; init; } = 1;

    /// <summary>Added to the skin's red and taken from its blue: 0 leaves it, 0.05 warms it.</summary>
    public float SkinWarmth { get; init; }

    /// <summary>File name of an eye picture without its ending, for example "brown_eye".</summary>
    public required string EyeColour { get; init; }

    public required string Brows { get; init; }

    public required string Lashes { get; init; }

    /// <summary>Null for a bald head.</summary>
    public string? Hair { get; init; }

    /// <summary>For hair and brows.</summary>
    public Colouring HairColour { get; init; } = Colouring.None;

    public IReadOnlyList<Garment> Clothes { get; init; } = [];
}

/// <param name="Id">Catalogue id.</param>
/// <param name="Variant">Which of the item's pictures: 0 is its own, 1 and up its variants.</param>
public sealed record Garment(string Id, Colouring Colour, int Variant = 0)
{
    /// <summary>For what a suit has below the waist, where its mesh is made of pieces; null to have all in one colour.</summary>
    public Colouring? Lower { get; init; }

    /// <summary>Pattern of the clothes above the waist; null for none.</summary>
    public ClothPattern? Pattern { get; init; }
}
