using System;
using System.Numerics;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Solving;

/// <summary>
/// The three axes about which a bone's muscles rotate it, in the space of the T pose (+Y up, facing +Z), by the right-hand rule. A
/// rotation away from the T pose is <c>Conjugate(T) * Swing(y, z) * Twist(x)</c>, where T is the rotation of the T pose's own angles.
/// </summary>
readonly struct MuscleFrame
{
    const float Degrees = MathF.PI / 180;

    readonly Vector3 _twist;
    readonly Vector3 _side;
    readonly Vector3 _bend;
    readonly Quaternion _fromTPose;

    MuscleFrame(Vector3 twist, Vector3 side, Vector3 bend, Vector3 tPoseDegrees)
    {
        (_twist, _side, _bend, _fromTPose) = (twist, side, bend, Quaternion.Identity);
        _fromTPose = Compose(tPoseDegrees);
    }

    public static MuscleFrame Of(HumanBodyBones bone)
    {
        var left = HumanBones.IsRight(bone) ? HumanBones.Mirror(bone) : bone;
        var (twist, side, bend) = LeftAxes(left);
        var tPose = new Vector3(TPoseDegrees(bone, 0), TPoseDegrees(bone, 1), TPoseDegrees(bone, 2));
        return HumanBones.IsRight(bone) ? new MuscleFrame(Mirror(twist), Mirror(side), Mirror(bend), tPose) : new MuscleFrame(twist, side, bend, tPose);
    }

    /// <param name="degrees">Angles from the neutral pose: twist, sideways, bend.</param>
    /// <returns>The rotation away from the T pose, in the T pose's space.</returns>
    public Quaternion ToRotation(Vector3 degrees) => Quaternion.Normalize(Quaternion.Conjugate(_fromTPose) * Compose(degrees));

    /// <summary>The inverse of <see cref="ToRotation"/>.</summary>
    public Vector3 ToDegrees(Quaternion rotation)
    {
        var whole = Quaternion.Normalize(_fromTPose * rotation);
        var twist = Rotations.Twist(whole, _twist);
        var swing = whole * Quaternion.Conjugate(twist);
        if (swing.W < 0)
            swing = Quaternion.Negate(swing);
        var axis = new Vector3(swing.X, swing.Y, swing.Z);
        var sine = axis.Length();
        var vector = sine < 1e-7f ? 2 * axis : axis * (2 * MathF.Atan2(sine, swing.W) / sine);
        var x = 2 * MathF.Atan2(Vector3.Dot(new Vector3(twist.X, twist.Y, twist.Z), _twist), twist.W);
        if (x > MathF.PI)
            x -= 2 * MathF.PI;
        else if (x < -MathF.PI)
            x += 2 * MathF.PI;
        return new Vector3(x, Vector3.Dot(vector, _side), Vector3.Dot(vector, _bend)) / Degrees;
    }

    /// <summary>The angles of the T pose itself.</summary>
    public static float TPoseDegrees(HumanBodyBones bone, int dof) => Muscles.IndexOf(bone, dof) is >= 0 and var muscle ? Muscles.All[muscle].TPoseDegrees : 0;

    Quaternion Compose(Vector3 degrees)
    {
        var swing = (_side * degrees.Y + _bend * degrees.Z) * Degrees;
        var angle = swing.Length();
        var rotation = angle < 1e-7f ? Quaternion.Identity : Quaternion.CreateFromAxisAngle(swing / angle, angle);
        return rotation * Quaternion.CreateFromAxisAngle(_twist, degrees.X * Degrees);
    }

    static Vector3 Mirror(Vector3 axis) => new(axis.X, -axis.Y, -axis.Z);

    static (Vector3 Twist, Vector3 Side, Vector3 Bend) LeftAxes(HumanBodyBones bone)
    {
        Vector3 x = Vector3.UnitX, y = Vector3.UnitY, z = Vector3.UnitZ;
        switch (bone)
        {
            case HumanBodyBones.LeftUpperLeg or HumanBodyBones.LeftFoot:
                return (y, z, x);
            case HumanBodyBones.LeftLowerLeg:
                return (y, -z, -x);
            case HumanBodyBones.LeftToes:
                return (-z, y, x);
            case HumanBodyBones.LeftShoulder or HumanBodyBones.LeftUpperArm or HumanBodyBones.LeftHand:
                return (-x, y, z);
            case HumanBodyBones.LeftLowerArm:
                return (-x, -z, y);
            case HumanBodyBones.LeftEye:
                return (z, y, -x);
            case HumanBodyBones.Jaw:
                return (z, -y, -x);
            case HumanBodyBones.LeftThumbProximal or HumanBodyBones.LeftThumbIntermediate or HumanBodyBones.LeftThumbDistal:
                var along = TPose.ThumbDirectionOf(left: true);
                var down = -Vector3.Normalize(y - along * Vector3.Dot(y, along));
                return (-along, Vector3.Cross(-along, down), down);
            case >= HumanBodyBones.LeftIndexProximal and <= HumanBodyBones.LeftMiddleDistal:
                return (x, -y, z);
            case >= HumanBodyBones.LeftRingProximal and <= HumanBodyBones.LeftLittleDistal:
                return (-x, y, z);
            default: // spine, neck, head
                return (-y, z, -x);
        }
    }
}
