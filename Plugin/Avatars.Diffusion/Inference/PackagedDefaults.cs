namespace Avatars.Inference;

/// <summary>How the model's makers would have it run.</summary>
/// <param name="Sampler">A sampler's name: "ddpm", "ddim", "unipc", ...</param>
/// <param name="Guidance">1 means none.</param>
/// <param name="Spacing">"leading", "trailing" or "linspace".</param>
/// <param name="EndsClean">Whether the last step leads to a clean picture, or to the schedule's own first level; the former where a package is silent.</param>
public sealed record PackagedDefaults(string Sampler, int Steps, float Guidance, string Spacing, bool EndsClean = true)
{
    internal static PackagedDefaults Read(PackageField field, int trainSteps) => new(
        field.Text("sampler"),
        field.Integer("steps", 1, trainSteps),
        (float)field.Number("guidance", 0, 100),
        field.OneOf("spacing", "leading", "trailing", "linspace"),
        field.Flag("endsClean", otherwise: true));
}
