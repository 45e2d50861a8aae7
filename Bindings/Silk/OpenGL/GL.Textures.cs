namespace Silk.NET.OpenGL;

/// <content>Textures.</content>
public unsafe partial class GL
{
    nint _genTextures, _deleteTextures, _bindTexture, _activeTexture, _texImage2D, _texSubImage2D, _texParameteri, _texParameterf,
        _texParameterfv, _generateMipmap, _pixelStorei;

    public uint GenTexture()
    {
        uint name;
        GenTextures(1, &name);
        return name;
    }

    public void GenTextures(uint n, uint* textures) => ((delegate* unmanaged<uint, uint*, void>)Load(ref _genTextures, "glGenTextures"))(n, textures);

    public void DeleteTexture(uint textures) => DeleteTextures(1, &textures);

    public void DeleteTextures(uint n, uint* textures) =>
        ((delegate* unmanaged<uint, uint*, void>)Load(ref _deleteTextures, "glDeleteTextures"))(n, textures);

    public void BindTexture(TextureTarget target, uint texture) =>
        ((delegate* unmanaged<TextureTarget, uint, void>)Load(ref _bindTexture, "glBindTexture"))(target, texture);

    public void ActiveTexture(TextureUnit texture) => ((delegate* unmanaged<TextureUnit, void>)Load(ref _activeTexture, "glActiveTexture"))(texture);

    public void TexImage2D(TextureTarget target, int level, InternalFormat internalformat, uint width, uint height, int border, PixelFormat format, PixelType type, void* pixels) =>
        ((delegate* unmanaged<TextureTarget, int, InternalFormat, uint, uint, int, PixelFormat, PixelType, void*, void>)Load(ref _texImage2D, "glTexImage2D"))(target, level, internalformat, width, height, border, format, type, pixels);

    public void TexSubImage2D(TextureTarget target, int level, int xoffset, int yoffset, uint width, uint height, PixelFormat format, PixelType type, void* pixels) =>
        ((delegate* unmanaged<TextureTarget, int, int, int, uint, uint, PixelFormat, PixelType, void*, void>)Load(ref _texSubImage2D, "glTexSubImage2D"))(target, level, xoffset, yoffset, width, height, format, type, pixels);

    public void TexParameter(TextureTarget target, TextureParameterName pname, int param) =>
        ((delegate* unmanaged<TextureTarget, TextureParameterName, int, void>)Load(ref _texParameteri, "glTexParameteri"))(target, pname, param);

    public void TexParameter(TextureTarget target, TextureParameterName pname, float param) =>
        ((delegate* unmanaged<TextureTarget, TextureParameterName, float, void>)Load(ref _texParameterf, "glTexParameterf"))(target, pname, param);

    public void TexParameter(TextureTarget target, TextureParameterName pname, float* @params) =>
        ((delegate* unmanaged<TextureTarget, TextureParameterName, float*, void>)Load(ref _texParameterfv, "glTexParameterfv"))(target, pname, @params);

    public void GenerateMipmap(TextureTarget target) => ((delegate* unmanaged<TextureTarget, void>)Load(ref _generateMipmap, "glGenerateMipmap"))(target);

    public void PixelStore(PixelStoreParameter pname, int param) =>
        ((delegate* unmanaged<PixelStoreParameter, int, void>)Load(ref _pixelStorei, "glPixelStorei"))(pname, param);
}
