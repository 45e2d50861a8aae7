using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Retargeting;

/// <summary>
/// Bends a target's spine as a source's, whatever the numbers of joints: the uppermost bone, which carries the shoulders, has exactly the source's
/// rotation; the ones below follow the source's bend at the same height, and lean so that the direction from hips to shoulders is the same. One
/// instance belongs to one thread; <see cref="Run"/> allocates nothing.
/// </summary>
sealed class SpineBend
{
    const float LargestLean = 0.7f; // radians that the bones below the uppermost are leaned by for other proportions

    static readonly HumanBodyBones[] Bones = [HumanBodyBones.Spine, HumanBodyBones.Chest, HumanBodyBones.UpperChest];

    readonly BoneRotations _source;
    readonly HumanoidMap _sourceMap;
    readonly int[] _indices = new int[HumanBones.Count]; // per bone: its index in _bones, or -1
    readonly int[] _joints; // of the source: from below the hips up to the common ancestor of the arms
    readonly float[] _knots; // the middle of each source segment, hips first: fraction of the length from hips to shoulders
    readonly Quaternion[] _knotRotations;
    readonly HumanBodyBones[] _bones; // of the target, from below
    readonly float[] _heights; // the middle of each target bone, as knots are
    readonly Vector3[] _offsets; // thighs' middle to the first bone, bone to bone, last bone to the shoulders' middle; T pose of the target
    readonly Quaternion[] _rotations;
    readonly Vector3 _sourceTop; // from the uppermost source joint to the shoulders' middle, T pose
    readonly Vector3 _sourceTrunk, _targetTrunk; // thighs' middle to shoulders' middle, T pose

    public SpineBend(BoneRotations rotations, TPose source, TPose target)
    {
        (_source, _sourceMap) = (rotations, source.Map);
        _joints = SpineJoints(source.Map);
        _bones = Array.FindAll(Bones, target.Map.Has);
        Array.Fill(_indices, -1);
        for (var i = 0; i < _bones.Length; i++)
            _indices[(int)_bones[i]] = i;
        _rotations = new Quaternion[_bones.Length];
        _knotRotations = new Quaternion[_joints.Length + 1];
        var shoulders = Middle(source, HumanBodyBones.LeftUpperArm);
        _sourceTrunk = shoulders - Middle(source, HumanBodyBones.LeftUpperLeg);
        _targetTrunk = Middle(target, HumanBodyBones.LeftUpperArm) - Middle(target, HumanBodyBones.LeftUpperLeg);
        _sourceTop = _joints.Length == 0 ? Vector3.Zero : shoulders - source.Positions[_joints[^1]];
        _knots = MiddlesOf(source, _joints);
        var joints = Array.ConvertAll(_bones, bone => target.Map[bone]);
        _heights = MiddlesOf(target, joints)[1..];
        _offsets = new Vector3[joints.Length + 1];
        for (var i = 0; i <= joints.Length && joints.Length > 0; i++)
            _offsets[i] = (i < joints.Length ? target.Positions[joints[i]] : Middle(target, HumanBodyBones.LeftUpperArm))
                - (i > 0 ? target.Positions[joints[i - 1]] : Middle(target, HumanBodyBones.LeftUpperLeg));
    }

    /// <summary>Whether this bends a bone of the target; where not, the source has no spine between hips and shoulders, or the target lacks the
    /// bone.</summary>
    public bool Bends(HumanBodyBones bone) => _joints.Length > 0 && _indices[(int)bone] >= 0;

    /// <summary>A bone's rotation away from the T pose, as of the last <see cref="Run"/>.</summary>
    public Quaternion this[HumanBodyBones bone] => _rotations[_indices[(int)bone]];

    /// <param name="pose">Of the source; its bone rotations must be up to date.</param>
    public void Run(ModelPose pose)
    {
        if (_joints.Length == 0 || _bones.Length == 0)
            return;
        _knotRotations[0] = _source[HumanBodyBones.Hips];
        for (var i = 0; i < _joints.Length; i++)
            _knotRotations[i + 1] = _source.OfJoint(pose, _joints[i]);
        for (var i = 0; i < _rotations.Length; i++)
            _rotations[i] = i == _rotations.Length - 1 ? _knotRotations[^1] : At(_heights[i]);
        if (_bones.Length > 1)
            Lean(pose);
    }

