using System;
using System.Collections.Generic;
using Avatars.Animation;
using Avatars.Rig;
using Motion = Avatars.Animation.AnimationClip;

namespace Avatars.Scripting;

/// <summary>A motion: curves bound to paths and properties as in Unity, or a motion file. Curves can be set at any time.</summary>
public sealed class AnimationClip : Object
{
    readonly List<CurveBinding> _bindings = [];
    AnimationEvent[] _events = [];

    public AnimationClip() => name = "New Animation";

    /// <param name="motion">Of the skeleton of the rig that it will be played on.</param>
    public AnimationClip(Motion motion)
    {
        Recording = motion;
        name = motion.Name;
        frameRate = motion.FrameRate;
    }

    /// <summary>The motion of a file; null for a clip of curves.</summary>
    internal Motion? Recording { get; }

    internal IReadOnlyList<CurveBinding> Bindings => _bindings;

    /// <summary>Seconds: the last key's time.</summary>
    public float length
    {
        get
        {
            var last = Recording?.Length ?? 0;
            foreach (var binding in _bindings)
                if (binding.Curve.Length > 0)
                    last = Mathf.Max(last, binding.Curve.Keys[^1].Time);
            return last;
        }
    }

    /// <summary>Frames a second that keys are shown at; it does not rescale time.</summary>
    public float frameRate { get; set; } = 60;

    public WrapMode wrapMode { get; set; }

    /// <summary>Neither a curve nor an event.</summary>
    public bool empty => Recording is null && _bindings.Count == 0 && _events.Length == 0;

    /// <summary>Whether it moves muscles, or is a person's motion file.</summary>
    public bool humanMotion => Recording is not null || _bindings.Exists(binding => binding.Muscle >= 0);

    /// <summary>Whether it moves the body as a whole.</summary>
    public bool hasRootCurves => Recording is not null
        || _bindings.Exists(binding => binding.IsBody && binding.Property.StartsWith("Root", StringComparison.Ordinal));

    /// <summary>Makes no difference here: curves may be set on every clip.</summary>
    public bool legacy { get; set; }

    /// <summary>Centre and half size of what the clip reaches.</summary>
    public (Vector3 Center, Vector3 Extents) localBounds { get; set; }

    /// <summary>A copy; setting it replaces all events.</summary>
    public AnimationEvent[] events { get => (AnimationEvent[])_events.Clone(); set => _events = (AnimationEvent[])value.Clone(); }

    internal IReadOnlyList<AnimationEvent> Events => _events;

    /// <exception cref="ArgumentNullException">No event.</exception>
    public void AddEvent(AnimationEvent evt)
    {
        if (evt is null)
            throw new ArgumentNullException(nameof(evt));
        _events = [.. _events, evt];
    }

    /// <summary>Binds a curve; the same path, type and property again replaces it, no curve removes it.</summary>
    /// <param name="relativePath">From the animated object, such as "Hips/Spine"; empty for itself.</param>
    /// <param name="type">Transform, GameObject, a script, or Animator for muscles.</param>
    /// <param name="propertyName">Such as localPosition.x, localRotation.w, a field of a script, or a muscle.</param>
    public void SetCurve(string relativePath, Type type, string propertyName, AnimationCurve? curve)
    {
        var at = _bindings.FindIndex(binding => binding.Is(relativePath, type, propertyName));
        if (curve is null)
        {
            if (at >= 0)
                _bindings.RemoveAt(at);
            return;
        }
        var copy = new AnimationCurve();
        copy.CopyFrom(curve);
        var bound = new CurveBinding(relativePath, type, propertyName, copy);
        if (at >= 0)
            _bindings[at] = bound;
        else
            _bindings.Add(bound);
    }

    /// <summary>Removes all curves; events stay.</summary>
    public void ClearCurves() => _bindings.Clear();

    /// <summary>Flips keys of rotations so that neighbours are less than half a turn apart as numbers. Call it after all curves are set.</summary>
    public void EnsureQuaternionContinuity()
    {
        foreach (var first in _bindings)
            if (first.RotationAxis == 0)
                MakeContinuous(_bindings.FindAll(binding => binding.RotationAxis >= 0 && binding.Path == first.Path));
    }

