using System;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Sampling;

namespace Avatars.Systems.Pcdms;

/// <summary>
/// PCDMs' second stage: completes the right half of a canvas whose left half is the source. Conditions: the source's patches, both poses
/// and, except in the published demo, the predicted embedding of the target.
/// </summary>
internal sealed class PcdmsInpainting : IDisposable
{
    readonly PcdmsNetworks _networks;
    readonly Prediction _predicts;
    readonly RunClock? _clock;
    readonly FloatTensor _tokens;
    readonly NetworkBinding _poseEncoder;
    readonly float[] _clean, _channels;
    readonly float[]? _unconditional;
    PcdmsDenoiser _denoiser;

    /// <summary>Borrows <paramref name="networks"/>.</summary>
    /// <param name="guidance">1 and less mean none.</param>
    /// <param name="pictures">Generated at once.</param>
    public PcdmsInpainting(PcdmsNetworks networks, float latentScale, Prediction predicts, float guidance, int pictures = 1, RunClock? clock = null)
    {
        (_networks, _predicts, _clock) = (networks, predicts, clock);
        var projector = networks["source_projector"];
        _tokens = projector.TensorFor(projector.Output("tokens"), batch: 1);
        var encoder = networks["pose_encoder"];
        Poses = encoder.TensorFor(encoder.Input("pose"), batch: 1);
        Residual = encoder.TensorFor(encoder.Output("pose_residual"), batch: 1);
        _poseEncoder = new NetworkBinding(encoder, clock).Read("pose", Poses).Write("pose_residual", Residual);
        Canvas = new PcdmsCanvas(networks, latentScale, clock);
        ReadsEmbedding = networks.Has("prior") || HasInput(networks["unet"], "class_labels");
        Latents = new float[pictures * Canvas.LatentLength];
        _clean = new float[Latents.Length];
        _channels = MaskChannels(networks["unet"], Canvas.LatentLength);
        _unconditional = ReadsEmbedding ? null : new float[_tokens.Length];
        _denoiser = MakeDenoiser(guidance, pictures);
    }

    public PcdmsCanvas Canvas { get; }

    /// <summary>[1, 3, height, 2 width], -1 to 1: the source's pose map, then the target's.</summary>
    public FloatTensor Poses { get; }

    /// <summary>[1, channels, latent height, 2 latent width].</summary>
    public FloatTensor Residual { get; }

    /// <summary>Whether the target's embedding is a condition; not in the published demo.</summary>
    public bool ReadsEmbedding { get; }

    /// <summary>[pictures, channels, height, 2 width].</summary>
    public float[] Latents { get; }

    public PcdmsDenoiser Denoiser => _denoiser;

    /// <summary>Another guidance, with the source and pose as they are; the target is to be set again.</summary>
    public void Configure(float guidance, bool hasSource)
    {
        var denoiser = MakeDenoiser(guidance, 1);
        _denoiser.Dispose();
        _denoiser = denoiser;
        if (hasSource)
            SetTokens();
    }

    /// <param name="source">Its patches, encoded.</param>
    /// <param name="tile">The picture, of a tile's size.</param>
    /// <param name="pose">Its pose map, of a tile's size.</param>
    public void SetSource(PcdmsSource source, RgbImage tile, RgbImage pose)
    {
        SetTokens(source);
        Canvas.Encode(tile);
        PcdmsCanvas.WriteTile(pose, Poses.Span, right: false);
    }

    /// <summary>Projects the patches, and computes keys and values of every cross-attention.</summary>
    public void SetTokens(PcdmsSource source)
    {
        if (_unconditional is not null)
            ProjectZeros(source);
        source.Project("source_projector", _tokens);
        SetTokens();
    }

    /// <param name="pose">Its pose map, of a tile's size.</param>
    public void SetPose(RgbImage pose)
    {
        PcdmsCanvas.WriteTile(pose, Poses.Span, right: true);
        EncodePoses();
    }

    /// <summary>Encodes the contents of <see cref="Poses"/>.</summary>
    public void EncodePoses()
    {
        _poseEncoder.Run();
        _denoiser.SetPose(Residual.Span);
    }

    /// <summary>The target's embedding is the last token and the class.</summary>
    /// <param name="embedding">Not standardised.</param>
    public void SetTarget(ReadOnlySpan<float> embedding)
    {
        _denoiser.SetTokens(embedding, _tokens.Shape[1]);
        _denoiser.SetClass(embedding);
    }

    /// <summary>Draws what is visible, then the noise that <see cref="Latents"/> begin with, in the published order.</summary>
    public void Begin(INoise noise)
    {
        SetVisible(Canvas.Draw(noise));
        noise.Fill(Latents);
    }

    /// <param name="latents">Of the source beside black, [channels, height, 2 width].</param>
    public void SetVisible(ReadOnlySpan<float> latents)
    {
        latents.CopyTo(_channels.AsSpan(_channels.Length - latents.Length));
        _denoiser.SetChannels(_channels, isForBoth: true);
    }

    /// <summary>From noise to the canvas in <see cref="Latents"/>.</summary>
    public void Run(ISampler sampler, INoise noise)
    {
        Begin(noise);
        sampler.Run(_denoiser, noise, Latents, _clean);
    }

    public void Dispose()
    {
        _denoiser.Dispose();
        Canvas.Dispose();
        _poseEncoder.Dispose();
        _tokens.Dispose();
        Poses.Dispose();
        Residual.Dispose();
    }

    PcdmsDenoiser MakeDenoiser(float guidance, int pictures) => new(_networks["unet_source"], _networks["unet"], _predicts, guidance, pictures, _clock);

    void SetTokens()
    {
        _denoiser.SetTokens(_tokens.Span);
        if (_unconditional is not null)
            _denoiser.SetUnconditionalTokens(_unconditional);
    }

    /// <summary>The demo's unconditional branch reads the projection of zeros, which is not zero.</summary>
    void ProjectZeros(PcdmsSource source)
    {
        var hidden = source.Hidden.Span.ToArray();
        source.Hidden.Span.Clear();
        source.Project("source_projector", _tokens);
        _tokens.Span.CopyTo(_unconditional);
        hidden.CopyTo(source.Hidden.Span);
    }

    /// <summary>The mask, 1 where the canvas is visible (the left half) and 0 where it is not, before the visible latents.</summary>
    static float[] MaskChannels(Network unet, int latentLength)
    {
        var sample = unet.Input("sample").Dimensions;
        var (height, width) = (sample[2], sample[3]);
        var channels = new float[height * width + latentLength];
        for (var y = 0; y < height; y++)
            channels.AsSpan(y * width, width / 2).Fill(1);
        return channels;
    }

    static bool HasInput(Network network, string name)
    {
        foreach (var port in network.Inputs)
            if (port.Name == name)
                return true;
        return false;
    }
}
