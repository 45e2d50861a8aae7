using System.Text.Json;

namespace Avatars.Models;

/// <summary>How PCDMs' prior over picture embeddings is run; the defaults are the published constants.</summary>
/// <param name="Mean">Subtracted from an embedding, which is then divided by <paramref name="Deviation"/>, before noise is added.</param>
/// <param name="Limit">What standardised estimates are clamped to.</param>
public sealed record PriorSettings(int Steps, double Mean = -0.016, double Deviation = 0.415, double Limit = 10)
{
    public CoordinateSettings Coordinates { get; init; } = new();

    internal static PriorSettings Read(ManifestField field, int trainSteps) => new(
        field.Integer("steps", 1, trainSteps),
        field.Number("mean", -1e4, 1e4),
        field.Number("deviation", 1e-6, 1e4),
        field.Number("limit", 1e-3, 1e6))
    {
        Coordinates = CoordinateSettings.Read(field.Child("coordinates")),
    };

    internal void Write(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteNumber("steps", Steps);
        json.WriteNumber("mean", Mean);
        json.WriteNumber("deviation", Deviation);
        json.WriteNumber("limit", Limit);
        Coordinates.Write(json, "coordinates");
        json.WriteEndObject();
    }
}

/// <summary>How keypoints become the prior's coordinates. What the published weights were trained on is not known; the defaults are the likeliest.</summary>
/// <param name="Missing">Stands for x and y of a keypoint that is not seen.</param>
/// <param name="IsSigned">-1 to 1 over the picture instead of 0 to 1.</param>
/// <param name="SideBorder">Share of the picture's width that is cut off at each side before coordinates are counted.</param>
public sealed record CoordinateSettings(double Missing = -1, bool IsSigned = false, double SideBorder = 0)
{
    internal static CoordinateSettings Read(ManifestField field) =>
        new(field.Number("missing", -1e4, 1e4), field.Flag("signed"), field.Number("sideBorder", 0, 0.49));

    internal void Write(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteNumber("missing", Missing);
        json.WriteBoolean("signed", IsSigned);
        json.WriteNumber("sideBorder", SideBorder);
        json.WriteEndObject();
    }
}
