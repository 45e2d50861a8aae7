namespace Avatars.Scripting;

/// <summary>Two bones that reach for a point: an arm or a leg. Transforms are changed in world space.</summary>
static class LimbIk
{
    const float Straight = 1e-4f; // sine of the bend below which a limb has no bend axis of its own

    /// <summary>Turns root and mid so that the tip lies at the target, or points at it when it is out of reach. The length stays.</summary>
    /// <param name="hint">Where knee or elbow point; null keeps the present side.</param>
    /// <param name="hintWeight">0 to 1.</param>
    public static void Reach(Transform root, Transform mid, Transform tip, Vector3 target, Vector3? hint = null, float hintWeight = 1)
    {
        var (a, b, c) = (root.position, mid.position, tip.position);
        var (upper, lower) = ((b - a).magnitude, (c - b).magnitude);
        var way = target - a;
        if (upper < Vector3.kEpsilon || lower < Vector3.kEpsilon || way.magnitude < Vector3.kEpsilon)
            return;

        // Bend: the angle at mid that gives the distance.
        var axis = BendAxis(a, b, c, target, hint);
        var distance = Mathf.Clamp(way.magnitude, Mathf.Abs(upper - lower), upper + lower);
        var now = Vector3.Angle(b - a, c - b);
        var wanted = 180 - AngleOf(upper, lower, distance);
        mid.rotation = Quaternion.AngleAxis(wanted - now, axis) * mid.rotation;

        // Swing: the tip to the line of the target.
        root.rotation = Quaternion.FromToRotation(tip.position - a, way) * root.rotation;
        if (hint is { } side && hintWeight > 0)
            TurnToHint(root, mid, tip, side, hintWeight);
    }

    /// <summary>About the line from root to tip, until mid lies in the plane of the hint.</summary>
    static void TurnToHint(Transform root, Transform mid, Transform tip, Vector3 hint, float weight)
    {
        var line = (tip.position - root.position).normalized;
        var present = Vector3.ProjectOnPlane(mid.position - root.position, line);
        var wanted = Vector3.ProjectOnPlane(hint - root.position, line);
        if (present.magnitude > Straight && wanted.magnitude > Straight)
            root.rotation = Quaternion.AngleAxis(Vector3.SignedAngle(present, wanted, line) * weight, line) * root.rotation;
    }

    /// <summary>Of the limb itself; of a straight one from the hint, then the target, then up.</summary>
    static Vector3 BendAxis(Vector3 a, Vector3 b, Vector3 c, Vector3 target, Vector3? hint)
    {
        var axis = Vector3.Cross((b - a).normalized, (c - b).normalized);
        if (axis.magnitude < Straight && hint is { } side)
            axis = Vector3.Cross((side - a).normalized, (c - a).normalized);
        if (axis.magnitude < Straight)
            axis = Vector3.Cross((target - a).normalized, (c - b).normalized);
        if (axis.magnitude < Straight)
            axis = Vector3.Cross(Vector3.up, (c - b).normalized);
        if (axis.magnitude < Straight)
            axis = Vector3.Cross(Vector3.right, (c - b).normalized);
        return axis / axis.magnitude;
    }

    /// <summary>Degrees between two sides of a triangle opposite the third.</summary>
    static float AngleOf(float side, float other, float opposite) =>
        Mathf.Acos(Mathf.Clamp((side * side + other * other - opposite * opposite) / (2 * side * other), -1, 1)) * Mathf.Rad2Deg;
}
