using Avatars.Imaging;
using Silk.NET.OpenGL;

namespace Avatars.Graphics;

/// <summary>
/// A picture to draw into: an sRGB colour texture with depth, multisampled on request. Drawing is in linear light; GL encodes.
/// </summary>
public sealed class Framebuffer : IDisposable
{
    readonly GL _gl;
    readonly uint _drawing;
    readonly uint _resolved;
    readonly uint _depth;
    readonly uint _samplesColor;

    /// <param name="samples">1 for none; 4 is smooth and always there.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is not in 1..16384.</exception>
    /// <exception cref="InvalidOperationException">The driver refuses the combination.</exception>
    public Framebuffer(GL gl, int width, int height, int samples = 4)
    {
        _gl = gl;
        Width = width;
        Height = height;
        Samples = samples;
        Color = Texture.Target(gl, width, height, InternalFormat.Srgb8Alpha8);
        _resolved = gl.GenFramebuffer();
        gl.BindFramebuffer(FramebufferTarget.Framebuffer, _resolved);
        gl.FramebufferTexture2D(FramebufferTarget.Framebuffer, FramebufferAttachment.ColorAttachment0, TextureTarget.Texture2D, Color.Handle, 0);
        _drawing = _resolved;
        if (samples > 1)
        {
            RequireComplete();
            _drawing = gl.GenFramebuffer();
            gl.BindFramebuffer(FramebufferTarget.Framebuffer, _drawing);
            _samplesColor = Attach(FramebufferAttachment.ColorAttachment0, InternalFormat.Srgb8Alpha8);
        }
        _depth = Attach(FramebufferAttachment.DepthAttachment, InternalFormat.DepthComponent24);
        RequireComplete();
    }

    public int Width { get; }

    public int Height { get; }

    public int Samples { get; }

    /// <summary>The finished picture, first row at the bottom, after <see cref="Resolve"/>.</summary>
    public Texture Color { get; }

    /// <summary>Directs drawing here, over the whole picture.</summary>
    public void Bind()
    {
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, _drawing);
        _gl.Viewport(0, 0, (uint)Width, (uint)Height);
    }

    /// <summary>Averages the samples into <see cref="Color"/>. Leaves the finished picture bound for reading.</summary>
    public void Resolve()
    {
        _gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, _drawing);
        if (_drawing != _resolved)
        {
            _gl.BindFramebuffer(FramebufferTarget.DrawFramebuffer, _resolved);
            _gl.BlitFramebuffer(0, 0, Width, Height, 0, 0, Width, Height, ClearBufferMask.ColorBufferBit, BlitFramebufferFilter.Nearest);
            _gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, _resolved);
        }
    }

    public void Dispose()
    {
        _gl.DeleteFramebuffer(_resolved);
        if (_drawing != _resolved)
        {
            _gl.DeleteFramebuffer(_drawing);
            _gl.DeleteRenderbuffer(_samplesColor);
        }
        _gl.DeleteRenderbuffer(_depth);
        Color.Dispose();
    }

    uint Attach(FramebufferAttachment attachment, InternalFormat format)
    {
        var buffer = _gl.GenRenderbuffer();
        _gl.BindRenderbuffer(RenderbufferTarget.Renderbuffer, buffer);
        if (Samples > 1)
            _gl.RenderbufferStorageMultisample(RenderbufferTarget.Renderbuffer, (uint)Samples, format, (uint)Width, (uint)Height);
        else
            _gl.RenderbufferStorage(RenderbufferTarget.Renderbuffer, format, (uint)Width, (uint)Height);
        _gl.FramebufferRenderbuffer(FramebufferTarget.Framebuffer, attachment, RenderbufferTarget.Renderbuffer, buffer);
        return buffer;
    }

    void RequireComplete()
    {
        var status = _gl.CheckFramebufferStatus(FramebufferTarget.Framebuffer);
        if (status != GLEnum.FramebufferComplete)
            throw new InvalidOperationException($"The graphics driver cannot draw into {Width}x{Height} pixels with {Samples} samples (status 0x{(int)status:x}). Use fewer samples or a smaller picture.");
    }
}
