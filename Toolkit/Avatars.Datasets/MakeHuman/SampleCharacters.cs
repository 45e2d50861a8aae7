using System.Text.Json;

namespace Avatars.Datasets.MakeHuman;

/// <summary>The twelve characters of Samples/Sources (person-01 to person-12): fixed bodies, faces and clothes from public-domain items. They are
/// in every training set, so evaluation calls them seen identities.</summary>
public static class SampleCharacters
{
    public const int Count = 12;

    static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    public static IReadOnlyList<CharacterRecipe> Recipes { get; } = Read();

    static CharacterRecipe[] Read()
    {
        using var stream = typeof(SampleCharacters).Assembly.GetManifestResourceStream("sample-characters.json")!;
        var recipes = JsonSerializer.Deserialize<CharacterRecipe[]>(stream, Options)!;
        return recipes.Length == Count ? recipes : throw new FormatException($"sample-characters.json holds {recipes.Length} people; {Count} were expected.");
    }
}
