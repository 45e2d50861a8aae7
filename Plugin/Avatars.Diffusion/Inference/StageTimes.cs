using System.Diagnostics;

namespace Avatars.Inference;

/// <summary>Where one frame's time went, milliseconds. Measured for every frame.</summary>
/// <param name="PoseMap">Keypoints to pose map; 0 where the map came from outside.</param>
/// <param name="Encode">Pose map to conditions.</param>
/// <param name="Denoise">All steps of the sampler.</param>
/// <param name="Decode">Latents to bytes.</param>
/// <param name="Runs">The share of the whole that was spent inside ONNX Runtime's runs.</param>
public readonly record struct StageTimes(double PoseMap, double Encode, double Denoise, double Decode, double Runs)
{
    public double Total => PoseMap + Encode + Denoise + Decode;

    /// <summary>Milliseconds from <see cref="Stopwatch"/> ticks.</summary>
    public static double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;
}
