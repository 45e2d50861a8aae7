using System;
using System.Collections.Generic;
using System.Linq;
using Avatars.Body;
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
    readonly string _tokensHash, _embeddingHash;

    /// <summary>Borrows <paramref name="networks"/>.</summary>
    public FpdmSource(FpdmNetworks networks)
    {
        var pixels = networks.SourceEncoder.Input("pixel_values").Dimensions;
        (_size, _tokensHash, _embeddingHash) = (pixels[3], networks.TokensHash, networks.EmbeddingHash);
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
    /// <param name="kept">What networks made of the same picture before: taken over in place of a run of the same ones.</param>
    public void Encode(RgbImage picture, IReadOnlyList<SourceEmbedding>? kept = null)
    {
        var (hasTokens, hasEmbedding) = (TryTake(kept ?? [], _tokensHash, TokenResults()), TryTake(kept ?? [], _embeddingHash, EmbeddingResults()));
        if (hasTokens && hasEmbedding)
            return;
        var square = PictureResizer.Resize(picture, _size, _size, ResizeFilter.Bicubic);
        if (!hasTokens)
        {
            EncoderInput.Write(square);
            RunTokens();
        }
        if (!hasEmbedding)
        {
            FusionInput.Write(square);
            _embed.Run();
        }
    }

    /// <summary>A copy of all that <see cref="Encode"/> made last.</summary>
    public IReadOnlyList<SourceEmbedding> ToEmbeddings() =>
    [
        .. TokenResults().Select(result => new SourceEmbedding(result.Name, _tokensHash, result.Tensor.Span.ToArray())),
        .. EmbeddingResults().Select(result => new SourceEmbedding(result.Name, _embeddingHash, result.Tensor.Span.ToArray())),
    ];

    /// <summary>Encodes the contents of the two inputs' tensors.</summary>
    public void Run()
    {
        RunTokens();
        _embed.Run();
    }

    void RunTokens()
    {
        _encode.Run();
        _project.Run();
    }

    /// <summary>False where other networks made the kept ones, or a part is missing or of another length; then nothing has changed.</summary>
    static bool TryTake(IReadOnlyList<SourceEmbedding> kept, string networks, IEnumerable<(string Name, FloatTensor Tensor)> results)
    {
        var found = results.Select(result => (result.Tensor, Values: kept.FirstOrDefault(each => each.Name == result.Name && each.Networks == networks
            && each.Values.Length == result.Tensor.Length)?.Values)).ToList();
        if (found.Exists(result => result.Values is null))
            return false;
        foreach (var (tensor, values) in found)
            values!.CopyTo(tensor.Span);
        return true;
    }

    IEnumerable<(string Name, FloatTensor Tensor)> TokenResults() =>
        _forPose.Select(output => (output.Key, output.Value)).Append(("tokens", Tokens));

    IEnumerable<(string Name, FloatTensor Tensor)> EmbeddingResults() => [("image_embeds", Embedding)];

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
