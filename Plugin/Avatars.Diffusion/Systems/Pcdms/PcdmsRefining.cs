using System;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Latents;
using Avatars.Models;
using Avatars.Sampling;

namespace Avatars.Systems.Pcdms;

/// <summary>PCDMs' third stage: refines the coarse picture with the source's texture.</summary>
internal sealed class PcdmsRefining : IDisposable
{
    readonly PcdmsNetworks _networks;
    readonly Prediction _predicts;
    readonly RunClock? _clock;
    readonly FloatTensor _tokens;
    readonly LatentEncoder? _encoder;
    readonly LatentDecoder _decoder;
    readonly float[] _latents, _clean, _coarse, _gaussian;
    readonly RefinerSettings _settings;
    PcdmsDenoiser _denoiser;

    /// <summary>Borrows <paramref name="networks"/>.</summary>
    public PcdmsRefining(PcdmsNetworks networks, RefinerSettings settings, float latentScale, Prediction predicts, float guidance, RunClock? clock = null)
    {
        (_networks, _settings, _predicts, _clock) = (networks, settings, predicts, clock);
        var projector = networks["refiner_projector"];
        _tokens = projector.TensorFor(projector.Output("tokens"), batch: 1);
        _encoder = settings.ReadsLatents ? null : new LatentEncoder(networks["vae_encoder"], latentScale);
        _decoder = new LatentDecoder(networks["vae_decoder"], latentScale, clock);
        _latents = new float[_decoder.LatentLength];
        _clean = new float[_decoder.LatentLength];
        _coarse = new float[_decoder.LatentLength];
        _gaussian = new float[_decoder.LatentLength];
        _denoiser = MakeDenoiser(guidance);
    }

    /// <summary>Whether the inpainting's latents are taken as they are.</summary>
    public bool ReadsLatents => _settings.ReadsLatents;

    /// <summary>The encoder of coarse pictures; null where latents are read.</summary>
    public LatentEncoder? Encoder => _encoder;

    public LatentDecoder Decoder => _decoder;

    public PcdmsDenoiser Denoiser => _denoiser;

    /// <summary>Another guidance, with the source as it is.</summary>
    public void Configure(float guidance, bool hasSource)
    {
        var denoiser = MakeDenoiser(guidance);
        _denoiser.Dispose();
        _denoiser = denoiser;
        if (hasSource)
            _denoiser.SetTokens(_tokens.Span);
    }

    /// <summary>Projects the patches, and computes keys and values of every cross-attention.</summary>
    public void SetSource(PcdmsSource source)
    {
        source.Project("refiner_projector", _tokens);
        _denoiser.SetTokens(_tokens.Span);
    }

    /// <summary>Encodes a coarse picture, drawing from the encoder's distribution as published.</summary>
    /// <param name="coarse">Of the model's size.</param>
    /// <exception cref="InvalidOperationException">This refiner reads latents.</exception>
    public void SetCoarse(RgbImage coarse, INoise noise)
    {
        var encoder = _encoder ?? throw new InvalidOperationException("This model's refiner reads the inpainting's latents, not pictures. Give it latents.");
        PictureTensor.Write(coarse, ChannelNormalization.PlusMinusOne, encoder.Picture.Span);
        noise.Fill(_gaussian);
        encoder.Encode(_coarse, _gaussian);
        SetCoarse(_coarse);
    }

    /// <param name="latents">Of the coarse picture, [channels, height, width]. The unconditional branch reads zeros there.</param>
    public void SetCoarse(ReadOnlySpan<float> latents) => _denoiser.SetChannels(latents, isForBoth: false);

    /// <summary>From noise to clean latents.</summary>
    public void Run(ISampler sampler, INoise noise)
    {
        noise.Fill(_latents);
        sampler.Run(_denoiser, noise, _latents, _clean);
    }

    public void Decode(RgbImage refined) => _decoder.Decode(_latents, refined);

    public void Dispose()
    {
        _denoiser.Dispose();
        _encoder?.Dispose();
        _decoder.Dispose();
        _tokens.Dispose();
    }

    PcdmsDenoiser MakeDenoiser(float guidance) =>
        new(_networks["refiner_source"], _networks["refiner"], _predicts, guidance, clock: _clock) { Rescale = (float)_settings.Rescale };
}
