using Avatars.Imaging;
using Silk.NET.OpenGL;

namespace Avatars.Graphics;

/// <summary>
/// A picture to draw into: sRGB colour with depth, drawn larger and averaged down for smooth edges, hair and highlights. Drawing
/// is in linear light; GL encodes. (On Mesa's software renderer four samples of multisampling cost the same and smooth only edges.)
/// </summary>
public sealed class Framebuffer : IDisposable
{
    readonly GL _gl;
    readonly uint _drawing;
    readonly uint _depth;
    readonly uint _resolved;
    readonly Texture _large;

    /// <param name="oversampling">Each pixel is drawn as a square of this many a side: 1 is fast, 2 smooth.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side, times <paramref name="oversampling"/>, is not in 1..16384, or the latter not 1 or 2.</exception>
    /// <exception cref="InvalidOperationException">The driver refuses.</exception>
    public Framebuffer(GL gl, int width, int height, int oversampling = 2)
    {
        if (oversampling is not (1 or 2))
            throw new ArgumentOutOfRangeException(nameof(oversampling), $"Oversampling is 1 or 2, not {oversampling}.");
        PictureSize.Require(width * oversampling, height * oversampling);
        _gl = gl;
        Width = width;
        Height = height;
        Oversampling = oversampling;
        Color = Texture.Target(gl, width, height, InternalFormat.Srgb8Alpha8);
        _large = oversampling == 1 ? Color : Texture.Target(gl, width * oversampling, height * oversampling, InternalFormat.Srgb8Alpha8);
        _resolved = MakeFor(Color);
        _drawing = oversampling == 1 ? _resolved : MakeFor(_large);
        _depth = gl.GenRenderbuffer();
        gl.BindRenderbuffer(RenderbufferTarget.Renderbuffer, _depth);
        gl.RenderbufferStorage(RenderbufferTarget.Renderbuffer, InternalFormat.DepthComponent24, (uint)_large.Width, (uint)_large.Height);
        gl.FramebufferRenderbuffer(FramebufferTarget.Framebuffer, FramebufferAttachment.DepthAttachment, RenderbufferTarget.Renderbuffer, _depth);
        var status = gl.CheckFramebufferStatus(FramebufferTarget.Framebuffer);
        if (status != GLEnum.FramebufferComplete)
            throw new InvalidOperationException($"The graphics driver cannot draw into {_large.Width}x{_large.Height} pixels (status 0x{(int)status:x}). Use a smaller picture.");
    }

    public int Width { get; }

    public int Height { get; }

    public int Oversampling { get; }

    /// <summary>The finished picture, first row at the bottom, after <see cref="Resolve"/>.</summary>
    public Texture Color { get; }

    /// <summary>Directs drawing here, over the whole picture.</summary>
    public void Bind()
    {
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, _drawing);
        _gl.Viewport(0, 0, (uint)_large.Width, (uint)_large.Height);
    }

    /// <summary>Averages what was drawn into <see cref="Color"/>. Leaves the finished picture bound for reading.</summary>
    public void Resolve()
    {
        _gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, _drawing);
        if (_large == Color)
            return;
        _gl.BindFramebuffer(FramebufferTarget.DrawFramebuffer, _resolved);
        _gl.Enable(EnableCap.FramebufferSrgb); // average light, not bytes
        // At exactly half the size a linear filter reads between four pixels.
        _gl.BlitFramebuffer(0, 0, _large.Width, _large.Height, 0, 0, Width, Height, ClearBufferMask.ColorBufferBit, BlitFramebufferFilter.Linear);
        _gl.Disable(EnableCap.FramebufferSrgb);
        _gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, _resolved);
    }

    public void Dispose()
    {
        _gl.DeleteFramebuffer(_resolved);
        if (_drawing != _resolved)
        {
            _gl.DeleteFramebuffer(_drawing);
            _large.Dispose();
        }
        _gl.DeleteRenderbuffer(_depth);
        Color.Dispose();
    }

    /// <summary>Leaves it bound.</summary>
    uint MakeFor(Texture color)
    {
        var framebuffer = _gl.GenFramebuffer();
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, framebuffer);
        _gl.FramebufferTexture2D(FramebufferTarget.Framebuffer, FramebufferAttachment.ColorAttachment0, TextureTarget.Texture2D, color.Handle, 0);
        return framebuffer;
    }
}
