using System;
using System.Collections.Generic;
using System.Reflection;
using Avatars.Animation;

namespace Avatars.Scripting;

public sealed partial class Animator
{
    readonly List<AnimatorState> _states = [];
    readonly Dictionary<string, (AnimatorControllerParameterType Type, float Value)> _parameters = new(StringComparer.Ordinal);
    PlayingState? _playing;
    PlayingState? _fading; // what is blended out
    float _fadeSeconds;
    float _faded;

    public bool IsInTransition(int layerIndex = 0) => _fading is not null;

    /// <summary>Adds a state. The first one is the default. In Unity states are made in the editor.</summary>
    public void AddState(string stateName, AnimationClip clip) => _states.Add(new AnimatorState(stateName, clip));

    /// <summary>Adds a way from one state to another.</summary>
    /// <param name="seconds">Of the blend.</param>
    /// <param name="exitTime">Share of the first clip after which the way is open; below 0 at any time.</param>
    /// <param name="conditions">All must hold; a trigger is used up.</param>
    /// <exception cref="ArgumentException">No such state.</exception>
    public void AddTransition(string from, string to, float seconds, float exitTime = -1,
        params (string Parameter, AnimatorConditionMode Mode, float Threshold)[] conditions) =>
        Require(from).Transitions.Add(new AnimatorTransition(Require(to), seconds, exitTime, conditions));

    public void AddParameter(string parameterName, AnimatorControllerParameterType type) => _parameters[parameterName] = (type, 0);

    public AnimatorStateInfo GetCurrentAnimatorStateInfo(int layerIndex = 0) => _playing is { } playing
        ? new AnimatorStateInfo(playing.State.Name, playing.NormalizedTime, playing.State.Clip.length) : default;

    /// <summary>Plays a state at once.</summary>
    /// <param name="layer">-1 is the first layer with that state; there is one.</param>
    /// <param name="normalizedTime">Share of the clip to begin at; minus infinity keeps the time of a state that plays already.</param>
    public void Play(string stateName, int layer = -1, float normalizedTime = float.NegativeInfinity)
    {
        if (Find(stateName) is not { } state)
            return;
        if (float.IsNegativeInfinity(normalizedTime) && ReferenceEquals(_playing?.State, state) && _fading is null)
            return;
        Begin(state, normalizedTime, 0);
    }

    /// <summary>Plays a clip without a state.</summary>
    public void Play(AnimationClip clip) => Begin(new AnimatorState(clip.name, clip), 0, 0);

    /// <param name="normalizedTransitionDuration">Of the blend, as a share of the present state's clip.</param>
    public void CrossFade(string stateName, float normalizedTransitionDuration, int layer = -1, float normalizedTimeOffset = float.NegativeInfinity)
    {
        if (Find(stateName) is { } state)
            Begin(state, normalizedTimeOffset, normalizedTransitionDuration * (_playing?.State.Clip.length ?? 0));
    }

    /// <param name="fixedTransitionDuration">Of the blend, seconds.</param>
    /// <param name="fixedTimeOffset">Seconds of the new clip to begin at.</param>
    public void CrossFadeInFixedTime(string stateName, float fixedTransitionDuration, int layer = -1, float fixedTimeOffset = 0)
    {
        if (Find(stateName) is not { } state)
            return;
        Begin(state, 0, fixedTransitionDuration);
        _playing!.Time = fixedTimeOffset;
    }

    /// <summary>Blends over to a clip.</summary>
    /// <param name="seconds">Of the blend.</param>
    public void CrossFade(AnimationClip clip, float seconds) => Begin(new AnimatorState(clip.name, clip), 0, seconds);

    /// <summary>Stops playing; the rig stays as it is.</summary>
    public void StopPlayback() => (_playing, _fading) = (null, null);

    public float GetFloat(string name) => Get(name, AnimatorControllerParameterType.Float);

    public int GetInteger(string name) => (int)Get(name, AnimatorControllerParameterType.Int);

    public bool GetBool(string name) => Get(name, AnimatorControllerParameterType.Bool) != 0;

    public void SetFloat(string name, float value) => Set(name, AnimatorControllerParameterType.Float, value);

    /// <summary>Moves a parameter smoothly toward a value.</summary>
    /// <param name="dampTime">Seconds after which about 63 % of the way is done.</param>
    public void SetFloat(string name, float value, float dampTime, float deltaTime)
    {
        var now = GetFloat(name);
        SetFloat(name, dampTime <= 0 ? value : value + (now - value) * Mathf.Exp(-deltaTime / dampTime));
    }

