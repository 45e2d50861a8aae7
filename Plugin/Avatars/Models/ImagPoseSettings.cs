using System.Text.Json;

namespace Avatars.Models;

/// <summary>The fields of <c>model.json</c> for IMAGPose.</summary>
/// <param name="FlcMode">How the source is prepared for its tokens: "consistent", "published-inference" or "train-like".</param>
public sealed record ImagPoseSettings(string FlcMode) : SystemSettings
{
    public const string Name = "imagpose";

    public override string System => Name;

    internal static ImagPoseSettings Read(ManifestField root) => new(root.OneOf("flcMode", "consistent", "published-inference", "train-like"));

    internal override void WriteInputs(Utf8JsonWriter json) => json.WriteString("flcMode", FlcMode);
}
