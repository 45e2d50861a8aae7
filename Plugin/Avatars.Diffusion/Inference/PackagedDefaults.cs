using System.Collections.Generic;

namespace Avatars.Inference;

/// <summary>How the model's makers would have it run.</summary>
/// <param name="Sampler">A sampler's name: "ddpm", "ddim", "unipc", ...</param>
/// <param name="Guidance">1 and less mean none.</param>
/// <param name="Spacing">"leading", "trailing" or "linspace".</param>
/// <param name="EndsClean">Whether the last step leads to a clean picture, or to the schedule's own first level; the former where a package is silent.</param>
/// <param name="Offset">Added to every timestep of leading spacing; 1, as Stable Diffusion's configurations have it, where a package is silent.</param>
public sealed record PackagedDefaults(string Sampler, int Steps, float Guidance, string Spacing, bool EndsClean = true, int Offset = 1)
{
    /// <summary>Further options of the sampler by their published names, values as JSON writes them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Options { get; init; } = [];

    internal static PackagedDefaults Read(PackageField field, int trainSteps) => new(
        field.Text("sampler"),
        field.Integer("steps", 1, trainSteps),
        (float)field.Number("guidance", 0, 100),
        field.OneOf("spacing", "leading", "trailing", "linspace"),
        field.Flag("endsClean", otherwise: true),
        field.Has("offset") ? field.Integer("offset", 0, trainSteps) : 1)
    {
        Options = field.OptionalChild("options") is { } options ? options.RawValues() : [],
    };
}
