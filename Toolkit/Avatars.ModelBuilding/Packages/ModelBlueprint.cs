using Avatars.ModelBuilding.Onnx;
using Avatars.Models;

namespace Avatars.ModelBuilding.Packages;

/// <summary>A model that can be built: its manifest without files, and its networks.</summary>
/// <param name="Manifest">Its <see cref="ModelManifest.Networks"/> are filled in when the files are there.</param>
public sealed record ModelBlueprint(ModelManifest Manifest, IReadOnlyList<Graph> Networks)
{
    public static readonly string[] Systems = ["fpdm", "pcdms", "imagpose"], Sizes = ["compact", "body", "published", "demo"];

    /// <exception cref="ArgumentException">Nothing of that name is known.</exception>
    public static ModelBlueprint Of(string system, string size) => (system, size) switch
    {
        ("fpdm", "compact") => FpdmModel.Compact.ToBlueprint(),
        ("fpdm", "body") => FpdmModel.Body.ToBlueprint(),
        ("fpdm", "published") => FpdmModel.Published.ToBlueprint(),
        ("imagpose", "compact") => ImagPoseModel.Compact.ToBlueprint(),
        ("imagpose", "published") => ImagPoseModel.Published.ToBlueprint(),
        ("pcdms", "compact") => PcdmsModel.Compact.ToBlueprint(),
        ("pcdms", "published") => PcdmsModel.Published.ToBlueprint(),
        ("pcdms", "demo") => PcdmsModel.Demo.ToBlueprint(),
        _ => throw new ArgumentException($"There is no model '{system}' of size '{size}'. Known systems: {string.Join(", ", Systems)}; sizes: "
            + $"{string.Join(", ", Sizes)}."),
    };
}
