using System;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Latents;
using Avatars.Sampling;

namespace Avatars.Systems.Pcdms;

/// <summary>
/// The two tiles that inpainting works on, source on the left and target on the right, between pixels and latents: through an autoencoder
/// for the whole canvas, as published, or through one for a tile where the package has no other.
/// </summary>
internal sealed class PcdmsCanvas : IDisposable
{
    readonly LatentEncoder _encoder;
    readonly LatentDecoder _decoder;
    readonly int _channels, _rows;
    readonly float[] _gaussian, _latents, _tile;
    readonly RgbImage? _canvas;

    /// <summary>Borrows <paramref name="networks"/>.</summary>
    public PcdmsCanvas(PcdmsNetworks networks, float latentScale, RunClock? clock = null)
    {
        IsWhole = networks.Has("canvas_decoder");
        _encoder = new LatentEncoder(networks[IsWhole ? "canvas_encoder" : "vae_encoder"], latentScale);
        _decoder = new LatentDecoder(networks[IsWhole ? "canvas_decoder" : "vae_decoder"], latentScale, clock);
        var latents = networks["unet"].Output("prediction").Dimensions; // [batch, channels, height, 2 width]
        (_channels, _rows) = (latents[1], latents[2]);
        LatentLength = latents[1] * latents[2] * latents[3];
        TileLatentLength = LatentLength / 2;
        if (_encoder.LatentLength != (IsWhole ? LatentLength : TileLatentLength) || _decoder.LatentLength != _encoder.LatentLength)
            throw new FormatException($"'{networks["unet"].Path}' works on latents of {LatentLength} elements, which its package's autoencoder does "
                + "not make. Build the package again.");
        _latents = new float[LatentLength];
        _gaussian = new float[IsWhole ? LatentLength : 0];
        _tile = new float[TileLatentLength];
        _canvas = IsWhole ? new RgbImage(_decoder.Width, _decoder.Height) : null;
    }

    /// <summary>Whether one run of the autoencoder takes both tiles.</summary>
    public bool IsWhole { get; }

    /// <summary>Pixels of a tile.</summary>
    public int Width => IsWhole ? _decoder.Width / 2 : _decoder.Width;

    /// <inheritdoc cref="Width"/>
    public int Height => _decoder.Height;

    /// <summary>[channels, height, 2 width].</summary>
    public int LatentLength { get; }

    /// <summary>[channels, height, width].</summary>
    public int TileLatentLength { get; }

    /// <summary>[1, 3, height, 2 width] or a tile, -1 to 1: what is encoded.</summary>
    public FloatTensor Picture => _encoder.Picture;

    /// <summary>[1, 3, height, 2 width] or a tile: what was decoded last.</summary>
    public FloatTensor Decoded => _decoder.Picture;

    /// <summary>Encodes the source beside black.</summary>
    /// <param name="source">Of a tile's size.</param>
    public void Encode(RgbImage source)
    {
        if (IsWhole)
        {
            Picture.Span.Fill(-1);
            WriteTile(source, Picture.Span, right: false);
            Encode();
            return;
        }
        PictureTensor.Write(source, ChannelNormalization.PlusMinusOne, Picture.Span);
        _encoder.Encode(_tile);
        Join(_tile, right: false);
        Picture.Span.Fill(-1);
        _encoder.Encode(_tile);
        Join(_tile, right: true);
    }

    /// <summary>Encodes the contents of <see cref="Picture"/>, a whole canvas.</summary>
    public void Encode() => _encoder.Encode(_latents);

    /// <summary>The visible latents: drawn from the encoder's distribution for the whole canvas, as published; its mean for tiles.</summary>
    public ReadOnlySpan<float> Draw(INoise noise)
    {
        if (IsWhole)
        {
            noise.Fill(_gaussian);
            _encoder.Draw(_latents, _gaussian);
        }
        return _latents;
    }

    /// <summary>Decodes the target's tile.</summary>
    /// <param name="latents">[channels, height, 2 width].</param>
    public void Decode(ReadOnlySpan<float> latents, RgbImage target)
    {
        if (_canvas is null)
        {
            CopyTarget(latents, _tile);
            _decoder.Decode(_tile, target);
            return;
        }
        _decoder.Decode(latents, _canvas);
        for (var y = 0; y < target.Height; y++)
            _canvas.Row(y)[(3 * target.Width)..].CopyTo(target.Row(y));
    }

    /// <summary>Decodes up to <see cref="Decoded"/>, a whole canvas.</summary>
    public void Decode(ReadOnlySpan<float> latents) => _decoder.Decode(latents);

    /// <summary>The right half of a canvas's latents.</summary>
    /// <param name="tile">[channels, height, width].</param>
    public void CopyTarget(ReadOnlySpan<float> latents, Span<float> tile)
    {
        var width = TileLatentLength / (_channels * _rows);
        for (var row = 0; row < _channels * _rows; row++)
            latents.Slice((2 * row + 1) * width, width).CopyTo(tile.Slice(row * width, width));
    }

    /// <summary>A picture into half of a canvas's tensor.</summary>
    /// <param name="canvas">[3, height, 2 width], -1 to 1.</param>
    public static void WriteTile(RgbImage picture, Span<float> canvas, bool right)
    {
        for (var channel = 0; channel < 3; channel++)
        {
            var table = ChannelNormalization.PlusMinusOne.Table(channel);
            for (var y = 0; y < picture.Height; y++)
            {
                var row = canvas.Slice(((channel * picture.Height + y) * 2 + (right ? 1 : 0)) * picture.Width, picture.Width);
                var bytes = picture.Row(y);
                for (var x = 0; x < row.Length; x++)
                    row[x] = table[bytes[3 * x + channel]];
            }
        }
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _decoder.Dispose();
    }

    void Join(ReadOnlySpan<float> tile, bool right)
    {
        var width = TileLatentLength / (_channels * _rows);
        for (var row = 0; row < _channels * _rows; row++)
            tile.Slice(row * width, width).CopyTo(_latents.AsSpan((2 * row + (right ? 1 : 0)) * width, width));
    }
}
