using System;
using System.Numerics;

namespace Avatars.PoseMaps;

/// <summary>
/// A pinhole camera and the size of its picture. It looks along its own -Z with +Y up, as in OpenGL. Immutable; change it with <c>with</c>.
/// </summary>
public sealed record Camera
{
    /// <summary>Model space, metres.</summary>
    public Vector3 Position { get; init; } = new(0, 0, 3);

    /// <summary>Camera space to model space. Unit quaternion.</summary>
    public Quaternion Orientation { get; init; } = Quaternion.Identity;

    /// <summary>Pixels.</summary>
    public int Width { get; init; } = 256;

    /// <summary>Pixels.</summary>
    public int Height { get; init; } = 256;

    /// <summary>Pixels: a thing one metre away and one metre wide covers this many.</summary>
    public float FocalLength { get; init; } = 512;

    /// <summary>Near clipping distance, metres.</summary>
    public float Near { get; init; } = 0.05f;

    /// <summary>Far clipping distance, metres.</summary>
    public float Far { get; init; } = 50f;

    /// <summary>Radians from the lower to the upper edge of the picture.</summary>
    public float VerticalFieldOfView => 2 * MathF.Atan(Height / (2 * FocalLength));

    /// <summary>Unit vector, model space.</summary>
    public Vector3 Forward => Vector3.Transform(-Vector3.UnitZ, Orientation);

    /// <summary>Row-vector matrix, model space to camera space.</summary>
    public Matrix4x4 View
    {
        get
        {
            var rotation = Quaternion.Conjugate(Orientation);
            var view = Matrix4x4.CreateFromQuaternion(rotation);
            view.Translation = -Vector3.Transform(Position, rotation);
            return view;
        }
    }

    /// <summary>Row-vector matrix, camera space to OpenGL's clip space: x, y and z within -w..w, near at -w.</summary>
    public Matrix4x4 Projection => new(
        2 * FocalLength / Width, 0, 0, 0,
        0, 2 * FocalLength / Height, 0, 0,
        0, 0, (Far + Near) / (Near - Far), -1,
        0, 0, 2 * Far * Near / (Near - Far), 0);

    /// <summary>A camera at a position, looking at a target, with a level horizon.</summary>
    /// <param name="verticalFieldOfView">Radians, between 0 and pi.</param>
    /// <exception cref="ArgumentException">Position and target are equal, or the field of view or the size is out of range.</exception>
    public static Camera LookAt(Vector3 position, Vector3 target, float verticalFieldOfView, int width, int height)
    {
        if (!((target - position).LengthSquared() > 0))
            throw new ArgumentException($"The camera stands at its target {target}: move it away.", nameof(position));
        return new Camera
        {
            Position = position,
            Orientation = Facing(position - target),
            Width = width,
            Height = height,
            FocalLength = FocalLengthOf(verticalFieldOfView, height),
        }.Checked();
    }

    /// <summary>A camera on a sphere around a target. At yaw and pitch 0 it is in front of a character at rest.</summary>
    /// <param name="yaw">Radians to the character's left, which is the right of a picture from the front.</param>
    /// <param name="pitch">Radians above the horizon.</param>
    /// <param name="distance">Metres.</param>
    /// <param name="verticalFieldOfView">Radians, between 0 and pi.</param>
    public static Camera Orbit(Vector3 target, float yaw, float pitch, float distance, float verticalFieldOfView, int width, int height)
    {
        var orientation = Quaternion.CreateFromAxisAngle(Vector3.UnitY, yaw) * Quaternion.CreateFromAxisAngle(Vector3.UnitX, -pitch);
        return new Camera
        {
            Position = target + Vector3.Transform(new Vector3(0, 0, distance), orientation),
            Orientation = orientation,
            Width = width,
            Height = height,
            FocalLength = FocalLengthOf(verticalFieldOfView, height),
        }.Checked();
    }

    /// <summary>Pixels of focal length for a field of view.</summary>
    public static float FocalLengthOf(float verticalFieldOfView, int height) => height / (2 * MathF.Tan(verticalFieldOfView / 2));

    /// <summary>The same view in a picture of another size: the vertical field of view stays.</summary>
    public Camera WithSize(int width, int height) => this with { Width = width, Height = height, FocalLength = FocalLength * height / Height };

    /// <summary>This camera, when its numbers make sense.</summary>
    /// <exception cref="ArgumentException">Size, focal length or planes are not possible.</exception>
    public Camera Checked()
    {
        if (Width < 1 || Height < 1 || !(FocalLength > 0) || !float.IsFinite(FocalLength))
            throw new ArgumentException($"A camera of {Width}x{Height} pixels with a focal length of {FocalLength} pixels is not possible. Give a size "
                + "from 1x1 and a field of view between 0 and pi.");
        if (!(Near > 0) || !(Far > Near))
            throw new ArgumentException($"The near plane at {Near} m and the far plane at {Far} m leave nothing between them. Give 0 < near < far.");
        return this;
    }

    /// <summary>Where a point falls in the picture.</summary>
    /// <param name="point">Model space.</param>
    /// <param name="pixels">Origin top-left, +y down, centres at .5; also outside the picture. Zero when the function returns false.</param>
    /// <param name="depth">Metres in front of the camera.</param>
    /// <returns>False in front of the near plane and behind the far plane.</returns>
    public bool TryProject(Vector3 point, out Vector2 pixels, out float depth)
    {
        var seen = Vector3.Transform(point - Position, Quaternion.Conjugate(Orientation));
        depth = -seen.Z;
        pixels = Vector2.Zero;
        if (!(depth >= Near && depth <= Far))
            return false;
        var scale = FocalLength / depth;
        pixels = new Vector2(Width * 0.5f + seen.X * scale, Height * 0.5f - seen.Y * scale);
        return true;
    }

    static Quaternion Facing(Vector3 back)
    {
        back = Vector3.Normalize(back);
        var yaw = MathF.Atan2(back.X, back.Z);
        var pitch = MathF.Asin(Math.Clamp(back.Y, -1, 1));
        return Quaternion.CreateFromAxisAngle(Vector3.UnitY, yaw) * Quaternion.CreateFromAxisAngle(Vector3.UnitX, -pitch);
    }
}
