using System.Numerics;
using System.Runtime.InteropServices;
using Avatars.Imaging;
using Avatars.Scenes;
using Silk.NET.OpenGL;

namespace Avatars.Graphics.Scenes;

/// <summary>A <see cref="Character"/> in graphics memory. Made by <see cref="CharacterRenderer.Upload"/>; dispose it before the renderer.</summary>
public sealed class CharacterModel : IDisposable
{
    readonly Dictionary<RgbaImage, Texture> _textures = [];
    readonly MeshModel[] _meshes;

    internal CharacterModel(GL gl, Character character)
    {
        if (character.Skeleton.Count > JointPalette.MaximumJoints)
            throw new ArgumentException($"'{character.Name}' has {character.Skeleton.Count} joints that move or differ in how the mesh is bound to them; "
                + $"{CharacterRenderer.MostJoints} can be shown. Take out hair, cloth or accessory joints in a 3D program.", nameof(character));
        if (character.InverseBind.Length != character.Skeleton.Count)
            throw new ArgumentException($"'{character.Name}' has {character.Skeleton.Count} joints, but {character.InverseBind.Length} inverse bind "
                + "matrices. Give one per joint.", nameof(character));
        Character = character;
        _meshes = [.. character.Meshes.Select(mesh => new MeshModel(gl, mesh, TextureOf))];

        Texture TextureOf(RgbaImage picture, bool isColor)
        {
            if (!_textures.TryGetValue(picture, out var texture))
                _textures[picture] = texture = isColor ? Texture.Color(gl, picture) : Texture.Data(gl, picture);
            return texture;
        }
    }

    public Character Character { get; }

    internal ReadOnlySpan<MeshModel> Meshes => _meshes;

    public void Dispose()
    {
        foreach (var mesh in _meshes)
            mesh.Dispose();
        foreach (var texture in _textures.Values)
            texture.Dispose();
    }
}

/// <summary>One mesh of a character: its buffers, textures and material.</summary>
sealed class MeshModel : IDisposable
{
    readonly GL _gl;
    readonly uint _array;
    readonly GlBuffer<Vertex> _vertices;
    readonly GlBuffer<uint> _indices;

    public unsafe MeshModel(GL gl, SkinnedMesh mesh, Func<RgbaImage, bool, Texture> textureOf)
    {
        _gl = gl;
        Material = mesh.Material;
        Tint = Srgb.ToLinear(mesh.Material.Tint);
        Diffuse = textureOf(mesh.Material.Diffuse, true);
        Normal = mesh.Material.Normal is { } normal ? textureOf(normal, false) : null;
        Occlusion = mesh.Material.Occlusion is { } occlusion ? textureOf(occlusion, false) : null;
        _array = gl.GenVertexArray();
        gl.BindVertexArray(_array);
        _vertices = new GlBuffer<Vertex>(gl, BufferTargetARB.ArrayBuffer, Vertices(mesh));
        _indices = new GlBuffer<uint>(gl, BufferTargetARB.ElementArrayBuffer, mesh.Indices);
        var stride = (uint)sizeof(Vertex);
        gl.VertexAttribPointer(0, 3, VertexAttribPointerType.Float, false, stride, (nint)0);
        gl.VertexAttribPointer(1, 3, VertexAttribPointerType.Float, false, stride, Marshal.OffsetOf<Vertex>(nameof(Vertex.Normal)));
        gl.VertexAttribPointer(2, 2, VertexAttribPointerType.Float, false, stride, Marshal.OffsetOf<Vertex>(nameof(Vertex.TextureCoordinate)));
        gl.VertexAttribIPointer(3, 4, VertexAttribIType.UnsignedShort, stride, Marshal.OffsetOf<Vertex>(nameof(Vertex.Joints)));
        gl.VertexAttribPointer(4, 4, VertexAttribPointerType.UnsignedShort, true, stride, Marshal.OffsetOf<Vertex>(nameof(Vertex.Weights)));
        for (var i = 0u; i < 5; i++)
            gl.EnableVertexAttribArray(i);
        gl.BindVertexArray(0);
    }

    public Material Material { get; }

    /// <summary>Linear.</summary>
    public Vector3 Tint { get; }

    public Texture Diffuse { get; }

    public Texture? Normal { get; }

    public Texture? Occlusion { get; }

    public unsafe void Draw()
    {
        _gl.BindVertexArray(_array);
        _gl.DrawElements(PrimitiveType.Triangles, (uint)_indices.Capacity, DrawElementsType.UnsignedInt, (void*)0);
    }

    public void Dispose()
    {
        _gl.DeleteVertexArray(_array);
        _vertices.Dispose();
        _indices.Dispose();
    }

    static Vertex[] Vertices(SkinnedMesh mesh)
    {
        var count = mesh.Positions.Length;
        if (mesh.Normals.Length != count || mesh.TextureCoordinates.Length != count
            || mesh.JointIndices.Length != count * SkinnedMesh.InfluencesPerVertex || mesh.JointWeights.Length != count * SkinnedMesh.InfluencesPerVertex)
            throw new ArgumentException($"The arrays of mesh '{mesh.Name}' do not agree on {count} vertices. Give each vertex a normal, a texture "
                + "coordinate and four joints with weights.", nameof(mesh));
        var vertices = new Vertex[count];
        for (var i = 0; i < count; i++)
            vertices[i] = new Vertex
            {
                Position = mesh.Positions[i],
                Normal = mesh.Normals[i],
                TextureCoordinate = mesh.TextureCoordinates[i],
                Joints = Four.Of(mesh.JointIndices.AsSpan(4 * i)),
                Weights = Four.OfUnits(mesh.JointWeights.AsSpan(4 * i)),
            };
        return vertices;
    }

    [StructLayout(LayoutKind.Sequential)]
    struct Vertex
    {
        public Vector3 Position;
        public Vector3 Normal;
        public Vector2 TextureCoordinate;
        public Four Joints;
        public Four Weights;
    }

    [StructLayout(LayoutKind.Sequential)]
    readonly record struct Four(ushort X, ushort Y, ushort Z, ushort W)
    {
        public static Four Of(ReadOnlySpan<ushort> values) => new(values[0], values[1], values[2], values[3]);

        public static Four OfUnits(ReadOnlySpan<float> values) => new(Unit(values[0]), Unit(values[1]), Unit(values[2]), Unit(values[3]));

        static ushort Unit(float value) => (ushort)MathF.Round(Math.Clamp(value, 0, 1) * ushort.MaxValue);
    }
}
