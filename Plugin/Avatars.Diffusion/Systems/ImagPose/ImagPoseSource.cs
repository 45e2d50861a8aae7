using System;
using System.Linq;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.PoseMaps;

namespace Avatars.Systems.ImagPose;

/// <summary>What depends only on the source: tokens, and the canvas with its known tiles, laid out for one pose or for several.</summary>
internal sealed class ImagPoseSource : IDisposable
{
    readonly PoseMapStyle _style;
    readonly int _width, _height;
    readonly float _latentScale;
    readonly CanvasEncoder _pictures, _poses;
    readonly RgbImage _black;
    readonly float[] _masked, _flag;
    PersonSource? _person;

    /// <summary>Borrows <paramref name="networks"/> and <paramref name="poses"/>.</summary>
    /// <param name="poses">Receives the known tiles' pose maps.</param>
    /// <param name="style">Of pose maps.</param>
    /// <param name="width">Of a tile, pixels.</param>
    public ImagPoseSource(ImagPoseNetworks networks, CanvasEncoder poses, PoseMapStyle style, FlcMode mode, int width, int height, float latentScale)
    {
        (_poses, _style, _width, _height, _latentScale) = (poses, style, width, height, latentScale);
        Features = new FeatureTokens(networks, mode, width, height, latentScale);
        _pictures = new CanvasEncoder(networks.Encoder, "image", "moments", ChannelNormalization.PlusMinusOne, width, height);
        _black = new RgbImage(width, height);
        _masked = new float[_pictures.Canvas.Length / 2];
        _flag = new float[_pictures.Canvas.Shape[2] * _pictures.Canvas.Shape[3]];
    }

    public FeatureTokens Features { get; }

    /// <summary>The canvas of pictures, for the encoder.</summary>
    public CanvasEncoder Pictures => _pictures;

    /// <summary>[channels, h, w]: latents of the canvas whose unknown tiles are black, scaled.</summary>
    public ReadOnlySpan<float> Masked => _masked;

    /// <summary>[h, w]: 1 in the latents of known tiles, 0 in the others.</summary>
    public ReadOnlySpan<float> Flag => _flag;

    public CanvasLayout Layout { get; private set; }

    public bool IsSet => _person is not null;

    /// <summary>Pictures of the person.</summary>
    public int Views => _person?.Views.Count ?? 0;

    /// <summary>Encodes the person; the first picture gives the tokens.</summary>
    public void Encode(PersonSource person, CanvasLayout layout)
    {
        Features.Encode(person.Views[0].Picture);
        _person = person;
        Arrange(layout);
    }

    /// <summary>Lays the known tiles out for another task.</summary>
    public void Arrange(CanvasLayout layout)
    {
        Layout = layout;
        var (rows, columns) = (_pictures.Canvas.Shape[2] / 2, _pictures.Canvas.Shape[3] / 2);
        for (var quadrant = 0; quadrant < Tiles.Count; quadrant++)
        {
            var isKnown = quadrant < layout.Known();
            Tiles.Fill(_flag, columns, rows, quadrant, isKnown ? 1 : 0);
            if (isKnown)
                _poses.Write(quadrant, ViewOf(quadrant).DrawPose(_style, _width, _height));
            _pictures.Write(quadrant, isKnown ? ViewOf(quadrant).Picture : _black);
        }
        Encode();
    }

    /// <summary>Latents of the canvas of pictures.</summary>
    public void Encode()
    {
        _pictures.Run();
        var mean = _pictures.Canvas.Span[.._masked.Length]; // the other half of the channels is the variance
        for (var i = 0; i < _masked.Length; i++)
            _masked[i] = mean[i] * _latentScale;
    }

    // With two pictures the published script draws the third tile's from them; here it is the first again, so that a seed is not needed.
    SourceView ViewOf(int quadrant) => quadrant < _person!.Views.Count ? _person.Views[quadrant] : _person.Views[0];

    public void Dispose()
    {
        _pictures.Dispose();
        Features.Dispose();
    }
}
