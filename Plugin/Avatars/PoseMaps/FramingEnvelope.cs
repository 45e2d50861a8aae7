using System;
using System.Numerics;

namespace Avatars.PoseMaps;

/// <summary>
/// The nearest position of a camera of one direction and field of view that shows all spheres added so far, in a square picture. Takes no memory per sphere.
/// </summary>
struct FramingEnvelope
{
    readonly Quaternion _rotation;
    readonly float _slope, _around, _nearest;
    float _right, _left, _top, _bottom, _near, _far;

    /// <param name="rotation">Of the camera.</param>
    /// <param name="slope">Tangent of half the field of view that shall be filled.</param>
    /// <param name="nearest">Metres from the camera to the nearest sphere.</param>
    public FramingEnvelope(Quaternion rotation, float slope, float nearest)
    {
        (_rotation, _slope, _nearest) = (rotation, slope, nearest);
        _around = MathF.Sqrt(1 + slope * slope); // a sphere's silhouette extends this many radii from its centre at the edge of the picture
        (_right, _left, _top, _bottom) = (float.MinValue, float.MinValue, float.MinValue, float.MinValue);
        (_near, _far) = (float.MinValue, float.MaxValue);
    }

    /// <summary>Whether a sphere was added.</summary>
    public readonly bool HasAny => _far < float.MaxValue;

    /// <summary>Metres from the plane through the origin across the view to the camera; larger where more has to be seen.</summary>
    public readonly float CameraDepth => MathF.Max(_near + _nearest, MathF.Max(_right + _left, _top + _bottom) / (2 * _slope));

    // A point at (x, z) is inside where x - middle <= slope * (camera - z), and the same to the other side: two lines for each side, the outermost
    // ones count.
    public void Add(Vector3 position, float radius)
    {
        var seen = Vector3.Transform(position, Quaternion.Conjugate(_rotation));
        var (depth, reach) = (_slope * seen.Z, radius * _around);
        (_right, _left) = (MathF.Max(_right, seen.X + reach + depth), MathF.Max(_left, -seen.X + reach + depth));
        (_top, _bottom) = (MathF.Max(_top, seen.Y + reach + depth), MathF.Max(_bottom, -seen.Y + reach + depth));
        (_near, _far) = (MathF.Max(_near, seen.Z + radius), MathF.Min(_far, seen.Z - radius));
    }

    /// <summary>For <see cref="Camera.Orbit"/>: a target at the depth of the middle, and the distance from it.</summary>
    public readonly (Vector3 Target, float Distance) Fit()
    {
        var target = new Vector3((_right - _left) / 2, (_top - _bottom) / 2, (_near + _far) / 2);
        return (Vector3.Transform(target, _rotation), CameraDepth - target.Z);
    }
}
