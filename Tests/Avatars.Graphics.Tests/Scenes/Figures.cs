using System.Numerics;
using Avatars.Imaging;
using Avatars.Rig;
using Avatars.Scenes;

namespace Avatars.Tests.Graphics.Scenes;

/// <summary>Hand-made characters: white boxes, each on a joint of its own.</summary>
static class Figures
{
    public static readonly RgbaImage White = Plain(255, 255, 255, 255);

    public static RgbaImage Plain(byte red, byte green, byte blue, byte alpha) => new(1, 1, [red, green, blue, alpha]);

    /// <summary>A box of 0.4 m around the origin of joint 1, whose parent stands at the world's origin.</summary>
    public static Character Box(Material material) => Of(Box("box", 0.2f, 1, material));

    public static Character Of(params SkinnedMesh[] meshes) => new()
    {
        Name = "boxes",
        Skeleton = new Skeleton([new Joint("root", -1, JointTransform.Identity), new Joint("a", 0, JointTransform.Identity),
            new Joint("b", 1, JointTransform.Identity)]),
        InverseBind = [Matrix4x4.Identity, Matrix4x4.Identity, Matrix4x4.Identity],
        Meshes = meshes,
    };

    /// <param name="half">Half a side, metres.</param>
    public static SkinnedMesh Box(string name, float half, ushort joint, Material material)
    {
        List<Vector3> positions = [], normals = [];
        List<Vector2> coordinates = [];
        List<uint> indices = [];
        foreach (var normal in new[] { Vector3.UnitX, -Vector3.UnitX, Vector3.UnitY, -Vector3.UnitY, Vector3.UnitZ, -Vector3.UnitZ })
        {
            var first = (uint)positions.Count;
            var right = MathF.Abs(normal.Y) > 0 ? Vector3.UnitX : Vector3.Cross(Vector3.UnitY, normal);
            var up = Vector3.Cross(normal, right);
            foreach (var (x, y) in new[] { (-1, -1), (1, -1), (1, 1), (-1, 1) })
            {
                positions.Add((normal + right * x + up * y) * half);
                normals.Add(normal);
                coordinates.Add(new Vector2(0.5f));
            }
            indices.AddRange([first, first + 1, first + 2, first, first + 2, first + 3]);
        }
        return new SkinnedMesh
        {
            Name = name,
            Positions = [.. positions],
            Normals = [.. normals],
            TextureCoordinates = [.. coordinates],
            JointIndices = [.. positions.SelectMany(_ => new ushort[] { joint, 0, 0, 0 })],
            JointWeights = [.. positions.SelectMany(_ => new float[] { 1, 0, 0, 0 })],
            Indices = [.. indices],
            Material = material,
        };
    }
}