    /// <summary>The source's rotation at a fraction of the spine's length.</summary>
    Quaternion At(float height)
    {
        if (height <= _knots[0])
            return _knotRotations[0];
        for (var i = 1; i < _knots.Length; i++)
            if (height <= _knots[i])
                return Quaternion.Slerp(_knotRotations[i - 1], _knotRotations[i], (height - _knots[i - 1]) / MathF.Max(1e-6f, _knots[i] - _knots[i - 1]));
        return _knotRotations[^1];
    }

    /// <summary>Rotates the bones between hips and uppermost bone so that the direction from thighs to shoulders is the source's, as nearly as their
    /// length allows.</summary>
    void Lean(ModelPose pose)
    {
        var hips = _knotRotations[0];
        var trunk = Vector3.Transform(pose.Positions[_joints[^1]] - BodyDirections.Middle(_sourceMap, pose.Positions, HumanBodyBones.LeftUpperLeg),
            _source.ToWorld)
            + Vector3.Transform(_sourceTop, _knotRotations[^1]);
        var leaned = Rotations.FromTo(_sourceTrunk, Vector3.Transform(trunk, Quaternion.Conjugate(hips)));
        var wanted = Vector3.Normalize(Vector3.Transform(_targetTrunk, Quaternion.Normalize(hips * leaned)));
        var ends = Vector3.Transform(_offsets[0], hips) + Vector3.Transform(_offsets[^1], _rotations[^1]);
        var between = Vector3.Zero;
        for (var i = 0; i < _rotations.Length - 1; i++)
            between += Vector3.Transform(_offsets[i + 1], _rotations[i]);
        // Length r along the wanted direction where |r * wanted - ends| is the length that the bones between have.
        var along = Vector3.Dot(wanted, ends);
        var rest = between.LengthSquared() - ends.LengthSquared() + along * along;
        var reach = (along + MathF.Sqrt(MathF.Max(0, rest))) * wanted - ends;
        var lean = Rotations.FromTo(between, reach);
        var angle = 2 * MathF.Acos(Math.Clamp(MathF.Abs(lean.W), 0, 1));
        if (angle > LargestLean)
            lean = Quaternion.Slerp(Quaternion.Identity, lean, LargestLean / angle);
        for (var i = 0; i < _rotations.Length - 1; i++)
            _rotations[i] = Quaternion.Normalize(lean * _rotations[i]);
    }

    /// <summary>The joints from below the hips up to the common ancestor of both upper arms; empty where that is not below the hips.</summary>
    public static int[] SpineJoints(HumanoidMap map)
    {
        var skeleton = map.Skeleton;
        var hips = map[HumanBodyBones.Hips];
        var top = BoneRotations.Shared(skeleton, map[HumanBodyBones.LeftUpperArm], map[HumanBodyBones.RightUpperArm]);
        var joints = new List<int>();
        if (top >= 0 && BoneRotations.IsWithin(skeleton, top, hips))
            for (; top != hips; top = skeleton[top].Parent)
                joints.Add(top);
        joints.Reverse();
        return [.. joints];
    }

    /// <summary>The middles of the segments hips to first joint, joint to joint, last joint to shoulders, as fractions of the whole length.</summary>
    static float[] MiddlesOf(TPose t, int[] joints)
    {
        var middles = new float[joints.Length + 1];
        var (at, total) = (t.Positions[t.Map[HumanBodyBones.Hips]], 0f);
        for (var i = 0; i <= joints.Length; i++)
        {
            var next = i < joints.Length ? t.Positions[joints[i]] : Middle(t, HumanBodyBones.LeftUpperArm);
            var length = Vector3.Distance(at, next);
            middles[i] = total + length / 2;
            (at, total) = (next, total + length);
        }
        for (var i = 0; i < middles.Length && total > 0; i++)
            middles[i] /= total;
        return middles;
    }

    static Vector3 Middle(TPose t, HumanBodyBones leftBone) => BodyDirections.Middle(t.Map, t.Positions, leftBone);
}
