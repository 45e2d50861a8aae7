namespace Avatars.Scripting;

/// <summary>Rotations as three angles, for masks and limits.</summary>
static class Angles
{
    /// <summary>Degrees, each -180 to 180.</summary>
    public static Vector3 Of(Quaternion rotation)
    {
        var euler = rotation.eulerAngles;
        return new Vector3(Mathf.DeltaAngle(0, euler.x), Mathf.DeltaAngle(0, euler.y), Mathf.DeltaAngle(0, euler.z));
    }

    /// <summary>A new rotation whose turn from the old one has the allowed axes alone.</summary>
    public static Quaternion Masked(bool x, bool y, bool z, Quaternion old, Quaternion now)
    {
        if (x && y && z)
            return now;
        var turn = Of(Quaternion.Inverse(old) * now);
        return old * Quaternion.Euler(x ? turn.x : 0, y ? turn.y : 0, z ? turn.z : 0);
    }

    /// <inheritdoc cref="Masked(bool, bool, bool, Quaternion, Quaternion)"/>
    public static Quaternion Masked(in MultiSourceConstraintData data, Quaternion old, Quaternion now) =>
        Masked(data.constrainedXAxis, data.constrainedYAxis, data.constrainedZAxis, old, now);

    /// <summary>Adds a share of a rotation to a mean, on the side of <paramref name="near"/>.</summary>
    public static void Add(ref Quaternion sum, Quaternion near, Quaternion value, float share)
    {
        var factor = Quaternion.Dot(near, value) < 0 ? -share : share;
        sum = new Quaternion(sum.x + value.x * factor, sum.y + value.y * factor, sum.z + value.z * factor, sum.w + value.w * factor);
    }

    /// <summary>The part of a rotation about a unit axis.</summary>
    public static Quaternion Twist(Quaternion rotation, Vector3 axis)
    {
        var along = Vector3.Dot(new Vector3(rotation.x, rotation.y, rotation.z), axis);
        return Quaternion.Normalize(new Quaternion(axis.x * along, axis.y * along, axis.z * along, rotation.w));
    }
}
