using System.Numerics;
using Avatars.Datasets.Motion;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Datasets.Pairs;

/// <summary>Positions a camera so that the joints of a framing fill the picture.</summary>
public static class PairCamera
{
    const float HeadAbove = 0.06f; // metres of hair and hat above the crown joint
    const float FleshAround = 0.06f; // metres of body around a joint
    const float Nearest = 0.4f; // metres

    /// <summary>Joints that a framing keeps in the picture; each framing includes the joints of the previous ones.</summary>
    public static IEnumerable<Vector3> PointsToShow(PosedBody body, Framing framing, bool withHands)
    {
        for (var joint = 0; joint < body.Skeleton.Count; joint++)
        {
            var bone = BoneAbove(body, joint);
            if (bone != HumanBodyBones.LastBone && IsShown(bone, framing, withHands))
                yield return body.Model.Positions[joint];
        }
    }

    /// <summary>A camera at this yaw and pitch, as near as possible with all points in the picture.</summary>
    /// <param name="margin">Share of the picture left free on each side, 0 to 0.4.</param>
    public static Camera Fit(IReadOnlyList<Vector3> positions, float yaw, float pitch, float fieldOfView, float margin, int size)
    {
        var rotation = Quaternion.CreateFromAxisAngle(Vector3.UnitY, yaw) * Quaternion.CreateFromAxisAngle(Vector3.UnitX, -pitch);
        var toCamera = Quaternion.Conjugate(rotation);
        var (low, high) = (new Vector3(float.MaxValue), new Vector3(float.MinValue));
        foreach (var position in positions)
        {
            var seen = Vector3.Transform(position, toCamera);
            low = Vector3.Min(low, seen - new Vector3(FleshAround));
            high = Vector3.Max(high, seen + new Vector3(FleshAround, HeadAbove, FleshAround));
        }
        var middle = (low + high) / 2;
        var slope = MathF.Tan(fieldOfView / 2) * (1 - 2 * margin);
        var distance = Nearest;
        foreach (var position in positions)
        {
            var seen = Vector3.Abs(Vector3.Transform(position, toCamera) - middle) + new Vector3(FleshAround, FleshAround, 0);
            distance = MathF.Max(distance, MathF.Max(seen.X, seen.Y) / slope + seen.Z);
        }
        return Camera.Orbit(Vector3.Transform(middle, rotation), yaw, pitch, distance, fieldOfView, size, size);
    }

    static bool IsShown(HumanBodyBones bone, Framing framing, bool withHands) => bone switch
    {
        HumanBodyBones.LeftFoot or HumanBodyBones.RightFoot or HumanBodyBones.LeftToes or HumanBodyBones.RightToes => framing == Framing.Full,
        HumanBodyBones.LeftLowerLeg or HumanBodyBones.RightLowerLeg => framing < Framing.Waist,
        HumanBodyBones.LeftUpperLeg or HumanBodyBones.RightUpperLeg or HumanBodyBones.Hips => framing < Framing.Waist,
        HumanBodyBones.Spine or HumanBodyBones.Chest => framing < Framing.Chest,
        HumanBodyBones.LeftLowerArm or HumanBodyBones.RightLowerArm => framing < Framing.Waist || withHands,
        HumanBodyBones.LeftHand or HumanBodyBones.RightHand => withHands,
        _ => !HumanBones.IsFinger(bone) || withHands,
    };

    /// <summary>The bone of a joint, or of the joint that it is the tip of.</summary>
    static HumanBodyBones BoneAbove(PosedBody body, int joint)
    {
        var bone = body.Map.BoneOf(joint);
        var parent = body.Skeleton[joint].Parent;
        return bone == HumanBodyBones.LastBone && parent >= 0 && body.Skeleton[joint].Name.EndsWith("End", StringComparison.Ordinal)
            ? body.Map.BoneOf(parent) : bone;
    }
}
