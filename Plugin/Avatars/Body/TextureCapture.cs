using System;
using System.Numerics;
using Avatars.Imaging;
using Avatars.PoseMaps;

namespace Avatars.Body;

/// <summary>
/// Takes a body's texture from pictures of it: each texel from the pictures that see it best, then the body's other side, then the surface around. Belongs to
/// one thread.
/// </summary>
/// <remarks>Inverse texture mapping: Textured Neural Avatars (Shysheya et al. 2019, arXiv:1905.08776).</remarks>
public sealed class TextureCapture
{
    const float Grazing = 0.12f; // cosine between normal and view below which a surface is not taken
    const float SelfOcclusion = 0.02f; // metres behind the nearest surface
    const float SamePlace = 0.03f; // metres on the body at rest: further apart, something else is in front
    const float LimbMargin = 0.008f; // of the body's height in the picture: beside a limb in front its own pixels may lie
    const float LeastShare = 0.75f; // of the person in a pixel that is taken
    const float OutlineMargin = 0.012f; // of the body's height in the picture: what is nearer to the matte's edge may be the room behind
    const float OutlineCore = 0.3f; // of that margin, in which nothing is taken
    const float Better = 0.2f; // of confidence: by so much a later picture must show a place better to replace the earlier ones; less mixes them

    readonly BodyModel _model;
    readonly BodyMesh _mesh;
    readonly Vector3[] _average, _limbs;
    readonly AtlasLayout _layout;
    readonly HiddenFace _hidden;
    readonly Vector4[] _texels; // colour times confidence, and confidence: that of the picture that shows the texel best

    /// <param name="side">Texels; a power of two from 16 to 4096.</param>
    public TextureCapture(BodyModel model, int side)
    {
        (_model, _mesh, _average, _limbs) = (model, model.Mesh, model.Average, LimbDirections.Of(model));
        _layout = AtlasLayout.Of(_mesh, side);
        _hidden = new HiddenFace(model);
        _texels = new Vector4[side * side];
    }

    /// <summary>Takes what one picture shows clearly better than those before; hems and folds that differ are not mixed.</summary>
    /// <param name="matte">One per pixel: the person's share, 0 to 1.</param>
    /// <param name="camera">Of the picture, at any size of the same shape.</param>
    /// <param name="surface">The body as it is in the picture.</param>
    /// <param name="seen">Drawn of this surface with this camera, at any size of the same shape.</param>
    /// <exception cref="ArgumentException">The matte is not one of the picture's size.</exception>
    public void Take(RgbImage picture, ReadOnlySpan<float> matte, Camera camera, PosedSurface surface, BodyRasterizer seen)
    {
        if (matte.Length != picture.Width * picture.Height)
            throw new ArgumentException($"The matte has {matte.Length} values for a picture of {picture.Width}x{picture.Height}. Give one per pixel.",
                nameof(matte));
        camera = camera.WithSize(picture.Width, picture.Height);
        var scale = (float)seen.Height / picture.Height;
        var height = camera.FocalLength * 2 * surface.Body.JointRest[0].Y
            / MathF.Max(camera.Near, Vector3.Distance(surface.JointPositions[0], camera.Position)); // pixels
        var margin = LimbMargin * scale * height;
        var limbs = EdgeDistance.BehindLimbs(seen, margin);
        var outline = Math.Max(1, OutlineMargin * height);
        var inside = EdgeDistance.InsideMatte(matte, picture.Width, picture.Height, outline);
        for (var texel = 0; texel < _texels.Length; texel++)
        {
            if (_layout.Triangles[texel] == 0)
                continue;
            var (position, normal) = PointOf(surface, _layout.Triangles[texel] - 1, _layout.Weights[texel]);
            var facing = Vector3.Dot(normal, Vector3.Normalize(camera.Position - position));
            if (facing < Grazing || !camera.TryProject(position, out var pixel, out var depth)
                || pixel.X < 0 || pixel.Y < 0 || pixel.X >= picture.Width || pixel.Y >= picture.Height || IsHidden(seen, pixel, depth, picture))
                continue;
            var at = PixelOf(seen, pixel, picture);
            var reach = SamePlace + 1.5f * depth / (camera.FocalLength * scale * facing);
            var shown = seen.Triangles[at] == 0 ? BodyPart.None : _mesh.Parts[seen.Triangles[at] - 1];
            if (_hidden.IsHidden(_layout.Triangles[texel] - 1, surface, shown))
                continue;
            if (seen.Triangles[at] != 0 && (limbs[at] < margin || Vector3.Distance(seen.Rest[at], RestOf(texel)) > reach))
                continue;
            var taken = Sample(picture, matte, pixel);
            var depthInside = inside[Math.Min((int)pixel.Y, picture.Height - 1) * picture.Width + Math.Min((int)pixel.X, picture.Width - 1)] / outline;
            var confidence = taken.W * facing * Math.Min(1, (depthInside - OutlineCore) / (1 - OutlineCore));
            if (taken.W <= LeastShare || confidence <= 0)
                continue;
            var (before, colour) = (_texels[texel], taken / taken.W);
            if (before.W > 0)
                colour = Vector4.Lerp(before / before.W, colour, Math.Clamp((confidence - before.W) / Better, 0, 1));
            _texels[texel] = Math.Max(before.W, confidence) * colour;
        }
    }

