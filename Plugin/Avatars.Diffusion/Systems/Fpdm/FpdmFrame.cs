using System;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Latents;
using Avatars.Models;
using Avatars.Sampling;

namespace Avatars.Systems.Fpdm;

/// <summary>The networks that run once a frame, for a frame or a part of one size, with the tensors between them.</summary>
sealed class FpdmFrame : IDisposable
{
    readonly float[] _latents, _clean;
    RgbImage? _picture, _onWhite;
    RgbaImage? _transparent;

    /// <summary>Borrows <paramref name="networks"/>, of its size, and <paramref name="source"/>.</summary>
    /// <param name="makeDenoiser">On the networks.</param>
    public FpdmFrame(FpdmNetworks networks, FpdmSource source, float latentScale, Func<FpdmNetworks, FpdmDenoiser> makeDenoiser, RunClock clock)
    {
        Pose = new FpdmPose(networks, source, clock);
        Decoder = new LatentDecoder(networks.Decoder, latentScale, clock, Pose.Guides);
        Denoiser = makeDenoiser(networks);
        _latents = new float[Decoder.LatentLength];
        _clean = new float[Decoder.LatentLength];
    }

    public FpdmPose Pose { get; }

    public FpdmDenoiser Denoiser { get; private set; }

    public LatentDecoder Decoder { get; }

    public FrameSize Size => new(Decoder.Width, Decoder.Height);

    /// <summary>Takes the place of the one before, which is disposed.</summary>
    public void Replace(FpdmDenoiser denoiser)
    {
        Denoiser.Dispose();
        Denoiser = denoiser;
    }

    public void Encode(TargetPose pose, PixelBox? part)
    {
        Pose.Encode(pose, part);
        Denoiser.SetPose(Pose);
    }

    /// <param name="noise">At the beginning of a frame.</param>
    public void Denoise(ISampler sampler, INoise noise)
    {
        noise.Fill(_latents);
        sampler.Run(Denoiser, noise, _latents, _clean);
    }

    /// <summary>The picture, of this size.</summary>
    public void Decode(RgbImage picture) => Decoder.Decode(_latents, picture);

    /// <summary>The picture in a buffer of this object's.</summary>
    public RgbImage Decode()
    {
        Decode(_picture ??= new RgbImage(Decoder.Width, Decoder.Height));
        return _picture;
    }

    /// <summary>The same with nothing behind the person: the decoder runs twice, over black and over white.</summary>
    public RgbaImage DecodeTransparent()
    {
        var background = Pose.Background!.Tensor.Span;
        background.Fill(-1);
        var onBlack = Decode();
        background.Fill(1);
        Decode(_onWhite ??= new RgbImage(Decoder.Width, Decoder.Height));
        _transparent ??= new RgbaImage(Decoder.Width, Decoder.Height, new byte[4 * Decoder.Width * Decoder.Height]);
        TwoBackgroundMatting.Run(onBlack, _onWhite, _transparent);
        return _transparent;
    }

    public void Dispose()
    {
        Denoiser.Dispose();
        Decoder.Dispose();
        Pose.Dispose();
    }
}
