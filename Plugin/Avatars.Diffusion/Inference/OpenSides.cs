using System;
using Avatars.Models;
using Microsoft.ML.OnnxRuntime;

namespace Avatars.Inference;

/// <summary>
/// The sides that a network leaves to the frame's size, by the names that Toolkit/Avatars.ModelBuilding/Onnx/TensorMessage.cs gives them. They are set before
/// ONNX Runtime optimises the network, so that it runs as fast as one of that size alone, or stay open for runs of several sizes.
/// </summary>
static class OpenSides
{
    const string Height = "height", Width = "width";

    static readonly int[] Shares = [1, 2, 4, 8, 16, 32];

    public static void SetBatch(SessionOptions options, int batch) => options.AddFreeDimensionOverrideByName("batch", batch);

    public static void Set(SessionOptions options, FrameSize size)
    {
        foreach (var share in Shares)
        {
            options.AddFreeDimensionOverrideByName(Name(Height, share), size.Height / share);
            options.AddFreeDimensionOverrideByName(Name(Width, share), size.Width / share);
        }
    }

    /// <summary>The sides of a port at one size of frame; those that are open for another reason stay -1.</summary>
    /// <param name="names">One per side; empty where the side is not open.</param>
    public static int[] At(FrameSize size, ReadOnlySpan<int> sides, ReadOnlySpan<string> names)
    {
        var resolved = sides.ToArray();
        for (var i = 0; i < resolved.Length; i++)
            foreach (var share in Shares)
                if (names[i] == Name(Height, share))
                    resolved[i] = size.Height / share;
                else if (names[i] == Name(Width, share))
                    resolved[i] = size.Width / share;
        return resolved;
    }

    static string Name(string side, int share) => share == 1 ? side : $"{side}/{share}";
}
