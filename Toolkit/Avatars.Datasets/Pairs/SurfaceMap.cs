using System.Buffers;
using System.Numerics;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Scenes;

namespace Avatars.Datasets.Pairs;

/// <summary>
/// Which point of the body each cell of a picture shows: <see cref="BodyPlaces"/> of what is nearest at the cell's middle. It teaches
/// networks which parts of two pictures belong together. And, finer, the body's outline. Drawn on the CPU; immutable, for any thread.
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
        var canvas = new PlaceCanvas();
        DrawAll(jointModel, camera.WithSize(Side, Side), canvas);
        return canvas.Values;
    }

    /// <summary>
    /// [height, width / 8] of the camera's picture, rows from the top: a bit for each pixel, the leftmost highest, 1 where the pixel's middle shows the body. A width that is no multiple of 8 is filled up with zeros.
    /// </summary>
    /// <param name="jointModel">One matrix per joint, joint space to model space.</param>
    public byte[] Outline(ReadOnlySpan<Matrix4x4> jointModel, Camera camera)
    {
        var canvas = new OutlineCanvas(camera.Width, camera.Height);
        DrawAll(jointModel, camera, canvas);
        return canvas.Bits;
    }

    void DrawAll(ReadOnlySpan<Matrix4x4> jointModel, Camera camera, Canvas canvas)
    {
        var skin = new Matrix4x4[jointModel.Length];
        for (var i = 0; i < skin.Length; i++)
            skin[i] = _inverseBind[i] * jointModel[i];
        foreach (var (mesh, places) in _meshes)
            DrawMesh(mesh, places, skin, camera, canvas);
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

    /// <summary>Finds the pixels whose middles a triangle covers.</summary>
    abstract class Canvas(int width, int height)
    {
        public void Draw(in Layer layer, int first, int second, int third)
        {
            var (a, b, c) = (layer.Seen[first], layer.Seen[second], layer.Seen[third]);
            var area = (b.X - a.X) * (c.Y - a.Y) - (b.Y - a.Y) * (c.X - a.X); // negative when counter-clockwise, since y runs down
            if (!(MathF.Abs(area) > 1e-9f) || area > 0 && !layer.Mesh.Material.IsDoubleSided)
                return;
            var (left, right) = Middles(MathF.Min(a.X, MathF.Min(b.X, c.X)), MathF.Max(a.X, MathF.Max(b.X, c.X)), width);
            var (top, bottom) = Middles(MathF.Min(a.Y, MathF.Min(b.Y, c.Y)), MathF.Max(a.Y, MathF.Max(b.Y, c.Y)), height);
            for (var y = top; y <= bottom; y++)
                for (var x = left; x <= right; x++)
                {
                    var (px, py) = (x + 0.5f - a.X, y + 0.5f - a.Y);
                    var shares = new Vector3(0, (px * (c.Y - a.Y) - py * (c.X - a.X)) / area, ((b.X - a.X) * py - (b.Y - a.Y) * px) / area);
                    shares.X = 1 - shares.Y - shares.Z;
                    if (shares.X >= 0 && shares.Y >= 0 && shares.Z >= 0)
                        Put(y * width + x, layer, first, second, third, shares);
                }
        }

        /// <param name="shares">Of the triangle's corners in the pixel's middle.</param>
        protected abstract void Put(int pixel, in Layer layer, int first, int second, int third, Vector3 shares);

        /// <summary>The pixels whose middles lie between two coordinates.</summary>
        static (int First, int Last) Middles(float low, float high, int count) =>
            ((int)MathF.Ceiling(Math.Clamp(low - 0.5f, 0, count)), (int)MathF.Floor(Math.Clamp(high - 0.5f, -1, count - 1)));
    }

    /// <summary>The place on the body of what is nearest.</summary>
    sealed class PlaceCanvas : Canvas
    {
        readonly float[] _depth = new float[Side * Side];

        public PlaceCanvas() : base(Side, Side) => Array.Fill(_depth, float.MaxValue);

        public ushort[] Values { get; } = new ushort[3 * Side * Side];

        protected override void Put(int pixel, in Layer layer, int first, int second, int third, Vector3 shares)
        {
            var depth = Vector3.Dot(shares, new Vector3(layer.Seen[first].Z, layer.Seen[second].Z, layer.Seen[third].Z)) - layer.Mesh.Material.DepthBias / 1000;
            if (!(depth < _depth[pixel]) || !layer.IsSolid(first, second, third, shares))
                return;
            _depth[pixel] = depth;
            var place = layer.Place(first, second, third, shares);
            for (var k = 0; k < 3; k++)
                Values[3 * pixel + k] = (ushort)(1 + MathF.Round((place[k] / BodyPlaces.Reach + 1) / 2 * (ushort.MaxValue - 1)));
        }
    }

    /// <summary>Whether there is anything.</summary>
    sealed class OutlineCanvas(int width, int height) : Canvas(width, height)
    {
        readonly int _width = width;
        readonly int _stride = (width + 7) / 8; // bytes

        public byte[] Bits { get; } = new byte[(width + 7) / 8 * height];

        protected override void Put(int pixel, in Layer layer, int first, int second, int third, Vector3 shares)
        {
            var (y, x) = Math.DivRem(pixel, _width);
            ref var eight = ref Bits[y * _stride + x / 8];
            var bit = (byte)(128 >> x % 8);
            if ((eight & bit) == 0 && layer.IsSolid(first, second, third, shares))
                eight |= bit;
        }
    }
}
