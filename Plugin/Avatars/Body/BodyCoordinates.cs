using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Body;

/// <summary>
/// Surface coordinates for networks: the place on the average body at rest, hips at the origin, in heights from foot to head; hands are enlarged threefold
/// and the head twofold, since they are small and matter most.
/// </summary>
internal sealed class BodyCoordinates
{
    const float HandScale = 3, HeadScale = 2;

    /// <summary>Largest absolute coordinate.</summary>
    public const float Limit = 1.6f;

    readonly float _unit;
    readonly (Vector3 Origin, float Scale)[] _parts; // what is enlarged around which joint at rest, metres

    public BodyCoordinates(BodyModel model)
    {
        var rest = model.Joints.Average;
        var (head, left, right) = (At(HumanBodyBones.Head), At(HumanBodyBones.LeftHand), At(HumanBodyBones.RightHand));
        _unit = 1 / (head.Y - At(HumanBodyBones.LeftFoot).Y);
        _parts = Array.ConvertAll((BodyPart[])Enum.GetValues(typeof(BodyPart)), part => part switch
        {
            BodyPart.LeftHand => (left, HandScale),
            BodyPart.RightHand => (right, HandScale),
            BodyPart.Head or BodyPart.LeftEye or BodyPart.RightEye or BodyPart.Teeth or BodyPart.Tongue or BodyPart.Cavity => (head, HeadScale),
            _ => (Vector3.Zero, 1),
        });

        Vector3 At(HumanBodyBones bone) => rest[model.Joints.IndexOf(bone)];
    }

    /// <param name="rest">Place on the average body, metres, hips at the origin.</param>
    public Vector3 Of(Vector3 rest, BodyPart part)
    {
        var (origin, scale) = _parts[(int)part];
        var place = origin + scale * (rest - origin);
        return Vector3.Clamp(place * _unit, new Vector3(-Limit), new Vector3(Limit));
    }
}
