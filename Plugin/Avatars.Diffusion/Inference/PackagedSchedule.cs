namespace Avatars.Inference;

/// <summary>How the model's noise levels were laid out in training.</summary>
/// <param name="Kind">"scaled_linear", "linear" or "squaredcos_cap_v2".</param>
/// <param name="BetaStart">Variance added at step 0; unused by squaredcos.</param>
/// <param name="BetaEnd">Variance added at the last step; unused by squaredcos.</param>
/// <param name="ZeroTerminalSnr">The last level was rescaled to hold no signal at all.</param>
/// <param name="PredictionType">What the network predicts: "epsilon", "v_prediction" or "sample".</param>
public sealed record PackagedSchedule(string Kind, double BetaStart, double BetaEnd, int TrainSteps, bool ZeroTerminalSnr, string PredictionType)
{
    internal static PackagedSchedule Read(PackageField field, string predictionType) => new(
        field.OneOf("kind", "scaled_linear", "linear", "squaredcos_cap_v2"),
        field.Number("betaStart", 0, 0.999),
        field.Number("betaEnd", 0, 0.999),
        field.Integer("trainSteps", 1, 100_000),
        field.Flag("zeroTerminalSnr"),
        predictionType);
}
