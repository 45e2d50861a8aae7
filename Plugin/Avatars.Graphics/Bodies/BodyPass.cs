using System.Numerics;
using System.Runtime.InteropServices;
using Avatars.Body;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Silk.NET.OpenGL;

namespace Avatars.Graphics.Bodies;

/// <summary>
/// Draws a posed body into textures, channel by channel: the same picture as <see cref="BodyRasterizer"/> within 1/255 away from edges. One instance serves
/// one body model and size.
/// </summary>
public sealed unsafe class BodyPass : IDisposable
{
    const int PartsPerRow = 256;

    static readonly InternalFormat[] Formats = [InternalFormat.Rgba8, InternalFormat.Rgba32f, InternalFormat.Rgba32f, InternalFormat.Rgba32f];
    static readonly float[] Nothing = [0, 0, 0, 0];

    readonly GL _gl;
    readonly BodyModel _model;
    readonly BodyGeometry _geometry;
    readonly BodyProgram _program;
    readonly Texture _parts;
    readonly Texture[] _channels;
    readonly uint _framebuffer, _depth;

    /// <summary>Borrows <paramref name="gl"/>, whose context must be current here and in every call.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not in 1..16384.</exception>
    public BodyPass(GL gl, BodyModel model, int width, int height)
    {
        (_gl, _model, Width, Height) = (gl, model, width, height);
        _geometry = new BodyGeometry(gl, model);
        _program = new BodyProgram(gl, "");
        var parts = new byte[(model.Mesh.TriangleCount + PartsPerRow - 1) / PartsPerRow * PartsPerRow];
        MemoryMarshal.AsBytes<BodyPart>(model.Mesh.Parts).CopyTo(parts);
        _parts = Texture.Indices(gl, PartsPerRow, parts.Length / PartsPerRow, parts);
        _channels = Array.ConvertAll(Formats, format => Texture.Target(gl, width, height, format));
        _framebuffer = gl.GenFramebuffer();
        gl.BindFramebuffer(FramebufferTarget.Framebuffer, _framebuffer);
        for (var i = 0; i < _channels.Length; i++)
            gl.FramebufferTexture2D(FramebufferTarget.Framebuffer, FramebufferAttachment.ColorAttachment0 + i, TextureTarget.Texture2D, _channels[i].Handle,
                0);
        _depth = gl.GenRenderbuffer();
        gl.BindRenderbuffer(RenderbufferTarget.Renderbuffer, _depth);
        gl.RenderbufferStorage(RenderbufferTarget.Renderbuffer, InternalFormat.DepthComponent32f, (uint)width, (uint)height);
        gl.FramebufferRenderbuffer(FramebufferTarget.Framebuffer, FramebufferAttachment.DepthAttachment, RenderbufferTarget.Renderbuffer, _depth);
        ReadOnlySpan<GLEnum> buffers = [GLEnum.ColorAttachment0, GLEnum.ColorAttachment1, GLEnum.ColorAttachment2, GLEnum.ColorAttachment3];
        gl.DrawBuffers(buffers);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Colours of the person's texture, and how well each is known as alpha; 0 for background. Rows from the top, as in all that follow.</summary>
    public Texture Color => _channels[0];

    /// <summary>Place in the atlas (u, v), 1 / metres before the camera, and 1 + the triangle; 0 for background.</summary>
    public Texture Surface => _channels[1];

    /// <summary>Unit normal in camera space (x right, y up, z towards the camera), and the <see cref="BodyPart"/>.</summary>
    public Texture NormalsAndParts => _channels[2];

    /// <summary>The same place on the average body at rest, metres, hips at the origin; alpha is 1 on the body.</summary>
    public Texture Rest => _channels[3];

    /// <param name="camera">Its size is that of this pass.</param>
    /// <param name="texture">Null leaves <see cref="Color"/> at zero.</param>
    /// <exception cref="ArgumentException">The camera has another size, or the surface is another model's.</exception>
    public void Draw(PosedSurface surface, Camera camera, BodyTexture? texture = null)
    {
        if (camera.Width != Width || camera.Height != Height)
            throw new ArgumentException($"The camera's picture is {camera.Width}x{camera.Height}, this pass's {Width}x{Height}. Give equal sizes.",
                nameof(camera));
        if (surface.Body.Model != _model)
            throw new ArgumentException("The surface belongs to another body model than this pass.", nameof(surface));
        _geometry.Update(surface);
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, _framebuffer);
        _gl.Viewport(0, 0, (uint)Width, (uint)Height);
        for (var i = 0; i < _channels.Length; i++)
            _gl.ClearBuffer(GLEnum.Color, i, Nothing);
        _gl.ClearDepth(1.0);
        _gl.DepthMask(true);
        _gl.Clear(ClearBufferMask.DepthBufferBit);
        _program.Draw(_geometry, camera, texture, _parts);
    }

    /// <summary>Reads a channel back synchronously: for files and comparisons, not for every frame.</summary>
    /// <param name="channel">One of this pass's textures but <see cref="Color"/>.</param>
    /// <param name="pixels">Receives one vector a pixel.</param>
    /// <exception cref="ArgumentException">It is another texture, or the span has another length.</exception>
    public void Read(Texture channel, Span<Vector4> pixels)
    {
        if (pixels.Length != Width * Height)
            throw new ArgumentException($"{pixels.Length} vectors for a picture of {Width}x{Height}.", nameof(pixels));
        BindForReading(channel);
        fixed (Vector4* first = pixels)
            _gl.ReadPixels(0, 0, (uint)Width, (uint)Height, PixelFormat.Rgba, PixelType.Float, first);
    }

    /// <summary>Reads <see cref="Color"/> back synchronously.</summary>
    /// <exception cref="ArgumentException">The picture has another size.</exception>
    public void ReadColor(RgbaImage picture)
    {
        if (picture.Width != Width || picture.Height != Height)
            throw new ArgumentException($"The picture is {picture.Width}x{picture.Height}, this pass's {Width}x{Height}.", nameof(picture));
        BindForReading(Color);
        fixed (byte* first = picture.Bytes)
            _gl.ReadPixels(0, 0, (uint)Width, (uint)Height, PixelFormat.Rgba, PixelType.UnsignedByte, first);
    }

    public void Dispose()
    {
        _gl.DeleteFramebuffer(_framebuffer);
        _gl.DeleteRenderbuffer(_depth);
        foreach (var channel in _channels)
            channel.Dispose();
        _parts.Dispose();
        _program.Dispose();
        _geometry.Dispose();
    }

    void BindForReading(Texture channel)
    {
        var index = Array.IndexOf(_channels, channel);
        if (index < 0)
            throw new ArgumentException("The texture is none of this pass's channels.", nameof(channel));
        _gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, _framebuffer);
        _gl.ReadBuffer(ReadBufferMode.ColorAttachment0 + index);
        _gl.PixelStore(PixelStoreParameter.PackAlignment, 1);
    }
}
