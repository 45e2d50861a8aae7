namespace Silk.NET.OpenGL;

/// <content>Vertex arrays and drawing.</content>
public unsafe partial class GL
{
    nint _genVertexArrays, _deleteVertexArrays, _bindVertexArray, _enableVertexAttribArray, _vertexAttribPointer, _vertexAttribIPointer,
        _vertexAttribDivisor, _drawArrays, _drawArraysInstanced, _drawElements;

    public uint GenVertexArray()
    {
        uint name;
        GenVertexArrays(1, &name);
        return name;
    }

    public void GenVertexArrays(uint n, uint* arrays) =>
        ((delegate* unmanaged<uint, uint*, void>)Load(ref _genVertexArrays, "glGenVertexArrays"))(n, arrays);

    public void DeleteVertexArray(uint arrays) => DeleteVertexArrays(1, &arrays);

    public void DeleteVertexArrays(uint n, uint* arrays) =>
        ((delegate* unmanaged<uint, uint*, void>)Load(ref _deleteVertexArrays, "glDeleteVertexArrays"))(n, arrays);

    public void BindVertexArray(uint array) => ((delegate* unmanaged<uint, void>)Load(ref _bindVertexArray, "glBindVertexArray"))(array);

    public void EnableVertexAttribArray(uint index) =>
        ((delegate* unmanaged<uint, void>)Load(ref _enableVertexAttribArray, "glEnableVertexAttribArray"))(index);

    public void VertexAttribPointer(uint index, int size, VertexAttribPointerType type, bool normalized, uint stride, void* pointer) =>
        ((delegate* unmanaged<uint, int, VertexAttribPointerType, byte, uint, void*, void>)Load(ref _vertexAttribPointer, "glVertexAttribPointer"))(index, size, type, (byte)(normalized ? 1 : 0), stride, pointer);

    public void VertexAttribPointer(uint index, int size, VertexAttribPointerType type, bool normalized, uint stride, nint pointer) =>
        VertexAttribPointer(index, size, type, normalized, stride, (void*)pointer);

    public void VertexAttribIPointer(uint index, int size, VertexAttribIType type, uint stride, void* pointer) =>
        ((delegate* unmanaged<uint, int, VertexAttribIType, uint, void*, void>)Load(ref _vertexAttribIPointer, "glVertexAttribIPointer"))(index, size, type, stride, pointer);

    public void VertexAttribIPointer(uint index, int size, VertexAttribIType type, uint stride, nint pointer) =>
        VertexAttribIPointer(index, size, type, stride, (void*)pointer);

    public void VertexAttribDivisor(uint index, uint divisor) =>
        ((delegate* unmanaged<uint, uint, void>)Load(ref _vertexAttribDivisor, "glVertexAttribDivisor"))(index, divisor);

    public void DrawArrays(PrimitiveType mode, int first, uint count) =>
        ((delegate* unmanaged<PrimitiveType, int, uint, void>)Load(ref _drawArrays, "glDrawArrays"))(mode, first, count);

    public void DrawArraysInstanced(PrimitiveType mode, int first, uint count, uint instancecount) =>
        ((delegate* unmanaged<PrimitiveType, int, uint, uint, void>)Load(ref _drawArraysInstanced, "glDrawArraysInstanced"))(mode, first, count, instancecount);

    public void DrawElements(PrimitiveType mode, uint count, DrawElementsType type, void* indices) =>
        ((delegate* unmanaged<PrimitiveType, uint, DrawElementsType, void*, void>)Load(ref _drawElements, "glDrawElements"))(mode, count, type, indices);
}
