namespace Silk.NET.OpenGL;

/// <content>Framebuffers, renderbuffers, read-back and fences.</content>
public unsafe partial class GL
{
    nint _genFramebuffers, _deleteFramebuffers, _bindFramebuffer, _framebufferTexture2D, _framebufferRenderbuffer, _checkFramebufferStatus,
        _blitFramebuffer, _drawBuffer, _readBuffer, _readPixels, _genRenderbuffers, _deleteRenderbuffers, _bindRenderbuffer, _renderbufferStorage,
        _renderbufferStorageMultisample, _fenceSync, _clientWaitSync, _deleteSync;

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

    public void BlitFramebuffer(int srcX0, int srcY0, int srcX1, int srcY1, int dstX0, int dstY0, int dstX1, int dstY1, ClearBufferMask mask, BlitFramebufferFilter filter) =>
        ((delegate* unmanaged<int, int, int, int, int, int, int, int, ClearBufferMask, BlitFramebufferFilter, void>)Load(ref _blitFramebuffer, "glBlitFramebuffer"))(srcX0, srcY0, srcX1, srcY1, dstX0, dstY0, dstX1, dstY1, mask, filter);

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

    public void RenderbufferStorageMultisample(RenderbufferTarget target, uint samples, InternalFormat internalformat, uint width, uint height) =>
        ((delegate* unmanaged<RenderbufferTarget, uint, InternalFormat, uint, uint, void>)Load(ref _renderbufferStorageMultisample, "glRenderbufferStorageMultisample"))(target, samples, internalformat, width, height);

    public nint FenceSync(SyncCondition condition, SyncBehaviorFlags flags) =>
        ((delegate* unmanaged<SyncCondition, SyncBehaviorFlags, nint>)Load(ref _fenceSync, "glFenceSync"))(condition, flags);

    public GLEnum ClientWaitSync(nint sync, SyncObjectMask flags, ulong timeout) =>
        ((delegate* unmanaged<nint, SyncObjectMask, ulong, GLEnum>)Load(ref _clientWaitSync, "glClientWaitSync"))(sync, flags, timeout);

    public void DeleteSync(nint sync) => ((delegate* unmanaged<nint, void>)Load(ref _deleteSync, "glDeleteSync"))(sync);
}
