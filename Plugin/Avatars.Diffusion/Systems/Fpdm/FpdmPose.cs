using System;
using System.Collections.Generic;
using System.Linq;
using Avatars.Conditioning;
using Avatars.Imaging;
using Avatars.Inference;

namespace Avatars.Systems.Fpdm;

/// <summary>What depends on the pose, once a frame: the pose residual, and the fusion of source and pose.</summary>
internal sealed class FpdmPose : IDisposable
{
    readonly FloatTensor _embedding;
    readonly NetworkBinding _encode, _embed, _combine;
    readonly FpdmCoarseLatents? _coarse;
    readonly FloatTensor? _mask;
    readonly FpdmBody? _body;

    /// <summary>Borrows <paramref name="networks"/> and <paramref name="source"/>.</summary>
    public FpdmPose(FpdmNetworks networks, FpdmSource source, RunClock? clock = null)
    {
        var map = networks.PoseEncoder.Input("pose").Dimensions;
        EncoderInput = new PictureInput(map[3], map[2], ChannelNormalization.ZeroToOne);
        var fusion = networks.FusionEncoder.Input("pixel_values").Dimensions;
        FusionInput = new PictureInput(fusion[3], fusion[2], ChannelNormalization.Clip);
        _embedding = networks.FusionEncoder.TensorFor(networks.FusionEncoder.Output("image_embeds"), batch: 1);
        Fusion = networks.Combiner.TensorFor(networks.Combiner.Output("fusion"), batch: 1);
        var last = networks.CoarsePredictor ?? networks.PoseEncoder;
        Residual = last.TensorFor(last.Output("pose_residual"), batch: 1);
        _encode = new NetworkBinding(networks.PoseEncoder, clock).Read("pose", EncoderInput.Tensor);
        foreach (var (name, tensor) in source.ForPose)
            _encode.Read(name, tensor);
        if (networks.CoarsePredictor is null)
            _encode.Write("pose_residual", Residual);
        if (FpdmBody.IsReadBy(networks.PoseEncoder))
            Guides = (_body = new FpdmBody(networks, _encode)).Guides;
        if (networks.CoarsePredictor is not null)
        {
            _coarse = new FpdmCoarseLatents(networks, _encode, Residual, clock);
            var guides = new Dictionary<string, FloatTensor> { ["pose"] = EncoderInput.Tensor, ["warped_source"] = _coarse.WarpedSource };
            if (networks.Decoder.Inputs.Any(port => port.Name == "pose_mask"))
            {
                _mask = networks.PoseEncoder.TensorFor(networks.PoseEncoder.Output("pose_mask"), batch: 1);
                _encode.Write("pose_mask", guides["pose_mask"] = _mask);
            }
            Guides = guides;
        }
        _encode.IgnoreOtherOutputs();
        _embed = new NetworkBinding(networks.FusionEncoder, clock).Read("pixel_values", FusionInput.Tensor).Write("image_embeds", _embedding);
        _combine = new NetworkBinding(networks.Combiner, clock).Read("image", source.Embedding).Read("pose", _embedding).Write("fusion", Fusion);
    }

    /// <summary>The pose encoder's picture, 0 to 1.</summary>
    public PictureInput EncoderInput { get; }

    /// <summary>The fusion encoder's picture, CLIP statistics.</summary>
    public PictureInput FusionInput { get; }

    /// <summary>[1, channels, latent height, latent width]: added behind the UNet's first convolution.</summary>
    public FloatTensor Residual { get; }

    /// <summary>[1, channels], unit length: joins the UNet's time embedding.</summary>
    public FloatTensor Fusion { get; }

    /// <summary>The guided decoder's inputs besides the latents, by name. Empty where the source is not warped, as published.</summary>
    public IReadOnlyDictionary<string, FloatTensor> Guides { get; } = new Dictionary<string, FloatTensor>();

    /// <summary>Whether the pose encoder reads the textured body too.</summary>
    public bool ReadsBody => _body is not null;

    /// <inheritdoc cref="FpdmBody.Background"/>
    public PictureInput? Background => _body?.Background;

    /// <param name="part">What the pose encoder sees of the frame, see <see cref="FpdmFrame"/>; null for the whole.</param>
    /// <exception cref="ArgumentException">The pose encoder reads the textured body, and the pose has none.</exception>
    public void Encode(TargetPose pose, PixelBox? part = null)
    {
        if (_body is not null)
            _body.Write(pose.Body ?? throw new ArgumentException("This model generates from the person's textured body, and the pose comes without one. "
                + "Give a rig's pose of a person with a fitted body, or choose a model whose pose map is a skeleton drawing.", nameof(pose)), part);
        if (part is { } box)
            EncoderInput.Write(pose.Map, box);
        else
            EncoderInput.Write(pose.Map);
        FusionInput.Write(pose.Map);
        Run();
    }

    /// <summary>Encodes the contents of the two inputs' tensors.</summary>
    public void Run()
    {
        _encode.Run();
        _coarse?.Run();
        _embed.Run();
        _combine.Run();
    }

    public void Dispose()
    {
        _encode.Dispose();
        _coarse?.Dispose();
        _mask?.Dispose();
        _body?.Dispose();
        _embed.Dispose();
        _combine.Dispose();
        EncoderInput.Dispose();
        FusionInput.Dispose();
        _embedding.Dispose();
        Fusion.Dispose();
        Residual.Dispose();
    }
}
