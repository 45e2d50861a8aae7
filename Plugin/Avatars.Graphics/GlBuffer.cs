using Silk.NET.OpenGL;

namespace Avatars.Graphics;

/// <summary>A buffer object bound to one kind of target: vertices, indices, uniforms.</summary>
public sealed unsafe class GlBuffer<T> : IDisposable where T : unmanaged
{
    readonly GL _gl;
    readonly BufferTargetARB _target;

    /// <summary>Filled once; never changed.</summary>
    public GlBuffer(GL gl, BufferTargetARB target, ReadOnlySpan<T> data) : this(gl, target, data.Length)
    {
        Bind();
        gl.BufferData(target, data, BufferUsageARB.StaticDraw);
    }

    /// <summary>A buffer of <paramref name="capacity"/> values, rewritten by <see cref="Write"/>.</summary>
    public GlBuffer(GL gl, BufferTargetARB target, int capacity)
    {
        _gl = gl;
        _target = target;
        Capacity = capacity;
        Handle = gl.GenBuffer();
        Bind();
        gl.BufferData(target, (nuint)(capacity * sizeof(T)), null, BufferUsageARB.DynamicDraw);
    }

    public uint Handle { get; }

    /// <summary>Values of T.</summary>
    public int Capacity { get; }

    public void Bind() => _gl.BindBuffer(_target, Handle);

    public void BindBase(uint binding) => _gl.BindBufferBase(_target, binding, Handle);

    /// <summary>Replaces the first values. Does not wait for draws that still read the old ones.</summary>
    /// <exception cref="ArgumentException">More values than <see cref="Capacity"/>.</exception>
    public void Write(ReadOnlySpan<T> data)
    {
        if (data.Length > Capacity)
            throw new ArgumentException($"The buffer holds {Capacity} values, not {data.Length}.", nameof(data));
        Bind();
        _gl.BufferData(_target, (nuint)(Capacity * sizeof(T)), null, BufferUsageARB.DynamicDraw); // a fresh store: the old one stays with its draws
        _gl.BufferSubData(_target, 0, data);
    }

    public void Dispose() => _gl.DeleteBuffer(Handle);
}
