using System;
using System.Numerics;
using Avatars.Imaging;
using Avatars.PoseMaps;

namespace Avatars.Body.Texturing;

/// <summary>
/// Takes the pixels of pictures into the atlas of a body: each texel is looked up where the fitted body shows it, with a confidence for viewing angle,
/// resolution and distance from edges. Several pictures of one person add up. Belongs to one thread.
/// </summary>
/// <remarks>Inverse texture mapping, as in Textured Neural Avatars (Shysheya et al. 2019) and GUAVA (Zhang et al. 2025).</remarks>
public sealed class TextureLift
{
    const float LeastFacing = 0.12f, FullFacing = 0.55f; // cosines of the viewing angle: below nothing is taken, above all counts
    const float EdgePixels = 3; // from an edge, up to which the background may shine in
    const float SamePlace = 0.02f; // metres on the body at rest: further apart, something else is in front
    const int LargestRaster = 1024; // pixels: visibility needs no more

    readonly AtlasMap _map;
    readonly Vector4[] _sums; // colour times confidence, and confidence
    readonly float[] _best;

    public TextureLift(AtlasMap map)
    {
        _map = map;
        _sums = new Vector4[map.Side * map.Side];
        _best = new float[_sums.Length];
    }

    public AtlasMap Map => _map;

    /// <param name="picture">The picture that the body was fitted to.</param>
    /// <param name="matte">[height, width], 255 = person; empty where it is unknown.</param>
    /// <param name="surface">The body in the picture's pose, expression and shape, displaced to its outline.</param>
    /// <param name="camera">Of the picture.</param>
    /// <returns>The share of the body's skin, by area of the atlas, that the picture shows with at least half confidence.</returns>
    /// <exception cref="ArgumentException">Picture, matte and camera differ in size, or the surface is another model's.</exception>
    public float Add(RgbImage picture, ReadOnlySpan<byte> matte, PosedSurface surface, Camera camera)
    {
        if (camera.Width != picture.Width || camera.Height != picture.Height || matte.Length != 0 && matte.Length != picture.Width * picture.Height)
            throw new ArgumentException($"The picture has {picture.Width}x{picture.Height} pixels, the camera {camera.Width}x{camera.Height}, and the matte "
                + $"{matte.Length} values. Give equal sizes.", nameof(camera));
        if (surface.Body.Model != _map.Model)
            throw new ArgumentException("The surface belongs to another body model than the atlas.", nameof(surface));
        var scale = Math.Min(1, LargestRaster / (float)Math.Max(picture.Width, picture.Height));
        var raster = new BodyRasterizer(_map.Model, Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale)));
        raster.Draw(surface, camera with { Width = raster.Width, Height = raster.Height, FocalLength = camera.FocalLength * raster.Height / picture.Height });
        var edges = EdgeDistance.Of(raster, EdgePixels);
        var (seen, all) = (0, 0);
        for (var texel = 0; texel < _sums.Length; texel++)
        {
            if (_map.Triangles[texel] == 0)
                continue;
            all++;
            var position = _map.At(texel, surface.Positions);
            if (!camera.TryProject(position, out var pixel, out var depth)
                || !(pixel.X >= 0 && pixel.Y >= 0 && pixel.X < picture.Width && pixel.Y < picture.Height))
                continue;
            var facing = Vector3.Dot(Vector3.Normalize(_map.At(texel, surface.Normals)), Vector3.Normalize(camera.Position - position));
            if (facing <= LeastFacing)
                continue;
            var at = Math.Min((int)(pixel.Y * raster.Height / picture.Height), raster.Height - 1) * raster.Width
                + Math.Min((int)(pixel.X * raster.Width / picture.Width), raster.Width - 1);
            var metresPerPixel = depth / (camera.FocalLength * raster.Height / picture.Height);
            var reach = SamePlace + 1.5f * metresPerPixel / facing;
            if (raster.Triangles[at] == 0 || Vector3.Distance(raster.Rest[at], _map.At(texel, _map.Model.Average)) > reach)
                continue;
            var confidence = SmoothStep((facing - LeastFacing) / (FullFacing - LeastFacing)) * Math.Min(1, (0.5f + edges[at]) / EdgePixels);
            if (matte.Length > 0)
                confidence *= SmoothStep(matte[(int)pixel.Y * picture.Width + (int)pixel.X] / 127.5f - 0.5f);
            if (confidence <= 0)
                continue;
            // Of two pictures the one that shows a place larger counts more.
            var weight = confidence * Math.Min(1, camera.FocalLength / depth * facing / 400);
            _sums[texel] += weight * new Vector4(Bilinear(picture, pixel), 1);
            _best[texel] = Math.Max(_best[texel], confidence);
            if (confidence >= 0.5f)
                seen++;
        }
        return seen / (float)Math.Max(all, 1);
    }

    /// <summary>The colours so far; alpha is the best confidence of any picture. Texels that nobody saw are transparent.</summary>
    public RgbaImage Colours()
    {
        var bytes = new byte[4 * _sums.Length];
        for (var i = 0; i < _sums.Length; i++)
        {
            if (!(_sums[i].W > 0))
                continue;
            var colour = _sums[i] / _sums[i].W;
            (bytes[4 * i], bytes[4 * i + 1], bytes[4 * i + 2]) = ((byte)(colour.X + 0.5f), (byte)(colour.Y + 0.5f), (byte)(colour.Z + 0.5f));
            bytes[4 * i + 3] = (byte)Math.Max(1, _best[i] * 255 + 0.5f);
        }
        return new RgbaImage(_map.Side, _map.Side, bytes);
    }

    static float SmoothStep(float t)
    {
        t = Math.Clamp(t, 0, 1);
        return t * t * (3 - 2 * t);
    }

    static Vector3 Bilinear(RgbImage picture, Vector2 pixel)
    {
        var (x, y) = (Math.Clamp(pixel.X - 0.5f, 0, picture.Width - 1), Math.Clamp(pixel.Y - 0.5f, 0, picture.Height - 1));
        var (left, top) = ((int)x, (int)y);
        var (right, bottom) = (Math.Min(left + 1, picture.Width - 1), Math.Min(top + 1, picture.Height - 1));
        return Vector3.Lerp(Vector3.Lerp(At(left, top), At(right, top), x - left), Vector3.Lerp(At(left, bottom), At(right, bottom), x - left), y - top);

        Vector3 At(int column, int row)
        {
            var i = 3 * (row * picture.Width + column);
            return new Vector3(picture.Bytes[i], picture.Bytes[i + 1], picture.Bytes[i + 2]);
        }
    }
}
