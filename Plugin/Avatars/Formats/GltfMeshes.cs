using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Rig;
using Avatars.Scenes;

namespace Avatars.Formats;

/// <summary>The skinned triangles of a glTF document, every skin in terms of the one skeleton.</summary>
sealed class GltfMeshes
{
    const float SameMatrix = 1e-3f;

    readonly GltfContainer _container;
    readonly GltfAccessors _accessors;
    readonly GltfSkeleton _skeleton;
    readonly GltfMaterials _materials;
    readonly Matrix4x4[] _rest;
    readonly bool[] _isBound;
    readonly List<SkinnedMesh> _meshes = [];

    public GltfMeshes(GltfContainer container, GltfAccessors accessors, GltfSkeleton skeleton, PictureDecoder? decoder)
    {
        _container = container;
        _accessors = accessors;
        _skeleton = skeleton;
        _materials = new GltfMaterials(container, accessors, decoder);
        _rest = new Matrix4x4[skeleton.Skeleton.Count];
        var pose = new JointTransform[_rest.Length];
        skeleton.Skeleton.CopyRestTo(pose);
        LocalToModel.Run(skeleton.Skeleton, pose, _rest);
        InverseBind = new Matrix4x4[_rest.Length];
        _isBound = new bool[_rest.Length];
        for (var i = 0; i < _rest.Length; i++)
            InverseBind[i] = Matrix4x4.Invert(_rest[i], out var inverse) ? inverse : Matrix4x4.Identity;
        var meshes = container.Root.Items("meshes");
        for (var node = 0; node < skeleton.NodeCount; node++)
        {
            var mesh = skeleton.Node(node).IndexOrNone("mesh", meshes.Length);
            var skin = skeleton.Node(node).IndexOrNone("skin", skeleton.Skins.Length);
            if (mesh >= 0 && skin >= 0)
                Add(meshes[mesh], skeleton.Skins[skin]);
        }
    }

    public Matrix4x4[] InverseBind { get; }

    public IReadOnlyList<SkinnedMesh> Meshes => _meshes;

    void Add(GltfElement mesh, GltfElement skin)
    {
        var joints = skin.Items("joints");
        var skinJoints = new ushort[joints.Length];
        for (var i = 0; i < joints.Length; i++)
            skinJoints[i] = _skeleton.JointOf(joints[i].AsIndex(_skeleton.NodeCount)) is var joint and <= ushort.MaxValue ? (ushort)joint
                : throw skin.Wrong($"a model of more than {ushort.MaxValue} joints. Leave out those that move nothing.");
        var toModel = Bind(skin, skinJoints);
        var name = mesh.Text("name") ?? $"mesh{_meshes.Count}";
        foreach (var primitive in mesh.Items("primitives"))
            if (primitive.Integer("mode", 4, 0) == 4) // triangles; points, lines and strips are no skin
                _meshes.Add(ReadPrimitive(primitive, name, skinJoints, toModel));
    }

    /// <summary>
    /// Takes over a skin's bind matrices. Exporters often put the mesh in a space of its own (z up, centimetres): where one matrix leads
    /// from there to the model at rest, it is applied to the vertices, so that the mesh has its visible position.
    /// </summary>
    Matrix4x4 Bind(GltfElement skin, ushort[] joints)
    {
        var index = skin.IndexOrNone("inverseBindMatrices", _accessors.Count);
        if (index < 0)
            return Matrix4x4.Identity;
        var matrices = _accessors.Matrices(index);
        if (matrices.Length < joints.Length)
            throw skin.Wrong($"{joints.Length} joints, but {matrices.Length} inverse bind matrices. The file is damaged.");
        var toModel = joints.Length == 0 ? Matrix4x4.Identity : matrices[0] * _rest[joints[0]];
        for (var i = 1; i < joints.Length; i++)
            if (!IsSame(matrices[i] * _rest[joints[i]], toModel))
                toModel = Matrix4x4.Identity;
        if (!Matrix4x4.Invert(toModel, out var fromModel))
            throw skin.Wrong("an inverse bind matrix cannot be inverted. The file is damaged.");
        for (var i = 0; i < joints.Length; i++)
        {
            var bind = fromModel * matrices[i];
            if (_isBound[joints[i]] && !IsSame(InverseBind[joints[i]], bind))
                throw skin.Wrong($"the joint '{_skeleton.Skeleton[joints[i]].Name}' is bound in two ways by two skins. Join the meshes before exporting "
                    + "them.");
            InverseBind[joints[i]] = bind;
            _isBound[joints[i]] = true;
        }
        return toModel;
    }

