using System.Collections.Generic;

namespace Avatars.Inference;

/// <summary>How the model's noise levels were laid out in training.</summary>
/// <param name="Kind">"scaled_linear", "linear", "squaredcos_cap_v2", "sigmoid", or "trained": a table of its own.</param>
/// <param name="BetaStart">Variance added at step 0; unused by squaredcos.</param>
/// <param name="BetaEnd">Variance added at the last step; unused by squaredcos.</param>
/// <param name="ZeroTerminalSnr">The last level was rescaled to hold no signal at all.</param>
/// <param name="PredictionType">What the network predicts: "epsilon", "v_prediction" or "sample".</param>
public sealed record PackagedSchedule(string Kind, double BetaStart, double BetaEnd, int TrainSteps, bool ZeroTerminalSnr, string PredictionType)
{
    const int MostTrainSteps = 100_000;

    /// <summary>Of kind "trained": the variance that each step adds; empty for the others.</summary>
    public IReadOnlyList<double> TrainedBetas { get; init; } = [];

    internal static PackagedSchedule Read(PackageField field, string predictionType)
    {
        var schedule = new PackagedSchedule(
            field.OneOf("kind", "scaled_linear", "linear", "squaredcos_cap_v2", "sigmoid", "trained"),
            field.Number("betaStart", 0, 0.999),
            field.Number("betaEnd", 0, 0.999),
            field.Integer("trainSteps", 1, MostTrainSteps),
            field.Flag("zeroTerminalSnr"),
            predictionType);
        if (field.Has("trainedBetas") != (schedule.Kind == "trained"))
            throw field.Wrong("trainedBetas", "goes with the kind 'trained', and that kind with it. Build the package again");
        if (schedule.Kind != "trained")
            return schedule;
        var betas = field.Numbers("trainedBetas", 0, 1, MostTrainSteps);
        return betas.Length == schedule.TrainSteps ? schedule with { TrainedBetas = betas }
            : throw field.Wrong("trainedBetas", $"has {betas.Length} numbers for {schedule.TrainSteps} trainSteps. Build the package again");
    }
}
