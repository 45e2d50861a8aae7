using System;

namespace Avatars.Imaging;

/// <summary>
/// What a vision model's image processor does to a picture: resize, perhaps cut out the middle, normalize. The same numbers as
/// Hugging Face's CLIPImageProcessor, BitImageProcessor and VaeImageProcessor.
/// </summary>
/// <remarks>transformers 4.40, models/clip/image_processing_clip.py and models/bit/image_processing_bit.py; diffusers 0.27.2, image_processor.py.</remarks>
public sealed record PictureProcessor(ChannelNormalization Normalization)
{
    public ResizeFilter Filter { get; init; } = ResizeFilter.Bicubic;

    /// <summary>The shorter side becomes this, the longer follows; null where <see cref="Size"/> or <see cref="Multiple"/> decides.</summary>
    public int? ShortestEdge { get; init; }

    /// <summary>The picture becomes this, whatever its shape was.</summary>
    public (int Width, int Height)? Size { get; init; }

    /// <summary>Else, both sides are cut down to multiples of this.</summary>
    public int Multiple { get; init; } = 1;

    /// <summary>Then the middle is cut out; where the picture is smaller, it is surrounded with black.</summary>
    public (int Width, int Height)? Crop { get; init; }

    /// <summary>CLIP's default: the shorter side to <paramref name="size"/>, the middle square of it.</summary>
    public static PictureProcessor Clip(int size) => new(ChannelNormalization.Clip) { ShortestEdge = size, Crop = (size, size) };

    /// <summary>FPDM's for DINOv2: the shorter side to <paramref name="shortestEdge"/>, all of the picture.</summary>
    public static PictureProcessor Dino(int shortestEdge) => new(ChannelNormalization.ImageNet) { ShortestEdge = shortestEdge };

    /// <summary>For the autoencoder: to the given size, or to multiples of <paramref name="factor"/>, with Lanczos.</summary>
    public static PictureProcessor Vae((int Width, int Height)? size, int factor = 8) =>
        new(ChannelNormalization.PlusMinusOne) { Size = size, Multiple = factor, Filter = ResizeFilter.Lanczos };

    /// <summary>The resized and cropped picture, before normalization.</summary>
    public RgbImage Prepare(RgbImage picture)
    {
        var (width, height) = SizeFor(picture.Width, picture.Height);
        if ((width, height) != (picture.Width, picture.Height))
            picture = PictureResizer.Resize(picture, width, height, Filter);
        return Crop is { } crop && crop != (picture.Width, picture.Height) ? Middle(picture, crop.Width, crop.Height) : picture;
    }

    /// <returns>The tensor [3, height, width] and the last two of its sides.</returns>
    public (float[] Tensor, int Width, int Height) Run(RgbImage picture)
    {
        var prepared = Prepare(picture);
        var tensor = new float[PictureTensor.LengthOf(prepared.Width, prepared.Height)];
        PictureTensor.Write(prepared, Normalization, tensor);
        return (tensor, prepared.Width, prepared.Height);
    }

    (int Width, int Height) SizeFor(int width, int height)
    {
        if (Size is { } size)
            return size;
        if (ShortestEdge is not { } edge)
            return (Math.Max(width - width % Multiple, 1), Math.Max(height - height % Multiple, 1));
        return width <= height ? (edge, (int)((long)edge * height / width)) : ((int)((long)edge * width / height), edge);
    }

    static RgbImage Middle(RgbImage picture, int width, int height)
    {
        var middle = new RgbImage(width, height);
        var top = (int)Math.Floor((picture.Height - height) / 2.0);
        var left = (int)Math.Floor((picture.Width - width) / 2.0);
        var (first, last) = (Math.Max(left, 0), Math.Min(left + width, picture.Width));
        for (var y = Math.Max(-top, 0); y < height && y + top < picture.Height; y++)
            picture.Row(y + top).Slice(first * 3, (last - first) * 3).CopyTo(middle.Row(y).Slice((first - left) * 3));
        return middle;
    }
}
