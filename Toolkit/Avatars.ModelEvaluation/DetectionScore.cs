using System.Text.Json.Nodes;
using Avatars.Metrics;

namespace Avatars.ModelEvaluation;

/// <summary>Detections of pretrained evaluators in one row's pictures, compared with the requested pose.</summary>
public sealed class DetectionScore
{
    /// <summary>In shares of the hand's longer side.</summary>
    public JointErrors Hands { get; } = new();

    /// <summary>In shares of the person's longer side.</summary>
    public JointErrors Body { get; } = new();

    /// <summary>Against the parts detected in the ground-truth picture.</summary>
    public PartOverlap Parts { get; } = new();

    public JsonObject ToJson() => new()
    {
        ["hands"] = ToJson(Hands),
        ["body"] = ToJson(Body),
        ["personOverlap"] = JsonNumbers.Of(Parts.Person),
        ["partOverlap"] = JsonNumbers.Of(Parts.Parts),
    };

    static JsonObject ToJson(JointErrors errors) => new()
    {
        ["joints"] = errors.Count,
        ["error"] = JsonNumbers.Of(errors.MeanError),
        ["pck01"] = JsonNumbers.Of(errors.Pck),
        ["detected"] = JsonNumbers.Of(errors.DetectionRate),
    };
}
