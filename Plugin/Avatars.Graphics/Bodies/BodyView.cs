using Avatars.Body;
using Avatars.PoseMaps;
using Silk.NET.OpenGL;

namespace Avatars.Graphics.Bodies;

/// <summary>A lit picture of a person's body on a transparent ground, for people to look at. One instance serves one body model.</summary>
public sealed class BodyView : IDisposable
{
    readonly GL _gl;
    readonly BodyGeometry _geometry;
    readonly BodyProgram _program;
    readonly uint _framebuffer, _depth;
    Texture? _picture;

    /// <summary>Borrows <paramref name="gl"/>, whose context must be current here and in every call.</summary>
    public BodyView(GL gl, BodyModel model)
    {
        _gl = gl;
        Model = model;
        _geometry = new BodyGeometry(gl, model);
        _program = new BodyProgram(gl, "VIEW");
        (_framebuffer, _depth) = (gl.GenFramebuffer(), gl.GenRenderbuffer());
    }

    public BodyModel Model { get; }

    /// <summary>Draws the body; the texture is this view's own, until the next call of another size. Its first row is the picture's top; alpha is 1 on the
    /// body.</summary>
    /// <param name="camera">Its size is the picture's.</param>
    /// <param name="texture">Null draws clay.</param>
    /// <exception cref="ArgumentException">The surface is another model's.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A side of the picture is not in 1..16384.</exception>
    public Texture Draw(PosedSurface surface, Camera camera, BodyTexture? texture)
    {
        if (surface.Body.Model != Model)
            throw new ArgumentException("The surface belongs to another body model than this view.", nameof(surface));
        var picture = PictureOf(camera.Width, camera.Height);
        _geometry.Update(surface);
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, _framebuffer);
        _gl.Viewport(0, 0, (uint)picture.Width, (uint)picture.Height);
        _gl.ClearColor(0, 0, 0, 0);
        _gl.ClearDepth(1.0);
        _gl.DepthMask(true);
        _gl.Clear(ClearBufferMask.ColorBufferBit | ClearBufferMask.DepthBufferBit);
        _program.Draw(_geometry, camera, texture, null);
        return picture;
    }

    public void Dispose()
    {
        _gl.DeleteFramebuffer(_framebuffer);
        _gl.DeleteRenderbuffer(_depth);
        _picture?.Dispose();
        _program.Dispose();
        _geometry.Dispose();
    }

    Texture PictureOf(int width, int height)
    {
        if (_picture is { } same && (same.Width, same.Height) == (width, height))
            return same;
        _picture?.Dispose();
        _picture = Texture.Target(_gl, width, height, InternalFormat.Rgba8);
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, _framebuffer);
        _gl.FramebufferTexture2D(FramebufferTarget.Framebuffer, FramebufferAttachment.ColorAttachment0, TextureTarget.Texture2D, _picture.Handle, 0);
        _gl.BindRenderbuffer(RenderbufferTarget.Renderbuffer, _depth);
        _gl.RenderbufferStorage(RenderbufferTarget.Renderbuffer, InternalFormat.DepthComponent24, (uint)width, (uint)height);
        _gl.FramebufferRenderbuffer(FramebufferTarget.Framebuffer, FramebufferAttachment.DepthAttachment, RenderbufferTarget.Renderbuffer, _depth);
        return _picture;
    }
}
