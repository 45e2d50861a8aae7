using System;
using Avatars.Rig;
using Numerics = System.Numerics;

namespace Avatars.Scripting;

/// <summary>The signing of a person: arms and hands, and of trunk and head what the signs turn.</summary>
sealed class SigningLayer
{
    readonly HumanoidMap _body;
    readonly JointTransform[] _clip, _before;

    public SigningLayer(HumanoidMap body)
    {
        _body = body;
        (_clip, _before) = (new JointTransform[body.Skeleton.Count], new JointTransform[body.Skeleton.Count]);
    }

    /// <param name="Clip">Null for no signing.</param>
    /// <param name="Time">Of the clip, seconds.</param>
    public readonly record struct State(Animation.AnimationClip? Clip, float Time, float Weight);

    State _from;
    float _share;

    public State Now { get; private set; }

    /// <param name="from">What was shown when the signs began, such as signs that were stopped.</param>
    /// <param name="share">0 shows it, 1 the new signs.</param>
    public void Show(Animation.AnimationClip clip, float time, float weight, State from, float share) =>
        (Now, _from, _share) = (new State(clip, time, Math.Min(weight, Math.Max(share, from.Weight))), from, share);

    /// <summary>Lets signing that was stopped go, as a released hand.</summary>
    public void Release(float weight) => Now = Now with { Weight = Math.Min(Now.Weight, weight) };

    /// <param name="local">One per joint; changed.</param>
    public void Apply(JointTransform[] local)
    {
        if (Now is not { Clip: { } clip, Weight: > 0 })
            return;
        clip.Sample(Now.Time, _clip);
        var isMixed = _share < 1 && _from is { Clip: not null, Weight: > 0 };
        if (isMixed)
            _from.Clip!.Sample(_from.Time, _before);
        for (var i = 0; i < local.Length; i++)
        {
            var rest = _body.Skeleton[i].Rest.Rotation;
            var rotation = isMixed ? Numerics.Quaternion.Slerp(_before[i].Rotation, _clip[i].Rotation, _share) : _clip[i].Rotation;
            if (IsHand(_body.BoneOf(i)))
                local[i] = local[i] with { Rotation = Numerics.Quaternion.Slerp(local[i].Rotation, rotation, Now.Weight) };
            else if (rotation != rest)
            {
                var turn = Numerics.Quaternion.Slerp(Numerics.Quaternion.Identity, rotation * Numerics.Quaternion.Conjugate(rest), Now.Weight);
                local[i] = local[i] with { Rotation = Numerics.Quaternion.Normalize(turn * local[i].Rotation) };
            }
        }
    }

    static bool IsHand(HumanBodyBones bone) => HumanBones.IsFinger(bone) || bone is HumanBodyBones.LeftShoulder or HumanBodyBones.RightShoulder
        or HumanBodyBones.LeftUpperArm or HumanBodyBones.RightUpperArm or HumanBodyBones.LeftLowerArm or HumanBodyBones.RightLowerArm
        or HumanBodyBones.LeftHand or HumanBodyBones.RightHand;
}