    SkinnedMesh ReadPrimitive(GltfElement primitive, string name, ushort[] skinJoints, Matrix4x4 toModel)
    {
        var attributes = primitive.Object("attributes");
        int Attribute(string attribute) => attributes.IndexOrNone(attribute, _accessors.Count);
        int Required(string attribute) => attributes.Index(attribute, _accessors.Count);
        void RequireCount(string attribute, int found, int expected)
        {
            if (found != expected)
                throw attributes.Wrong($"{attribute} has {found} elements, but there are {expected} vertices. The file is damaged.");
        }

        if (primitive.Extension("KHR_draco_mesh_compression") is not null && attributes.IndexOrNone("POSITION", _accessors.Count) is var place and >= 0
            && !_accessors.HasBytes(place))
            throw primitive.Wrong("the triangles are compressed with KHR_draco_mesh_compression, which is not read. Export the model without compression.");
        var positions = _accessors.Vectors(Required("POSITION"));
        var indices = primitive.IndexOrNone("indices", _accessors.Count) is var index and >= 0
            ? _accessors.Integers(index, "SCALAR", (uint)positions.Length)
            : Ascending(positions.Length);
        var normals = Attribute("NORMAL") is var normal and >= 0 ? _accessors.Vectors(normal) : FlatNormals(positions, indices);
        RequireCount("NORMAL", normals.Length, positions.Length);
        var (set, toPicture) = _materials.CoordinatesOf(primitive);
        var coordinates = Attribute($"TEXCOORD_{set}") is var texture and >= 0 ? _accessors.Floats(texture, "VEC2") : new float[2 * positions.Length];
        RequireCount($"TEXCOORD_{set}", coordinates.Length / 2, positions.Length);
        var joints = _accessors.Integers(Required("JOINTS_0"), "VEC4", (uint)skinJoints.Length);
        RequireCount("JOINTS_0", joints.Length / 4, positions.Length);
        var weights = _accessors.Floats(Required("WEIGHTS_0"), "VEC4");
        RequireCount("WEIGHTS_0", weights.Length / 4, positions.Length);
        Normalise(weights);
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] = Vector3.Transform(positions[i], toModel);
            var direction = Vector3.TransformNormal(normals[i], toModel);
            normals[i] = direction.LengthSquared() > 0 ? Vector3.Normalize(direction) : Vector3.UnitY;
        }
        return new SkinnedMesh
        {
            Name = name,
            Positions = positions,
            Normals = normals,
            TextureCoordinates = Pairs(coordinates, toPicture),
            JointIndices = Array.ConvertAll(joints, joint => skinJoints[joint]),
            JointWeights = weights,
            Indices = indices.Length % 3 == 0 ? indices : throw primitive.Wrong($"{indices.Length} indices are not triangles."),
            Material = _materials.Of(primitive),
        };
    }

    static bool IsSame(Matrix4x4 a, Matrix4x4 b)
    {
        var size = MathF.Max(1, MathF.Max(a.Translation.Length(), Vector3.TransformNormal(Vector3.One, a).Length()));
        var d = a - b;
        return MathF.Abs(d.M11) + MathF.Abs(d.M12) + MathF.Abs(d.M13) + MathF.Abs(d.M21) + MathF.Abs(d.M22) + MathF.Abs(d.M23)
            + MathF.Abs(d.M31) + MathF.Abs(d.M32) + MathF.Abs(d.M33) + MathF.Abs(d.M41) + MathF.Abs(d.M42) + MathF.Abs(d.M43) < SameMatrix * size;
    }

    static void Normalise(float[] weights)
    {
        for (var i = 0; i < weights.Length; i += 4)
        {
            var sum = weights[i] + weights[i + 1] + weights[i + 2] + weights[i + 3];
            for (var j = 0; j < 4; j++)
                weights[i + j] = sum > 0 ? weights[i + j] / sum : j == 0 ? 1 : 0;
        }
    }

    static Vector2[] Pairs(float[] numbers, Matrix3x2 transform)
    {
        var pairs = new Vector2[numbers.Length / 2];
        for (var i = 0; i < pairs.Length; i++)
            pairs[i] = Vector2.Transform(new Vector2(numbers[2 * i], numbers[2 * i + 1]), transform);
        return pairs;
    }

    static uint[] Ascending(int count)
    {
        var indices = new uint[count];
        for (var i = 0; i < count; i++)
            indices[i] = (uint)i;
        return indices;
    }

    static Vector3[] FlatNormals(Vector3[] positions, uint[] indices)
    {
        var normals = new Vector3[positions.Length];
        for (var i = 0; i + 2 < indices.Length; i += 3)
        {
            uint a = indices[i], b = indices[i + 1], c = indices[i + 2];
            var area = Vector3.Cross(positions[b] - positions[a], positions[c] - positions[a]);
            normals[a] += area;
            normals[b] += area;
            normals[c] += area;
        }
        return normals;
    }
}
