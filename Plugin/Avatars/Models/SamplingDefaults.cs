using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Avatars.Models;

/// <summary>Recommended sampling of the model.</summary>
/// <param name="Sampler">A sampler's name: "ddpm", "ddim", "unipc", ...</param>
/// <param name="Guidance">1 and less mean none.</param>
/// <param name="Spacing">"leading", "trailing" or "linspace".</param>
/// <param name="EndsClean">Whether the last step leads to a clean picture, or to the schedule's own first level; the former by default.</param>
/// <param name="Offset">Added to every timestep of leading spacing; 1, as in Stable Diffusion's configurations, by default.</param>
public sealed record SamplingDefaults(string Sampler, int Steps, double Guidance, string Spacing, bool EndsClean = true,
    int Offset = SamplingDefaults.UsualOffset)
{
    /// <summary>Defaults of a package without these fields.</summary>
    public const int UsualOffset = 1;

    /// <summary>Further options of the sampler by their published names, in the order in which they are set.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonElement>> Options { get; init; } = [];

    /// <summary><see cref="Options"/> with the values of texts bare, all others as JSON writes them.</summary>
    public KeyValuePair<string, string>[] OptionTexts =>
        [.. Options.Select(option => KeyValuePair.Create(option.Key, TextOf(option.Value)))];

    static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    internal static SamplingDefaults Read(ManifestField field, int trainSteps) => new(
        field.Text("sampler"),
        field.Integer("steps", 1, trainSteps),
        field.Number("guidance", 0, 100),
        field.OneOf("spacing", "leading", "trailing", "linspace"),
        !field.Has("endsClean") || field.Flag("endsClean"),
        field.Has("offset") ? field.Integer("offset", 0, trainSteps) : UsualOffset)
    {
        Options = field.OptionalChild("options") is { } options ? options.Values() : [],
    };

    internal void Write(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteString("sampler", Sampler);
        json.WriteNumber("steps", Steps);
        json.WriteNumber("guidance", Guidance);
        json.WriteString("spacing", Spacing);
        if (!EndsClean)
            json.WriteBoolean("endsClean", false);
        if (Offset != UsualOffset)
            json.WriteNumber("offset", Offset);
        if (Options.Count > 0)
        {
            json.WriteStartObject("options");
            foreach (var option in Options)
            {
                json.WritePropertyName(option.Key);
                option.Value.WriteTo(json);
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
