using System.Numerics;
using System.Runtime.InteropServices;
using Avatars.Body;
using Silk.NET.OpenGL;

namespace Avatars.Graphics.Bodies;

/// <summary>The body's triangles on the graphics card: what no pose changes, and positions and normals that are written for each pose.</summary>
sealed unsafe class BodyGeometry : IDisposable
{
    readonly GL _gl;
    readonly ushort[] _origins;
    readonly uint _array;
    readonly GlBuffer<Posed> _posed;
    readonly GlBuffer<Fixed> _fixed;
    readonly GlBuffer<ushort> _triangles;
    readonly Posed[] _vertices;

    public BodyGeometry(GL gl, BodyModel model)
    {
        _gl = gl;
        var mesh = model.Mesh;
        _origins = mesh.Origins;
        _vertices = new Posed[_origins.Length];
        var density = AtlasDensity.Of(model);
        var vertices = new Fixed[_origins.Length];
        for (var i = 0; i < vertices.Length; i++)
            vertices[i] = new Fixed(mesh.TextureCoordinates[i], density[i], model.Average[_origins[i]]);
        _array = gl.GenVertexArray();
        gl.BindVertexArray(_array);
        _triangles = new GlBuffer<ushort>(gl, BufferTargetARB.ElementArrayBuffer, mesh.Triangles);
        _posed = new GlBuffer<Posed>(gl, BufferTargetARB.ArrayBuffer, _vertices.Length);
        Attribute<Posed>(0, 3, nameof(Posed.Position));
        Attribute<Posed>(1, 3, nameof(Posed.Normal));
        _fixed = new GlBuffer<Fixed>(gl, BufferTargetARB.ArrayBuffer, vertices);
        Attribute<Fixed>(2, 2, nameof(Fixed.Place));
        Attribute<Fixed>(3, 1, nameof(Fixed.Density));
        Attribute<Fixed>(4, 3, nameof(Fixed.Rest));
        gl.BindVertexArray(0);
    }

    public void Update(PosedSurface surface)
    {
        var (positions, normals) = (surface.Positions, surface.Normals);
        for (var i = 0; i < _vertices.Length; i++)
            _vertices[i] = new Posed(positions[_origins[i]], normals[_origins[i]]);
        _posed.Write(_vertices);
    }

    public void Draw()
    {
        _gl.BindVertexArray(_array);
        _gl.DrawElements(PrimitiveType.Triangles, (uint)_triangles.Capacity, DrawElementsType.UnsignedShort, null);
        _gl.BindVertexArray(0);
    }

    public void Dispose()
    {
        _gl.DeleteVertexArray(_array);
        _posed.Dispose();
        _fixed.Dispose();
        _triangles.Dispose();
    }

    void Attribute<T>(uint index, int count, string field) where T : unmanaged
    {
        _gl.VertexAttribPointer(index, count, VertexAttribPointerType.Float, false, (uint)sizeof(T), Marshal.OffsetOf<T>(field));
        _gl.EnableVertexAttribArray(index);
    }

    [StructLayout(LayoutKind.Sequential)]
    readonly struct Posed(Vector3 position, Vector3 normal)
    {
        public readonly Vector3 Position = position;
        public readonly Vector3 Normal = normal;
    }

    [StructLayout(LayoutKind.Sequential)]
    readonly struct Fixed(Vector2 place, float density, Vector3 rest)
    {
        public readonly Vector2 Place = place;
        public readonly float Density = density;
        public readonly Vector3 Rest = rest;
    }
}
