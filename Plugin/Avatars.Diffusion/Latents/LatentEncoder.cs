using System;
using Avatars.Inference;

namespace Avatars.Latents;

/// <summary>The autoencoder's first half: a picture to the mean of its latents, or to a sample around it.</summary>
public sealed class LatentEncoder : IDisposable
{
    readonly NetworkBinding _binding;
    readonly FloatTensor _moments;
    readonly float _scale;

    /// <summary>Borrows <paramref name="network"/>.</summary>
    /// <param name="scale">What the latents are multiplied by before noise is added.</param>
    public LatentEncoder(Network network, float scale)
    {
        _scale = scale;
        Picture = network.TensorFor(network.Input("image"), batch: 1);
        _moments = network.TensorFor(network.Output("moments"), batch: 1);
        _binding = new NetworkBinding(network).Read("image", Picture).Write("moments", _moments);
    }

    /// <summary>[1, 3, height, width] in -1 to 1: fill this before encoding.</summary>
    public FloatTensor Picture { get; }

    /// <summary>Elements of one picture's latents.</summary>
    public int LatentLength => _moments.Length / 2;

    /// <param name="latents">Receives [channels, height, width], scaled.</param>
    /// <exception cref="ArgumentException">The latents have another size than this encoder's.</exception>
    public void Encode(Span<float> latents)
    {
        RequireLength(latents.Length);
        _binding.Run();
        var mean = _moments.Span[..latents.Length];
        for (var i = 0; i < mean.Length; i++)
            latents[i] = mean[i] * _scale;
    }

    /// <summary>A draw from the latents' distribution instead of its mean.</summary>
    /// <param name="gaussian">N(0, 1), as long as <paramref name="latents"/>.</param>
    /// <inheritdoc cref="Encode(Span{float})"/>
    public void Encode(Span<float> latents, ReadOnlySpan<float> gaussian)
    {
        RequireLength(latents.Length);
        _binding.Run();
        Draw(latents, gaussian);
    }

    /// <summary>One more draw from the distribution of the picture that was encoded last.</summary>
    /// <inheritdoc cref="Encode(Span{float}, ReadOnlySpan{float})"/>
    public void Draw(Span<float> latents, ReadOnlySpan<float> gaussian)
    {
        RequireLength(latents.Length);
        RequireLength(gaussian.Length);
        var moments = _moments.Span;
        for (var i = 0; i < latents.Length; i++)
        {
            var logarithm = Math.Clamp(moments[latents.Length + i], -30, 20); // limits of diffusers' distribution
            latents[i] = (moments[i] + MathF.Exp(logarithm / 2) * gaussian[i]) * _scale;
        }
    }

    public void Dispose()
    {
        _binding.Dispose();
        Picture.Dispose();
        _moments.Dispose();
    }

    /// <summary>The first half of the channels is the mean, the second the logarithm of the variance.</summary>
    void RequireLength(int latents)
    {
        if (latents * 2 != _moments.Length)
            throw new ArgumentException($"This encoder gives latents of {_moments.Length / 2} elements, not {latents}.", nameof(latents));
    }
}