    /// <summary>The texture of all that was taken, without holes.</summary>
    public BodyTexture Finish()
    {
        var texels = (Vector4[])_texels.Clone();
        TextureCompletion.Run(_model, _layout, texels, _hidden.IsBesideLid, _limbs);
        _hidden.Complete(_layout, texels);
        UnknownPixels.Fill(texels, _layout.Side, _layout.Side); // beside the islands, for sampling at their rims
        var bytes = new byte[4 * texels.Length];
        for (var i = 0; i < texels.Length; i++)
        {
            if (texels[i].W <= 0)
                continue;
            var colour = texels[i] / texels[i].W;
            bytes[4 * i] = (byte)Math.Clamp(colour.X + 0.5f, 0, 255);
            bytes[4 * i + 1] = (byte)Math.Clamp(colour.Y + 0.5f, 0, 255);
            bytes[4 * i + 2] = (byte)Math.Clamp(colour.Z + 0.5f, 0, 255);
            bytes[4 * i + 3] = (byte)Math.Clamp(255 * texels[i].W + 0.5f, 1, 255); // 0 would have no colour
        }
        return new BodyTexture(new RgbaImage(_layout.Side, _layout.Side, bytes));
    }

    (Vector3 Position, Vector3 Normal) PointOf(PosedSurface surface, int triangle, Vector3 w)
    {
        var (a, b, c) = _mesh.Corners(triangle);
        var (positions, normals) = (surface.Positions, surface.Normals);
        return (w.X * positions[a] + w.Y * positions[b] + w.Z * positions[c], Vector3.Normalize(w.X * normals[a] + w.Y * normals[b] + w.Z * normals[c]));
    }

    /// <summary>The texel's place on the average body at rest.</summary>
    Vector3 RestOf(int texel)
    {
        var (a, b, c) = _mesh.Corners(_layout.Triangles[texel] - 1);
        var w = _layout.Weights[texel];
        return w.X * _average[a] + w.Y * _average[b] + w.Z * _average[c];
    }

    static int PixelOf(BodyRasterizer seen, Vector2 pixel, RgbImage picture)
    {
        var (x, y) = (pixel.X * seen.Width / picture.Width, pixel.Y * seen.Height / picture.Height);
        return Math.Min((int)y, seen.Height - 1) * seen.Width + Math.Min((int)x, seen.Width - 1);
    }

    static bool IsHidden(BodyRasterizer seen, Vector2 pixel, float depth, RgbImage picture)
    {
        var inverse = seen.InverseDepth[PixelOf(seen, pixel, picture)];
        return inverse > 0 && depth > 1 / inverse + SelfOcclusion;
    }

    /// <summary>Colour 0 to 255 times the person's share, and that share.</summary>
    static Vector4 Sample(RgbImage picture, ReadOnlySpan<float> matte, Vector2 pixel)
    {
        var (x, y) = (Math.Clamp(pixel.X - 0.5f, 0, picture.Width - 1), Math.Clamp(pixel.Y - 0.5f, 0, picture.Height - 1));
        var (left, top) = ((int)x, (int)y);
        var (u, v) = (x - left, y - top);
        var sum = Vector4.Zero;
        for (var k = 0; k < 4; k++)
        {
            var at = Math.Min(top + k / 2, picture.Height - 1) * picture.Width + Math.Min(left + k % 2, picture.Width - 1);
            var share = (k % 2 == 0 ? 1 - u : u) * (k / 2 == 0 ? 1 - v : v) * matte[at];
            sum += share * new Vector4(picture.Bytes[3 * at], picture.Bytes[3 * at + 1], picture.Bytes[3 * at + 2], 1);
        }
        return sum;
    }
}
