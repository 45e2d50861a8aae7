using System.Collections.Generic;

namespace Avatars.Scripting;

/// <summary>A state of an animator: a clip, and ways to other states.</summary>
sealed class AnimatorState(string name, AnimationClip clip)
{
    public string Name => name;

    public AnimationClip Clip => clip;

    public List<AnimatorTransition> Transitions { get; } = [];
}

/// <summary>A way from one state to another.</summary>
/// <param name="Seconds">Of the blend.</param>
/// <param name="ExitTime">Share of the source clip after which it may be taken; below 0 at any time.</param>
sealed record AnimatorTransition(AnimatorState To, float Seconds, float ExitTime,
    (string Parameter, AnimatorConditionMode Mode, float Threshold)[] Conditions);

/// <summary>A state that plays.</summary>
sealed class PlayingState(AnimatorState state, float time)
{
    public AnimatorState State => state;

    /// <summary>Seconds since the state began; beyond the clip's length when it loops or holds.</summary>
    public float Time { get; set; } = time;

    public float NormalizedTime => state.Clip.length > 0 ? Time / state.Clip.length : 0;
}

/// <summary>What plays at the moment; as Unity's AnimatorStateInfo.</summary>
/// <param name="normalizedTime">Whole numbers count the repeats.</param>
/// <param name="length">Seconds.</param>
public readonly record struct AnimatorStateInfo(string Name, float normalizedTime, float length)
{
    public bool IsName(string name) => Name == name;
}
