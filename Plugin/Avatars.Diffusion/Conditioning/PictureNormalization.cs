using System;
using Avatars.Imaging;

namespace Avatars.Conditioning;

/// <summary>From a picture's bytes to what a network was trained to see: <c>(byte / 255 - mean) / deviation</c>, a plane a channel.</summary>
public sealed class PictureNormalization
{
    /// <summary>CLIP's own statistics. openai/clip-vit-large-patch14, preprocessor_config.json.</summary>
    public static readonly PictureNormalization Clip = new([0.48145466f, 0.4578275f, 0.40821073f], [0.26862954f, 0.26130258f, 0.27577711f]);

    /// <summary>ImageNet's statistics, as DINOv2 wants them. facebook/dinov2-large, preprocessor_config.json.</summary>
    public static readonly PictureNormalization ImageNet = new([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <summary>0 to 1.</summary>
    public static readonly PictureNormalization Unit = new([0, 0, 0], [1, 1, 1]);

    /// <summary>-1 to 1.</summary>
    public static readonly PictureNormalization Symmetric = new([0.5f, 0.5f, 0.5f], [0.5f, 0.5f, 0.5f]);

    readonly float[][] _tables;

    PictureNormalization(float[] mean, float[] deviation)
    {
        _tables = [new float[256], new float[256], new float[256]];
        for (var channel = 0; channel < 3; channel++)
            for (var value = 0; value < 256; value++)
                _tables[channel][value] = (value / 255f - mean[channel]) / deviation[channel];
    }

    /// <param name="tensor">Receives [3, height, width].</param>
    /// <exception cref="ArgumentException">The tensor is not of the picture's size.</exception>
    public void Write(RgbImage picture, Span<float> tensor)
    {
        var pixels = picture.Width * picture.Height;
        if (tensor.Length != pixels * 3)
            throw new ArgumentException($"The picture is {picture.Width}x{picture.Height}, but the network takes {tensor.Length} values, not {pixels * 3}. Resize the picture first.", nameof(picture));
        var bytes = picture.Bytes.AsSpan(0, pixels * 3);
        float[] red = _tables[0], green = _tables[1], blue = _tables[2];
        Span<float> r = tensor[..pixels], g = tensor.Slice(pixels, pixels), b = tensor.Slice(2 * pixels, pixels);
        for (int i = 0, at = 0; i < r.Length; i++, at += 3)
        {
            r[i] = red[bytes[at]];
            g[i] = green[bytes[at + 1]];
            b[i] = blue[bytes[at + 2]];
        }
    }
}
