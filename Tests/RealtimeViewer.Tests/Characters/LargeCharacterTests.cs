using System.Numerics;
using Avatars.Graphics.Scenes;
using Avatars.Imaging;
using Avatars.Rig;
using Avatars.Scenes;

namespace Avatars.Viewer.Characters;

/// <summary>Characters with more joints than a shader takes, most of which never move.</summary>
public sealed class LargeCharacterTests
{
    const int HairJoints = 400;

    /// <param name="isBoundElsewhere">Whether every tenth joint's bind pose differs from the rest pose, as with props that were moved after binding.</param>
    [TestCase(false), TestCase(true)]
    public void Hair_joints_are_merged_and_every_vertex_stays_where_it_was(bool isBoundElsewhere)
    {
        var character = WithHair(isBoundElsewhere);
        var map = new HumanoidMap(character.Skeleton, Bones());
        var (merged, mergedMap) = LoadedCharacter.WithoutStillJoints(character, map);
        Assert.That(merged.Skeleton.Count, Is.LessThanOrEqualTo(CharacterRenderer.MostJoints));
        Assert.That(merged.Skeleton.Count, Is.EqualTo(StandardHumanoid.Skeleton.Count + (isBoundElsewhere ? 3 : 0)), "one for each bind matrix");
        var (before, after) = (Skinned(character, map), Skinned(merged, mergedMap));
        for (var i = 0; i < before.Length; i++)
            Assert.That(Vector3.Distance(before[i], after[i]), Is.LessThan(1e-4f), $"vertex {i}, metres");
        Assert.That(Vector3.Distance(before[^1], character.Meshes[0].Positions[^1]), Is.GreaterThan(0.05f), "the head's turn moves the hair");
    }

    static Dictionary<HumanBodyBones, int> Bones()
    {
        var bones = new Dictionary<HumanBodyBones, int>();
        for (var bone = HumanBodyBones.Hips; bone < HumanBodyBones.LastBone; bone++)
            if (StandardHumanoid.Map[bone] >= 0)
                bones[bone] = StandardHumanoid.Map[bone];
        return bones;
    }

    /// <summary>The standard humanoid with strands of hair below its head; a vertex at each joint, which its parent moves half.</summary>
    static Character WithHair(bool isBoundElsewhere)
    {
        var joints = StandardHumanoid.Skeleton.Joints.ToArray().ToList();
        var head = StandardHumanoid.Map[HumanBodyBones.Head];
        for (var i = 0; i < HairJoints; i++)
            joints.Add(new Joint($"hair{i}", i % 20 == 0 ? head : joints.Count - 1, new JointTransform(new Vector3(0.02f, -0.01f, -0.01f),
                Quaternion.CreateFromAxisAngle(Vector3.UnitX, 0.1f))));
        var skeleton = new Skeleton(joints);
        var rest = new JointTransform[skeleton.Count];
        skeleton.CopyRestTo(rest);
        var model = new Matrix4x4[rest.Length];
        LocalToModel.Run(skeleton, rest, model);
        var binds = Array.ConvertAll(model, matrix => Matrix4x4.Invert(matrix, out var inverse) ? inverse : throw new InvalidOperationException());
        for (var i = StandardHumanoid.Skeleton.Count; isBoundElsewhere && i < binds.Length; i += 10)
            binds[i] = Matrix4x4.CreateTranslation(0.1f * (i % 3 + 1), 0, 0) * binds[i];
        var count = skeleton.Count;
        return new Character
        {
            Name = "hairy", Skeleton = skeleton, InverseBind = binds,
            Meshes = [new SkinnedMesh
            {
                Name = "all", Positions = Array.ConvertAll(model, matrix => matrix.Translation), Normals = new Vector3[count],
                TextureCoordinates = new Vector2[count], Indices = [],
                JointIndices = [.. Enumerable.Range(0, count).SelectMany(i => new ushort[] { (ushort)i, (ushort)Math.Max(skeleton[i].Parent, 0), 0, 0 })],
                JointWeights = [.. Enumerable.Range(0, count).SelectMany(_ => new[] { 0.5f, 0.5f, 0, 0 })],
                Material = new Material { Diffuse = new RgbaImage(1, 1, new byte[4]) },
            }],
        };
    }

    /// <summary>The mesh with head and arm turned.</summary>
    static Vector3[] Skinned(Character character, HumanoidMap map)
    {
        var local = new JointTransform[character.Skeleton.Count];
        character.Skeleton.CopyRestTo(local);
        foreach (var bone in new[] { HumanBodyBones.Head, HumanBodyBones.LeftUpperArm })
            local[map[bone]] = local[map[bone]] with { Rotation = Quaternion.CreateFromYawPitchRoll(0.8f, 0.3f, 0.2f) };
        var model = new Matrix4x4[local.Length];
        LocalToModel.Run(character.Skeleton, local, model);
        var mesh = character.Meshes[0];
        return [.. Enumerable.Range(0, mesh.Positions.Length).Select(vertex =>
        {
            var sum = Vector3.Zero;
            for (var i = 4 * vertex; i < 4 * vertex + 4; i++)
            {
                var joint = mesh.JointIndices[i];
                sum += mesh.JointWeights[i] * Vector3.Transform(mesh.Positions[vertex], character.InverseBind[joint] * model[joint]);
            }
            return sum;
        })];
    }
}
