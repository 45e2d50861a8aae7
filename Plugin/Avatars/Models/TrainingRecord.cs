using System.Text.Json;
using System.Text.Json.Nodes;

namespace Avatars.Models;

/// <summary>What 'avatar train' did to make a package's weights.</summary>
/// <param name="Recipe">Name of the recipe.</param>
/// <param name="Commit">Of the project, or "unknown".</param>
/// <param name="IsModified">The project had changes that were not committed.</param>
/// <param name="IsAccepted">The evaluation reached the recipe's thresholds.</param>
public sealed record TrainingRecord(string Recipe, string Commit, bool IsModified, bool IsAccepted)
{
    /// <summary>The recipe with every option, for readers.</summary>
    public required JsonObject Resolved { get; init; }

    /// <summary>The data's hashes, for readers.</summary>
    public required JsonArray Data { get; init; }

    /// <summary>What each stage took and reached, for readers.</summary>
    public required JsonArray Stages { get; init; }

    /// <summary>The evaluation's tables, for readers.</summary>
    public required JsonObject Figures { get; init; }

    internal static TrainingRecord Read(ManifestField field) => new(field.Text("recipe"), field.Text("commit"), field.Flag("modified"), field.Flag("accepted"))
    {
        Resolved = field.Object("resolved"),
        Data = field.Array("data"),
        Stages = field.Array("stages"),
        Figures = field.Object("figures"),
    };

    internal void Write(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteString("recipe", Recipe);
        json.WriteString("commit", Commit);
        json.WriteBoolean("modified", IsModified);
        foreach (var (part, value) in new (string, JsonNode)[] { ("resolved", Resolved), ("data", Data), ("stages", Stages), ("figures", Figures) })
        {
            json.WritePropertyName(part);
            value.WriteTo(json);
        }
        json.WriteBoolean("accepted", IsAccepted);
        json.WriteEndObject();
    }
}
