using System.Numerics;

namespace Avatars.Viewer.Editing;

/// <summary>A part of the handles around the selected joint.</summary>
enum GizmoPart
{
    None,
    X,
    Y,
    Z,

    /// <summary>The circle around the joint: rotation about the line of sight, or scaling.</summary>
    View,
}

/// <summary>Where the handles of a joint are, and what the pointer does to them. Pure geometry.</summary>
/// <param name="Center">Model space.</param>
/// <param name="Axes">Model space: the directions of X, Y and Z.</param>
readonly record struct Gizmo(EditTool Tool, Vector3 Center, Quaternion Axes)
{
    /// <summary>Points of a ring when it faces the camera; arrows are as long.</summary>
    public const float Radius = 56;
    public const float ViewRadius = 68;

    const float Reach = 6; // points from a line that still hit it
    const float EdgeOn = 0.2f; // cosine between axis and line of sight below which a ring is a line

    public const int Segments = 40;

    public static Vector3 Unit(GizmoPart part) => part switch { GizmoPart.X => Vector3.UnitX, GizmoPart.Y => Vector3.UnitY, _ => Vector3.UnitZ };

    /// <summary>Model space. For <see cref="GizmoPart.View"/> from the joint to the camera.</summary>
    public Vector3 Axis(GizmoPart part, in PaneProjection lens) =>
        part == GizmoPart.View ? Vector3.Normalize(lens.Camera.Position - Center) : Vector3.Transform(Unit(part), Axes);

    /// <summary>A place on a ring.</summary>
    /// <param name="turn">0 to 1 around it.</param>
    /// <param name="isFront">On the half that faces the camera.</param>
    public Vector3 OnRing(GizmoPart part, float turn, in PaneProjection lens, out bool isFront)
    {
        var axis = Axis(part, lens);
        var (across, up) = Plane(axis);
        var radius = MetresOf(part == GizmoPart.View ? ViewRadius : Radius, lens);
        var (sine, cosine) = MathF.SinCos(turn * MathF.Tau);
        var direction = cosine * across + sine * up;
        isFront = part == GizmoPart.View || Vector3.Dot(direction, lens.Camera.Position - Center) > -1e-4f;
        return Center + radius * direction;
    }

    /// <summary>The far end of an arrow.</summary>
    public Vector3 TipOf(GizmoPart part, in PaneProjection lens) => Center + MetresOf(Radius, lens) * Axis(part, lens);

    /// <summary>The part under the pointer.</summary>
    public GizmoPart Find(Vector2 pointer, in PaneProjection lens)
    {
        if (!lens.TrySee(Center, out var center, out _))
            return GizmoPart.None;
        var (best, least) = (GizmoPart.None, Reach);
        for (var part = GizmoPart.X; part <= GizmoPart.View; part++)
        {
            var distance = Tool == EditTool.Move ? DistanceToArrow(pointer, part, center, lens)
                : Tool == EditTool.Rotate || part == GizmoPart.View ? DistanceToRing(pointer, part, lens) : float.MaxValue;
            if (distance < least)
                (best, least) = (part, distance);
        }
        return best;
    }

    /// <summary>How far the pointer's movement rotates about a ring's axis, radians by the right-hand rule.</summary>
    public float AngleBetween(GizmoPart part, Vector2 from, Vector2 to, in PaneProjection lens)
    {
        var axis = Axis(part, lens);
        var toCamera = Vector3.Normalize(lens.Camera.Position - Center);
        if (MathF.Abs(Vector3.Dot(axis, toCamera)) < EdgeOn)
        {
            // Seen from the edge: along the ring's tangent at its nearest place.
            if (!lens.TrySee(Center, out var at, out _) || !lens.TrySee(Center + MetresOf(Radius, lens) * Vector3.Normalize(Vector3.Cross(axis, toCamera)),
                out var along, out _))
                return 0;
            var tangent = along - at;
            return Vector2.Dot(to - from, tangent) / tangent.LengthSquared();
        }
        if (!TryHit(axis, from, lens, out var before) || !TryHit(axis, to, lens, out var after))
            return 0;
        return MathF.Atan2(Vector3.Dot(Vector3.Cross(before, after), axis), Vector3.Dot(before, after));
    }

    /// <summary>How far the pointer's movement goes along an arrow, metres.</summary>
    public float DistanceAlong(GizmoPart part, Vector2 from, Vector2 to, in PaneProjection lens)
    {
        if (!lens.TrySee(Center, out var center, out var scale) || !lens.TrySee(Center + Axis(part, lens) * 0.01f, out var tip, out _))
            return 0;
        var perMetre = (tip - center) / 0.01f;
        var length = perMetre.Length();
        // An arrow toward the camera is short: it does not fling the joint away.
        return length < 0.1f * scale ? Vector2.Dot(to - from, new Vector2(0, -1)) / scale : Vector2.Dot(to - from, perMetre / length) / length;
    }

    float DistanceToRing(Vector2 pointer, GizmoPart part, in PaneProjection lens)
    {
        var least = float.MaxValue;
        Vector2? before = null;
        for (var i = 0; i <= Segments; i++)
        {
            var place = OnRing(part, (float)i / Segments, lens, out var isFront);
            if (!isFront || !lens.TrySee(place, out var at, out _))
            {
                before = null;
                continue;
            }
            if (before is { } start)
                least = MathF.Min(least, DistanceToLine(pointer, start, at));
            before = at;
        }
        return least;
    }

    float DistanceToArrow(Vector2 pointer, GizmoPart part, Vector2 center, in PaneProjection lens)
    {
        if (part == GizmoPart.View || !lens.TrySee(TipOf(part, lens), out var tip, out _))
            return float.MaxValue;
        // The joint itself is grabbed near the middle.
        return Vector2.Distance(pointer, center) < 12 ? float.MaxValue : DistanceToLine(pointer, center, tip);
    }

    bool TryHit(Vector3 axis, Vector2 pointer, in PaneProjection lens, out Vector3 fromCenter)
    {
        var ray = lens.Ray(pointer);
        var slope = Vector3.Dot(ray, axis);
        var distance = Vector3.Dot(Center - lens.Camera.Position, axis) / slope;
        fromCenter = lens.Camera.Position + distance * ray - Center;
        return MathF.Abs(slope) > 1e-4f && distance > 0;
    }

    float MetresOf(float points, in PaneProjection lens) => lens.TrySee(Center, out _, out var scale) && scale > 0 ? points / scale : 0;

    static (Vector3 Across, Vector3 Up) Plane(Vector3 axis)
    {
        var across = Vector3.Normalize(Vector3.Cross(MathF.Abs(axis.Y) < 0.9f ? Vector3.UnitY : Vector3.UnitX, axis));
        return (across, Vector3.Cross(axis, across));
    }

    static float DistanceToLine(Vector2 point, Vector2 from, Vector2 to)
    {
        var length = (to - from).LengthSquared();
        var share = length > 0 ? Math.Clamp(Vector2.Dot(point - from, to - from) / length, 0, 1) : 0;
        return Vector2.Distance(point, Vector2.Lerp(from, to, share));
    }
}
