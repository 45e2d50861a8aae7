using System.Runtime.InteropServices;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Silk.NET.OpenGL;

namespace Avatars.Graphics;

/// <summary>
/// Draws pose maps into a texture: the same picture as <see cref="PoseMapRasterizer"/> within 1/255, for it draws the
/// rasteriser's own spans. One instance serves one style and size.
/// </summary>
/// <remarks>A style with a canvas of its own is resized with Pillow's bicubic, which only the CPU has: that map is uploaded whole.</remarks>
public sealed unsafe class PoseMapPass : IDisposable
{
    readonly GL _gl;
    readonly PoseMapRasterizer _rasterizer;
    readonly ShaderProgram _program;
    readonly RgbImage? _resized;
    readonly uint _array;
    readonly uint _framebuffer;
    GlBuffer<PixelSpan> _spans;

    /// <summary>Borrows <paramref name="gl"/>, whose context must be current here and in every call.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not in 1..16384.</exception>
    public PoseMapPass(GL gl, PoseMapStyle style, int width, int height)
    {
        _gl = gl;
        _rasterizer = new PoseMapRasterizer(style, width, height);
        _program = new ShaderProgram(gl, "", "PoseMap/span.vert", "PoseMap/span.frag");
        _program.Use();
        gl.Uniform2(_program.Uniform("size"), width, (float)height);
        Map = Texture.Screen(gl, width, height);
        _framebuffer = gl.GenFramebuffer();
        gl.BindFramebuffer(FramebufferTarget.Framebuffer, _framebuffer);
        gl.FramebufferTexture2D(FramebufferTarget.Framebuffer, FramebufferAttachment.ColorAttachment0, TextureTarget.Texture2D, Map.Handle, 0);
        _array = gl.GenVertexArray();
        _spans = Spans(4096);
        if ((_rasterizer.CanvasWidth, _rasterizer.CanvasHeight) != (width, height))
            _resized = new RgbImage(width, height);
    }

    /// <summary>The map; its first row is the top, as in pictures that were uploaded.</summary>
    public Texture Map { get; }

    /// <summary>Draws the people into <see cref="Map"/>.</summary>
    /// <inheritdoc cref="PoseMapRasterizer.Draw(ReadOnlySpan{Keypoint}, RgbImage)"/>
    public void Draw(ReadOnlySpan<Keypoint> keypoints)
    {
        if (_resized is null)
        {
            DrawSpans(_rasterizer.Trace(keypoints));
            return;
        }
        _rasterizer.Draw(keypoints, _resized);
        Map.Update(_resized);
    }

    /// <summary>Brings the map into memory, waiting for it: for a picture file or a comparison, not for every frame.</summary>
    /// <exception cref="ArgumentException"><paramref name="target"/> has another size.</exception>
    public void Read(RgbImage target)
    {
        if (target.Width != Map.Width || target.Height != Map.Height)
            throw new ArgumentException($"The map is {Map.Width}x{Map.Height}; the picture is {target.Width}x{target.Height}. Make one of that size.", nameof(target));
        _gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, _framebuffer);
        _gl.PixelStore(PixelStoreParameter.PackAlignment, 1);
        fixed (byte* pixels = target.Bytes)
            _gl.ReadPixels(0, 0, (uint)Map.Width, (uint)Map.Height, PixelFormat.Rgb, PixelType.UnsignedByte, pixels);
    }

    public void Dispose()
    {
        _gl.DeleteFramebuffer(_framebuffer);
        _gl.DeleteVertexArray(_array);
        _spans.Dispose();
        _program.Dispose();
        Map.Dispose();
    }

    void DrawSpans(ReadOnlySpan<PixelSpan> spans)
    {
        if (spans.Length > _spans.Capacity)
        {
            _spans.Dispose();
            _spans = Spans(2 * spans.Length);
        }
        _spans.Write(spans);
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, _framebuffer);
        _gl.Viewport(0, 0, (uint)Map.Width, (uint)Map.Height);
        _gl.Disable(EnableCap.DepthTest);
        _gl.Disable(EnableCap.CullFace);
        _gl.ClearColor(0, 0, 0, 1);
        _gl.Clear(ClearBufferMask.ColorBufferBit);
        _gl.Enable(EnableCap.Blend);
        _gl.BlendFunc(BlendingFactor.SrcAlpha, BlendingFactor.OneMinusSrcAlpha);
        _program.Use();
        _gl.BindVertexArray(_array);
        _gl.DrawArraysInstanced(PrimitiveType.TriangleStrip, 0, 4, (uint)spans.Length);
        _gl.BindVertexArray(0);
        _gl.Disable(EnableCap.Blend);
    }

    /// <summary>A buffer of spans as they lie in memory, made the vertex array's.</summary>
    GlBuffer<PixelSpan> Spans(int capacity)
    {
        _gl.BindVertexArray(_array);
        var buffer = new GlBuffer<PixelSpan>(_gl, BufferTargetARB.ArrayBuffer, capacity);
        _gl.VertexAttribPointer(0, 3, VertexAttribPointerType.Short, false, (uint)sizeof(PixelSpan), Marshal.OffsetOf<PixelSpan>(nameof(PixelSpan.X)));
        _gl.VertexAttribPointer(1, 4, VertexAttribPointerType.UnsignedByte, true, (uint)sizeof(PixelSpan), Marshal.OffsetOf<PixelSpan>(nameof(PixelSpan.R)));
        for (var i = 0u; i < 2; i++)
        {
            _gl.VertexAttribDivisor(i, 1);
            _gl.EnableVertexAttribArray(i);
        }
        _gl.BindVertexArray(0);
        return buffer;
    }
}
