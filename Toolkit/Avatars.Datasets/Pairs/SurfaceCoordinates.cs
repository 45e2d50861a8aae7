using System.Numerics;
using Avatars.Rig;
using Avatars.Scenes;
using Avatars.Solving;

namespace Avatars.Datasets.Pairs;

/// <summary>
/// Surface coordinates of a character: each vertex gets a point that does not move with the pose, so that two pictures of a person can be
/// matched point by point. It is the vertex's position at rest, hips at the origin, in units of the distance from foot to head; hands are
/// enlarged threefold and the head twofold, since they are small and matter most.
/// </summary>
/// <remarks>As Normalized Object Coordinate Space (Wang et al. 2019, arXiv:1901.02970) for rigid objects, or DensePose (Guler et al. 2018) for
/// bodies.</remarks>
public static class SurfaceCoordinates
{
    const float HandScale = 3, HeadScale = 2;

    /// <summary>Largest absolute coordinate that <see cref="Of"/> gives for a human body.</summary>
    public const float Limit = 1.6f;

    /// <summary>One point per vertex of <paramref name="mesh"/>: x to the person's left, y up, z to the front, at rest.</summary>
    public static Vector3[] Of(SkinnedMesh mesh, PosedBody body)
    {
        var joints = Joints(body);
        var coordinates = new Vector3[mesh.Positions.Length];
        for (var i = 0; i < coordinates.Length; i++)
        {
            for (var k = 4 * i; k < 4 * i + 4; k++)
                if (mesh.JointWeights[k] > 0)
                {
                    var (rest, point, scale) = joints[mesh.JointIndices[k]];
                    coordinates[i] += mesh.JointWeights[k] * (point + scale * (mesh.Positions[i] - rest));
                }
            coordinates[i] = Vector3.Clamp(coordinates[i], new Vector3(-Limit), new Vector3(Limit));
        }
        return coordinates;
    }

    /// <summary>Each joint at rest, its point on the enlarged body, and the scale of the surface around it.</summary>
    static (Vector3 Joint, Vector3 Point, float Scale)[] Joints(PosedBody body)
    {
        var unit = body.RestPosition(HumanBodyBones.Head).Y - body.RestPosition(HumanBodyBones.LeftFoot).Y;
        var (head, left, right) = (body.Map[HumanBodyBones.Head], body.Map[HumanBodyBones.LeftHand], body.Map[HumanBodyBones.RightHand]);
        var origin = body.RestPosition(HumanBodyBones.Hips);
        var joints = new (Vector3 Joint, Vector3 Point, float Scale)[body.Skeleton.Count];
        for (var i = 0; i < joints.Length; i++)
        {
            var (rest, parent) = (body.RestPosition(i), body.Skeleton[i].Parent);
            if (parent < 0)
            {
                joints[i] = (rest, (rest - origin) / unit, 1 / unit);
                continue;
            }
            var above = joints[parent];
            var scale = i == head ? HeadScale / unit : i == left || i == right ? HandScale / unit : above.Scale;
            joints[i] = (rest, above.Point + above.Scale * (rest - above.Joint), scale);
        }
        return joints;
    }
}