    public void SetInteger(string name, int value) => Set(name, AnimatorControllerParameterType.Int, value);

    public void SetBool(string name, bool value) => Set(name, AnimatorControllerParameterType.Bool, value ? 1 : 0);

    public void SetTrigger(string name) => Set(name, AnimatorControllerParameterType.Trigger, 1);

    public void ResetTrigger(string name) => Set(name, AnimatorControllerParameterType.Trigger, 0);

    void ResetStates()
    {
        (_playing, _fading) = (null, null);
        foreach (var parameter in new List<string>(_parameters.Keys))
            _parameters[parameter] = (_parameters[parameter].Type, 0);
    }

    void Begin(AnimatorState state, float normalizedTime, float fadeSeconds)
    {
        _fading = fadeSeconds > 0 ? _playing : null;
        (_fadeSeconds, _faded) = (fadeSeconds, 0);
        _playing = new PlayingState(state, float.IsNegativeInfinity(normalizedTime) ? 0 : normalizedTime * state.Clip.length);
    }

    void AdvanceStates(float seconds)
    {
        (deltaPosition, deltaRotation) = (Vector3.zero, Quaternion.identity);
        if (_playing is null && _states.Count > 0)
            Begin(_states[0], 0, 0);
        if (_playing is not { } playing)
            return;
        Advance(playing, seconds);
        if (_fading is { } fading)
        {
            Advance(fading, seconds);
            _faded += seconds;
            if (_faded >= _fadeSeconds)
                _fading = null;
        }
        foreach (var transition in playing.State.Transitions)
            if ((transition.ExitTime < 0 || playing.NormalizedTime >= transition.ExitTime) && Array.TrueForAll(transition.Conditions, Holds))
            {
                foreach (var condition in transition.Conditions)
                    if (_parameters.TryGetValue(condition.Parameter, out var used) && used.Type == AnimatorControllerParameterType.Trigger)
                        _parameters[condition.Parameter] = (used.Type, 0);
                Begin(transition.To, 0, transition.Seconds);
                break;
            }
        Sample();
    }

    void Advance(PlayingState playing, float seconds)
    {
        var from = playing.Time;
        playing.Time += seconds;
        if (fireEvents && seconds > 0)
            Fire(playing.State.Clip, from, playing.Time);
        if (ReferenceEquals(playing, _playing) && playing.State.Clip is { hasRootCurves: true, Recording: null } clip)
            RootOf(clip, from, playing.Time);
    }

    /// <summary>Puts the rig where the clips say; while one is blended over, between both.</summary>
    void Sample()
    {
        var root = transform.position;
        var turn = transform.rotation;
        if (_fading is { } fading)
        {
            fading.State.Clip.SampleAnimation(gameObject, fading.Time);
            var before = new List<(Transform Joint, Vector3 Position, Quaternion Rotation)>();
            Collect(transform, before);
            _playing!.State.Clip.SampleAnimation(gameObject, _playing.Time);
            var weight = Mathf.SmoothStep(0, 1, _faded / _fadeSeconds);
            foreach (var (joint, position, rotation) in before)
            {
                joint.localPosition = Vector3.Lerp(position, joint.localPosition, weight);
                joint.localRotation = Quaternion.Slerp(rotation, joint.localRotation, weight);
            }
        }
        else
            _playing!.State.Clip.SampleAnimation(gameObject, _playing.Time);
        if (_playing!.State.Clip.hasRootCurves)
            (transform.position, transform.rotation) = (root, turn);
    }

    static void Collect(Transform at, List<(Transform Joint, Vector3 Position, Quaternion Rotation)> into)
    {
        foreach (var child in at.Children)
        {
            into.Add((child, child.localPosition, child.localRotation));
            Collect(child, into);
        }
    }

