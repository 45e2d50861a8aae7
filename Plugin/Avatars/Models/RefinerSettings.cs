using System.Text.Json;

namespace Avatars.Models;

/// <summary>How PCDMs' refining stage is run.</summary>
/// <param name="Rescale">Of guided predictions; the published script passes 2 by mistake, 0 is off.</param>
/// <param name="ReadsLatents">It takes the latents of the stage before as they are, instead of encoding its picture.</param>
public sealed record RefinerSettings(double Rescale, bool ReadsLatents)
{
    internal static RefinerSettings Read(ManifestField field) => new(field.Number("rescale", 0, 10), field.Flag("readsLatents"));

    internal void Write(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteNumber("rescale", Rescale);
        json.WriteBoolean("readsLatents", ReadsLatents);
        json.WriteEndObject();
    }
}
