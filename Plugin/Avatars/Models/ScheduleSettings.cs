using System.Collections.Generic;
using System.Text.Json;

namespace Avatars.Models;

/// <summary>How the model's noise levels were laid out in training.</summary>
/// <param name="Kind">As diffusers names it: "scaled_linear", "linear", "squaredcos_cap_v2", "sigmoid"; "trained" for a table of its own.</param>
/// <param name="BetaStart">Variance added at step 0; unused by squaredcos.</param>
/// <param name="BetaEnd">Variance added at the last step; unused by squaredcos.</param>
/// <param name="TrainSteps">Noise levels in training.</param>
/// <param name="ZeroTerminalSnr">The last level was rescaled to hold no signal at all.</param>
public sealed record ScheduleSettings(string Kind, double BetaStart, double BetaEnd, int TrainSteps, bool ZeroTerminalSnr = false)
{
    const int MostTrainSteps = 100_000;
    const string Trained = "trained";

    /// <summary>Of kind "trained": the variance that each step adds; empty for the others.</summary>
    public IReadOnlyList<double> TrainedBetas { get; init; } = [];

    internal static ScheduleSettings Read(ManifestField field)
    {
        var schedule = new ScheduleSettings(
            field.OneOf("kind", "scaled_linear", "linear", "squaredcos_cap_v2", "sigmoid", Trained),
            field.Number("betaStart", 0, 0.999),
            field.Number("betaEnd", 0, 0.999),
            field.Integer("trainSteps", 1, MostTrainSteps),
            field.Has("zeroTerminalSnr") && field.Flag("zeroTerminalSnr"));
        if (field.Has("trainedBetas") != (schedule.Kind == Trained))
            throw field.Wrong("trainedBetas", "goes with the kind 'trained', and that kind with it. Build the package again");
        if (schedule.Kind != Trained)
            return schedule;
        var betas = field.Numbers("trainedBetas", 0, 1, MostTrainSteps);
        return betas.Length == schedule.TrainSteps ? schedule with { TrainedBetas = betas }
            : throw field.Wrong("trainedBetas", $"has {betas.Length} numbers for {schedule.TrainSteps} trainSteps. Build the package again");
    }

    internal void Write(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteString("kind", Kind);
        json.WriteNumber("betaStart", BetaStart);
        json.WriteNumber("betaEnd", BetaEnd);
        json.WriteNumber("trainSteps", TrainSteps);
        if (ZeroTerminalSnr)
            json.WriteBoolean("zeroTerminalSnr", true);
        if (TrainedBetas.Count > 0)
        {
            json.WriteStartArray("trainedBetas");
            foreach (var beta in TrainedBetas)
                json.WriteNumberValue(beta);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
