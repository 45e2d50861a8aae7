using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Avatars.Files;

namespace Avatars.ModelEvaluation;

/// <summary>An evaluation's figures as a JSON file.</summary>
public static class EvaluationReport
{
    /// <summary>3: fields are named seenIdentities, unseenIdentities, detections, detectionsInGroundTruth and determinism.</summary>
    public const int FormatVersion = 3;

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="about">What was evaluated: model, split and so on.</param>
    public static void Write(string file, JsonObject about, PairEvaluation evaluation, SequenceEvaluation? sequences)
    {
        var json = new JsonObject { ["formatVersion"] = FormatVersion };
        foreach (var (name, value) in about.ToArray())
            json[name] = value?.DeepClone();
        json["rows"] = new JsonArray([.. evaluation.Rows.Select(row => row.ToJson(evaluation.Metrics))]);
        if (evaluation.Evaluators is { } evaluators)
            json["detectionsInGroundTruth"] = evaluators.Truth.ToJson();
        if (evaluation.Recall is { } recall)
            json["retrieval"] = recall.ToJson();
        if (sequences is not null)
            json["flicker"] = sequences.ToJson();
        json["determinism"] = new JsonObject { ["checked"] = evaluation.Determinism.Checked, ["different"] = evaluation.Determinism.Different };
        WholeFile.Write(file, Encoding.UTF8.GetBytes(json.ToJsonString(Indented) + "\n"));
    }
}
