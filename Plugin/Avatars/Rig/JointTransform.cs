using System.Numerics;

namespace Avatars.Rig;

/// <summary>A joint's placement in the space of its parent: scaled, then rotated, then translated.</summary>
/// <param name="Translation">Metres.</param>
/// <param name="Rotation">Unit quaternion.</param>
/// <param name="Scale">1 for rigid joints; a few glTF files animate it.</param>
public readonly record struct JointTransform(Vector3 Translation, Quaternion Rotation, Vector3 Scale)
{
    public static readonly JointTransform Identity = new(Vector3.Zero, Quaternion.Identity);

    public JointTransform(Vector3 translation, Quaternion rotation) : this(translation, rotation, Vector3.One) { }

    /// <summary>The same placement as a row-vector matrix, <c>model = local * parentModel</c>.</summary>
    public Matrix4x4 ToMatrix()
    {
        var matrix = Matrix4x4.CreateFromQuaternion(Rotation);
        if (Scale != Vector3.One)
            matrix = Matrix4x4.CreateScale(Scale) * matrix;
        matrix.Translation = Translation;
        return matrix;
    }
}
