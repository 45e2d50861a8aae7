using System.Numerics;

namespace Avatars.Body.Fitting;

/// <summary>A pinhole at the origin of camera space, looking along -Z with +Y up.</summary>
/// <param name="Focal">Pixels.</param>
/// <param name="Centre">Pixels.</param>
readonly record struct FitCamera(float Focal, Vector2 Centre)
{
    /// <summary>Depth below which a point counts as this far away, metres: a fit in progress may put one behind the camera.</summary>
    const float Nearest = 0.1f;

    /// <summary>Pixels that one metre at a depth takes.</summary>
    public float Scale(Vector3 point) => Focal / Depth(point);

    public Vector2 Project(Vector3 point) => Centre + Scale(point) * new Vector2(point.X, -point.Y);

    /// <summary>How the picture's column and row change with the point.</summary>
    public (Vector3 Column, Vector3 Row) Gradient(Vector3 point)
    {
        var (scale, depth) = (Scale(point), Depth(point));
        return (new Vector3(scale, 0, scale * point.X / depth), new Vector3(0, -scale, -scale * point.Y / depth));
    }

    static float Depth(Vector3 point) => -point.Z > Nearest ? -point.Z : Nearest;
}
