using System;
using Avatars.Imaging;
using Avatars.Sampling;

namespace Avatars.Systems.Fpdm;

/// <summary>Noise of a whole frame's latents, of which a part is taken: the same place of the frame gets the same noise, whatever the part.</summary>
sealed class PartNoise : INoise
{
    readonly GaussianNoise _noise = new(0);
    readonly float[] _whole;
    readonly int _width, _height;
    PixelBox _part;

    /// <param name="channels">Of the latents, as the sides, in cells.</param>
    public PartNoise(int channels, int width, int height)
    {
        (_whole, _width, _height) = (new float[channels * width * height], width, height);
        _part = new PixelBox(0, 0, width, height);
    }

    /// <summary>Begins the stream of this seed again.</summary>
    /// <param name="part">Cells.</param>
    public void Restart(uint seed, PixelBox part)
    {
        _noise.Restart(seed);
        _part = part;
    }

    /// <param name="gaussian">[channels, part's height, part's width].</param>
    public void Fill(Span<float> gaussian)
    {
        if (gaussian.Length == _whole.Length)
        {
            _noise.Fill(gaussian);
            return;
        }
        _noise.Fill(_whole);
        for (int row = 0, at = 0; at < gaussian.Length; row++, at += _part.Width)
        {
            var (channel, y) = (row / _part.Height, row % _part.Height);
            _whole.AsSpan((channel * _height + _part.Y + y) * _width + _part.X, _part.Width).CopyTo(gaussian.Slice(at, _part.Width));
        }
    }
}
