using System;
using System.Collections.Generic;
using System.Linq;
using Avatars.Imaging;
using Avatars.Inference;

namespace Avatars.Latents;

/// <summary>The decoder of the autoencoder: latents to a picture. A guided decoder also reads pictures of the frame; with zeros
/// in their place it is a plain one.</summary>
public sealed class LatentDecoder : IDisposable
{
    readonly NetworkBinding _binding;
    readonly FloatTensor _latents;
    readonly List<FloatTensor> _absent = [];
    readonly float _scale;

    /// <summary>Borrows <paramref name="network"/>.</summary>
    /// <param name="scale">What the latents were multiplied by before noise was added.</param>
    /// <param name="guides">By the names of the network's inputs; borrowed.</param>
    public LatentDecoder(Network network, float scale, RunClock? clock = null, IReadOnlyDictionary<string, FloatTensor>? guides = null)
    {
        _scale = scale;
        _latents = network.TensorFor(network.Input("latents"), batch: 1);
        Picture = network.TensorFor(network.Output("image"), batch: 1);
        _binding = new NetworkBinding(network, clock).Read("latents", _latents).Write("image", Picture);
        foreach (var port in network.Inputs.Where(port => port.Name != "latents"))
            _binding.Read(port.Name, guides is not null && guides.TryGetValue(port.Name, out var guide) ? guide : Absent(network.TensorFor(port, batch: 1)));
    }

    /// <summary>[1, 3, height, width], nominally -1 to 1: what the last run left.</summary>
    public FloatTensor Picture { get; }

    public int Width => Picture.Shape[3];

    public int Height => Picture.Shape[2];

    /// <summary>Elements of one picture's latents.</summary>
    public int LatentLength => _latents.Length;

    /// <param name="latents">[channels, height, width] as a sampler leaves them.</param>
    /// <exception cref="ArgumentException">The latents or the picture have another size than this decoder's.</exception>
    public void Decode(ReadOnlySpan<float> latents, RgbImage picture)
    {
        Decode(latents);
        PictureTensor.ReadSigned(Picture.Span, picture);
    }

    /// <summary>The same, up to <see cref="Picture"/>.</summary>
    public void Decode(ReadOnlySpan<float> latents)
    {
        var scaled = _latents.Span;
        if (latents.Length != scaled.Length)
            throw new ArgumentException($"This decoder takes latents of {_latents}, {scaled.Length} elements, not {latents.Length}.", nameof(latents));
        for (var i = 0; i < scaled.Length; i++)
            scaled[i] = latents[i] / _scale;
        _binding.Run();
    }

    public void Dispose()
    {
        _binding.Dispose();
        _latents.Dispose();
        Picture.Dispose();
        foreach (var tensor in _absent)
            tensor.Dispose();
    }

    /// <summary>A tensor of its own, zeros as it comes.</summary>
    FloatTensor Absent(FloatTensor zeros)
    {
        _absent.Add(zeros);
        return zeros;
    }
}
