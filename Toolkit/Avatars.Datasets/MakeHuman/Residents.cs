using System.Text.Json;

namespace Avatars.Datasets.MakeHuman;

/// <summary>The twelve people of the demonstration: always the same bodies, faces and clothes, all of them from public-domain items.</summary>
public static class Residents
{
    public const int Count = 12;

    static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, ReadCommentHandling = JsonCommentHandling.Skip };

    public static IReadOnlyList<CharacterRecipe> Recipes { get; } = Read();

    static CharacterRecipe[] Read()
    {
        using var stream = typeof(Residents).Assembly.GetManifestResourceStream("residents.json")!;
        var recipes = JsonSerializer.Deserialize<CharacterRecipe[]>(stream, Options)!;
        return recipes.Length == Count ? recipes : throw new FormatException($"residents.json holds {recipes.Length} people; {Count} were expected.");
    }
}
