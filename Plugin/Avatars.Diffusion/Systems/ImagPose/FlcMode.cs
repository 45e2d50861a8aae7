using System;

namespace Avatars.Systems.ImagPose;

/// <summary>How the source becomes the tokens of the feature-level conditioning. The published training and inference differ in this.</summary>
public enum FlcMode
{
    /// <summary>Squashed to a tile, -1 to 1, mean of the latents: the same in training and use. For models trained by this project.</summary>
    Consistent,

    /// <summary>As the published inference: squashed to the whole canvas, -1 to 1, mean of the latents.</summary>
    PublishedInference,

    /// <summary>As the published training: covers a tile and is cropped, 0 to 1, a draw of the latents.</summary>
    TrainLike,
}

public static class FlcModes
{
    /// <summary>By the name that model packages use.</summary>
    /// <exception cref="ArgumentException">There is no such mode.</exception>
    public static FlcMode Named(string name) => name switch
    {
        "consistent" => FlcMode.Consistent,
        "published-inference" => FlcMode.PublishedInference,
        "train-like" => FlcMode.TrainLike,
        _ => throw new ArgumentException($"'{name}' is not a mode of feature-level conditioning. Known: consistent, published-inference, "
            + "train-like.", nameof(name)),
    };
}
