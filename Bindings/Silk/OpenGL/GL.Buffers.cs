namespace Silk.NET.OpenGL;

/// <content>Buffer objects.</content>
public unsafe partial class GL
{
    nint _genBuffers, _deleteBuffers, _bindBuffer, _bindBufferBase, _bufferData, _bufferSubData, _mapBufferRange, _unmapBuffer;

    public uint GenBuffer()
    {
        uint name;
        GenBuffers(1, &name);
        return name;
    }

    public void GenBuffers(uint n, uint* buffers) => ((delegate* unmanaged<uint, uint*, void>)Load(ref _genBuffers, "glGenBuffers"))(n, buffers);

    public void DeleteBuffer(uint buffers) => DeleteBuffers(1, &buffers);

    public void DeleteBuffers(uint n, uint* buffers) => ((delegate* unmanaged<uint, uint*, void>)Load(ref _deleteBuffers, "glDeleteBuffers"))(n, buffers);

    public void BindBuffer(BufferTargetARB target, uint buffer) =>
        ((delegate* unmanaged<BufferTargetARB, uint, void>)Load(ref _bindBuffer, "glBindBuffer"))(target, buffer);

    public void BindBufferBase(BufferTargetARB target, uint index, uint buffer) =>
        ((delegate* unmanaged<BufferTargetARB, uint, uint, void>)Load(ref _bindBufferBase, "glBindBufferBase"))(target, index, buffer);

    public void BufferData(BufferTargetARB target, nuint size, void* data, BufferUsageARB usage) =>
        ((delegate* unmanaged<BufferTargetARB, nuint, void*, BufferUsageARB, void>)Load(ref _bufferData, "glBufferData"))(target, size, data, usage);

    public void BufferData<T0>(BufferTargetARB target, ReadOnlySpan<T0> data, BufferUsageARB usage) where T0 : unmanaged
    {
        fixed (T0* first = data)
            BufferData(target, (nuint)(data.Length * sizeof(T0)), first, usage);
    }

    public void BufferSubData(BufferTargetARB target, nint offset, nuint size, void* data) =>
        ((delegate* unmanaged<BufferTargetARB, nint, nuint, void*, void>)Load(ref _bufferSubData, "glBufferSubData"))(target, offset, size, data);

    public void BufferSubData<T0>(BufferTargetARB target, nint offset, ReadOnlySpan<T0> data) where T0 : unmanaged
    {
        fixed (T0* first = data)
            BufferSubData(target, offset, (nuint)(data.Length * sizeof(T0)), first);
    }

    public void* MapBufferRange(BufferTargetARB target, nint offset, nuint length, MapBufferAccessMask access) =>
        ((delegate* unmanaged<BufferTargetARB, nint, nuint, MapBufferAccessMask, void*>)Load(ref _mapBufferRange, "glMapBufferRange"))(target, offset, length, access);

    public bool UnmapBuffer(BufferTargetARB target) => ((delegate* unmanaged<BufferTargetARB, byte>)Load(ref _unmapBuffer, "glUnmapBuffer"))(target) != 0;
}
