using System;
using Avatars.Body;
using Avatars.Imaging;

namespace Avatars.Sources;

/// <summary>From a picture and the body in it to a person that models with a textured body show.</summary>
public static class SourceTexture
{
    const int Side = 1024; // texels
    const int MostPixels = 1024; // of the longer side of the picture in which self-occlusion is looked up
    const float BackgroundMargin = 0.012f; // of the picture's longer side: shadows and mixed edges around the person

    /// <param name="picture">The one that was analysed.</param>
    /// <exception cref="ArgumentException">The picture has another size than the one that was analysed.</exception>
    public static TexturedPerson Take(SourceBody source, RgbImage picture)
    {
        var camera = source.Fit.Camera;
        if ((picture.Width, picture.Height) != (camera.Width, camera.Height))
            throw new ArgumentException($"The picture is {picture.Width}x{picture.Height}, but the analysed one was {camera.Width}x{camera.Height}. "
                + "Give the same picture.", nameof(picture));
        var surface = new PosedSurface(source.Fit.Body);
        surface.Pose(source.Fit.JointModel(), source.Fit.Expression);
        var scale = Math.Min(1, (float)MostPixels / Math.Max(picture.Width, picture.Height));
        var (width, height) = (Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale)));
        var rasterizer = new BodyRasterizer(source.Fit.Body.Model, width, height);
        rasterizer.Draw(surface, camera.WithSize(width, height));
        var matte = MatteOf(source, rasterizer, picture.Width, picture.Height);
        var capture = new TextureCapture(source.Fit.Body.Model, Side);
        capture.Take(picture, matte, camera, surface, rasterizer);
        var margin = (int)MathF.Ceiling(BackgroundMargin * Math.Max(picture.Width, picture.Height));
        return new TexturedPerson(source.Fit.Body, capture.Finish(), InpaintedBackground.Of(picture, matte, margin));
    }

    /// <summary>The person's share of each pixel; the body's outline where no network saw a matte.</summary>
    static float[] MatteOf(SourceBody source, BodyRasterizer body, int width, int height)
    {
        var matte = new float[width * height];
        if (source.Seen.Matte is { } seen)
        {
            for (var i = 0; i < matte.Length; i++)
                matte[i] = seen.Bytes[i] / 255f;
            return matte;
        }
        for (var i = 0; i < matte.Length; i++)
            matte[i] = body.Triangles[i / width * body.Height / height * body.Width + i % width * body.Width / width] != 0 ? 1 : 0;
        return matte;
    }
}
