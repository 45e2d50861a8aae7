using System.Numerics;

namespace Avatars.Graphics.Scenes;

/// <summary>Where a picture is taken from.</summary>
/// <param name="View">Row-vector matrix, world to camera; the camera looks along -Z.</param>
/// <param name="Projection">Row-vector matrix with System.Numerics' depth, 0 at the near plane and 1 at the far one.</param>
public readonly record struct CameraView(Matrix4x4 View, Matrix4x4 Projection)
{
    // OpenGL's depth runs from -1 to 1.
    static readonly Matrix4x4 ToClip = new(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0, -1, 1);

    /// <summary>World to OpenGL's clip space.</summary>
    public Matrix4x4 ViewProjection => View * Projection * ToClip;

    /// <summary>World space.</summary>
    public Vector3 Eye => Matrix4x4.Invert(View, out var world) ? world.Translation : Vector3.Zero;

    /// <param name="fieldOfView">Vertical, radians.</param>
    /// <param name="aspect">Width / height.</param>
    public static CameraView LookAt(Vector3 eye, Vector3 target, float fieldOfView, float aspect = 1) =>
        new(Matrix4x4.CreateLookAt(eye, target, Vector3.UnitY), Matrix4x4.CreatePerspectiveFieldOfView(fieldOfView, aspect, 0.05f, 50f));
}
