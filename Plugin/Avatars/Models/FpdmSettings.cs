using System.Text.Json;

namespace Avatars.Models;

/// <summary>The fields of <c>model.json</c> for FPDM.</summary>
/// <param name="FusionSize">Side of the square pictures of the fusion encoder's input, pixels.</param>
public sealed record FpdmSettings(int FusionSize) : SystemSettings
{
    public const string Name = "fpdm";

    public override string System => Name;

    internal static FpdmSettings Read(ManifestField root) => new(root.Integer("fusionSize", 8, 4096));

    internal override void WriteInputs(Utf8JsonWriter json) => json.WriteNumber("fusionSize", FusionSize);
}
