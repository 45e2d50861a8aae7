using System.Numerics;
using Avatars.Datasets.Motion;
using Avatars.Rig;
using Avatars.Scenes;

namespace Avatars.Datasets.Pairs;

/// <summary>
/// Gives each vertex of a character a place on the body that does not move with the pose, so that two pictures of a person can be
/// matched point by point: the vertex's place at rest, hips at the origin, in units of the way from a foot to the head. Hands are
/// drawn out threefold and the head twofold, since they are small and matter most.
/// </summary>
/// <remarks>What Normalized Object Coordinate Space (Wang et al. 2019, arXiv:1901.02970) is for rigid things, here for a body.</remarks>
public static class BodyPlaces
{
    const float HandScale = 3, HeadScale = 2;

    /// <summary>Largest absolute coordinate that <see cref="Of"/> gives for a human being.</summary>
    public const float Reach = 1.6f;

    /// <summary>One place per vertex of <paramref name="mesh"/>: x to the person's left, y up, z to the front, at rest.</summary>
    public static Vector3[] Of(SkinnedMesh mesh, PosedBody body)
    {
        var joints = Joints(body);
        var places = new Vector3[mesh.Positions.Length];
        for (var i = 0; i < places.Length; i++)
        {
            for (var k = 4 * i; k < 4 * i + 4; k++)
                if (mesh.JointWeights[k] > 0)
                {
                    var (rest, place, scale) = joints[mesh.JointIndices[k]];
                    places[i] += mesh.JointWeights[k] * (place + scale * (mesh.Positions[i] - rest));
                }
            places[i] = Vector3.Clamp(places[i], new Vector3(-Reach), new Vector3(Reach));
        }
        return places;
    }

    /// <summary>Each joint at rest, where it lies on the drawn-out body, and how much the flesh around it is enlarged.</summary>
    static (Vector3 Joint, Vector3 Place, float Scale)[] Joints(PosedBody body)
    {
        var unit = body.Rest(HumanBodyBones.Head).Y - body.Rest(HumanBodyBones.LeftFoot).Y;
        var (head, left, right) = (body.Map[HumanBodyBones.Head], body.Map[HumanBodyBones.LeftHand], body.Map[HumanBodyBones.RightHand]);
        var origin = body.Rest(HumanBodyBones.Hips);
        var joints = new (Vector3 Joint, Vector3 Place, float Scale)[body.Skeleton.Count];
        for (var i = 0; i < joints.Length; i++)
        {
            var (rest, parent) = (body.Rest(i), body.Skeleton[i].Parent);
            if (parent < 0)
            {
                joints[i] = (rest, (rest - origin) / unit, 1 / unit);
                continue;
            }
            var above = joints[parent];
            var scale = i == head ? HeadScale / unit : i == left || i == right ? HandScale / unit : above.Scale;
            joints[i] = (rest, above.Place + above.Scale * (rest - above.Joint), scale);
        }
        return joints;
    }
}
