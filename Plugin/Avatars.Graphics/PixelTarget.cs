using Silk.NET.OpenGL;

namespace Avatars.Graphics;

/// <summary>Render target for unchanged bytes: no depth, no blending unless enabled, no sRGB conversion.</summary>
sealed class PixelTarget : IDisposable
{
    readonly GL _gl;
    readonly Texture _texture;
    readonly uint _framebuffer;

    /// <summary>Borrows <paramref name="texture"/>.</summary>
    public PixelTarget(GL gl, Texture texture)
    {
        _gl = gl;
        _texture = texture;
        _framebuffer = gl.GenFramebuffer();
        gl.BindFramebuffer(FramebufferTarget.Framebuffer, _framebuffer);
        gl.FramebufferTexture2D(FramebufferTarget.Framebuffer, FramebufferAttachment.ColorAttachment0, TextureTarget.Texture2D, texture.Handle, 0);
    }

    public void Bind()
    {
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, _framebuffer);
        _gl.Viewport(0, 0, (uint)_texture.Width, (uint)_texture.Height);
        _gl.Disable(EnableCap.DepthTest);
        _gl.Disable(EnableCap.CullFace);
        _gl.Disable(EnableCap.Blend);
    }

    public void BindForReading() => _gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, _framebuffer);

    public void Dispose() => _gl.DeleteFramebuffer(_framebuffer);
}
