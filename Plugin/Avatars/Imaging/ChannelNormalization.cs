using System;

namespace Avatars.Imaging;

/// <summary>Maps bytes to a network's input values: (byte / 255 - mean) / deviation, per channel. Stored as tables: one look-up per byte.</summary>
public sealed class ChannelNormalization
{
    readonly float[] _values = new float[3 * 256];

    /// <param name="mean">Red, green, blue; of 0..1.</param>
    /// <exception cref="ArgumentException">Not three each, or a deviation of 0.</exception>
    public ChannelNormalization(ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation)
    {
        if (mean.Length != 3 || deviation.Length != 3 || deviation.IndexOf(0f) >= 0)
            throw new ArgumentException($"A normalization has three means and three deviations other than 0; {mean.Length} and {deviation.Length} were "
                + "given.");
        for (var channel = 0; channel < 3; channel++)
            for (var level = 0; level < 256; level++)
                _values[channel * 256 + level] = ((float)(level / 255.0) - mean[channel]) / deviation[channel];
    }

    /// <summary>0..1: pose maps for FPDM and IMAGPose.</summary>
    public static ChannelNormalization ZeroToOne { get; } = new([0, 0, 0], [1, 1, 1]);

    /// <summary>-1..1: pictures for an autoencoder.</summary>
    public static ChannelNormalization PlusMinusOne { get; } = new([0.5f, 0.5f, 0.5f], [0.5f, 0.5f, 0.5f]);

    /// <summary>ImageNet's, for DINOv2.</summary>
    public static ChannelNormalization ImageNet { get; } = new([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <summary>CLIP's own.</summary>
    public static ChannelNormalization Clip { get; } = new([0.48145466f, 0.4578275f, 0.40821073f], [0.26862954f, 0.26130258f, 0.27577711f]);

    /// <summary>The values of the 256 levels of one channel, 0 to 2.</summary>
    public ReadOnlySpan<float> Table(int channel) => _values.AsSpan(channel * 256, 256);
}
