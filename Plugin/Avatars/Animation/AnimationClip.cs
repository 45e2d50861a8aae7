using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Animation;

/// <summary>A motion of one skeleton. Immutable: any number of players share one.</summary>
public sealed class AnimationClip : IPoseSource
{
    readonly JointCurves[] _curves;
    readonly WeightCurve[] _weights;
    readonly string[] _weightNames;

    /// <param name="frameRate">Frames a second of the recording; sampling works at any time all the same.</param>
    /// <param name="curves">One entry per joint.</param>
    /// <param name="weights">Named weights over time; null for none.</param>
    /// <exception cref="ArgumentException">Wrong number of curves, keys that do not rise in time or do not fit their values, or a frame rate that is
    /// not positive.</exception>
    public AnimationClip(string name, Skeleton skeleton, float frameRate, IReadOnlyList<JointCurves> curves, IReadOnlyList<WeightCurve>? weights = null)
    {
        skeleton.RequirePose(curves.Count);
        if (!(frameRate > 0) || !float.IsFinite(frameRate))
            throw new ArgumentException($"'{name}' has {frameRate} frames a second. Give a positive number.", nameof(frameRate));
        Name = name;
        Skeleton = skeleton;
        FrameRate = frameRate;
        _curves = new JointCurves[curves.Count];
        for (var i = 0; i < _curves.Length; i++)
        {
            _curves[i] = curves[i];
            var joint = skeleton[i].Name;
            Length = Math.Max(Length, Check(joint, curves[i].Translation?.Times, curves[i].Translation?.Values.Length, curves[i].Translation?.Interpolation));
            Length = Math.Max(Length, Check(joint, curves[i].Rotation?.Times, curves[i].Rotation?.Values.Length, curves[i].Rotation?.Interpolation));
            Length = Math.Max(Length, Check(joint, curves[i].Scale?.Times, curves[i].Scale?.Values.Length, curves[i].Scale?.Interpolation));
        }
        _weights = weights is null ? [] : [.. weights];
        _weightNames = Array.ConvertAll(_weights, weight => weight.Name);
        foreach (var weight in _weights)
            Length = Math.Max(Length, weight.Curve.Length > 0 ? weight.Curve.Keys[^1].Time : 0);
    }

    public string Name { get; }

    public Skeleton Skeleton { get; }

    public float FrameRate { get; }

    /// <summary>Seconds from 0 to the last key.</summary>
    public float Length { get; }

    /// <summary>Recorded frames: the frames at 0, 1 / <see cref="FrameRate"/>, ... up to <see cref="Length"/>.</summary>
    public int FrameCount => (int)MathF.Round(Length * FrameRate) + 1;

    /// <summary>What moves each joint, in the skeleton's order.</summary>
    public IReadOnlyList<JointCurves> Curves => _curves;

    /// <summary>The pose at any time. Allocates nothing.</summary>
    /// <param name="time">Seconds.</param>
    /// <param name="local">Receives one placement per joint; joints without curves are put at rest.</param>
    /// <exception cref="ArgumentException">The span does not have one entry per joint.</exception>
    public void Sample(float time, Span<JointTransform> local, WrapMode wrap = WrapMode.ClampForever)
    {
        Skeleton.RequirePose(local.Length);
        time = wrap.Wrap(time, Length);
        var joints = Skeleton.Joints;
        for (var i = 0; i < _curves.Length; i++)
        {
            var curves = _curves[i];
            var rest = joints[i].Rest;
            local[i] = new JointTransform(
                curves.Translation is { } translation ? translation.Evaluate(time) : rest.Translation,
                curves.Rotation is { } rotation ? rotation.Evaluate(time) : rest.Rotation,
                curves.Scale is { } scale ? scale.Evaluate(time) : rest.Scale);
        }
    }

    /// <summary>What changes named weights over time.</summary>
    public IReadOnlyList<WeightCurve> Weights => _weights;

    /// <summary>The weights of a clip that begins later.</summary>
    /// <param name="seconds">From the beginning of this clip.</param>
    public IReadOnlyList<WeightCurve> WeightsFrom(float seconds) => seconds == 0 ? _weights
        : Array.ConvertAll(_weights, weight => weight with { Curve = weight.Curve.Shifted(-seconds) });

    public Pose MakePose() => new(Skeleton, _weightNames);

    /// <inheritdoc/>
    public void Sample(float time, Pose pose) => Sample(time, pose, WrapMode.ClampForever);

    /// <summary>The pose at any time, weights included. Weights that the clip does not have become 0. Allocates nothing.</summary>
    /// <param name="time">Seconds.</param>
    /// <exception cref="ArgumentException">The pose is of another skeleton.</exception>
    public void Sample(float time, Pose pose, WrapMode wrap)
    {
        Sample(time, pose.Joints, wrap);
        pose.Weights.Clear();
        time = wrap.Wrap(time, Length);
        foreach (var weight in _weights)
            if (pose.IndexOf(weight.Name) is >= 0 and var index)
                pose.Weights[index] = weight.Curve.Evaluate(time);
    }

    static float Check(string joint, float[]? times, int? values, Interpolation? interpolation)
    {
        if (times is null)
            return 0;
        var expected = interpolation == Interpolation.Cubic ? 3 * times.Length : times.Length;
        if (times.Length == 0 || values != expected)
            throw new ArgumentException($"A curve of joint '{joint}' has {times.Length} times and {values} values; {expected} values belong to them, "
                + "and one time is the least.");
        for (var i = 0; i < times.Length; i++)
            if (!float.IsFinite(times[i]) || (i > 0 && times[i] <= times[i - 1]))
                throw new ArgumentException($"A curve of joint '{joint}' has key {i} at {times[i]} s. Times must be finite and rise from key to key.");
        return times[^1];
    }
}
