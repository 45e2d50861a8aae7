using System;
using Avatars.Imaging;

namespace Avatars.Body;

/// <summary>A person as models with a textured body show one: made once per source, shared by all frames. Immutable.</summary>
/// <param name="Body">In the person's own shape.</param>
/// <param name="Texture">Of <see cref="TextureCapture"/>.</param>
/// <param name="Background">What is behind the person: <see cref="InpaintedBackground"/>, or any other picture.
/// Frames of another shape show its middle.</param>
public sealed record TexturedPerson(ShapedBody Body, BodyTexture Texture, RgbImage Background)
{
    /// <summary>An average body in one colour, before another: for measuring speed and for trying a rig.</summary>
    public static TexturedPerson Plain(BodyModel model, RgbColor body, RgbColor background)
    {
        const int Side = 16;
        var texels = new byte[4 * Side * Side];
        for (var i = 0; i < texels.Length; i += 4)
            (texels[i], texels[i + 1], texels[i + 2], texels[i + 3]) = (body.R, body.G, body.B, 255);
        var behind = new RgbImage(Side, Side);
        for (var i = 0; i < behind.Bytes.Length; i += 3)
            (behind.Bytes[i], behind.Bytes[i + 1], behind.Bytes[i + 2]) = (background.R, background.G, background.B);
        return new TexturedPerson(new ShapedBody(model, Array.Empty<float>()), new BodyTexture(new RgbaImage(Side, Side, texels)), behind);
    }
}
