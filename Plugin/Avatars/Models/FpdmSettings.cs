using System.Text.Json;

namespace Avatars.Models;

/// <summary>What FPDM's packages say beside the rest.</summary>
/// <param name="FusionSize">Side of the square pictures that the fusion encoder sees, pixels.</param>
public sealed record FpdmSettings(int FusionSize) : SystemSettings
{
    public const string Name = "fpdm";

    public override string System => Name;

    internal static FpdmSettings Read(ManifestField root) => new(root.Integer("fusionSize", 8, 4096));

    internal override void WriteInputs(Utf8JsonWriter json) => json.WriteNumber("fusionSize", FusionSize);
}