    /// <summary>Puts an object into the clip's pose at once; paths that are not there are skipped.</summary>
    /// <param name="time">Seconds; beyond the ends as <see cref="wrapMode"/> says.</param>
    public void SampleAnimation(GameObject go, float time)
    {
        time = wrapMode.Wrap(time, length);
        if (Recording is { } motion)
            SampleRecording(go, motion, time);
        SampleMuscles(go, time);
        foreach (var binding in _bindings)
            if (binding.Muscle < 0 && binding.RotationAxis < 0)
                binding.Apply(go.transform, binding.Curve.Evaluate(time));
        SampleRotations(go.transform, time);
    }

    /// <summary>The four numbers of a rotation together: set one by one they would be normalised too early.</summary>
    void SampleRotations(Transform root, float time)
    {
        for (var i = 0; i < _bindings.Count; i++)
        {
            if (_bindings[i].RotationAxis < 0 || _bindings.FindIndex(other => other.RotationAxis >= 0 && other.Path == _bindings[i].Path) != i
                || root.Find(_bindings[i].Path) is not { } target)
                continue;
            var rotation = target.localRotation;
            foreach (var binding in _bindings)
                if (binding.RotationAxis >= 0 && binding.Path == _bindings[i].Path)
                    rotation[binding.RotationAxis] = binding.Curve.Evaluate(time);
            target.localRotation = rotation;
        }
    }

    void SampleMuscles(GameObject go, float time)
    {
        if (!_bindings.Exists(binding => binding.Muscle >= 0) || go.GetComponent<Animator>() is not { isHuman: true } animator)
            return;
        using var handler = new HumanPoseHandler(animator.avatar!, go.transform);
        var pose = new HumanPose();
        handler.GetHumanPose(ref pose);
        foreach (var binding in _bindings)
            if (binding.Muscle is >= 0 and var muscle)
                pose.muscles![muscle] = binding.Curve.Evaluate(time);
        foreach (var binding in _bindings)
            if (binding.IsBody && binding.Property is ['R', 'o', 'o', 't', var kind, '.', var axis] && "xyzw".IndexOf(axis) is >= 0 and var index)
            {
                if (kind == 'T')
                    pose.bodyPosition[index] = binding.Curve.Evaluate(time);
                else
                    pose.bodyRotation[index] = binding.Curve.Evaluate(time);
            }
        handler.SetHumanPose(ref pose);
    }

    static void SampleRecording(GameObject go, Motion motion, float time)
    {
        if (go.GetComponent<Animator>() is not { isHuman: true } animator)
            return;
        if (!ReferenceEquals(animator.avatar!.Map!.Skeleton, motion.Skeleton))
            throw new InvalidOperationException($"The motion '{motion.Name}' is of another skeleton than '{go.name}'. Load it with avatar.LoadClip.");
        var local = new JointTransform[motion.Skeleton.Count];
        motion.Sample(time, local);
        HumanoidAvatar.Write(local, animator.Joints);
        foreach (var weight in motion.Weights)
            go.GetComponent<ScriptedAvatar>()?.SetExpression(weight.Name, weight.Curve.Evaluate(time));
    }

    static void MakeContinuous(List<CurveBinding> rotation)
    {
        if (rotation.Count < 4)
            return;
        rotation.Sort((a, b) => a.RotationAxis.CompareTo(b.RotationAxis));
        var keys = rotation.ConvertAll(binding => binding.Curve.keys);
        if (keys.Exists(one => one.Length != keys[0].Length))
            return;
        for (var i = 1; i < keys[0].Length; i++)
        {
            var dot = 0f;
            foreach (var one in keys)
                dot += one[i].Value * one[i - 1].Value;
            if (dot >= 0)
                continue;
            foreach (var one in keys)
                one[i] = one[i] with { Value = -one[i].Value, InTangent = -one[i].InTangent, OutTangent = -one[i].OutTangent };
        }
        for (var i = 0; i < 4; i++)
            rotation[i].Curve.keys = keys[i];
    }
}
