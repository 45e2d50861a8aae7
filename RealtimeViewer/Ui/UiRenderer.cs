using System.Numerics;
using Avatars.Graphics;
using Silk.NET.OpenGL;
using Texture = Avatars.Graphics.Texture;

namespace Avatars.Viewer.Ui;

/// <summary>Draws a <see cref="DrawList"/> over the bound framebuffer, one instanced call per texture.</summary>
sealed unsafe class UiRenderer : IDisposable
{
    const int FloatSize = sizeof(float);

    readonly GL _gl;
    readonly ShaderProgram _program;
    readonly Texture _font;
    readonly uint _vertexArray;
    readonly int _windowPixels;
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
        _shapes = new GlBuffer<Shape>(gl, BufferTargetARB.ArrayBuffer, 8192);
    }

    public uint FontTexture => _font.Handle;

    /// <param name="width">Pixels of the window.</param>
    public void Draw(DrawList list, int width, int height)
    {
        if (list.Shapes.Length > _shapes.Capacity)
        {
            _shapes.Dispose();
            _shapes = new GlBuffer<Shape>(_gl, BufferTargetARB.ArrayBuffer, list.Shapes.Length * 2);
        }
        _shapes.Write(list.Shapes);
        _gl.Viewport(0, 0, (uint)width, (uint)height);
        _gl.Disable(EnableCap.DepthTest);
        _gl.Disable(EnableCap.CullFace);
        _gl.Disable(EnableCap.FramebufferSrgb);
        _gl.Enable(EnableCap.Blend);
        _gl.BlendFuncSeparate(BlendingFactor.SrcAlpha, BlendingFactor.OneMinusSrcAlpha, BlendingFactor.One, BlendingFactor.OneMinusSrcAlpha);
        _program.Use();
        _program.Set(_windowPixels, new Vector2(width, height));
        _gl.BindVertexArray(_vertexArray);
        _gl.ActiveTexture(TextureUnit.Texture0);
        var cleared = TryClear(list.Shapes, width, height) ? 1 : 0;
        foreach (var batch in list.Batches)
        {
            var skipped = batch.First == 0 ? cleared : 0;
            PointAt(batch.First + skipped);
            _gl.BindTexture(TextureTarget.Texture2D, batch.Texture);
            _gl.DrawArraysInstanced(PrimitiveType.TriangleStrip, 0, 4, (uint)(batch.Count - skipped));
        }
        _gl.BindVertexArray(0);
        _gl.Disable(EnableCap.Blend);
    }

    public void Dispose()
    {
        _shapes.Dispose();
        _gl.DeleteVertexArray(_vertexArray);
        _font.Dispose();
        _program.Dispose();
    }

    /// <summary>Where the first shape fills the whole window with one colour, clears it to that: on a software renderer far cheaper than a shader per
    /// pixel.</summary>
    bool TryClear(ReadOnlySpan<Shape> shapes, int width, int height)
    {
        if (shapes.Length == 0 || !shapes[0].Fills(width, height))
            return false;
        var color = shapes[0].Color;
        _gl.ClearColor(color.R / 255f, color.G / 255f, color.B / 255f, 1);
        _gl.Clear(ClearBufferMask.ColorBufferBit);
        return true;
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
