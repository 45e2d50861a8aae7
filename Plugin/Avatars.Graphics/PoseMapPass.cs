using System.Numerics;
using System.Runtime.InteropServices;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Silk.NET.OpenGL;

namespace Avatars.Graphics;

/// <summary>
/// Draws pose maps into a texture: the same picture as <see cref="PoseMapRasterizer"/> within 1/255, for it draws the
/// rasteriser's own spans. One instance serves one style and size.
/// </summary>
public sealed unsafe class PoseMapPass : IDisposable
{
    readonly GL _gl;
    readonly PoseMapRasterizer _rasterizer;
    readonly ShaderProgram _program;
    readonly Texture[] _textures;
    readonly ResizePass[] _resizes;
    readonly PixelTarget _canvas;
    readonly PixelTarget _map;
    readonly uint _array;
    GlBuffer<PixelSpan> _spans;

    /// <summary>Borrows <paramref name="gl"/>, whose context must be current here and in every call.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not in 1..16384.</exception>
    public PoseMapPass(GL gl, PoseMapStyle style, int width, int height)
    {
        _gl = gl;
        _rasterizer = new PoseMapRasterizer(style, width, height);
        var (canvasWidth, canvasHeight) = (_rasterizer.CanvasWidth, _rasterizer.CanvasHeight);
        _program = new ShaderProgram(gl, "", "PoseMap/span.vert", "PoseMap/span.frag");
        _program.Use();
        _program.Set(_program.Uniform("size"), new Vector2(canvasWidth, canvasHeight));
        List<Texture> textures = [Texture.Screen(gl, canvasWidth, canvasHeight)];
        if (canvasWidth != width)
            textures.Add(Texture.Screen(gl, width, canvasHeight)); // columns before rows, as on the CPU
        if (canvasHeight != height)
            textures.Add(Texture.Screen(gl, width, height));
        _textures = [.. textures];
        _resizes = [.. _textures.Zip(_textures.Skip(1), (from, to) => new ResizePass(gl, from, to, ResizeFilter.Bicubic))];
        _canvas = new PixelTarget(gl, _textures[0]);
        _map = new PixelTarget(gl, Map);
        _array = gl.GenVertexArray();
        _spans = Spans(4096);
    }

    /// <summary>The map; its first row is the top, as in pictures that were uploaded.</summary>
    public Texture Map => _textures[^1];

    /// <summary>Draws the people into <see cref="Map"/>.</summary>
    /// <inheritdoc cref="PoseMapRasterizer.Draw(ReadOnlySpan{Keypoint}, RgbImage)"/>
    public void Draw(ReadOnlySpan<Keypoint> keypoints)
    {
        DrawSpans(_rasterizer.Trace(keypoints));
        foreach (var resize in _resizes)
            resize.Run();
    }

    /// <summary>Reads the map back synchronously: for a picture file or a comparison, not for every frame.</summary>
    /// <exception cref="ArgumentException"><paramref name="target"/> has another size.</exception>
    public void Read(RgbImage target)
    {
        if (target.Width != Map.Width || target.Height != Map.Height)
            throw new ArgumentException($"The map is {Map.Width}x{Map.Height}; the picture is {target.Width}x{target.Height}. Make one of that size.",
                nameof(target));
        _map.BindForReading();
        _gl.PixelStore(PixelStoreParameter.PackAlignment, 1);
        fixed (byte* pixels = target.Bytes)
            _gl.ReadPixels(0, 0, (uint)Map.Width, (uint)Map.Height, PixelFormat.Rgb, PixelType.UnsignedByte, pixels);
    }

    public void Dispose()
    {
        foreach (var resize in _resizes)
            resize.Dispose();
        _canvas.Dispose();
        _map.Dispose();
        foreach (var texture in _textures)
            texture.Dispose();
        _gl.DeleteVertexArray(_array);
        _spans.Dispose();
        _program.Dispose();
    }

    void DrawSpans(ReadOnlySpan<PixelSpan> spans)
    {
        if (spans.Length > _spans.Capacity)
        {
            _spans.Dispose();
            _spans = Spans(2 * spans.Length);
        }
        _spans.Write(spans);
        _canvas.Bind();
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

    /// <summary>Binds a buffer of spans to the vertex array.</summary>
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
