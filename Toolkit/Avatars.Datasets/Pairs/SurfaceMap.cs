using System.Buffers;
using System.Numerics;
using Avatars.PoseMaps;
using Avatars.Scenes;

namespace Avatars.Datasets.Pairs;

/// <summary>
/// Ground truth of the body's surface in a picture: <see cref="SurfaceCoordinates"/> per cell of a coarse grid, and the body's mask per pixel.
/// Rasterised on the CPU; immutable, for any thread.
/// </summary>
public sealed class SurfaceMap
{
    /// <summary>Cells along a side of the grid.</summary>
    public const int Side = 64;

    const byte Opaque = 128; // alpha threshold of hair and lace, as in the renderer

    readonly (SkinnedMesh Mesh, Vector3[] Coordinates)[] _meshes;
    readonly Matrix4x4[] _inverseBind;

    public SurfaceMap(Person person)
    {
        _inverseBind = person.Character.InverseBind;
        _meshes = [.. person.Character.Meshes.Where(mesh => mesh.Indices.Length > 0).Select(mesh => (mesh, SurfaceCoordinates.Of(mesh, person.Body)))];
    }

    /// <summary>
    /// [Side, Side, 3], rows from the top: surface coordinates at the cells' centres, -Limit..Limit as 1..65535; three zeros where the body is not.
    /// </summary>
    /// <param name="jointModel">One matrix per joint, joint space to model space.</param>
    public ushort[] Draw(ReadOnlySpan<Matrix4x4> jointModel, Camera camera)
    {
        var values = new ushort[3 * Side * Side];
        var depths = new float[Side * Side];
        Array.Fill(depths, float.MaxValue);
        DrawAll(jointModel, camera.WithSize(Side, Side), new TriangleRasterizer(Side, Side), new CoordinateShader { Values = values, Depths = depths });
        return values;
    }

    /// <summary>
    /// [height, width / 8] of the camera's picture, rows from the top: one bit per pixel, the leftmost highest, 1 where the pixel's centre
    /// shows the body. A width that is no multiple of 8 is padded with zeros.
    /// </summary>
    /// <param name="jointModel">One matrix per joint, joint space to model space.</param>
    public byte[] Mask(ReadOnlySpan<Matrix4x4> jointModel, Camera camera)
    {
        var bits = new byte[(camera.Width + 7) / 8 * camera.Height];
        DrawAll(jointModel, camera, new TriangleRasterizer(camera.Width, camera.Height), new MaskShader { Bits = bits, Width = camera.Width });
        return bits;
    }

    void DrawAll<TShader>(ReadOnlySpan<Matrix4x4> jointModel, Camera camera, TriangleRasterizer rasterizer, TShader shader) where TShader : struct, IMeshShader
    {
        var skin = new Matrix4x4[jointModel.Length];
        for (var i = 0; i < skin.Length; i++)
            skin[i] = _inverseBind[i] * jointModel[i];
        foreach (var (mesh, coordinates) in _meshes)
            DrawMesh(mesh, coordinates, skin, camera, rasterizer, shader);
    }

    static void DrawMesh<TShader>(SkinnedMesh mesh, Vector3[] coordinates, Matrix4x4[] skin, Camera camera, TriangleRasterizer rasterizer, TShader shader)
        where TShader : struct, IMeshShader
    {
        var projected = ArrayPool<Vector3>.Shared.Rent(mesh.Positions.Length);
        for (var i = 0; i < mesh.Positions.Length; i++)
            projected[i] = Project(mesh, i, skin, camera);
        for (var i = 0; i < mesh.Indices.Length; i += 3)
        {
            var (a, b, c) = ((int)mesh.Indices[i], (int)mesh.Indices[i + 1], (int)mesh.Indices[i + 2]);
            shader.Triangle = new Triangle(mesh, coordinates, projected, a, b, c);
            rasterizer.Draw(PixelOf(projected[a]), PixelOf(projected[b]), PixelOf(projected[c]), mesh.Material.IsDoubleSided, ref shader);
        }
        ArrayPool<Vector3>.Shared.Return(projected);
    }

