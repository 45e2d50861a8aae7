namespace Avatars.Models;

/// <summary>A converted network of <see cref="PerceptionModels"/>.</summary>
/// <param name="Result">The ONNX file.</param>
/// <param name="SourceSha256">Of the TFLite file that it was made of.</param>
public sealed record PerceptionNetworkFile(NetworkFile Result, string SourceSha256);
