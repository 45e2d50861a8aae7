using System.Numerics;
using Avatars.Body;
using Avatars.Datasets.MakeHuman;
using Avatars.Rig;
using Avatars.Scenes;

namespace Avatars.Datasets.BodyModels;

/// <summary>Topology, atlas, parts and skin weights of the body model from the base mesh.</summary>
static class BodyMeshBuilder
{
    /// <summary>
    /// The atlas is that of MakeHuman's skins, so that they can be drawn on the body. Eyeballs, teeth and tongue have other textures there; they move to
    /// its empty upper right corner, the eyeballs enlarged. Group, part, centre and enlargement, origin top-left.
    /// </summary>
    static readonly (string Group, BodyPart Part, Vector2 From, Vector2 To, float Scale)[] Islands =
    [
        ("helper-l-eye", BodyPart.LeftEye, new(0.7727f, 0.0557f), new(0.675f, 0.053f), 3.6f),
        ("helper-r-eye", BodyPart.RightEye, new(0.8007f, 0.0557f), new(0.785f, 0.053f), 3.6f),
        ("helper-upper-teeth", BodyPart.Teeth, new(0.7082f, 0.1134f), new(0.89f, 0.060f), 1),
        ("helper-lower-teeth", BodyPart.Teeth, new(0.7083f, 0.0911f), new(0.89f, 0.030f), 1),
        ("helper-tongue", BodyPart.Tongue, new(0.6353f, 0.0432f), new(0.955f, 0.043f), 1),
    ];

    /// <summary>Islands of the skin's atlas that line the mouth and the eye sockets.</summary>
    static readonly (Vector2 Low, Vector2 High)[] Cavities = [(new(0, 0.355f), new(0.158f, 0.465f)), (new(0.75f, 0.858f), new(0.935f, 1))];

    /// <summary>What moves as one piece with a bone, whatever the rig's weights say: the rig leaves the tongue to the head.</summary>
    static readonly (string Group, HumanBodyBones Bone)[] Rigid =
    [
        ("helper-l-eye", HumanBodyBones.LeftEye), ("helper-r-eye", HumanBodyBones.RightEye),
        ("helper-upper-teeth", HumanBodyBones.Head), ("helper-lower-teeth", HumanBodyBones.Jaw), ("helper-tongue", HumanBodyBones.Jaw),
    ];

    public static BodyMesh Build(MakeHumanLibrary library, BodyVertices vertices, BodyJoints joints, int[] jointOfRig)
    {
        var (origins, places, triangles, parts) = (new List<ushort>(), new List<Vector2>(), new List<ushort>(), new List<BodyPart>());
        var mesh = library.BaseMesh;
        var (skinJoints, skinWeights) = Skin(library, vertices, jointOfRig);
        foreach (var (group, bone) in Rigid)
            foreach (var vertex in mesh.GroupVertices(group))
                Bind(vertices[vertex], joints.IndexOf(bone), skinJoints, skinWeights);
        Add(RenderTopology.Of(mesh, mesh.Group("body")), place => place, BodyPart.None);
        foreach (var island in Islands)
            Add(RenderTopology.Of(mesh, mesh.Group(island.Group)), place => island.To + island.Scale * (place - island.From), island.Part);
        return new BodyMesh
        {
            VertexCount = vertices.Count,
            Origins = [.. origins],
            TextureCoordinates = [.. places.Select(Quantised)],
            Triangles = [.. triangles],
            Parts = [.. parts],
            Joints = skinJoints,
            Weights = skinWeights,
            Mirror = vertices.Mirror,
        };

        void Add(RenderTopology topology, Func<Vector2, Vector2> move, BodyPart part)
        {
            var first = origins.Count;
            origins.AddRange(topology.Origins.Select(origin => (ushort)vertices[origin]));
            places.AddRange(topology.TextureCoordinates.Select(move));
            triangles.AddRange(topology.Indices.Select(index => (ushort)(first + index)));
            for (var i = 0; i < topology.Indices.Length; i += 3)
            {
                var corners = topology.Indices.AsSpan(i, 3);
                var found = part != BodyPart.None ? part
                    : PartOf(joints, skinJoints, skinWeights, [.. corners.ToArray().Select(corner => vertices[topology.Origins[corner]])]);
                parts.Add(found == BodyPart.Head && IsCavity(topology.TextureCoordinates, corners) ? BodyPart.Cavity : found);
            }
        }
    }