    /// <summary>Movement of the root between two times, from the curves MotionT and MotionQ.</summary>
    void RootOf(AnimationClip clip, float from, float to)
    {
        Vector3 Position(float time) => new(Motion(clip, "MotionT.x", time), Motion(clip, "MotionT.y", time), Motion(clip, "MotionT.z", time));
        Quaternion Rotation(float time) => new Quaternion(Motion(clip, "MotionQ.x", time), Motion(clip, "MotionQ.y", time), Motion(clip, "MotionQ.z", time),
            Motion(clip, "MotionQ.w", time)).normalized;
        (from, to) = (clip.wrapMode.Wrap(from, clip.length), clip.wrapMode.Wrap(to, clip.length));
        if (to < from) // over the seam of a loop: up to the end, and on from the beginning
        {
            deltaPosition += transform.rotation * (Position(clip.length) - Position(from) + Position(to) - Position(0));
            deltaRotation = Rotation(to) * Quaternion.Inverse(Rotation(0)) * Rotation(clip.length) * Quaternion.Inverse(Rotation(from)) * deltaRotation;
            return;
        }
        deltaPosition += transform.rotation * (Position(to) - Position(from));
        deltaRotation = Rotation(to) * Quaternion.Inverse(Rotation(from)) * deltaRotation;
    }

    static float Motion(AnimationClip clip, string property, float time)
    {
        foreach (var binding in clip.Bindings)
            if (binding.Property == property)
                return binding.Curve.Evaluate(time);
        return 0;
    }

    void Fire(AnimationClip clip, float from, float to)
    {
        foreach (var one in clip.Events)
            if (Crosses(clip, one.time, from, to))
                Send(one);
    }

    /// <summary>Whether playback passes a time of the clip; the very beginning counts.</summary>
    static bool Crosses(AnimationClip clip, float time, float from, float to)
    {
        if (clip.wrapMode != WrapMode.Loop || clip.length <= 0)
            return from <= time && time < to || time >= clip.length && from < clip.length && to >= clip.length;
        var next = time + Mathf.Ceil((from - time) / clip.length) * clip.length;
        return next < to;
    }

    void Send(AnimationEvent one)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var isReceived = false;
        foreach (var behaviour in gameObject.GetComponents<MonoBehaviour>())
            if (behaviour.GetType().GetMethod(one.functionName, Any) is { } method && method.GetParameters() is { Length: <= 1 } parameters)
            {
                isReceived = true;
                object?[] given = parameters.Length == 0 ? [] : [ArgumentOf(one, parameters[0].ParameterType)];
                behaviour.Guard(() => method.Invoke(behaviour, BindingFlags.DoNotWrapExceptions, null, given, null));
            }
        if (!isReceived && one.messageOptions == SendMessageOptions.RequireReceiver)
            Debug.LogError($"AnimationEvent '{one.functionName}' has no receiver on '{name}'.", this);
    }

    static object? ArgumentOf(AnimationEvent one, Type type) => type == typeof(float) ? one.floatParameter
        : type == typeof(int) ? one.intParameter
        : type == typeof(string) ? one.stringParameter
        : type == typeof(AnimationEvent) ? one
        : one.objectReferenceParameter;

    bool Holds((string Parameter, AnimatorConditionMode Mode, float Threshold) condition)
    {
        var value = _parameters.TryGetValue(condition.Parameter, out var parameter) ? parameter.Value : 0;
        return condition.Mode switch
        {
            AnimatorConditionMode.If => value != 0,
            AnimatorConditionMode.IfNot => value == 0,
            AnimatorConditionMode.Greater => value > condition.Threshold,
            AnimatorConditionMode.Less => value < condition.Threshold,
            AnimatorConditionMode.Equals => value == condition.Threshold,
            _ => value != condition.Threshold,
        };
    }

    AnimatorState? Find(string stateName)
    {
        var state = _states.Find(one => one.Name == stateName);
        if (state is null)
            Warn($"Animator of '{name}' has no state '{stateName}'.");
        return state;
    }

    AnimatorState Require(string stateName) => _states.Find(one => one.Name == stateName)
        ?? throw new ArgumentException($"The animator of '{name}' has no state '{stateName}'. Add it first.", nameof(stateName));

    float Get(string parameter, AnimatorControllerParameterType type)
    {
        if (_parameters.TryGetValue(parameter, out var found) && found.Type == type)
            return found.Value;
        Warn($"Parameter '{parameter}' of kind {type} does not exist.");
        return 0;
    }

    void Set(string parameter, AnimatorControllerParameterType type, float value)
    {
        if (_parameters.TryGetValue(parameter, out var found) && found.Type == type)
            _parameters[parameter] = (type, value);
        else
            Warn($"Parameter '{parameter}' of kind {type} does not exist.");
    }

    void Warn(string message)
    {
        if (logWarnings)
            Debug.LogWarning(message, this);
    }
}
