using System;
using Avatars.Imaging;
using Avatars.Perception;

namespace Avatars.Sources;

/// <summary>
/// Whether a person is drawn in lines, with pencil, ink or charcoal: without colours, and mostly as white as paper. Grey photographs have tones.
/// </summary>
static class LineDrawing
{
    const int MostColour = 24, Paper = 224; // of 255: between the channels of a grey pixel; of blank paper
    const float LeastGrey = 0.97f, LeastPaper = 0.5f; // shares of the person's pixels

    public static bool Shows(RgbImage picture, Matte matte)
    {
        var (grey, paper, count) = (0, 0, 0);
        for (var i = 0; i < matte.Bytes.Length; i++)
        {
            if (matte.Bytes[i] <= 127)
                continue;
            var (red, green, blue) = (picture.Bytes[3 * i], picture.Bytes[3 * i + 1], picture.Bytes[3 * i + 2]);
            var (least, most) = (Math.Min(red, Math.Min(green, blue)), Math.Max(red, Math.Max(green, blue)));
            grey += most - least <= MostColour ? 1 : 0;
            paper += least >= Paper ? 1 : 0;
            count++;
        }
        return count > 0 && grey >= LeastGrey * count && paper >= LeastPaper * count;
    }
}
