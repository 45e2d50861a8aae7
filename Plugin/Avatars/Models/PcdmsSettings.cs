using System.Text.Json;

namespace Avatars.Models;

/// <summary>The fields of <c>model.json</c> for PCDMs.</summary>
public sealed record PcdmsSettings : SystemSettings
{
    public const string Name = "pcdms";

    public override string System => Name;

    /// <summary>Side of the square pictures of the first stage's encoder, pixels; null in the demo, which has no first stage.</summary>
    public int? FusionSize { get; init; }

    /// <summary>The first stage; null where there is none.</summary>
    public PriorSettings? Prior { get; init; }

    /// <summary>The third stage; null where there is none.</summary>
    public RefinerSettings? Refiner { get; init; }

    internal static PcdmsSettings Read(ManifestField root, int trainSteps) => new()
    {
        FusionSize = root.Has("fusionSize") ? root.Integer("fusionSize", 8, 4096) : null,
        Prior = root.OptionalChild("prior") is { } prior ? PriorSettings.Read(prior, trainSteps) : null,
        Refiner = root.OptionalChild("refiner") is { } refiner ? RefinerSettings.Read(refiner) : null,
    };

    internal override void WriteInputs(Utf8JsonWriter json)
    {
        if (FusionSize is { } size)
            json.WriteNumber("fusionSize", size);
    }

    internal override void WriteStages(Utf8JsonWriter json)
    {
        Prior?.Write(json, "prior");
        Refiner?.Write(json, "refiner");
    }
}
