using System;
using Avatars.Rig;

namespace Avatars.Scripting;

/// <summary>
/// Moves a rig: plays clips, then solves inverse kinematics, between Update and LateUpdate. The bones' game objects are below its own.
/// </summary>
public sealed partial class Animator : Behaviour, IAnimated
{
    HumanoidAvatar? _avatar;
    Transform?[]? _joints;

    /// <summary>What the rig is. Set it after the joints' game objects are there.</summary>
    public HumanoidAvatar? avatar
    {
        get => _avatar;
        set => (_avatar, _joints) = (value, null);
    }

    public bool isHuman => _avatar is { isValid: true, isHuman: true };

    /// <summary>Metres; 1 for a rig that is no humanoid.</summary>
    public float humanScale => isHuman ? _avatar!.humanScale : 1;

    public AnimatorUpdateMode updateMode { get; set; }

    public AnimatorCullingMode cullingMode { get; set; }

    /// <summary>Factor of time; 0 freezes. A negative one counts as 0, as in Unity outside recorded playback.</summary>
    public float speed { get; set; } = 1;

    /// <summary>Whether a clip's movement of the root moves the object.</summary>
    public bool applyRootMotion { get; set; }

    /// <summary>False mutes the events of all clips.</summary>
    public bool fireEvents { get; set; } = true;

    /// <summary>Whether wrong calls are told in the log.</summary>
    public bool logWarnings { get; set; } = true;

    public Vector3 rootPosition { get => transform.position; set => transform.position = value; }

    public Quaternion rootRotation { get => transform.rotation; set => transform.rotation = value; }

    /// <summary>Movement of the root in the last frame, metres.</summary>
    public Vector3 deltaPosition { get; private set; }

    /// <summary>Turn of the root in the last frame.</summary>
    public Quaternion deltaRotation { get; private set; } = Quaternion.identity;

    /// <summary>Height of the left foot bone above the ground in the T pose, metres.</summary>
    public float leftFeetBottomHeight => FootHeight(HumanBodyBones.LeftFoot);

    public float rightFeetBottomHeight => FootHeight(HumanBodyBones.RightFoot);

    /// <summary>In the order of the avatar's joints; those that are not there are null.</summary>
    internal Transform?[] Joints => _joints ??= RequireHuman().FindJoints(transform);

    /// <returns>Null for a bone that the rig lacks.</returns>
    /// <exception cref="InvalidOperationException">The rig is no humanoid.</exception>
    /// <exception cref="IndexOutOfRangeException">No bone.</exception>
    public Transform? GetBoneTransform(HumanBodyBones humanBoneId)
    {
        var human = RequireHuman();
        if (humanBoneId is < 0 or >= HumanBodyBones.LastBone)
            throw new IndexOutOfRangeException($"{(int)humanBoneId} is no bone: give one from Hips to UpperChest.");
        return human.Map![humanBoneId] is >= 0 and var joint ? Joints[joint] : null;
    }

    /// <summary>Evaluates at once.</summary>
    /// <param name="deltaTime">Seconds to go on.</param>
    public void Update(float deltaTime) => Animate(deltaTime);

    /// <summary>The default state from its beginning, all parameters 0, the rig at rest.</summary>
    public void Rebind()
    {
        ResetStates();
        _ikBefore.Clear();
        _joints = null;
        if (!isHuman)
            return;
        for (var i = 0; i < Joints.Length; i++)
            if (Joints[i] is { } joint)
                HumanoidAvatar.Put(_avatar!.Map!.Skeleton[i].Rest, joint);
    }

    /// <summary>Moves the object as the clip does; for OnAnimatorMove.</summary>
    public void ApplyBuiltinRootMotion()
    {
        transform.position += deltaPosition;
        transform.rotation = deltaRotation * transform.rotation;
    }

    void IAnimated.Animate(float deltaTime) => Animate(updateMode == AnimatorUpdateMode.UnscaledTime ? Time.unscaledDeltaTime : deltaTime);

    void Animate(float deltaTime)
    {
        RestoreBeforeIk();
        AdvanceStates(deltaTime * Mathf.Max(0, speed));
        MoveRoot();
        if (isHuman)
            RunIk(deltaTime);
    }

    void MoveRoot()
    {
        var isScripted = false;
        foreach (var behaviour in gameObject.GetComponents<MonoBehaviour>())
            if (behaviour.IsRunning && behaviour.Callbacks.OnAnimatorMove is { } move)
            {
                isScripted = true;
                behaviour.Guard(move);
            }
        if (applyRootMotion && !isScripted)
            ApplyBuiltinRootMotion();
    }

    HumanoidAvatar RequireHuman() => isHuman ? _avatar!
        : throw new InvalidOperationException($"The animator of '{name}' has no humanoid avatar, so that it knows no human bones.");

    float FootHeight(HumanBodyBones foot)
    {
        var human = RequireHuman();
        if (human.Map![foot] is not (>= 0 and var joint))
            return 0;
        var positions = human.TPose!.Positions;
        var ground = positions[joint].Y;
        foreach (var bone in new[] { HumanBodyBones.LeftToes, HumanBodyBones.RightToes, HumanBodyBones.LeftFoot, HumanBodyBones.RightFoot })
            if (human.Map.Has(bone))
                ground = MathF.Min(ground, positions[human.Map[bone]].Y);
        return positions[joint].Y - ground;
    }
}
