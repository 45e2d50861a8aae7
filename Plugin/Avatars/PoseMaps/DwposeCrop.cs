using System;
using Avatars.Imaging;

namespace Avatars.PoseMaps;

/// <summary>One person cropped for DWPose's keypoint network, and the mapping back into the picture.</summary>
/// <remarks>
/// muzishen/IMAGPose, dwpose/onnxpose.py: a quarter more than the box, of the network's shape, in OpenCV's warpAffine (fixed point with 32 steps
/// a pixel); blue first, with ImageNet's statistics given to the channels in their order as published.
/// </remarks>
internal sealed class DwposeCrop
{
    const double Padding = 1.25;
    const int Steps = 32; // OpenCV's subpixel steps
    const int Fixed = 1024;

    static readonly float[] Mean = [123.675f, 116.28f, 103.53f];
    static readonly float[] Deviation = [58.395f, 57.12f, 57.375f];

    readonly double _centerX, _centerY, _width, _height;

    /// <param name="box">Of a person; the whole picture where none was found.</param>
    /// <param name="width">Of the network's input, pixels; 288 x 384 as published.</param>
    public DwposeCrop(RgbImage picture, PersonBox box, int width = 288, int height = 384)
    {
        (Width, Height) = (width, height);
        (PictureWidth, PictureHeight) = (picture.Width, picture.Height);
        (_centerX, _centerY) = (((double)box.Left + box.Right) * 0.5, ((double)box.Top + box.Bottom) * 0.5);
        var (boxWidth, boxHeight) = (((double)box.Right - box.Left) * Padding, ((double)box.Bottom - box.Top) * Padding);
        var aspect = (double)width / height;
        (_width, _height) = boxWidth > boxHeight * aspect ? (boxWidth, boxWidth / aspect) : (boxHeight * aspect, boxHeight);
        Planes = Warp(picture);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Of the picture that this was cut out of, pixels.</summary>
    public int PictureWidth { get; }

    /// <inheritdoc cref="PictureWidth"/>
    public int PictureHeight { get; }

    /// <summary>[3, height, width].</summary>
    public float[] Planes { get; }

    /// <summary>Converts a position in this crop to pixels of the picture.</summary>
    public (double X, double Y) InPicture(double x, double y) => (x / Width * _width + _centerX - _width / 2, y / Height * _height + _centerY - _height / 2);

    float[] Warp(RgbImage picture)
    {
        var planes = new float[3 * Width * Height];
        var scale = _width / Width; // pixels of the picture for one here, along both sides
        for (var y = 0; y < Height; y++)
        {
            var rowX = (long)Math.Round((_centerX - scale * Width / 2) * Fixed) + Fixed / Steps / 2;
            var rowY = (long)Math.Round((scale * y + _centerY - scale * Height / 2) * Fixed) + Fixed / Steps / 2;
            for (var x = 0; x < Width; x++)
            {
                var column = (rowX + (long)Math.Round(scale * x * Fixed)) >> 5;
                var row = rowY >> 5;
                for (var channel = 0; channel < 3; channel++)
                {
                    var value = Sample(picture, column >> 5, row >> 5, (int)(column & (Steps - 1)), (int)(row & (Steps - 1)), 2 - channel);
                    planes[(channel * Height + y) * Width + x] = (value - Mean[channel]) / Deviation[channel];
                }
            }
        }
        return planes;
    }

    /// <summary>Between four pixels, rounded to a byte; black outside the picture.</summary>
    static int Sample(RgbImage picture, long x, long y, int right, int down, int channel)
    {
        var sum = At(x, y) * (Steps - right) * (Steps - down) + At(x + 1, y) * right * (Steps - down)
            + At(x, y + 1) * (Steps - right) * down + At(x + 1, y + 1) * right * down;
        return (sum + Steps * Steps / 2) / (Steps * Steps);

        int At(long column, long row) => column < 0 || row < 0 || column >= picture.Width || row >= picture.Height ? 0
            : picture.Row((int)row)[3 * (int)column + channel];
    }
}
