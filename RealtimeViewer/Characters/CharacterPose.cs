using System.Numerics;
using Avatars.Animation;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Viewer.Characters;

/// <summary>
/// A character in the pose of the rig: standing upright, in its own proportions, scaled to the rig's legs, so that feet and hips are where the rig's are.
/// Allocates nothing after construction.
/// </summary>
sealed class CharacterPose
{
    readonly HumanoidMap _map;
    readonly ShownPose _shown = new();
    readonly RetargetedPoseSource _source;
    readonly Pose _pose;
    readonly Matrix4x4[] _model;
    readonly Matrix4x4 _upright;
    readonly float _legs;

    public CharacterPose(HumanoidMap map)
    {
        _map = map;
        _source = new RetargetedPoseSource(_shown, StandardHumanoid.Map, map);
        _pose = _source.MakePose();
        _model = new Matrix4x4[map.Skeleton.Count];
        var tPose = TPose.OfRest(map);
        (_upright, _legs) = (Matrix4x4.CreateFromQuaternion(tPose.UpToY), tPose.LegLength);
    }

    /// <param name="local">Of the standard humanoid.</param>
    /// <param name="rig">Whose proportions the rig has.</param>
    /// <returns>One matrix per joint of the character, joint space to world; until the next call.</returns>
    public ReadOnlySpan<Matrix4x4> Take(ReadOnlySpan<JointTransform> local, ModelHeight rig)
    {
        _shown.Set(local);
        _source.Sample(0, _pose);
        LocalToModel.Run(_map.Skeleton, _pose.Joints, _model);
        var toWorld = _upright * Matrix4x4.CreateScale(rig.LegLength / _legs);
        for (var i = 0; i < _model.Length; i++)
            _model[i] *= toWorld;
        // The hips lie where the rig's do: what is left differs by how far ankles are above the ground.
        var hips = _map[HumanBodyBones.Hips];
        var shift = Matrix4x4.CreateTranslation(rig.Hips - _model[hips].Translation);
        for (var i = 0; i < _model.Length; i++)
            _model[i] *= shift;
        return _model;
    }

    /// <summary>The pose of the rig as a motion.</summary>
    sealed class ShownPose : IPoseSource
    {
        readonly JointTransform[] _local = new JointTransform[StandardHumanoid.Skeleton.Count];

        public string Name => "";

        public Skeleton Skeleton => StandardHumanoid.Skeleton;

        public float Length => 0;

        public float FrameRate => 30;

        public void Set(ReadOnlySpan<JointTransform> local) => local.CopyTo(_local);

        public Pose MakePose() => new(Skeleton);

        public void Sample(float time, Pose pose) => _local.CopyTo(pose.Joints);
    }
}

/// <summary>What of the rig decides how large a character is drawn, and where.</summary>
/// <param name="LegLength">Of the rig's proportions, metres.</param>
/// <param name="Hips">Of the present pose, metres.</param>
readonly record struct ModelHeight(float LegLength, Vector3 Hips);
