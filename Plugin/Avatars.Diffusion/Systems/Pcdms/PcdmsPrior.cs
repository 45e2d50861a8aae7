using System;
using Avatars.Conditioning;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Sampling;

namespace Avatars.Systems.Pcdms;

/// <summary>
/// PCDMs' first stage: the embedding that the target picture would have, from the source picture's embedding and both poses. Without
/// guidance, as published.
/// </summary>
internal sealed class PcdmsPrior : IDenoiser, IDisposable
{
    const string Encoder = "global_encoder";

    readonly PcdmsNetworks _networks;
    readonly float _mean, _deviation;
    readonly FloatTensor _noisy, _timestep, _prediction;
    readonly NetworkBinding _binding;
    readonly ISampler _sampler;
    readonly float[] _clean, _embedding;

    /// <summary>Borrows <paramref name="networks"/>.</summary>
    public PcdmsPrior(PcdmsNetworks networks, PriorSettings settings, RunClock? clock = null)
    {
        (_networks, _mean, _deviation) = (networks, (float)settings.Mean, (float)settings.Deviation);
        var pixels = networks[Encoder].Input("pixel_values").Dimensions;
        EncoderInput = new PictureInput(pixels[3], pixels[2], ChannelNormalization.Clip);
        SourceEmbedding = networks[Encoder].TensorFor(networks[Encoder].Output("image_embeds"), batch: 1);
        var prior = networks["prior"];
        SourcePose = prior.TensorFor(prior.Input("source_pose"), batch: 1);
        TargetPose = prior.TensorFor(prior.Input("target_pose"), batch: 1);
        _noisy = prior.TensorFor(prior.Input("noisy"), batch: 1);
        _timestep = prior.TensorFor(prior.Input("timestep"), batch: 1);
        _prediction = prior.TensorFor(prior.Output("prediction"), batch: 1);
        _binding = new NetworkBinding(prior, clock).Read("noisy", _noisy).Read("timestep", _timestep).Read("source_embeds", SourceEmbedding)
            .Read("source_pose", SourcePose).Read("target_pose", TargetPose).Write("prediction", _prediction);
        // kandinsky-2-2-prior's scheduler config
        _sampler = new UnclipSampler(NoiseSchedule.SquaredCosine(1000), new SamplerOptions { Steps = settings.Steps, CleanLimit = (float)settings.Limit });
        _clean = new float[_prediction.Length];
        _embedding = new float[_prediction.Length];
    }

    /// <summary>The encoder's picture, CLIP statistics.</summary>
    public PictureInput EncoderInput { get; }

    /// <summary>[1, channels], as the encoder outputs it.</summary>
    public FloatTensor SourceEmbedding { get; }

    /// <summary>[1, 36], as <see cref="PcdmsCoordinates"/> writes them.</summary>
    public FloatTensor SourcePose { get; }

    /// <inheritdoc cref="SourcePose"/>
    public FloatTensor TargetPose { get; }

    /// <summary>[channels]: what <see cref="Run(INoise)"/> found, on the encoder's own scale.</summary>
    public ReadOnlySpan<float> Embedding => _embedding;

    /// <summary>[1, channels]: the network's last prediction, standardised.</summary>
    public ReadOnlySpan<float> Prediction => _prediction.Span;

    /// <param name="square">The picture, squashed to the model's square.</param>
    public void Encode(RgbImage square)
    {
        EncoderInput.Write(square);
        Encode();
    }

    /// <summary>Encodes the contents of the input's tensor.</summary>
    public void Encode()
    {
        using (var binding = new NetworkBinding(_networks[Encoder]).Read("pixel_values", EncoderInput.Tensor).Write("image_embeds", SourceEmbedding))
            binding.Run();
        _networks.Done(Encoder);
    }

    /// <summary>Finds the target's embedding by the package's number of steps.</summary>
    public void Run(INoise noise)
    {
        noise.Fill(_embedding);
        _sampler.Run(this, noise, _embedding, _clean);
        ToEmbedding(_embedding);
    }

    /// <summary>From standardised numbers to the encoder's scale, in place.</summary>
    public void ToEmbedding(Span<float> standardised)
    {
        foreach (ref var value in standardised)
            value = value * _deviation + _mean;
    }

    public void Predict(ReadOnlySpan<float> noisy, NoiseLevel level, Span<float> clean)
    {
        noisy.CopyTo(_noisy.Span);
        _timestep.Span.Fill(level.Timestep);
        _binding.Run();
        _prediction.Span.CopyTo(clean);
    }

    public void Dispose()
    {
        _binding.Dispose();
        EncoderInput.Dispose();
        foreach (var tensor in new[] { SourceEmbedding, SourcePose, TargetPose, _noisy, _timestep, _prediction })
            tensor.Dispose();
    }
}
