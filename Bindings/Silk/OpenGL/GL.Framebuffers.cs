namespace Silk.NET.OpenGL;

/// <content>Framebuffers, renderbuffers and read-back.</content>
public unsafe partial class GL
{
    nint _genFramebuffers, _deleteFramebuffers, _bindFramebuffer, _framebufferTexture2D, _framebufferRenderbuffer, _checkFramebufferStatus, _drawBuffer, _readBuffer, _readPixels, _genRenderbuffers, _deleteRenderbuffers, _bindRenderbuffer, _renderbufferStorage;

    public uint GenFramebuffer()
    {
        uint name;
        GenFramebuffers(1, &name);
        return name;
    }

    public void GenFramebuffers(uint n, uint* framebuffers) =>
        ((delegate* unmanaged<uint, uint*, void>)Load(ref _genFramebuffers, "glGenFramebuffers"))(n, framebuffers);

    public void DeleteFramebuffer(uint framebuffers) => DeleteFramebuffers(1, &framebuffers);

    public void DeleteFramebuffers(uint n, uint* framebuffers) =>
        ((delegate* unmanaged<uint, uint*, void>)Load(ref _deleteFramebuffers, "glDeleteFramebuffers"))(n, framebuffers);

    public void BindFramebuffer(FramebufferTarget target, uint framebuffer) =>
        ((delegate* unmanaged<FramebufferTarget, uint, void>)Load(ref _bindFramebuffer, "glBindFramebuffer"))(target, framebuffer);

    public void FramebufferTexture2D(FramebufferTarget target, FramebufferAttachment attachment, TextureTarget textarget, uint texture, int level) =>
        ((delegate* unmanaged<FramebufferTarget, FramebufferAttachment, TextureTarget, uint, int, void>)Load(ref _framebufferTexture2D, "glFramebufferTexture2D"))(target, attachment, textarget, texture, level);

    public void FramebufferRenderbuffer(FramebufferTarget target, FramebufferAttachment attachment, RenderbufferTarget renderbuffertarget, uint renderbuffer) =>
        ((delegate* unmanaged<FramebufferTarget, FramebufferAttachment, RenderbufferTarget, uint, void>)Load(ref _framebufferRenderbuffer, "glFramebufferRenderbuffer"))(target, attachment, renderbuffertarget, renderbuffer);

    public GLEnum CheckFramebufferStatus(FramebufferTarget target) =>
        ((delegate* unmanaged<FramebufferTarget, GLEnum>)Load(ref _checkFramebufferStatus, "glCheckFramebufferStatus"))(target);

    public void DrawBuffer(DrawBufferMode buf) => ((delegate* unmanaged<DrawBufferMode, void>)Load(ref _drawBuffer, "glDrawBuffer"))(buf);

    public void ReadBuffer(ReadBufferMode src) => ((delegate* unmanaged<ReadBufferMode, void>)Load(ref _readBuffer, "glReadBuffer"))(src);

    public void ReadPixels(int x, int y, uint width, uint height, PixelFormat format, PixelType type, void* pixels) =>
        ((delegate* unmanaged<int, int, uint, uint, PixelFormat, PixelType, void*, void>)Load(ref _readPixels, "glReadPixels"))(x, y, width, height, format, type, pixels);

    public uint GenRenderbuffer()
    {
        uint name;
        GenRenderbuffers(1, &name);
        return name;
    }

    public void GenRenderbuffers(uint n, uint* renderbuffers) =>
        ((delegate* unmanaged<uint, uint*, void>)Load(ref _genRenderbuffers, "glGenRenderbuffers"))(n, renderbuffers);

    public void DeleteRenderbuffer(uint renderbuffers) => DeleteRenderbuffers(1, &renderbuffers);

    public void DeleteRenderbuffers(uint n, uint* renderbuffers) =>
        ((delegate* unmanaged<uint, uint*, void>)Load(ref _deleteRenderbuffers, "glDeleteRenderbuffers"))(n, renderbuffers);

    public void BindRenderbuffer(RenderbufferTarget target, uint renderbuffer) =>
        ((delegate* unmanaged<RenderbufferTarget, uint, void>)Load(ref _bindRenderbuffer, "glBindRenderbuffer"))(target, renderbuffer);

    public void RenderbufferStorage(RenderbufferTarget target, InternalFormat internalformat, uint width, uint height) =>
        ((delegate* unmanaged<RenderbufferTarget, InternalFormat, uint, uint, void>)Load(ref _renderbufferStorage, "glRenderbufferStorage"))(target, internalformat, width, height);
}
