using System;
using System.Collections.Generic;
using System.Linq;
using Avatars.Conditioning;
using Avatars.Imaging;
using Avatars.Inference;

namespace Avatars.Systems.Fpdm;

/// <summary>What depends only on the source picture: its tokens, and its embedding for the fusion.</summary>
internal sealed class FpdmSource : IDisposable
{
    readonly FloatTensor _hidden;
    readonly Dictionary<string, FloatTensor> _forPose = [];
    readonly NetworkBinding _encode, _project, _embed;
    readonly int _size;

    /// <summary>Borrows <paramref name="networks"/>.</summary>
    public FpdmSource(FpdmNetworks networks)
    {
        var pixels = networks.SourceEncoder.Input("pixel_values").Dimensions;
        _size = pixels[3];
        EncoderInput = new PictureInput(pixels[3], pixels[2], ChannelNormalization.ImageNet);
        var fusion = networks.FusionEncoder.Input("pixel_values").Dimensions;
        FusionInput = new PictureInput(fusion[3], fusion[2], ChannelNormalization.Clip);
        _hidden = networks.SourceEncoder.TensorFor(networks.SourceEncoder.Output("last_hidden_state"), batch: 1);
        Tokens = networks.SourceProjector.TensorFor(networks.SourceProjector.Output("tokens"), batch: 1);
        Embedding = networks.FusionEncoder.TensorFor(networks.FusionEncoder.Output("image_embeds"), batch: 1);
        _encode = new NetworkBinding(networks.SourceEncoder).Read("pixel_values", EncoderInput.Tensor).Write("last_hidden_state", _hidden);
        foreach (var port in networks.PoseEncoder.Inputs.Where(port => port.Name is not "pose" && !FpdmBody.Has(port.Name)))
        {
            var tensor = networks.SourceEncoder.TensorFor(networks.SourceEncoder.Output(port.Name), batch: 1);
            _encode.Write(port.Name, _forPose[port.Name] = tensor);
        }
        _encode.IgnoreOtherOutputs();
        _project = new NetworkBinding(networks.SourceProjector).Read("last_hidden_state", _hidden).Write("tokens", Tokens);
        _embed = new NetworkBinding(networks.FusionEncoder).Read("pixel_values", FusionInput.Tensor).Write("image_embeds", Embedding);
    }

    /// <summary>The source encoder's picture, ImageNet statistics.</summary>
    public PictureInput EncoderInput { get; }

    /// <summary>The fusion encoder's picture, CLIP statistics.</summary>
    public PictureInput FusionInput { get; }

    /// <summary>[1, tokens, channels]: input of the UNet's cross-attention.</summary>
    public FloatTensor Tokens { get; }

    /// <summary>[1, channels].</summary>
    public FloatTensor Embedding { get; }

    /// <summary>The source encoder's outputs that the pose encoder reads, by name. Empty for the published one.</summary>
    public IReadOnlyDictionary<string, FloatTensor> ForPose => _forPose;

    /// <summary>
    /// The square of the picture encoded last that shows the upper body and the hands. Null when the encoder gives no surface coordinates, finds no person,
    /// or when the square would be most of the picture.
    /// </summary>
    /// <param name="width">Pixels of that picture.</param>
    public PixelBox? UpperBody(int width, int height) =>
        _forPose.TryGetValue("surface", out var surface) ? UpperBodyBox.Find(surface.Span, surface.Shape[3], width, height) : null;

    /// <summary>Squashes the picture to the source encoder's square first, then that one to the fusion encoder's, as published.</summary>
    public void Encode(RgbImage picture)
    {
        var square = PictureResizer.Resize(picture, _size, _size, ResizeFilter.Bicubic);
        EncoderInput.Write(square);
        FusionInput.Write(square);
        Run();
    }

    /// <summary>Encodes the contents of the two inputs' tensors.</summary>
    public void Run()
    {
        _encode.Run();
        _project.Run();
        _embed.Run();
    }

    public void Dispose()
    {
        _encode.Dispose();
        _project.Dispose();
        _embed.Dispose();
        EncoderInput.Dispose();
        FusionInput.Dispose();
        _hidden.Dispose();
        foreach (var tensor in _forPose.Values)
            tensor.Dispose();
        Tokens.Dispose();
        Embedding.Dispose();
    }
}
