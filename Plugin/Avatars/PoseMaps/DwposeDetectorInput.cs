using System;
using Avatars.Imaging;

namespace Avatars.PoseMaps;

/// <summary>A picture as the person detector of DWPose (YOLOX) takes it: shrunk or enlarged into the top left of a grey square, blue first, 0 to
/// 255.</summary>
/// <remarks>muzishen/IMAGPose, dwpose/onnxdet.py.</remarks>
internal sealed class DwposeDetectorInput
{
    const float Grey = 114;

    /// <param name="width">Of the network's input, pixels; 640 as published.</param>
    public DwposeDetectorInput(RgbImage picture, int width = 640, int height = 640)
    {
        (Width, Height) = (width, height);
        Scale = Math.Min((double)height / picture.Height, (double)width / picture.Width);
        var (inWidth, inHeight) = ((int)(picture.Width * Scale), (int)(picture.Height * Scale));
        var fitted = OpenCvResize.Linear(picture, inWidth, inHeight);
        Planes = new float[3 * width * height];
        Planes.AsSpan().Fill(Grey);
        for (var channel = 0; channel < 3; channel++)
            for (var y = 0; y < inHeight; y++)
            {
                var row = fitted.Row(y);
                for (var x = 0; x < inWidth; x++)
                    Planes[(channel * height + y) * width + x] = row[3 * x + 2 - channel];
            }
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Pixels here for one of the picture.</summary>
    public double Scale { get; }

    /// <summary>[3, height, width].</summary>
    public float[] Planes { get; }
}
