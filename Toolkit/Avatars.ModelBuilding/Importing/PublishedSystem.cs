using Avatars.ModelBuilding.Packages;

namespace Avatars.ModelBuilding.Importing;

/// <summary>A system as it is published: its package and the table of its parts.</summary>
/// <param name="Notes">Beginnings of names that the checkpoint holds and the package has no use for, such as second copies.</param>
public sealed record PublishedSystem(string Name, Func<ModelBlueprint> Blueprint, PublishedPart[] Parts, string[] Notes)
{
    /// <summary>The package as the configurations beside the weights say it; null where the system reads none.</summary>
    public Func<PublishedConfigs, ModelBlueprint>? Configure { get; init; }

    /// <summary>Stable Diffusion's autoencoder: in the system's own file or as diffusers lays it out.</summary>
    internal static PublishedPart Autoencoder(string origin, params string[] prefixes) =>
        new("autoencoder", ["vae_encoder", "vae_decoder"], [.. prefixes, ""], origin);

    static readonly PublishedSystem[] All = [FpdmImport.System, PcdmsImport.System, PcdmsImport.DemoSystem, ImagPoseImport.System];

    public static IEnumerable<string> Names => All.Select(system => system.Name);

    /// <exception cref="ArgumentException">Nothing of that name is known.</exception>
    public static PublishedSystem Of(string name) => All.FirstOrDefault(system => system.Name == name)
        ?? throw new ArgumentException($"There is no system '{name}' to import. Known: {string.Join(", ", Names)}.");
}
