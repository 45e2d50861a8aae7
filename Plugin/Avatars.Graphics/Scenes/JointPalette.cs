using System.Numerics;
using Silk.NET.OpenGL;

namespace Avatars.Graphics.Scenes;

/// <summary>The uniform block <c>Palette</c>: for each joint the three rows that take a vertex from the rest pose to the pose.</summary>
sealed class JointPalette : IDisposable
{
    public const uint Binding = 1;

    /// <summary>Three rows of four floats each: 12 KiB, below the 16 KiB that OpenGL 4.1 promises for a block.</summary>
    public const int MaximumJoints = 256;

    readonly Vector4[] _rows = new Vector4[3 * MaximumJoints];
    readonly GlBuffer<Vector4> _buffer;

    public JointPalette(GL gl) => _buffer = new GlBuffer<Vector4>(gl, BufferTargetARB.UniformBuffer, 3 * MaximumJoints);

    public void Write(ReadOnlySpan<Matrix4x4> inverseBind, ReadOnlySpan<Matrix4x4> jointModel)
    {
        for (var i = 0; i < jointModel.Length; i++)
        {
            var m = inverseBind[i] * jointModel[i];
            _rows[3 * i] = new Vector4(m.M11, m.M21, m.M31, m.M41);
            _rows[3 * i + 1] = new Vector4(m.M12, m.M22, m.M32, m.M42);
            _rows[3 * i + 2] = new Vector4(m.M13, m.M23, m.M33, m.M43);
        }
        _buffer.Write(_rows);
        _buffer.BindBase(Binding);
    }

    public void Dispose() => _buffer.Dispose();
}
