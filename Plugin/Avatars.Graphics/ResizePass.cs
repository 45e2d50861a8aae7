using Avatars.Imaging;
using Silk.NET.OpenGL;

namespace Avatars.Graphics;

/// <summary>Resizes along one side from texture to texture, byte for byte as <see cref="PictureResizer"/> does in memory.</summary>
sealed class ResizePass : IDisposable
{
    readonly GL _gl;
    readonly Texture _source;
    readonly PixelTarget _target;
    readonly ShaderProgram _program;
    readonly Texture _weights;
    readonly uint _noVertices;

    /// <summary>Borrows both textures, which differ in width only, or in height only.</summary>
    public ResizePass(GL gl, Texture source, Texture target, ResizeFilter filter)
    {
        _gl = gl;
        _source = source;
        var isColumns = source.Width == target.Width;
        _program = new ShaderProgram(gl, isColumns ? "COLUMNS" : "", "PoseMap/whole.vert", "PoseMap/resize.frag");
        _program.BindSampler("source", 0);
        _program.BindSampler("weights", 1);
        _weights = isColumns ? Table(gl, source.Height, target.Height, filter) : Table(gl, source.Width, target.Width, filter);
        _target = new PixelTarget(gl, target);
        _noVertices = gl.GenVertexArray();
    }

    public void Run()
    {
        _target.Bind();
        _program.Use();
        _source.Bind(TextureUnit.Texture0);
        _weights.Bind(TextureUnit.Texture1);
        _gl.BindVertexArray(_noVertices);
        _gl.DrawArrays(PrimitiveType.Triangles, 0, 3);
        _gl.BindVertexArray(0);
    }

    public void Dispose()
    {
        _gl.DeleteVertexArray(_noVertices);
        _target.Dispose();
        _weights.Dispose();
        _program.Dispose();
    }

    /// <summary>Whole numbers below 2^24, which a float holds exactly.</summary>
    static Texture Table(GL gl, int from, int to, ResizeFilter filter)
    {
        var weights = new ResizeWeights(from, to, filter);
        var width = 2 + weights.MaximumCount;
        var numbers = new float[to * width];
        for (var i = 0; i < to; i++)
        {
            var taps = weights.At(i, out var first);
            numbers[i * width] = first;
            numbers[i * width + 1] = taps.Length;
            for (var k = 0; k < taps.Length; k++)
                numbers[i * width + 2 + k] = taps[k];
        }
        return Texture.Table(gl, width, to, numbers);
    }
}
