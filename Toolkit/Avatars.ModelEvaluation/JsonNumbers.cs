using System.Text.Json.Nodes;

namespace Avatars.ModelEvaluation;

public static class JsonNumbers
{
    /// <summary>Rounds to significant digits; null for NaN.</summary>
    public static JsonValue? Of(double value) => double.IsFinite(value) ? JsonValue.Create(Math.Round(value, 5)) : null;
}
