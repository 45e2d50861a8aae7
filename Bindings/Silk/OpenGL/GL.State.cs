namespace Silk.NET.OpenGL;

/// <content>State, and reading of it.</content>
public unsafe partial class GL
{
    nint _getError, _getString, _getStringi, _getIntegerv, _enable, _disable, _viewport, _scissor, _clearColor, _clear, _depthFunc,
        _depthMask, _blendFunc, _blendFuncSeparate, _polygonOffset;

    public GLEnum GetError() => ((delegate* unmanaged<GLEnum>)Load(ref _getError, "glGetError"))();

    public byte* GetString(StringName name) => ((delegate* unmanaged<StringName, byte*>)Load(ref _getString, "glGetString"))(name);

    public byte* GetString(StringName name, uint index) =>
        ((delegate* unmanaged<StringName, uint, byte*>)Load(ref _getStringi, "glGetStringi"))(name, index);

    public string GetStringS(StringName name) => Text(GetString(name));

    public string GetStringS(StringName name, uint index) => Text(GetString(name, index));

    public void GetInteger(GetPName pname, int* data) => ((delegate* unmanaged<GetPName, int*, void>)Load(ref _getIntegerv, "glGetIntegerv"))(pname, data);

    public int GetInteger(GetPName pname)
    {
        int data;
        GetInteger(pname, &data);
        return data;
    }

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

    public void PolygonOffset(float factor, float units) =>
        ((delegate* unmanaged<float, float, void>)Load(ref _polygonOffset, "glPolygonOffset"))(factor, units);
}
