using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Solving;

/// <summary>Directions of a hand in the rest pose, model space.</summary>
/// <param name="Along">Unit, from the wrist to the knuckles.</param>
/// <param name="Inward">Unit, out of the palm.</param>
/// <param name="RingKnuckle">Position, metres.</param>
/// <param name="FanSign">Sign of a rotation about <paramref name="Inward"/> that moves the index finger away from the middle one.</param>
public readonly record struct HandFrame(Vector3 Along, Vector3 Inward, Vector3 RingKnuckle, float FanSign)
{
    public static HandFrame Of(PosedBody body, bool left)
    {
        var wrist = body.RestPosition(HumanBones.Side(left, HumanBodyBones.LeftHand));
        var index = body.RestPosition(HumanBones.Finger(left, 1, 0));
        var ring = body.RestPosition(HumanBones.Finger(left, 3, 0));
        var little = body.RestPosition(HumanBones.Finger(left, 4, 0));
        var along = Vector3.Normalize((index + little) / 2 - wrist);
        var across = index - little;
        // Left hand hanging with the palm to the body: fingers down, thumb forward, palm to -X.
        var inward = Vector3.Normalize(left ? Vector3.Cross(along, across) : Vector3.Cross(across, along));
        var fan = MathF.Sign(Vector3.Dot(Vector3.Cross(inward, along), across));
        return new HandFrame(along, inward, ring, fan);
    }

    /// <summary>Unit: from a finger joint to the next one.</summary>
    public static Vector3 FingerDirection(PosedBody body, bool left, int finger, int segment)
    {
        var joint = body.Map[HumanBones.Finger(left, finger, segment)];
        var next = segment < 2 ? body.Map[HumanBones.Finger(left, finger, segment + 1)] : FirstChild(body.Skeleton, joint);
        return Vector3.Normalize(body.RestPosition(next) - body.RestPosition(joint));
    }

    static int FirstChild(Skeleton skeleton, int joint)
    {
        for (var i = joint + 1; i < skeleton.Count; i++)
            if (skeleton[i].Parent == joint)
                return i;
        throw new InvalidOperationException($"Joint '{skeleton[joint].Name}' has no tip below it. Add one, so that the last finger bone has a direction.");
    }
}
