using System.Numerics;
using Avatars.Imaging;
using Avatars.PoseMaps;

namespace Avatars.Datasets.Bodies;

/// <summary>Colours of a body's surface, taken from pictures of it, and how well each is known.</summary>
public sealed class BodyTexture(BodyAtlas atlas)
{
    const float Grazing = 0.12f; // cosine between normal and view below which a surface is not taken
    const float MirrorTrust = 0.5f; // of colours from the body's other side
    const float SelfOcclusion = 0.02f; // metres behind the nearest surface

    readonly Vector4[] _texels = new Vector4[atlas.Side * atlas.Side];

    /// <summary>Red, green and blue, 0 to 255, times confidence; and confidence 0 to 1.</summary>
    public ReadOnlySpan<Vector4> Texels => _texels;

    /// <summary>Takes colours from a picture.</summary>
    /// <param name="matte">One per pixel: the person's share, 0 to 1.</param>
    /// <param name="seen">The body in that picture; any size.</param>
    public void Take(RgbImage picture, float[] matte, Camera camera, PosedSurface body, BodyRaster seen)
    {
        camera = camera.WithSize(picture.Width, picture.Height);
        var toRaster = new Vector2((float)seen.Width / picture.Width, (float)seen.Height / picture.Height);
        Parallel.For(0, atlas.Side, row =>
        {
            for (var texel = row * atlas.Side; texel < (row + 1) * atlas.Side; texel++)
            {
                var triangle = atlas.Triangles[texel];
                if (triangle < 0)
                    continue;
                var (position, normal) = body.At(triangle, atlas.Weights[texel]);
                var facing = Vector3.Dot(normal, Vector3.Normalize(camera.Position - position));
                if (facing < Grazing || !camera.TryProject(position, out var pixel, out var depth) || pixel.X < 0 || pixel.Y < 0
                    || pixel.X >= picture.Width || pixel.Y >= picture.Height)
                    continue;
                var at = (int)(pixel.Y * toRaster.Y) * seen.Width + (int)(pixel.X * toRaster.X);
                if (depth > seen.Depths[at] + SelfOcclusion)
                    continue;
                var (colour, inside) = Sample(picture, matte, pixel);
                var confidence = inside * facing;
                if (inside > 0.5f && confidence > _texels[texel].W)
                    _texels[texel] = new Vector4(colour * confidence, confidence);
            }
        });
    }

    /// <summary>Fills what no picture shows: from the body's other side, then from around.</summary>
    public void Fill()
    {
        var seen = (Vector4[])_texels.Clone();
        for (var i = 0; i < _texels.Length; i++)
            if (seen[i].W == 0 && atlas.Mirrored[i] is >= 0 and var other && seen[other].W > 0)
                _texels[i] = seen[other] * MirrorTrust;
        PushPull.Fill(_texels, atlas.Side, atlas.Side);
    }

    /// <summary>Colour 0 to 255 and confidence at a place of the texture, from the four nearest texels.</summary>
    public Vector4 At(Vector2 uv)
    {
        var side = atlas.Side;
        var (x, y) = (Math.Clamp(uv.X * side - 0.5f, 0, side - 1.001f), Math.Clamp(uv.Y * side - 0.5f, 0, side - 1.001f));
        var (left, top) = ((int)x, (int)y);
        var first = top * side + left;
        var (u, v) = (x - left, y - top);
        var sum = Vector4.Lerp(Vector4.Lerp(_texels[first], _texels[first + 1], u), Vector4.Lerp(_texels[first + side], _texels[first + side + 1], u), v);
        return sum.W > 0 ? new Vector4(sum.X / sum.W, sum.Y / sum.W, sum.Z / sum.W, sum.W) : default;
    }

    static (Vector3 Colour, float Inside) Sample(RgbImage picture, float[] matte, Vector2 pixel)
    {
        var (x, y) = (Math.Clamp(pixel.X - 0.5f, 0, picture.Width - 1.001f), Math.Clamp(pixel.Y - 0.5f, 0, picture.Height - 1.001f));
        var (left, top) = ((int)x, (int)y);
        var (u, v) = (x - left, y - top);
        var sum = Vector4.Zero;
        for (var k = 0; k < 4; k++)
        {
            var at = (top + k / 2) * picture.Width + left + k % 2;
            var share = (k % 2 == 0 ? 1 - u : u) * (k / 2 == 0 ? 1 - v : v) * matte[at];
            sum += share * new Vector4(picture.Bytes[3 * at], picture.Bytes[3 * at + 1], picture.Bytes[3 * at + 2], 1);
        }
        return sum.W > 0 ? (new Vector3(sum.X, sum.Y, sum.Z) / sum.W, sum.W) : default;
    }
}
