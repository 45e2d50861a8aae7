using Avatars.Models;
using Microsoft.ML.OnnxRuntime;

namespace Avatars.Inference;

/// <summary>
/// The sides that a network leaves to the frame's size, by the names that Toolkit/Avatars.ModelBuilding/Onnx/TensorMessage.cs gives them. They are set before
/// ONNX Runtime optimises the network, so that it runs as fast as one of that size alone.
/// </summary>
static class OpenSides
{
    static readonly int[] Shares = [1, 2, 4, 8, 16, 32];

    /// <param name="batch">0 leaves it open.</param>
    public static void Set(SessionOptions options, FrameSize size, int batch)
    {
        if (batch > 0)
            options.AddFreeDimensionOverrideByName("batch", batch);
        foreach (var share in Shares)
        {
            options.AddFreeDimensionOverrideByName(share == 1 ? "height" : $"height/{share}", size.Height / share);
            options.AddFreeDimensionOverrideByName(share == 1 ? "width" : $"width/{share}", size.Width / share);
        }
    }
}
