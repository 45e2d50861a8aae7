using System.Numerics;
using System.Runtime.InteropServices;
using Avatars.Graphics;
using Silk.NET.OpenGL;
using Texture = Avatars.Graphics.Texture;

namespace Avatars.Viewer.Ui;

/// <summary>Draws what has changed of a <see cref="DrawList"/> into the window, one instanced call per texture and region.</summary>
sealed unsafe class UiRenderer : IDisposable
{
    const int FloatSize = sizeof(float);

    readonly GL _gl;
    readonly ShaderProgram _program;
    readonly Texture _font;
    readonly uint _vertexArray;
    readonly int _windowPixels;
    readonly uint _kept, _keptPixels; // the window's picture, from frame to frame
    readonly ChangedRegions _changed = new();
    readonly Dictionary<uint, int> _versions = [];
    readonly Func<uint, int> _versionOf;
    readonly List<Shape> _touching = new(4096);
    readonly List<ShapeBatch> _batches = new(64);
    int _width, _height;
    GlBuffer<Shape> _shapes;

    public UiRenderer(GL gl, FontAtlas font)
    {
        _gl = gl;
        _program = new ShaderProgram(gl, "", "Ui/quad.vert", "Ui/quad.frag");
        _program.BindSampler("picture", 0);
        _windowPixels = _program.Uniform("windowPixels");
        _font = Texture.Screen(gl, font.Picture.Width, font.Picture.Height);
        _font.Update(font.Picture);
        _vertexArray = gl.GenVertexArray();
        (_kept, _keptPixels) = (gl.GenFramebuffer(), gl.GenRenderbuffer());
        _versionOf = texture => _versions.GetValueOrDefault(texture);
        _shapes = new GlBuffer<Shape>(gl, BufferTargetARB.ArrayBuffer, 8192);
    }

    public uint FontTexture => _font.Handle;

    /// <summary>Tells that a texture shows something else now.</summary>
    public void Touch(uint texture) => _versions[texture] = _versions.GetValueOrDefault(texture) + 1;

