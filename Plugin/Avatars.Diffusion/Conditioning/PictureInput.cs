using System;
using Avatars.Imaging;
using Avatars.Inference;

namespace Avatars.Conditioning;

/// <summary>A network's picture input: resizes like Pillow, normalises, and writes the tensor. Pictures of one size cost no allocation.</summary>
internal sealed class PictureInput : IDisposable
{
    readonly ChannelNormalization _normalization;
    readonly ResizeFilter _filter;
    readonly RgbImage _resized;
    PictureResizer? _resizer;
    (int, int) _from;

    public PictureInput(int width, int height, ChannelNormalization normalization, ResizeFilter filter = ResizeFilter.Bicubic)
    {
        (_normalization, _filter) = (normalization, filter);
        _resized = new RgbImage(width, height);
        Tensor = new FloatTensor(1, 3, height, width);
    }

    /// <summary>[1, 3, height, width].</summary>
    public FloatTensor Tensor { get; }

    public void Write(RgbImage picture)
    {
        if ((picture.Width, picture.Height) == (_resized.Width, _resized.Height))
        {
            PictureTensor.Write(picture, _normalization, Tensor.Span);
            return;
        }
        if (_resizer is null || _from != (picture.Width, picture.Height))
        {
            _resizer = new PictureResizer(picture.Width, picture.Height, _resized.Width, _resized.Height, _filter);
            _from = (picture.Width, picture.Height);
        }
        _resizer.Run(picture, _resized);
        PictureTensor.Write(_resized, _normalization, Tensor.Span);
    }

    /// <summary>A part of the picture, as large as the tensor: not resized.</summary>
    public void Write(RgbImage picture, PixelBox part) => PictureTensor.Write(picture, part, _normalization, Tensor.Span);

    public void Dispose() => Tensor.Dispose();
}
