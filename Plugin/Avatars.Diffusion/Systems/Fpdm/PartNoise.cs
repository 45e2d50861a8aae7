using System;
using Avatars.Imaging;
using Avatars.Sampling;

namespace Avatars.Systems.Fpdm;

/// <summary>Noise of a whole frame's latents, of which a part is taken: the same place of the frame gets the same noise, whatever the part.</summary>
sealed class PartNoise : INoise
{
    readonly GaussianNoise _noise = new(0);
    readonly float[] _first, _whole; // the first draw of the seed is every frame's, and kept
    readonly int _width, _height;
    PixelBox _part;
    uint? _seed;
    int _draws;

    /// <param name="channels">Of the latents, as the sides, in cells.</param>
    public PartNoise(int channels, int width, int height)
    {
        (_first, _whole, _width, _height) = (new float[channels * width * height], new float[channels * width * height], width, height);
        _part = new PixelBox(0, 0, width, height);
    }

    /// <summary>Begins the stream of this seed again.</summary>
    /// <param name="part">Cells.</param>
    public void Restart(uint seed, PixelBox part)
    {
        (_part, _draws) = (part, 0);
        if (_seed == seed)
            return;
        _seed = seed;
        _noise.Restart(seed);
        _noise.Fill(_first);
    }

    /// <param name="gaussian">[channels, part's height, part's width].</param>
    public void Fill(Span<float> gaussian)
    {
        var drawn = Draw();
        if (gaussian.Length == drawn.Length)
        {
            drawn.CopyTo(gaussian);
            return;
        }
        for (int row = 0, at = 0; at < gaussian.Length; row++, at += _part.Width)
        {
            var (channel, y) = (row / _part.Height, row % _part.Height);
            drawn.AsSpan((channel * _height + _part.Y + y) * _width + _part.X, _part.Width).CopyTo(gaussian.Slice(at, _part.Width));
        }
    }

    float[] Draw()
    {
        _draws++;
        if (_draws == 1)
            return _first;
        if (_draws == 2) // a stochastic sampler goes on behind the first draw
        {
            _noise.Restart(_seed!.Value);
            _noise.Fill(_whole);
        }
        _noise.Fill(_whole);
        return _whole;
    }
}
