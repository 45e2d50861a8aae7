namespace Avatars.Inference;

/// <summary>How a refining stage is run.</summary>
/// <param name="Rescale">Of guided predictions, as Sampling.Guidance takes it; 0 is off.</param>
/// <param name="ReadsLatents">It takes the latents of the stage before as they are, instead of encoding its picture.</param>
public sealed record PackagedRefiner(float Rescale, bool ReadsLatents)
{
    internal static PackagedRefiner Read(PackageField field) => new((float)field.Number("rescale", 0, 10), field.Flag("readsLatents"));
}
