using Avatars.Imaging;
using Silk.NET.OpenGL;

namespace Avatars.Graphics;

/// <summary>A picture to draw into: a colour texture in sRGB, and depth. Drawing is in linear light; GL encodes.</summary>
public sealed class Framebuffer : IDisposable
{
    readonly GL _gl;
    readonly uint _handle;
    readonly uint _depth;

    /// <exception cref="ArgumentOutOfRangeException">A side is not in 1..16384.</exception>
    /// <exception cref="InvalidOperationException">The driver rejects the framebuffer.</exception>
    public Framebuffer(GL gl, int width, int height)
    {
        PictureSize.Require(width, height);
        _gl = gl;
        Color = Texture.Target(gl, width, height, InternalFormat.Srgb8Alpha8);
        _handle = gl.GenFramebuffer();
        _depth = gl.GenRenderbuffer();
        gl.BindFramebuffer(FramebufferTarget.Framebuffer, _handle);
        gl.FramebufferTexture2D(FramebufferTarget.Framebuffer, FramebufferAttachment.ColorAttachment0, TextureTarget.Texture2D, Color.Handle, 0);
        gl.BindRenderbuffer(RenderbufferTarget.Renderbuffer, _depth);
        gl.RenderbufferStorage(RenderbufferTarget.Renderbuffer, InternalFormat.DepthComponent24, (uint)width, (uint)height);
        gl.FramebufferRenderbuffer(FramebufferTarget.Framebuffer, FramebufferAttachment.DepthAttachment, RenderbufferTarget.Renderbuffer, _depth);
        var status = gl.CheckFramebufferStatus(FramebufferTarget.Framebuffer);
        if (status == GLEnum.FramebufferComplete)
            return;
        Dispose();
        throw new InvalidOperationException($"The graphics driver cannot draw into {width}x{height} pixels (status 0x{(int)status:x}). Use a smaller "
            + "picture.");
    }

    public int Width => Color.Width;

    public int Height => Color.Height;

    /// <summary>What was drawn, first row at the bottom.</summary>
    public Texture Color { get; }

    /// <summary>Directs drawing here, over the whole picture.</summary>
    public void Bind()
    {
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, _handle);
        _gl.Viewport(0, 0, (uint)Width, (uint)Height);
    }

    /// <summary>Directs reading here.</summary>
    public void BindForReading() => _gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, _handle);

    public void Dispose()
    {
        _gl.DeleteFramebuffer(_handle);
        _gl.DeleteRenderbuffer(_depth);
        Color.Dispose();
    }
}