    static Vector2 PixelOf(Vector3 projected) => new(projected.X, projected.Y);

    /// <summary>x and y in pixels, z the distance in metres; not a number behind the camera.</summary>
    static Vector3 Project(SkinnedMesh mesh, int vertex, Matrix4x4[] skin, Camera camera)
    {
        var position = Vector3.Zero;
        for (var k = 4 * vertex; k < 4 * vertex + 4; k++)
            if (mesh.JointWeights[k] > 0)
                position += mesh.JointWeights[k] * Vector3.Transform(mesh.Positions[vertex], skin[mesh.JointIndices[k]]);
        return camera.TryProject(position, out var pixel, out var depth) ? new Vector3(pixel, depth) : new Vector3(float.NaN);
    }

    /// <summary>One triangle of a mesh before a camera.</summary>
    /// <param name="Coordinates">Surface coordinates, per vertex of the mesh.</param>
    /// <param name="Projected">Pixels and distance, per vertex of the mesh.</param>
    readonly record struct Triangle(SkinnedMesh Mesh, Vector3[] Coordinates, Vector3[] Projected, int A, int B, int C)
    {
        /// <summary>Metres, with the material's layer order.</summary>
        public float Depth(Vector3 weights) => Vector3.Dot(weights, new Vector3(Projected[A].Z, Projected[B].Z, Projected[C].Z)) - Mesh.Material.DepthBias
            / 1000;

        /// <summary>False where hair or lace is transparent.</summary>
        public bool IsOpaque(Vector3 weights)
        {
            if (Mesh.Material.Alpha == AlphaMode.Opaque)
                return true;
            var at = weights.X * Mesh.TextureCoordinates[A] + weights.Y * Mesh.TextureCoordinates[B] + weights.Z * Mesh.TextureCoordinates[C];
            var texture = Mesh.Material.Diffuse;
            var x = Math.Min((int)((at.X - MathF.Floor(at.X)) * texture.Width), texture.Width - 1);
            var y = Math.Min((int)((at.Y - MathF.Floor(at.Y)) * texture.Height), texture.Height - 1);
            return texture.Bytes[4 * (y * texture.Width + x) + 3] >= Opaque;
        }

        public Vector3 Coordinate(Vector3 weights) => weights.X * Coordinates[A] + weights.Y * Coordinates[B] + weights.Z * Coordinates[C];
    }

    interface IMeshShader : IFragmentShader
    {
        Triangle Triangle { set; }
    }

    /// <summary>Surface coordinates of the nearest surface.</summary>
    struct CoordinateShader : IMeshShader
    {
        public required ushort[] Values { get; init; }

        public required float[] Depths { get; init; }

        public Triangle Triangle { readonly get; set; }

        public readonly void Shade(int pixel, Vector3 weights)
        {
            var depth = Triangle.Depth(weights);
            if (!(depth < Depths[pixel]) || !Triangle.IsOpaque(weights))
                return;
            Depths[pixel] = depth;
            var coordinate = Triangle.Coordinate(weights);
            for (var k = 0; k < 3; k++)
                Values[3 * pixel + k] = (ushort)(1 + MathF.Round((coordinate[k] / SurfaceCoordinates.Limit + 1) / 2 * (ushort.MaxValue - 1)));
        }
    }

    /// <summary>Whether there is any surface.</summary>
    struct MaskShader : IMeshShader
    {
        public required byte[] Bits { get; init; }

        public required int Width { get; init; }

        public Triangle Triangle { readonly get; set; }

        public readonly void Shade(int pixel, Vector3 weights)
        {
            var (y, x) = Math.DivRem(pixel, Width);
            ref var eight = ref Bits[y * ((Width + 7) / 8) + x / 8];
            var bit = (byte)(128 >> x % 8);
            if ((eight & bit) == 0 && Triangle.IsOpaque(weights))
                eight |= bit;
        }
    }
}
