using System.Numerics;
using Avatars.PoseMaps;

namespace Avatars.Graphics.Scenes;

/// <summary>Where a picture is taken from.</summary>
/// <param name="View">Row-vector matrix, world to camera; the camera looks along -Z.</param>
/// <param name="Projection">Row-vector matrix, camera to OpenGL's clip space: x, y and z within -w..w.</param>
public readonly record struct CameraView(Matrix4x4 View, Matrix4x4 Projection)
{
    /// <summary>World to OpenGL's clip space.</summary>
    public Matrix4x4 ViewProjection => View * Projection;

    /// <summary>World space.</summary>
    public Vector3 Eye => Matrix4x4.Invert(View, out var world) ? world.Translation : Vector3.Zero;

    /// <summary>The camera that keypoints are projected with, so that picture and pose map agree.</summary>
    public static CameraView Of(Camera camera) => new(camera.View, camera.Projection);
}
