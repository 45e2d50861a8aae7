using System;
using Avatars.Conditioning;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Latents;
using Avatars.Sampling;

namespace Avatars.Systems.ImagPose;

/// <summary>Feature-level conditioning: the first source as tokens, those of the picture encoder and then those of its latents' patches.</summary>
internal sealed class FeatureTokens : IDisposable
{
    readonly FlcMode _mode;
    readonly int _width, _height;
    readonly PictureInput _picture;
    readonly LatentEncoder _encoder;
    readonly FloatTensor _hidden, _latents, _patches;
    readonly NetworkBinding _encode, _embed;

    /// <summary>Borrows <paramref name="networks"/>.</summary>
    /// <exception cref="FormatException">The networks were made for another mode, or do not fit one another.</exception>
    public FeatureTokens(ImagPoseNetworks networks, FlcMode mode, int width, int height, float latentScale)
    {
        (_mode, _width, _height) = (mode, width, height);
        var pixels = networks.SourceEncoder.Input("pixel_values").Dimensions;
        _picture = new PictureInput(pixels[3], pixels[2], ChannelNormalization.Clip);
        _encoder = new LatentEncoder(networks.ReferenceEncoder, latentScale);
        _hidden = networks.SourceEncoder.TensorFor(networks.SourceEncoder.Output("last_hidden_state"), batch: 1);
        _latents = networks.PatchEmbedding.TensorFor(networks.PatchEmbedding.Input("latents"), batch: 1);
        _patches = networks.PatchEmbedding.TensorFor(networks.PatchEmbedding.Output("patch_tokens"), batch: 1);
        Tokens = new FloatTensor(1, _hidden.Shape[1] + _patches.Shape[1], _hidden.Shape[2]);
        _encode = new NetworkBinding(networks.SourceEncoder).Read("pixel_values", _picture.Tensor).Write("last_hidden_state", _hidden);
        _embed = new NetworkBinding(networks.PatchEmbedding).Read("latents", _latents).Write("patch_tokens", _patches);
        var reference = _encoder.Picture.Shape;
        var (wantedWidth, wantedHeight) = mode == FlcMode.PublishedInference ? (2 * width, 2 * height) : (width, height);
        if ((reference[3], reference[2]) != (wantedWidth, wantedHeight))
            throw new FormatException($"'{networks.ReferenceEncoder.Path}' takes pictures of {reference[3]}x{reference[2]}, "
                + $"but model.json's flcMode needs the source at {wantedWidth}x{wantedHeight}. Build the package for that mode.");
    }

    /// <summary>[1, tokens, channels]: the context of the UNet's cross-attention.</summary>
    public FloatTensor Tokens { get; }

    /// <summary>[1, channels, h, w]: the source's latents, scaled.</summary>
    public FloatTensor Latents => _latents;

    public void Encode(RgbImage picture)
    {
        var size = (Width: _picture.Tensor.Shape[3], Height: _picture.Tensor.Shape[2]);
        _picture.Write(_mode == FlcMode.TrainLike
            ? PictureProcessor.Clip(size.Width).Prepare(picture)
            : PictureResizer.Resize(picture, size.Width, size.Height, ResizeFilter.Bicubic)); // PIL's default
        _encode.Run();
        EncodeLatents(picture);
        _embed.Run();
        _hidden.Span.CopyTo(Tokens.Span);
        _patches.Span.CopyTo(Tokens.Span[_hidden.Length..]);
    }

    void EncodeLatents(RgbImage picture)
    {
        switch (_mode)
        {
            case FlcMode.TrainLike:
                PictureTensor.Write(Cover(picture), ChannelNormalization.ZeroToOne, _encoder.Picture.Span);
                var gaussian = new float[_latents.Length];
                new GaussianNoise(0).Fill(gaussian); // training samples anew each time; here a source always gives the same tokens
                _encoder.Encode(_latents.Span, gaussian);
                break;
            case FlcMode.PublishedInference:
                PictureTensor.Write(PictureResizer.Resize(picture, 2 * _width, 2 * _height, ResizeFilter.Lanczos), ChannelNormalization.PlusMinusOne,
                    _encoder.Picture.Span);
                _encoder.Encode(_latents.Span);
                break;
            default:
                PictureTensor.Write(PictureResizer.Resize(picture, _width, _height, ResizeFilter.Bilinear), ChannelNormalization.PlusMinusOne,
                    _encoder.Picture.Span);
                _encoder.Encode(_latents.Span);
                break;
        }
    }

    /// <summary>The picture at the least size that covers a tile, and the middle of it: the mean of the training's random cuts.</summary>
    RgbImage Cover(RgbImage picture)
    {
        var scale = Math.Max((double)_width / picture.Width, (double)_height / picture.Height);
        var (width, height) = (Math.Max((int)Math.Round(picture.Width * scale), _width), Math.Max((int)Math.Round(picture.Height * scale), _height));
        var processor = new PictureProcessor(ChannelNormalization.ZeroToOne) { Size = (width, height), Filter = ResizeFilter.Bilinear,
            Crop = (_width, _height) };
        return processor.Prepare(picture);
    }

    public void Dispose()
    {
        _encode.Dispose();
        _embed.Dispose();
        _picture.Dispose();
        _encoder.Dispose();
        _hidden.Dispose();
        _latents.Dispose();
        _patches.Dispose();
        Tokens.Dispose();
    }
}
