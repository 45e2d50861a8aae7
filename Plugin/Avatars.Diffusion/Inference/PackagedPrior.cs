namespace Avatars.Inference;

/// <summary>How a prior over picture embeddings is run.</summary>
/// <param name="Mean">Subtracted from an embedding, which is then divided by <paramref name="Deviation"/>, before noise is added.</param>
/// <param name="Limit">What standardised estimates are clamped to.</param>
/// <param name="MissingCoordinate">Stands for x and y of a keypoint that is not seen.</param>
/// <param name="SignedCoordinates">-1 to 1 over the picture instead of 0 to 1.</param>
/// <param name="SideBorder">Share of the picture's width that is cut off at each side before coordinates are counted.</param>
public sealed record PackagedPrior(int Steps, float Mean, float Deviation, float Limit, float MissingCoordinate, bool SignedCoordinates, float SideBorder)
{
    internal static PackagedPrior Read(PackageField field, int trainSteps)
    {
        var coordinates = field.Child("coordinates");
        return new PackagedPrior(
            field.Integer("steps", 1, trainSteps),
            (float)field.Number("mean", -1e4, 1e4),
            (float)field.Number("deviation", 1e-6, 1e4),
            (float)field.Number("limit", 1e-3, 1e6),
            (float)coordinates.Number("missing", -1e4, 1e4),
            coordinates.Flag("signed"),
            (float)coordinates.Number("sideBorder", 0, 0.49));
    }
}
