namespace Avatars.ModelBuilding.Quantization;

/// <summary>What was seen of a model's tensors while it ran.</summary>
/// <param name="Ranges">By name.</param>
/// <param name="Shapes">By name, with the batch of that run in front. Where one is missing, the form that needs no shape is taken.</param>
public sealed record ObservedTensors(IReadOnlyDictionary<string, ActivationRange> Ranges, IReadOnlyDictionary<string, int[]> Shapes);
