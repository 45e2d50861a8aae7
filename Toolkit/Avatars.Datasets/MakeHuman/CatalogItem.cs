using System.Text.Json;
using Avatars.Files;

namespace Avatars.Datasets.MakeHuman;

/// <summary>One skin, garment, hair style or eye of the collection, as `catalog.json` lists it.</summary>
public sealed record CatalogItem
{
    public const string PublicDomain = "CC0-1.0";

    public required string Id { get; init; }

    /// <summary>skins, eyes, eyebrows, eyelashes, teeth, tongue, hair or clothes.</summary>
    public required string Kind { get; init; }

    public required string Licence { get; init; }

    /// <summary>The .obj, an absolute path; null for a skin and for eye colours.</summary>
    public string? Mesh { get; init; }

    /// <summary>The .mhclo; null where <see cref="Mesh"/> is.</summary>
    public string? Fit { get; init; }

    /// <summary>Gender that it was made for: female, male or any; it fits all characters.</summary>
    public string Body { get; init; } = "any";

    /// <summary>full, dress, top, legs, coat, feet, head or face; empty for items that are not clothes.</summary>
    public string Slot { get; init; } = "";

    public bool IsTransparent { get; init; }

    public bool IsDoubleSided { get; init; }

    /// <summary>For skins: young, middleage or old.</summary>
    public string Age { get; init; } = "";

    /// <summary>For skins: african, asian or caucasian.</summary>
    public string Ethnicity { get; init; } = "";

    /// <summary>For skins: female or male.</summary>
    public string Gender { get; init; } = "";

    public bool HasPaintedSuit { get; init; }

    public string? Diffuse { get; init; }

    public bool DiffuseHasAlpha { get; init; }

    public string? Normal { get; init; }

    public string? Occlusion { get; init; }

    /// <summary>Further colours for the same mesh.</summary>
    public IReadOnlyList<string> DiffuseVariants { get; init; } = [];

    public bool IsPublicDomain => Licence == PublicDomain;

    /// <param name="path">`makehuman/catalog.json`.</param>
    /// <exception cref="FormatException">A field is missing or wrong, or a file lies outside the assets.</exception>
    public static CatalogItem[] ReadAll(string path)
    {
        var assets = System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)))!;
        using var document = AssetJson.Read(path);
        return FileReading.Run(path, "Copy the file again.", () => ReadAll(document.RootElement, path, assets));
    }

    static CatalogItem[] ReadAll(JsonElement root, string path, string assets) =>
        [.. AssetJson.Array(root, path, "top").Select((item, i) => Read(item, path, $"entry {i}", assets))];

    static CatalogItem Read(JsonElement item, string path, string location, string assets)
    {
        string Text(string field) => AssetJson.Text(item, path, location, field);
        string Optional(string field) => AssetJson.TextOrNull(item, path, location, field) ?? "";
        location = $"{location} ('{Text("id")}')";
        var folder = AssetFile.Inside(assets, Text("folder"), path);
        string? File(string field) => AssetJson.TextOrNull(item, path, location, field) is { } name ? AssetFile.Inside(folder, name, path) : null;
        var maps = item.TryGetProperty("maps", out var found) ? found : default;
        string? Map(string kind) => maps.ValueKind == JsonValueKind.Object && maps.TryGetProperty(kind, out var map)
            ? AssetFile.Inside(folder, AssetJson.Text(map, path, $"{location}, {kind}", "file"), path)
            : null;
        return new CatalogItem
        {
            Id = Text("id"),
            Kind = Text("kind"),
            Licence = Text("licence"),
            Mesh = File("mesh"),
            Fit = File("fit"),
            Body = Optional("body") is { Length: > 0 } body ? body : "any",
            Slot = Optional("slot"),
            IsTransparent = AssetJson.IsTrue(item, "transparent"),
            IsDoubleSided = !AssetJson.IsTrue(item, "cullBack"),
            Age = Optional("age"),
            Ethnicity = Optional("ethnicity"),
            Gender = Optional("gender"),
            HasPaintedSuit = AssetJson.IsTrue(item, "bodysuitPainted"),
            Diffuse = Map("diffuse"),
            DiffuseHasAlpha = Map("diffuse") is not null && AssetJson.IsTrue(maps.GetProperty("diffuse"), "alpha"),
            Normal = Map("normal"),
            Occlusion = Map("ao"),
            DiffuseVariants = item.TryGetProperty("diffuseVariants", out var variants)
                ? [.. AssetJson.Array(variants, path, location)
                    .Select(variant => AssetFile.Inside(folder, AssetJson.Text(variant, path, location, "file"), path))]
                : [],
        };
    }
}
