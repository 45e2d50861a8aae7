namespace Silk.NET.OpenGL;

/// <content>State, reading of state, and waiting.</content>
public unsafe partial class GL
{
    nint _getError, _getString, _getStringi, _getIntegerv, _isEnabled, _enable, _disable, _viewport, _scissor, _clearColor, _clear, _depthFunc,
        _depthMask, _blendFunc, _blendFuncSeparate, _blendEquation, _cullFace, _polygonOffset, _lineWidth, _colorMask, _finish, _flush;

    public GLEnum GetError() => ((delegate* unmanaged<GLEnum>)Load(ref _getError, "glGetError"))();

    public byte* GetString(StringName name) => ((delegate* unmanaged<StringName, byte*>)Load(ref _getString, "glGetString"))(name);

    public byte* GetString(StringName name, uint index) =>
        ((delegate* unmanaged<StringName, uint, byte*>)Load(ref _getStringi, "glGetStringi"))(name, index);

    public string GetStringS(StringName name) => Text(GetString(name));

    public string GetStringS(StringName name, uint index) => Text(GetString(name, index));

    public void GetInteger(GetPName pname, int* data) => ((delegate* unmanaged<GetPName, int*, void>)Load(ref _getIntegerv, "glGetIntegerv"))(pname, data);

    public void GetInteger(GetPName pname, out int data)
    {
        fixed (int* first = &data)
            GetInteger(pname, first);
    }

    public int GetInteger(GetPName pname)
    {
        int data;
        GetInteger(pname, &data);
        return data;
    }

    public bool IsEnabled(EnableCap cap) => ((delegate* unmanaged<EnableCap, byte>)Load(ref _isEnabled, "glIsEnabled"))(cap) != 0;

    public void Enable(EnableCap cap) => ((delegate* unmanaged<EnableCap, void>)Load(ref _enable, "glEnable"))(cap);

    public void Disable(EnableCap cap) => ((delegate* unmanaged<EnableCap, void>)Load(ref _disable, "glDisable"))(cap);

    public void Viewport(int x, int y, uint width, uint height) =>
        ((delegate* unmanaged<int, int, uint, uint, void>)Load(ref _viewport, "glViewport"))(x, y, width, height);

    public void Scissor(int x, int y, uint width, uint height) =>
        ((delegate* unmanaged<int, int, uint, uint, void>)Load(ref _scissor, "glScissor"))(x, y, width, height);

    public void ClearColor(float red, float green, float blue, float alpha) =>
        ((delegate* unmanaged<float, float, float, float, void>)Load(ref _clearColor, "glClearColor"))(red, green, blue, alpha);

    public void Clear(ClearBufferMask mask) => ((delegate* unmanaged<ClearBufferMask, void>)Load(ref _clear, "glClear"))(mask);

    public void DepthFunc(DepthFunction func) => ((delegate* unmanaged<DepthFunction, void>)Load(ref _depthFunc, "glDepthFunc"))(func);

    public void DepthMask(bool flag) => ((delegate* unmanaged<byte, void>)Load(ref _depthMask, "glDepthMask"))((byte)(flag ? 1 : 0));

    public void BlendFunc(BlendingFactor sfactor, BlendingFactor dfactor) =>
        ((delegate* unmanaged<BlendingFactor, BlendingFactor, void>)Load(ref _blendFunc, "glBlendFunc"))(sfactor, dfactor);

    public void BlendFuncSeparate(BlendingFactor sfactorRGB, BlendingFactor dfactorRGB, BlendingFactor sfactorAlpha, BlendingFactor dfactorAlpha) =>
        ((delegate* unmanaged<BlendingFactor, BlendingFactor, BlendingFactor, BlendingFactor, void>)Load(ref _blendFuncSeparate, "glBlendFuncSeparate"))(sfactorRGB, dfactorRGB, sfactorAlpha, dfactorAlpha);

    public void BlendEquation(BlendEquationModeEXT mode) =>
        ((delegate* unmanaged<BlendEquationModeEXT, void>)Load(ref _blendEquation, "glBlendEquation"))(mode);

    public void CullFace(TriangleFace mode) => ((delegate* unmanaged<TriangleFace, void>)Load(ref _cullFace, "glCullFace"))(mode);

    public void PolygonOffset(float factor, float units) =>
        ((delegate* unmanaged<float, float, void>)Load(ref _polygonOffset, "glPolygonOffset"))(factor, units);

    public void LineWidth(float width) => ((delegate* unmanaged<float, void>)Load(ref _lineWidth, "glLineWidth"))(width);

    public void ColorMask(bool red, bool green, bool blue, bool alpha) =>
        ((delegate* unmanaged<byte, byte, byte, byte, void>)Load(ref _colorMask, "glColorMask"))((byte)(red ? 1 : 0), (byte)(green ? 1 : 0), (byte)(blue ? 1 : 0), (byte)(alpha ? 1 : 0));

    public void Finish() => ((delegate* unmanaged<void>)Load(ref _finish, "glFinish"))();

    public void Flush() => ((delegate* unmanaged<void>)Load(ref _flush, "glFlush"))();
}
