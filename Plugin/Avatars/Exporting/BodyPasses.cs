using System.Numerics;
using System;
using Avatars.Body;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Scenes;

namespace Avatars.Exporting;

/// <summary>What a pixel of a body picture shows.</summary>
internal enum BodyPass
{
    /// <summary>Nearness: 128 at the hips' distance from the camera, 127 more a metre nearer; 0 beside the body.</summary>
    Depth,

    /// <summary>Unit normals in camera space, -1..1 as 0..255.</summary>
    Normal,

    /// <summary>255 on the body.</summary>
    Mask,

    /// <summary>Place in the body's texture atlas: red u, green v downward, 0..1 as 0..255; blue 255 on the body.</summary>
    Surface,
}

/// <summary>The standard body, drawn on the processor as depth, normals, mask or surface coordinates.</summary>
internal sealed class BodyPasses
{
    readonly PosedSurface _surface;
    readonly float[] _depths;
    readonly Vector3[] _inCamera;
    readonly Vector2[] _pixels;

    public BodyPasses(ShapedBody body, int width, int height)
    {
        _surface = new PosedSurface(body);
        (Width, Height) = (width, height);
        _depths = new float[width * height];
        _inCamera = new Vector3[_surface.Positions.Length];
        _pixels = new Vector2[_surface.Positions.Length];
    }

    public int Width { get; }

    public int Height { get; }

    /// <param name="model">One matrix per joint of the body's skeleton.</param>
    /// <param name="face">Weights of the body's expressions.</param>
    public void Pose(ReadOnlySpan<Matrix4x4> model, ReadOnlySpan<float> face) => _surface.Pose(model, face);

    public void Draw(BodyPass pass, Camera camera, RgbImage picture)
    {
        picture.Bytes.AsSpan().Clear();
        Array.Fill(_depths, float.MaxValue);
        var view = camera.View;
        for (var i = 0; i < _pixels.Length; i++)
        {
            var point = Vector3.Transform(_surface.Positions[i], view);
            _inCamera[i] = point;
            _pixels[i] = point.Z < -camera.Near ? new Vector2(Width / 2f + camera.FocalLength * point.X / -point.Z,
                Height / 2f - camera.FocalLength * point.Y / -point.Z) : new Vector2(float.NaN);
        }
        var hips = -Vector3.Transform(_surface.JointPositions[_surface.Body.Map[HumanBodyBones.Hips]], view).Z;
        var mesh = _surface.Body.Model.Mesh;
        var rasterizer = new TriangleRasterizer(Width, Height);
        for (var triangle = 0; triangle < mesh.TriangleCount; triangle++)
        {
            var (a, b, c) = mesh.Corners(triangle);
            var shader = new Shader(this, pass, picture.Bytes, a, b, c, hips, Matrix4x4.CreateFromQuaternion(Quaternion.Conjugate(camera.Orientation)));
            rasterizer.Draw(_pixels[a], _pixels[b], _pixels[c], isDoubleSided: false, ref shader);
        }
    }

    readonly struct Shader(BodyPasses passes, BodyPass pass, byte[] bytes, int a, int b, int c, float hips, Matrix4x4 rotation) : IFragmentShader
    {
        public void Shade(int pixel, Vector3 weights)
        {
            // Perspective: 1 / z is linear in the picture.
            var (za, zb, zc) = (-passes._inCamera[a].Z, -passes._inCamera[b].Z, -passes._inCamera[c].Z);
            var depth = 1 / (weights.X / za + weights.Y / zb + weights.Z / zc);
            if (depth >= passes._depths[pixel])
                return;
            passes._depths[pixel] = depth;
            var (wa, wb, wc) = (weights.X * depth / za, weights.Y * depth / zb, weights.Z * depth / zc);
            var color = pass switch
            {
                BodyPass.Depth => new Vector3(128 + 127 * (hips - depth)),
                BodyPass.Normal => 127.5f * (Vector3.One
                    + Vector3.Transform(Vector3.Normalize(wa * passes._surface.Normals[a] + wb * passes._surface.Normals[b]
                    + wc * passes._surface.Normals[c]), rotation)),
                BodyPass.Mask => new Vector3(255),
                _ => new Vector3(255 * (wa * Place(a) + wb * Place(b) + wc * Place(c)), 255),
            };
            for (var k = 0; k < 3; k++)
                bytes[3 * pixel + k] = (byte)Math.Clamp(MathF.Round(k == 0 ? color.X : k == 1 ? color.Y : color.Z), pass == BodyPass.Depth ? 1 : 0, 255);
        }

        Vector2 Place(int vertex) => passes._surface.Body.Model.Mesh.TextureCoordinates[vertex];
    }
}
