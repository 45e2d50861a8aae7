using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Scenes;

/// <summary>
/// Takes joints that never move by themselves out of a character: what hangs on them hangs on the joint above that moves. It looks the same in every pose of
/// the joints that are left.
/// </summary>
public static class StillJoints
{
    const float Tolerance = 1e-4f; // of a bind matrix, relative

    /// <param name="moves">Whether a joint, by its index, is ever turned or moved.</param>
    /// <param name="indices">For each joint that is left, its index before; -1 for one that was added, which stays at rest.</param>
    public static Character Merge(Character character, Func<int, bool> moves, out IReadOnlyList<int> indices)
    {
        var merging = new Merging(character, moves);
        indices = merging.Indices;
        return merging.Result;
    }

    sealed class Merging
    {
        readonly Character _character;
        readonly Matrix4x4[] _rest;
        readonly bool[] _isKept;
        readonly bool[] _hasBind;
        readonly int[] _newIndices;
        readonly List<Joint> _joints = [];
        readonly List<Matrix4x4> _binds = [];
        readonly List<int> _indices = [];

        public Merging(Character character, Func<int, bool> moves)
        {
            _character = character;
            var skeleton = character.Skeleton;
            _rest = new Matrix4x4[skeleton.Count];
            for (var i = 0; i < skeleton.Count; i++)
                _rest[i] = skeleton[i].Parent < 0 ? skeleton[i].Rest.ToMatrix() : skeleton[i].Rest.ToMatrix() * _rest[skeleton[i].Parent];
            _isKept = Kept(skeleton, moves);
            _newIndices = new int[skeleton.Count];
            KeepJoints(skeleton);
            var isUsed = Used(character);
            _hasBind = new bool[_joints.Count];
            for (var i = 0; i < skeleton.Count; i++)
                if (_isKept[i] && isUsed[i])
                    _hasBind[_newIndices[i]] = true;
            for (var i = 0; i < skeleton.Count; i++)
                if (!_isKept[i] && isUsed[i])
                    _newIndices[i] = Place(i);
            Result = new Character { Name = character.Name, Skeleton = new Skeleton(_joints), InverseBind = _binds.ToArray(), Meshes = Meshes() };
        }

        public Character Result { get; }

        public IReadOnlyList<int> Indices => _indices;

        /// <summary>Joints that move, what carries them, and roots.</summary>
        static bool[] Kept(Skeleton skeleton, Func<int, bool> moves)
        {
            var isKept = new bool[skeleton.Count];
            for (var i = skeleton.Count - 1; i >= 0; i--)
            {
                isKept[i] |= skeleton[i].Parent < 0 || moves(i);
                if (isKept[i] && skeleton[i].Parent >= 0)
                    isKept[skeleton[i].Parent] = true;
            }
            return isKept;
        }

        static bool[] Used(Character character)
        {
            var isUsed = new bool[character.Skeleton.Count];
            foreach (var mesh in character.Meshes)
                for (var i = 0; i < mesh.JointIndices.Length; i++)
                    isUsed[mesh.JointIndices[i]] |= mesh.JointWeights[i] > 0;
            return isUsed;
        }

        void KeepJoints(Skeleton skeleton)
        {
            for (var i = 0; i < skeleton.Count; i++)
            {
                if (!_isKept[i])
                    continue;
                var parent = skeleton[i].Parent;
                _newIndices[i] = Add(skeleton[i] with { Parent = parent < 0 ? -1 : _newIndices[parent] }, _character.InverseBind[i], i);
            }
        }

        /// <summary>The joint that takes over what hangs on one that is left out: the nearest kept one above, or one below that with another bind
        /// matrix.</summary>
        int Place(int joint)
        {
            var above = joint;
            while (!_isKept[above])
                above = _character.Skeleton[above].Parent;
            var anchor = _newIndices[above];
            var bind = Matrix4x4.Invert(_rest[above], out var toAbove) ? _character.InverseBind[joint] * (_rest[joint] * toAbove)
                : _character.InverseBind[joint];
            if (!_hasBind[anchor])
                (_binds[anchor], _hasBind[anchor]) = (bind, true);
            if (IsSame(_binds[anchor], bind))
                return anchor;
            for (var i = _hasBind.Length; i < _joints.Count; i++)
                if (_joints[i].Parent == anchor && IsSame(_binds[i], bind))
                    return i;
            return Add(new Joint(_character.Skeleton[joint].Name, anchor, JointTransform.Identity), bind, -1);
        }

        int Add(Joint joint, Matrix4x4 bind, int index)
        {
            _joints.Add(joint);
            _binds.Add(bind);
            _indices.Add(index);
            return _joints.Count - 1;
        }

        SkinnedMesh[] Meshes()
        {
            var meshes = new SkinnedMesh[_character.Meshes.Count];
            for (var i = 0; i < meshes.Length; i++)
            {
                var mesh = _character.Meshes[i];
                meshes[i] = new SkinnedMesh
                {
                    Name = mesh.Name, Positions = mesh.Positions, Normals = mesh.Normals, TextureCoordinates = mesh.TextureCoordinates, Indices = mesh.Indices,
                    JointIndices = Array.ConvertAll(mesh.JointIndices, joint => (ushort)_newIndices[joint]), JointWeights = mesh.JointWeights,
                    Material = mesh.Material,
                };
            }
            return meshes;
        }

        static bool IsSame(in Matrix4x4 one, in Matrix4x4 other) =>
            IsSame(new Vector3(one.M11, one.M12, one.M13), new Vector3(other.M11, other.M12, other.M13))
            && IsSame(new Vector3(one.M21, one.M22, one.M23), new Vector3(other.M21, other.M22, other.M23))
            && IsSame(new Vector3(one.M31, one.M32, one.M33), new Vector3(other.M31, other.M32, other.M33)) && IsSame(one.Translation, other.Translation);

        static bool IsSame(Vector3 one, Vector3 other) => Vector3.Distance(one, other) <= Tolerance * MathF.Max(1, one.Length());
    }
}
