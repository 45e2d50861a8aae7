using System;
using System.Collections.Generic;
using Avatars.Body;
using Avatars.Imaging;

namespace Avatars.Sources;

/// <summary>From a picture and the body in it to a person that models with a textured body show.</summary>
public static class SourceTexture
{
    /// <summary>Texels of an atlas where nothing else is asked for.</summary>
    public const int UsualSide = 1024;

    const int LargestBackground = 1280; // pixels of the longer side: twice and more what frames show
    const int MostPixels = 1024; // of the longer side of the picture in which self-occlusion is looked up
    const float BackgroundMargin = 0.016f; // of the picture's longer side: shadows and mixed edges around the person

    /// <param name="picture">The one that was analysed.</param>
    /// <exception cref="ArgumentException">The picture has another size than the one that was analysed.</exception>
    public static TexturedPerson Take(SourceBody source, RgbImage picture) => Take([(source, picture)]);

    /// <summary>Several pictures of one person in the same clothes: each place is taken from the one that shows it best; proportions and background are those
    /// of the first.</summary>
    /// <param name="pictures">At least one.</param>
    /// <param name="side">Texels of the atlas; a power of two from 16 to 4096.</param>
    /// <exception cref="ArgumentException">A picture has another size than the one that was analysed, or there is none.</exception>
    public static TexturedPerson Take(IReadOnlyList<(SourceBody Source, RgbImage Picture)> pictures, int side = UsualSide)
    {
        if (pictures.Count == 0)
            throw new ArgumentException("No picture of the person is given.", nameof(pictures));
        var (first, firstPicture) = pictures[0];
        var capture = new TextureCapture(first.Fit.Body.Model, side);
        var background = firstPicture;
        for (var i = 0; i < pictures.Count; i++)
        {
            var matte = Capture(capture, pictures[i].Source, pictures[i].Picture);
            if (i == 0)
                background = BackgroundOf(firstPicture, matte);
        }
        return new TexturedPerson(first.Fit.Body, capture.Finish(), background);
    }

    static RgbImage BackgroundOf(RgbImage picture, float[] matte)
    {
        var longer = Math.Max(picture.Width, picture.Height);
        var scale = Math.Min(1, (float)LargestBackground / longer);
        var (width, height) = (Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale)));
        if (scale < 1)
        {
            var reduced = new float[width * height];
            for (var i = 0; i < reduced.Length; i++)
                reduced[i] = matte[(int)((i / width + 0.5f) * picture.Height / height) * picture.Width + (int)((i % width + 0.5f) * picture.Width / width)];
            (picture, matte) = (PictureResizer.Resize(picture, width, height, ResizeFilter.Bilinear), reduced);
        }
        return InpaintedBackground.Of(picture, matte, (int)MathF.Ceiling(BackgroundMargin * Math.Max(width, height)));
    }

    /// <returns>The person's share of each pixel.</returns>
    static float[] Capture(TextureCapture capture, SourceBody source, RgbImage picture)
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
        capture.Take(picture, matte, camera, surface, rasterizer);
        return matte;
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
