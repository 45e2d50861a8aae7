using System;
using System.Numerics;
using Avatars.PoseMaps;

namespace Avatars.Body;

public sealed partial class BodyRasterizer
{
    /// <summary>Attributes of the visible triangle at each pixel, perspective-correct.</summary>
    void Shade(PosedSurface surface, Camera camera, BodyTexture? texture)
    {
        var (mesh, average, normals) = (_model.Mesh, _model.Average, surface.Normals);
        var (corners, places) = (mesh.Triangles, mesh.TextureCoordinates);
        var toCamera = Matrix4x4.CreateFromQuaternion(Quaternion.Conjugate(camera.Orientation));
        for (var y = _top; y <= _bottom; y++)
            for (var x = _left; x <= _right; x++)
            {
                var pixel = y * Width + x;
                if (Triangles[pixel] == 0)
                    continue;
                var first = 3 * (Triangles[pixel] - 1);
                var (vertexA, vertexB, vertexC) = (_corners[first], _corners[first + 1], _corners[first + 2]);
                var (a, b, c) = (_projected[vertexA], _projected[vertexB], _projected[vertexC]);
                var (ab, ac) = (b - a, c - a);
                var scale = 1 / (ab.X * ac.Y - ab.Y * ac.X);
                var (px, py) = (x + 0.5f - a.X, y + 0.5f - a.Y);
                var weightB = (px * ac.Y - py * ac.X) * scale;
                var weightC = (py * ab.X - px * ab.Y) * scale;
                var weights = new Vector3((1 - weightB - weightC) * a.Z, weightB * b.Z, weightC * c.Z);
                weights /= weights.X + weights.Y + weights.Z;
                var (cornerA, cornerB, cornerC) = (corners[first], corners[first + 1], corners[first + 2]);
                var place = weights.X * places[cornerA] + weights.Y * places[cornerB] + weights.Z * places[cornerC];
                Coordinates[pixel] = place;
                Rest[pixel] = weights.X * average[vertexA] + weights.Y * average[vertexB] + weights.Z * average[vertexC];
                var normal = weights.X * normals[vertexA] + weights.Y * normals[vertexB] + weights.Z * normals[vertexC];
                normal = Vector3.TransformNormal(normal, toCamera);
                Normals[pixel] = normal * (1 / MathF.Sqrt(Math.Max(normal.LengthSquared(), 1e-12f)));
                if (texture is null)
                    continue;
                var density = weights.X * _density[cornerA] + weights.Y * _density[cornerB] + weights.Z * _density[cornerC];
                var texelsPerPixel = density * texture.Side / (camera.FocalLength * InverseDepth[pixel]);
                TextureSampling.Sample(texture, place, texelsPerPixel, Colour.AsSpan(4 * pixel, 4));
            }
    }
}
