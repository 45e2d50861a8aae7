using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Solving;

/// <summary>How far each bone may rotate, as angles of <see cref="MuscleSpace.DegreesOf"/>. Immutable.</summary>
public sealed class JointLimits
{
    readonly Vector3[] _minimum = new Vector3[HumanBones.Count];
    readonly Vector3[] _maximum = new Vector3[HumanBones.Count];

    JointLimits(float bodyTwist, bool hands)
    {
        foreach (var muscle in Muscles.All)
        {
            Set(ref _minimum[(int)muscle.Bone], muscle.Dof, muscle.MinimumDegrees);
            Set(ref _maximum[(int)muscle.Bone], muscle.Dof, muscle.MaximumDegrees);
        }
        foreach (var left in new[] { true, false })
        {
            // Joints without a muscle still give a little.
            Widen(HumanBones.Side(left, HumanBodyBones.LeftHand), 0, bodyTwist);
            Widen(HumanBones.Side(left, HumanBodyBones.LeftFoot), 0, bodyTwist);
            Widen(HumanBones.Side(left, HumanBodyBones.LeftShoulder), 0, bodyTwist);
            if (!hands)
                continue;
            // Clinical ranges (AAOS and others): knuckle -20..90, middle joint 0..110, end joint 0..85, in degrees from straight.
            for (var finger = 1; finger < HumanBones.FingersPerHand; finger++)
            {
                FromStraight(HumanBones.Finger(left, finger, 0), -20, 90);
                FromStraight(HumanBones.Finger(left, finger, 1), 0, 110);
                FromStraight(HumanBones.Finger(left, finger, 2), 0, 85);
                var proximal = (int)HumanBones.Finger(left, finger, 0);
                var side = MuscleFrame.TPoseDegrees((HumanBodyBones)proximal, 1);
                var spread = finger is 1 or 4 ? 28 : 16;
                Set(ref _minimum[proximal], 1, side - spread);
                Set(ref _maximum[proximal], 1, side + spread);
                Widen((HumanBodyBones)proximal, 0, 12);
            }
        }
    }

    /// <summary>HumanTrait's default ranges.</summary>
    public static JointLimits Unity { get; } = new(0, hands: false);

    /// <summary>Unity's ranges for the body and clinical ones for the fingers, which Unity limits too much for signing.</summary>
    public static JointLimits Human { get; } = new(12, hands: true);

    public (Vector3 Minimum, Vector3 Maximum) Of(HumanBodyBones bone) => (_minimum[(int)bone], _maximum[(int)bone]);

    public Vector3 Clamp(HumanBodyBones bone, Vector3 degrees) => Vector3.Clamp(degrees, _minimum[(int)bone], _maximum[(int)bone]);

    /// <summary>Whether angles are inside the limits, with some tolerance.</summary>
    public bool Allows(HumanBodyBones bone, Vector3 degrees, float tolerance = 0.01f)
    {
        var outside = Vector3.Abs(degrees - Clamp(bone, degrees));
        return outside.X <= tolerance && outside.Y <= tolerance && outside.Z <= tolerance;
    }

    /// <summary>Clamps one bone of a pose.</summary>
    public void Apply(MuscleSpace space, Span<JointTransform> local, HumanBodyBones bone)
    {
        if (!space.Map.Has(bone) || bone == HumanBodyBones.Hips)
            return;
        var degrees = space.DegreesOf(local, bone);
        if (!Allows(bone, degrees, 1e-3f))
            space.SetDegrees(local, bone, Clamp(bone, degrees));
    }

    /// <summary>Clamps every bone of a pose but the hips.</summary>
    public void Apply(MuscleSpace space, Span<JointTransform> local)
    {
        for (var i = 0; i < HumanBones.Count; i++)
            if (!IsThumb((HumanBodyBones)i))
                Apply(space, local, (HumanBodyBones)i);
    }

    /// <summary>Thumbs have no axes of their own in Unity's scheme that would cover their range; hand shapes and finger solving limit them.</summary>
    internal static bool IsThumb(HumanBodyBones bone) => bone is >= HumanBodyBones.LeftThumbProximal and <= HumanBodyBones.LeftThumbDistal
        or >= HumanBodyBones.RightThumbProximal and <= HumanBodyBones.RightThumbDistal;

    void FromStraight(HumanBodyBones bone, float minimumBend, float maximumBend)
    {
        var straight = MuscleFrame.TPoseDegrees(bone, 2);
        Set(ref _minimum[(int)bone], 2, straight - maximumBend);
        Set(ref _maximum[(int)bone], 2, straight - minimumBend);
    }

    void Widen(HumanBodyBones bone, int dof, float degrees)
    {
        Set(ref _minimum[(int)bone], dof, -degrees);
        Set(ref _maximum[(int)bone], dof, degrees);
    }

    static void Set(ref Vector3 vector, int dof, float value)
    {
        if (dof == 0)
            vector.X = value;
        else if (dof == 1)
            vector.Y = value;
        else
            vector.Z = value;
    }
}
