using System;
using System.Numerics;
using Avatars.PoseMaps;

namespace Avatars.Body;

/// <summary>
/// Draws a posed body on the CPU: for each pixel the nearest triangle, and from it depth, place in the atlas, normal and colour. Owns its buffers and
/// allocates nothing per frame; belongs to one thread. The GPU's sibling is BodyPass with Shaders/Body; both give the same picture within 1/255 away from
/// edges.
/// </summary>
/// <remarks>Two passes: visibility (triangle and inverse depth), then attributes once per visible pixel, perspective-correct.</remarks>
public sealed partial class BodyRasterizer
{
    const float SmallestArea = 1e-9f; // square pixels, doubled

    readonly BodyModel _model;
    readonly ushort[] _corners; // three vertices a triangle
    readonly float[] _density; // atlas sides per metre, one a texture vertex
    readonly Vector3[] _projected; // pixels, and the inverse depth; not a number behind the camera
    int _left, _right, _top, _bottom; // pixels that the body touched

    public BodyRasterizer(BodyModel model, int width, int height)
    {
        if (width is < 1 or > 8192 || height is < 1 or > 8192)
            throw new ArgumentException($"A picture of {width}x{height} pixels. Give 1 to 8192 each.", nameof(width));
        (_model, Width, Height) = (model, width, height);
        _corners = Array.ConvertAll(model.Mesh.Triangles, corner => model.Mesh.Origins[corner]);
        _density = AtlasDensity.Of(model);
        _projected = new Vector3[model.VertexCount];
        Triangles = new ushort[width * height];
        InverseDepth = new float[width * height];
        Coordinates = new Vector2[width * height];
        Normals = new Vector3[width * height];
        Rest = new Vector3[width * height];
        Colour = new byte[4 * width * height];
        (_left, _top, _right, _bottom) = (0, 0, width - 1, height - 1);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Per pixel, 1 + the triangle that is seen; 0 for background. Rows from the top, as in all that follow.</summary>
    public ushort[] Triangles { get; }

    /// <summary>Per pixel, 1 / metres in front of the camera; 0 for background.</summary>
    public float[] InverseDepth { get; }

    /// <summary>Per pixel, the place in the atlas (u, v), 0..1.</summary>
    public Vector2[] Coordinates { get; }

    /// <summary>Per pixel, unit normal in camera space: x right, y up, z towards the camera.</summary>
    public Vector3[] Normals { get; }

    /// <summary>Per pixel, the same place on the average body at rest, metres, hips at the origin: surface coordinates without cuts.</summary>
    public Vector3[] Rest { get; }

    /// <summary>Four bytes a pixel: colour from the texture, and its confidence.</summary>
    public byte[] Colour { get; }

    public BodyPart PartAt(int pixel) => Triangles[pixel] == 0 ? BodyPart.None : _model.Mesh.Parts[Triangles[pixel] - 1];

    /// <param name="camera">Its size is that of this rasteriser.</param>
    /// <param name="texture">Null leaves <see cref="Colour"/> at zero.</param>
    /// <exception cref="ArgumentException">The camera has another size, or the surface is another model's.</exception>
    public void Draw(PosedSurface surface, Camera camera, BodyTexture? texture = null)
    {
        if (camera.Width != Width || camera.Height != Height)
            throw new ArgumentException($"The camera's picture is {camera.Width}x{camera.Height}, this rasteriser's {Width}x{Height}. Give equal sizes.",
                nameof(camera));
        if (surface.Body.Model != _model)
            throw new ArgumentException("The surface belongs to another body model than this rasteriser.", nameof(surface));
        Clear();
        Project(surface.Positions, camera);
        FindVisible();
        Shade(surface, camera, texture);
    }

    void Clear()
    {
        for (var y = _top; y <= _bottom; y++)
        {
            var (start, count) = (y * Width + _left, _right - _left + 1);
            Triangles.AsSpan(start, count).Clear();
            InverseDepth.AsSpan(start, count).Clear();
            Coordinates.AsSpan(start, count).Clear();
            Normals.AsSpan(start, count).Clear();
            Rest.AsSpan(start, count).Clear();
            Colour.AsSpan(4 * start, 4 * count).Clear();
        }
        (_left, _top, _right, _bottom) = (Width, Height, -1, -1);
    }

    void Project(Vector3[] positions, Camera camera)
    {
        var view = camera.View;
        var (near, far, focal, middle) = (camera.Near, camera.Far, camera.FocalLength, new Vector2(0.5f * Width, 0.5f * Height));
        for (var i = 0; i < positions.Length; i++)
        {
            var seen = Vector3.Transform(positions[i], view);
            var depth = -seen.Z;
            var inverse = depth >= near && depth <= far ? 1 / depth : float.NaN;
            _projected[i] = new Vector3(middle.X + focal * seen.X * inverse, middle.Y - focal * seen.Y * inverse, inverse);
        }
    }

    /// <summary>The nearest front-facing triangle at each pixel's centre.</summary>
    void FindVisible()
    {
        var (corners, projected, triangles, inverseDepth) = (_corners, _projected, Triangles, InverseDepth);
        for (var i = 0; i + 2 < corners.Length; i += 3)
        {
            var a = projected[corners[i]];
            var b = projected[corners[i + 1]];
            var c = projected[corners[i + 2]];
            var ab = b - a;
            var ac = c - a;
            var area = ab.X * ac.Y - ab.Y * ac.X; // negative when counter-clockwise, since y points down
            if (!(area < -SmallestArea))
                continue;
            var low = Vector3.Min(a, Vector3.Min(b, c));
            var high = Vector3.Max(a, Vector3.Max(b, c));
            var left = Math.Max(0, (int)MathF.Ceiling(Math.Max(low.X - 0.5f, -1)));
            var right = (int)MathF.Floor(Math.Min(high.X - 0.5f, Width - 1));
            if (left > right)
                continue;
            var top = Math.Max(0, (int)MathF.Ceiling(Math.Max(low.Y - 0.5f, -1)));
            var bottom = (int)MathF.Floor(Math.Min(high.Y - 0.5f, Height - 1));
            if (top > bottom)
                continue;
            var inverseArea = 1 / area;
            // Weights of b and c, and inverse depth, are linear in the picture.
            var (bx, by) = (ac.Y * inverseArea, -ac.X * inverseArea);
            var (cx, cy) = (-ab.Y * inverseArea, ab.X * inverseArea);
            var dx = bx * ab.Z + cx * ac.Z;
            var px = left + 0.5f - a.X;
            var id = (ushort)(i / 3 + 1);
            for (var y = top; y <= bottom; y++)
            {
                var py = y + 0.5f - a.Y;
                var (weightB, weightC) = (px * bx + py * by, px * cx + py * cy);
                var depth = a.Z + weightB * ab.Z + weightC * ac.Z;
                var pixel = y * Width + left;
                for (var x = left; x <= right; x++, pixel++)
                {
                    if (weightB >= 0 && weightC >= 0 && weightB + weightC <= 1 && depth > inverseDepth[pixel])
                    {
                        inverseDepth[pixel] = depth;
                        triangles[pixel] = id;
                    }
                    weightB += bx;
                    weightC += cx;
                    depth += dx;
                }
            }
            _left = Math.Min(_left, left);
            _right = Math.Max(_right, right);
            _top = Math.Min(_top, top);
            _bottom = Math.Max(_bottom, bottom);
        }
        if (_right < 0)
            (_left, _top, _right, _bottom) = (0, 0, -1, -1);
    }
}
