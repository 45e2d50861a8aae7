using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Body;

/// <summary>
/// Along which direction a limb or the trunk extends at each vertex of the average body. Clothes end across it: sleeves, hems and belts run around.
/// </summary>
static class LimbDirections
{
    static readonly (BodyPart Part, HumanBodyBones From, HumanBodyBones To)[] Limbs =
    {
        (BodyPart.Torso, HumanBodyBones.Hips, HumanBodyBones.Neck),
        (BodyPart.LeftUpperArm, HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm),
        (BodyPart.RightUpperArm, HumanBodyBones.RightUpperArm, HumanBodyBones.RightLowerArm),
        (BodyPart.LeftForearm, HumanBodyBones.LeftLowerArm, HumanBodyBones.LeftHand),
        (BodyPart.RightForearm, HumanBodyBones.RightLowerArm, HumanBodyBones.RightHand),
        (BodyPart.LeftThigh, HumanBodyBones.LeftUpperLeg, HumanBodyBones.LeftLowerLeg),
        (BodyPart.RightThigh, HumanBodyBones.RightUpperLeg, HumanBodyBones.RightLowerLeg),
        (BodyPart.LeftShin, HumanBodyBones.LeftLowerLeg, HumanBodyBones.LeftFoot),
        (BodyPart.RightShin, HumanBodyBones.RightLowerLeg, HumanBodyBones.RightFoot),
    };

    /// <summary>One a vertex, of unit length; zero on head, hands and feet, and at their borders.</summary>
    public static Vector3[] Of(BodyModel model)
    {
        var (mesh, joints) = (model.Mesh, model.Joints);
        var directions = new Vector3[mesh.VertexCount];
        for (var i = 0; i < mesh.TriangleCount; i++)
        {
            var limb = Array.FindIndex(Limbs, known => known.Part == mesh.Parts[i]);
            if (limb >= 0)
                Set(i, Vector3.Normalize(joints.Average[joints.IndexOf(Limbs[limb].To)] - joints.Average[joints.IndexOf(Limbs[limb].From)]));
        }
        for (var i = 0; i < mesh.TriangleCount; i++)
            if (!Array.Exists(Limbs, known => known.Part == mesh.Parts[i]))
                Set(i, Vector3.Zero);
        return directions;

        void Set(int triangle, Vector3 direction)
        {
            var (a, b, c) = mesh.Corners(triangle);
            (directions[a], directions[b], directions[c]) = (direction, direction, direction);
        }
    }
}