    /// <summary>Draws the parts of the window that are not as they were, into a picture that is kept, and shows that.</summary>
    /// <param name="width">Pixels of the window.</param>
    public void Draw(DrawList list, int width, int height)
    {
        if ((width, height) != (_width, _height))
            Resize(width, height);
        var regions = _changed.Find(list, _versionOf, width, height);
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, _kept);
        _gl.Viewport(0, 0, (uint)width, (uint)height);
        _gl.Disable(EnableCap.DepthTest);
        _gl.Disable(EnableCap.CullFace);
        _gl.Disable(EnableCap.FramebufferSrgb);
        _gl.Enable(EnableCap.Blend);
        _gl.Enable(EnableCap.ScissorTest);
        _gl.BlendFuncSeparate(BlendingFactor.SrcAlpha, BlendingFactor.OneMinusSrcAlpha, BlendingFactor.One, BlendingFactor.OneMinusSrcAlpha);
        _program.Use();
        _program.Set(_windowPixels, new Vector2(width, height));
        _gl.BindVertexArray(_vertexArray);
        _gl.ActiveTexture(TextureUnit.Texture0);
        for (var i = 0; i < regions.Count; i++)
            Draw(list, regions[i], width, height);
        _gl.BindVertexArray(0);
        _gl.Disable(EnableCap.Blend);
        _gl.Disable(EnableCap.ScissorTest);
        _gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, _kept);
        _gl.BindFramebuffer(FramebufferTarget.DrawFramebuffer, 0);
        _gl.BlitFramebuffer(0, 0, width, height, 0, 0, width, height, (uint)ClearBufferMask.ColorBufferBit, BlitFramebufferFilter.Nearest);
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, 0);
    }

    public void Dispose()
    {
        _shapes.Dispose();
        _gl.DeleteFramebuffer(_kept);
        _gl.DeleteRenderbuffer(_keptPixels);
        _gl.DeleteVertexArray(_vertexArray);
        _font.Dispose();
        _program.Dispose();
    }

    /// <summary>Where the first shape fills the whole window with one colour, clears it, within the scissors, to that: on a software renderer far cheaper
    /// than a shader per pixel.</summary>
    bool TryClear(ReadOnlySpan<Shape> shapes, int width, int height)
    {
        if (shapes.Length == 0 || !shapes[0].Fills(width, height))
            return false;
        var color = shapes[0].Color;
        _gl.ClearColor(color.R / 255f, color.G / 255f, color.B / 255f, 1);
        _gl.Clear(ClearBufferMask.ColorBufferBit);
        return true;
    }

    void Resize(int width, int height)
    {
        (_width, _height) = (width, height);
        _gl.BindRenderbuffer(RenderbufferTarget.Renderbuffer, _keptPixels);
        _gl.RenderbufferStorage(RenderbufferTarget.Renderbuffer, InternalFormat.Rgba8, (uint)width, (uint)height);
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, _kept);
        _gl.FramebufferRenderbuffer(FramebufferTarget.Framebuffer, FramebufferAttachment.ColorAttachment0, RenderbufferTarget.Renderbuffer, _keptPixels);
    }

    /// <summary>The shapes that touch a region, within it.</summary>
    void Draw(DrawList list, PixelRegion region, int width, int height)
    {
        _gl.Scissor(region.X, height - region.Bottom, (uint)region.Width, (uint)region.Height);
        var cleared = TryClear(list.Shapes, width, height) ? 1 : 0;
        _touching.Clear();
        _batches.Clear();
        foreach (var batch in list.Batches)
        {
            var first = _touching.Count;
            var skipped = batch.First == 0 ? cleared : 0;
            foreach (ref readonly var shape in list.Shapes.Slice(batch.First + skipped, batch.Count - skipped))
            {
                var (left, top, right, bottom) = ChangedRegions.BoundsOf(shape);
                if (left < region.Right && right > region.X && top < region.Bottom && bottom > region.Y)
                    _touching.Add(shape);
            }
            if (_touching.Count > first)
                _batches.Add(new(batch.Texture, first, _touching.Count - first));
        }
        if (_touching.Count == 0)
            return;
        if (_touching.Count > _shapes.Capacity)
        {
            _shapes.Dispose();
            _shapes = new GlBuffer<Shape>(_gl, BufferTargetARB.ArrayBuffer, _touching.Count * 2);
        }
        _shapes.Write(CollectionsMarshal.AsSpan(_touching));
        foreach (var batch in _batches)
        {
            PointAt(batch.First);
            _gl.BindTexture(TextureTarget.Texture2D, batch.Texture);
            _gl.DrawArraysInstanced(PrimitiveType.TriangleStrip, 0, 4, (uint)batch.Count);
        }
    }

    /// <summary>OpenGL 4.1 has no base instance, so a batch moves the pointers.</summary>
    void PointAt(int first)
    {
        _shapes.Bind();
        var offset = (nint)first * sizeof(Shape);
        Attribute(0, 4, VertexAttribPointerType.Float, ref offset);
        Attribute(1, 4, VertexAttribPointerType.Float, ref offset);
        Attribute(2, 4, VertexAttribPointerType.Float, ref offset);
        Attribute(5, 3, VertexAttribPointerType.Float, ref offset);
        Attribute(3, 4, VertexAttribPointerType.UnsignedByte, ref offset);
        Attribute(4, 4, VertexAttribPointerType.UnsignedByte, ref offset);
    }

    void Attribute(uint index, int size, VertexAttribPointerType type, ref nint offset)
    {
        var isByte = type == VertexAttribPointerType.UnsignedByte;
        _gl.EnableVertexAttribArray(index);
        _gl.VertexAttribPointer(index, size, type, isByte, (uint)sizeof(Shape), offset);
        _gl.VertexAttribDivisor(index, 1);
        offset += size * (isByte ? 1 : FloatSize);
    }
}
