using System;
using Avatars.Imaging;
using Avatars.PoseMaps;

namespace Avatars.Systems.Fpdm;

/// <summary>
/// Shows the texture as it is where an expression has moved the face: the networks learn from open eyes and would paint them over closed lids.
/// </summary>
static class ExpressedTexture
{
    /// <summary>Frames of another size than the body's pictures stay as they are.</summary>
    public static void Blend(BodyPictures body, RgbImage frame) => Blend(body, frame.Bytes, frame.Width, frame.Height, channels: 3);

    /// <inheritdoc cref="Blend(BodyPictures, RgbImage)"/>
    public static void Blend(BodyPictures body, RgbaImage frame) => Blend(body, frame.Bytes, frame.Width, frame.Height, channels: 4);

    static void Blend(BodyPictures body, byte[] frame, int width, int height, int channels)
    {
        if ((body.Warped.Width, body.Warped.Height) != (width, height))
            return;
        var (shares, texture) = (body.Expressed, body.Warped.Bytes);
        for (var i = 0; i < shares.Length; i++)
        {
            if (shares[i] == 0 || body.State.Bytes[3 * i + 2] == 0)
                continue;
            var (from, to) = (3 * i, channels * i);
            for (var k = 0; k < 3; k++)
                frame[to + k] = Mix(frame[to + k], texture[from + k], shares[i]);
            if (channels == 4)
                frame[to + 3] = Math.Max(frame[to + 3], shares[i]);
        }
    }

    static byte Mix(byte from, byte to, byte share) => (byte)((from * (255 - share) + to * share + 127) / 255);
}
