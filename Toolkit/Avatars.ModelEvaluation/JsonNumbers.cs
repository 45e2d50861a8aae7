using System.Text.Json.Nodes;

namespace Avatars.ModelEvaluation;

public static class JsonNumbers
{
    /// <summary>Rounded to what means something; null for what is not a number.</summary>
    public static JsonValue? Of(double value) => double.IsFinite(value) ? JsonValue.Create(Math.Round(value, 5)) : null;
}
