using System.Numerics;
using System.Runtime.InteropServices;
using Avatars.Rig;
using Silk.NET.OpenGL;

namespace Avatars.Graphics.Scenes;

/// <summary>Colours of a drawn skeleton: sRGB with straight alpha, 0..1.</summary>
public readonly record struct SkeletonColors(Vector4 Bone, Vector4 Joint, Vector4 Selected)
{
    public static SkeletonColors Default { get; } = new(new Vector4(0.85f, 0.88f, 0.92f, 0.9f), new Vector4(0.25f, 0.62f, 0.95f, 1),
        new Vector4(1, 0.72f, 0.15f, 1));
}

/// <summary>Draws joints and bones over a picture, never hidden by the body.</summary>
public sealed class SkeletonRenderer : IDisposable
{
    const float WideEnd = 0.007f, NarrowEnd = 0.003f, Dot = 0.0065f; // radii, as parts of the picture's height
    const float LimbLength = 0.16f; // metres

    readonly GL _gl;
    readonly ShaderProgram _program;
    readonly int _viewProjection;
    readonly int _size;
    readonly uint _array;
    readonly GlBuffer<Bone> _buffer;
    readonly Bone[] _bones;

    /// <summary>Borrows <paramref name="gl"/>, whose context must be current here and in every call.</summary>
    /// <param name="maximumJoints">Of the largest skeleton.</param>
    public unsafe SkeletonRenderer(GL gl, int maximumJoints = JointPalette.MaximumJoints)
    {
        _gl = gl;
        _program = new ShaderProgram(gl, "", "Skeleton/bone.vert", "Skeleton/bone.frag");
        _viewProjection = _program.Uniform("viewProjection");
        _size = _program.Uniform("size");
        _bones = new Bone[2 * maximumJoints];
        _array = gl.GenVertexArray();
        gl.BindVertexArray(_array);
        _buffer = new GlBuffer<Bone>(gl, BufferTargetARB.ArrayBuffer, _bones.Length);
        ReadOnlySpan<(string Field, int Count)> attributes = [(nameof(Bone.Start), 3), (nameof(Bone.StartRadius), 1), (nameof(Bone.End), 3),
            (nameof(Bone.EndRadius), 1), (nameof(Bone.Color), 4)];
        for (var i = 0; i < attributes.Length; i++)
        {
            gl.VertexAttribPointer((uint)i, attributes[i].Count, VertexAttribPointerType.Float, false, (uint)sizeof(Bone),
                Marshal.OffsetOf<Bone>(attributes[i].Field));
            gl.VertexAttribDivisor((uint)i, 1);
            gl.EnableVertexAttribArray((uint)i);
        }
        gl.BindVertexArray(0);
    }

    /// <summary>Draws over what <paramref name="target"/> holds.</summary>
    /// <param name="jointModel">One row-vector matrix per joint, joint space to model space, which is the world.</param>
    /// <param name="selected">Index of a joint to mark, or -1.</param>
    /// <exception cref="ArgumentException">The matrices are not one per joint, or there are more than the renderer was made for.</exception>
    public void Draw(Skeleton skeleton, ReadOnlySpan<Matrix4x4> jointModel, in CameraView camera, Framebuffer target, in SkeletonColors colors,
        int selected = -1)
    {
        if (jointModel.Length != skeleton.Count || skeleton.Count > _bones.Length / 2)
            throw new ArgumentException($"The skeleton has {skeleton.Count} joints, {jointModel.Length} matrices were given, and this renderer "
                + $"takes {_bones.Length / 2}. Give one matrix per joint.", nameof(jointModel));
        var count = Collect(skeleton, jointModel, target.Height, colors, selected);
        _buffer.Write(_bones.AsSpan(0, count));
        target.Bind();
        _program.Use();
        _program.Set(_viewProjection, camera.ViewProjection);
        _program.Set(_size, new Vector2(target.Width, target.Height));
        _gl.Enable(EnableCap.FramebufferSrgb);
        _gl.Disable(EnableCap.DepthTest);
        _gl.Disable(EnableCap.CullFace);
        _gl.Enable(EnableCap.Blend);
        _gl.BlendFunc(BlendingFactor.SrcAlpha, BlendingFactor.OneMinusSrcAlpha);
        _gl.BindVertexArray(_array);
        _gl.DrawArraysInstanced(PrimitiveType.TriangleStrip, 0, 4, (uint)count);
        _gl.BindVertexArray(0);
        _gl.Disable(EnableCap.Blend);
        _gl.Disable(EnableCap.FramebufferSrgb);
    }

    public void Dispose()
    {
        _gl.DeleteVertexArray(_array);
        _buffer.Dispose();
        _program.Dispose();
    }

    /// <summary>Bones first, then joints over them.</summary>
    int Collect(Skeleton skeleton, ReadOnlySpan<Matrix4x4> jointModel, int heightPixels, in SkeletonColors colors, int selected)
    {
        var count = 0;
        var joints = skeleton.Joints;
        var (bone, joint, marked) = (Linear(colors.Bone), Linear(colors.Joint), Linear(colors.Selected));
        for (var i = 0; i < joints.Length; i++)
        {
            if (joints[i].Parent is not (>= 0 and var parent))
                continue;
            var scale = heightPixels * Slimness(joints[i]);
            _bones[count++] = new Bone(jointModel[parent].Translation, Visible(WideEnd * scale), jointModel[i].Translation, Visible(NarrowEnd * scale),
                parent == selected ? marked : bone);
        }
        for (var i = 0; i < joints.Length; i++)
        {
            var radius = Visible(Dot * heightPixels * Slimness(joints[i]) * (i == selected ? 1.8f : 1));
            _bones[count++] = new Bone(jointModel[i].Translation, radius, jointModel[i].Translation, radius, i == selected ? marked : joint);
        }
        return count;
    }

    /// <summary>1 for a limb, down to a quarter for a finger.</summary>
    static float Slimness(in Joint joint) => Math.Clamp(joint.Rest.Translation.Length() / LimbLength, 0.25f, 1);

    static float Visible(float radiusPixels) => MathF.Max(radiusPixels, 1.5f);

    static Vector4 Linear(Vector4 srgb) => new(Srgb.ToLinear(new Vector3(srgb.X, srgb.Y, srgb.Z)), srgb.W);

    [StructLayout(LayoutKind.Sequential)]
    readonly struct Bone(Vector3 start, float startRadius, Vector3 end, float endRadius, Vector4 color)
    {
        public readonly Vector3 Start = start;
        public readonly float StartRadius = startRadius;
        public readonly Vector3 End = end;
        public readonly float EndRadius = endRadius;
        public readonly Vector4 Color = color;
    }
}
