using System.Buffers;
using System.Numerics;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Scenes;

namespace Avatars.Datasets.Pairs;

/// <summary>
/// Which point of the body each cell of a picture shows: <see cref="BodyPlaces"/> of what is nearest at the cell's middle. It teaches
/// networks which parts of two pictures belong together. Drawn on the CPU; immutable, for any thread.
/// </summary>
public sealed class SurfaceMap
{
    /// <summary>Cells along a side.</summary>
    public const int Side = 64;

    const byte Opaque = 128; // as the renderer cuts hair and lace

    readonly (SkinnedMesh Mesh, Vector3[] Places)[] _meshes;
    readonly Matrix4x4[] _inverseBind;

    public SurfaceMap(Person person)
    {
        _inverseBind = person.Character.InverseBind;
        _meshes = [.. person.Character.Meshes.Where(mesh => mesh.Indices.Length > 0).Select(mesh => (mesh, BodyPlaces.Of(mesh, person.Body)))];
    }

    /// <summary>
    /// [Side, Side, 3], rows from the top: coordinates -Reach..Reach as 1..65535; three zeros where the body is not.
    /// </summary>
    /// <param name="jointModel">One matrix per joint, joint space to model space.</param>
    public ushort[] Draw(ReadOnlySpan<Matrix4x4> jointModel, Camera camera)
    {
        var canvas = new Canvas();
        var skin = new Matrix4x4[jointModel.Length];
        for (var i = 0; i < skin.Length; i++)
            skin[i] = _inverseBind[i] * jointModel[i];
        var small = camera.WithSize(Side, Side);
        foreach (var (mesh, places) in _meshes)
            DrawMesh(mesh, places, skin, small, canvas);
        return canvas.Values;
    }

    static void DrawMesh(SkinnedMesh mesh, Vector3[] places, Matrix4x4[] skin, Camera camera, Canvas canvas)
    {
        var seen = ArrayPool<Vector3>.Shared.Rent(mesh.Positions.Length);
        for (var i = 0; i < mesh.Positions.Length; i++)
            seen[i] = Project(mesh, i, skin, camera);
        var layer = new Layer(mesh, places, seen);
        for (var i = 0; i < mesh.Indices.Length; i += 3)
            canvas.Draw(layer, (int)mesh.Indices[i], (int)mesh.Indices[i + 1], (int)mesh.Indices[i + 2]);
        ArrayPool<Vector3>.Shared.Return(seen);
    }

    /// <summary>x and y in cells, z the distance in metres; not a number behind the camera.</summary>
    static Vector3 Project(SkinnedMesh mesh, int vertex, Matrix4x4[] skin, Camera camera)
    {
        var place = Vector3.Zero;
        for (var k = 4 * vertex; k < 4 * vertex + 4; k++)
            if (mesh.JointWeights[k] > 0)
                place += mesh.JointWeights[k] * Vector3.Transform(mesh.Positions[vertex], skin[mesh.JointIndices[k]]);
        return camera.TryProject(place, out var cells, out var depth) ? new Vector3(cells, depth) : new Vector3(float.NaN);
    }

    /// <summary>A mesh as this camera sees it.</summary>
    /// <param name="Places">On the body, per vertex.</param>
    /// <param name="Seen">Cells and distance, per vertex.</param>
    readonly record struct Layer(SkinnedMesh Mesh, Vector3[] Places, Vector3[] Seen)
    {
        /// <summary>False where hair or lace is transparent.</summary>
        public bool IsSolid(int a, int b, int c, Vector3 shares)
        {
            if (Mesh.Material.Alpha == AlphaMode.Opaque)
                return true;
            var at = shares.X * Mesh.TextureCoordinates[a] + shares.Y * Mesh.TextureCoordinates[b] + shares.Z * Mesh.TextureCoordinates[c];
            var picture = Mesh.Material.Diffuse;
            var x = Math.Min((int)((at.X - MathF.Floor(at.X)) * picture.Width), picture.Width - 1);
            var y = Math.Min((int)((at.Y - MathF.Floor(at.Y)) * picture.Height), picture.Height - 1);
            return picture.Bytes[4 * (y * picture.Width + x) + 3] >= Opaque;
        }

        public Vector3 Place(int a, int b, int c, Vector3 shares) => shares.X * Places[a] + shares.Y * Places[b] + shares.Z * Places[c];
    }

    sealed class Canvas
    {
        readonly float[] _depth = new float[Side * Side];

        public Canvas() => Array.Fill(_depth, float.MaxValue);

        public ushort[] Values { get; } = new ushort[3 * Side * Side];

        public void Draw(in Layer layer, int first, int second, int third)
        {
            var (a, b, c) = (layer.Seen[first], layer.Seen[second], layer.Seen[third]);
            var area = (b.X - a.X) * (c.Y - a.Y) - (b.Y - a.Y) * (c.X - a.X); // negative when counter-clockwise, since y runs down
            if (!(MathF.Abs(area) > 1e-9f) || area > 0 && !layer.Mesh.Material.IsDoubleSided)
                return;
            var (left, right) = Cells(MathF.Min(a.X, MathF.Min(b.X, c.X)), MathF.Max(a.X, MathF.Max(b.X, c.X)));
            var (top, bottom) = Cells(MathF.Min(a.Y, MathF.Min(b.Y, c.Y)), MathF.Max(a.Y, MathF.Max(b.Y, c.Y)));
            for (var y = top; y <= bottom; y++)
                for (var x = left; x <= right; x++)
                {
                    var (px, py) = (x + 0.5f - a.X, y + 0.5f - a.Y);
                    var shares = new Vector3(0, (px * (c.Y - a.Y) - py * (c.X - a.X)) / area, ((b.X - a.X) * py - (b.Y - a.Y) * px) / area);
                    shares.X = 1 - shares.Y - shares.Z;
                    if (shares.X < 0 || shares.Y < 0 || shares.Z < 0)
                        continue;
                    var depth = Vector3.Dot(shares, new Vector3(a.Z, b.Z, c.Z)) - layer.Mesh.Material.DepthBias / 1000;
                    if (depth < _depth[y * Side + x] && layer.IsSolid(first, second, third, shares))
                        Set(y * Side + x, depth, layer.Place(first, second, third, shares));
                }
        }

        void Set(int cell, float depth, Vector3 place)
        {
            _depth[cell] = depth;
            for (var k = 0; k < 3; k++)
                Values[3 * cell + k] = (ushort)(1 + MathF.Round((place[k] / BodyPlaces.Reach + 1) / 2 * (ushort.MaxValue - 1)));
        }

        /// <summary>The cells whose middles lie between two coordinates.</summary>
        static (int First, int Last) Cells(float low, float high) =>
            ((int)MathF.Ceiling(Math.Clamp(low - 0.5f, 0, Side)), (int)MathF.Floor(Math.Clamp(high - 0.5f, -1, Side - 1)));
    }
}
