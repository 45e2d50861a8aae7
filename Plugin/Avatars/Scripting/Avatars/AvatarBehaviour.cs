using Avatars.Rig;

namespace Avatars.Scripting;

/// <summary>A script on a person: Unity's life cycle, with the person at hand.</summary>
public abstract class AvatarBehaviour : MonoBehaviour
{
    ScriptedAvatar? _avatar;

    /// <summary>The person that the script belongs to; null where it is on another game object.</summary>
    public ScriptedAvatar avatar => _avatar ??= GetComponentInParent<ScriptedAvatar>()!;

    public Animator animator => avatar.animator;

    /// <summary>The person's bone, or null.</summary>
    public Transform? Bone(HumanBodyBones bone) => animator.GetBoneTransform(bone);

    /// <summary>Begins a sentence of poses; it starts in the next frame.</summary>
    public PoseSequence Pose() => avatar.Pose();

    /// <summary>Begins a sentence of poses with signs.</summary>
    /// <inheritdoc cref="PoseSequence.Sign"/>
    public PoseSequence Sign(string text, string language = "ase", float rate = 1, bool leftHanded = false, params string[] lexicons) =>
        Pose().Sign(text, language, rate, leftHanded, lexicons);
}