    static void Bind(int vertex, int joint, byte[] skinJoints, byte[] skinWeights)
    {
        var at = BodyMesh.InfluencesPerVertex * vertex;
        skinJoints.AsSpan(at, BodyMesh.InfluencesPerVertex).Clear();
        skinWeights.AsSpan(at, BodyMesh.InfluencesPerVertex).Clear();
        (skinJoints[at], skinWeights[at]) = ((byte)joint, BodyMesh.WeightSum);
    }

    static Vector2 Quantised(Vector2 place) =>
        new(MathF.Round(place.X * ushort.MaxValue) / ushort.MaxValue, MathF.Round(place.Y * ushort.MaxValue) / ushort.MaxValue);

    static bool IsCavity(Vector2[] places, ReadOnlySpan<uint> corners)
    {
        var middle = (places[corners[0]] + places[corners[1]] + places[corners[2]]) / 3;
        return Cavities.Any(box => middle.X > box.Low.X && middle.Y > box.Low.Y && middle.X < box.High.X && middle.Y < box.High.Y);
    }

    /// <summary>The part whose joints hold most of the three vertices' weight.</summary>
    static BodyPart PartOf(BodyJoints joints, byte[] skinJoints, byte[] skinWeights, int[] corners)
    {
        var sums = new int[(int)BodyPart.Cavity + 1];
        foreach (var vertex in corners)
            for (var k = BodyMesh.InfluencesPerVertex * vertex; k < BodyMesh.InfluencesPerVertex * (vertex + 1); k++)
                sums[(int)PartOf(joints.Bones[skinJoints[k]])] += skinWeights[k];
        return (BodyPart)Array.IndexOf(sums, sums.Max());
    }

    static BodyPart PartOf(HumanBodyBones bone)
    {
        if (HumanBones.IsFinger(bone))
            return HumanBones.IsLeft(bone) ? BodyPart.LeftHand : BodyPart.RightHand;
        return bone switch
        {
            HumanBodyBones.Head or HumanBodyBones.Neck or HumanBodyBones.Jaw or HumanBodyBones.LeftEye or HumanBodyBones.RightEye => BodyPart.Head,
            HumanBodyBones.LeftUpperArm => BodyPart.LeftUpperArm,
            HumanBodyBones.RightUpperArm => BodyPart.RightUpperArm,
            HumanBodyBones.LeftLowerArm => BodyPart.LeftForearm,
            HumanBodyBones.RightLowerArm => BodyPart.RightForearm,
            HumanBodyBones.LeftHand => BodyPart.LeftHand,
            HumanBodyBones.RightHand => BodyPart.RightHand,
            HumanBodyBones.LeftUpperLeg => BodyPart.LeftThigh,
            HumanBodyBones.RightUpperLeg => BodyPart.RightThigh,
            HumanBodyBones.LeftLowerLeg => BodyPart.LeftShin,
            HumanBodyBones.RightLowerLeg => BodyPart.RightShin,
            HumanBodyBones.LeftFoot or HumanBodyBones.LeftToes => BodyPart.LeftFoot,
            HumanBodyBones.RightFoot or HumanBodyBones.RightToes => BodyPart.RightFoot,
            _ => BodyPart.Torso,
        };
    }

    /// <summary>The four largest weights of each vertex in 255ths; those of bones that no humanoid has go to the bone above.</summary>
    static (byte[] Joints, byte[] Weights) Skin(MakeHumanLibrary library, BodyVertices vertices, int[] jointOfRig)
    {
        const int four = BodyMesh.InfluencesPerVertex;
        var (joints, weights) = (new byte[four * vertices.Count], new byte[four * vertices.Count]);
        var sums = new float[jointOfRig.Max() + 1];
        var (largest, shares) = (new ushort[four], new float[four]);
        List<ushort> touched = [];
        for (var i = 0; i < vertices.Count; i++)
        {
            var from = library.Rig.Weights.Joints(vertices.Base[i]);
            var given = library.Rig.Weights.Weights(vertices.Base[i]);
            for (var k = 0; k < from.Length; k++)
            {
                var joint = (ushort)jointOfRig[from[k]];
                if (sums[joint] == 0)
                    touched.Add(joint);
                sums[joint] += given[k];
            }
            VertexWeights.KeepLargest(sums, touched, largest, shares);
            var rest = BodyMesh.WeightSum;
            for (var k = four - 1; k > 0; k--)
            {
                (joints[four * i + k], weights[four * i + k]) = ((byte)largest[k], (byte)MathF.Round(shares[k] * BodyMesh.WeightSum));
                rest -= weights[four * i + k];
            }
            (joints[four * i], weights[four * i]) = ((byte)largest[0], (byte)rest);
        }
        return (joints, weights);
    }
}
