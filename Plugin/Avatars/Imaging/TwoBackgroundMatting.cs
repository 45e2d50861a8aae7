using System;

namespace Avatars.Imaging;

/// <summary>Colour and alpha of what is in front, from the same frame before black and before white.</summary>
/// <remarks>Smith and Blinn 1996, "Blue Screen Matting": triangulation with two known backgrounds.</remarks>
public static class TwoBackgroundMatting
{
    // Generators' mattes are sigmoids and reach neither end: what is nearer than this to one of them is meant to be it.
    const float Nothing = 0.06f, Everything = 0.94f;

    /// <param name="onBlack">Colours times alpha.</param>
    /// <param name="onWhite">The same frame, of the same size.</param>
    /// <param name="frame">Receives straight alpha.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static void Run(RgbImage onBlack, RgbImage onWhite, RgbaImage frame)
    {
        if ((onBlack.Width, onBlack.Height) != (onWhite.Width, onWhite.Height) || (onBlack.Width, onBlack.Height) != (frame.Width, frame.Height))
            throw new ArgumentException($"Frames of {onBlack.Width}x{onBlack.Height} and {onWhite.Width}x{onWhite.Height} for one of "
                + $"{frame.Width}x{frame.Height}. Give one size.", nameof(frame));
        for (int from = 0, to = 0; from < onBlack.Bytes.Length; from += 3, to += 4)
        {
            var shown = onWhite.Bytes[from] + onWhite.Bytes[from + 1] + onWhite.Bytes[from + 2]
                - onBlack.Bytes[from] - onBlack.Bytes[from + 1] - onBlack.Bytes[from + 2];
            var share = Math.Clamp(1 - shown / 765f, 0, 1);
            var alpha = Math.Clamp((share - Nothing) / (Everything - Nothing), 0, 1);
            for (var k = 0; k < 3; k++)
                frame.Bytes[to + k] = alpha > 0 ? (byte)Math.Clamp(onBlack.Bytes[from + k] / share + 0.5f, 0, 255) : (byte)0;
            frame.Bytes[to + 3] = (byte)(255 * alpha + 0.5f);
        }
    }
}
