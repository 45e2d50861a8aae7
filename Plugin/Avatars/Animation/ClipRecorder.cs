using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Animation;

/// <summary>
/// Turns poses, one per frame, into a clip: a rotation curve for every joint, and translations for the joints that move. Joints that
/// do not move take no memory per frame.
/// </summary>
public sealed class ClipRecorder
{
    const float StillMetres = 1e-6f; // a joint whose translation differs less from rest gets no translation curve
    const float StillRotation = 1e-6f; // per component: smaller changes are rounding

    readonly Skeleton _skeleton;
    readonly List<float> _times = [];
    readonly Track<Quaternion>[] _rotations;
    readonly Track<Vector3>[] _translations;
    readonly List<(string Name, List<float> Values)> _weights = new();

    public ClipRecorder(Skeleton skeleton)
    {
        _skeleton = skeleton;
        _rotations = new Track<Quaternion>[skeleton.Count];
        _translations = new Track<Vector3>[skeleton.Count];
        for (var i = 0; i < skeleton.Count; i++)
            (_rotations[i], _translations[i]) = (new Track<Quaternion>(), new Track<Vector3>());
    }

    public Skeleton Skeleton => _skeleton;

    public int FrameCount => _times.Count;

    /// <summary>Adds the next frame; the frame rate is given to <see cref="ToClip"/>.</summary>
    /// <exception cref="ArgumentException">The pose does not have one entry per joint.</exception>
    public void Add(ReadOnlySpan<JointTransform> local) => Add(float.NaN, local);

    /// <param name="time">Seconds, later than the frame before.</param>
    /// <exception cref="ArgumentException">The pose does not have one entry per joint.</exception>
    public void Add(float time, ReadOnlySpan<JointTransform> local)
    {
        _skeleton.RequirePose(local.Length);
        for (var i = 0; i < local.Length; i++)
        {
            _rotations[i].Add(local[i].Rotation, _times.Count, IsStill);
            var rest = _skeleton[i].Rest.Translation;
            _translations[i].Add(local[i].Translation, _times.Count, (_, now) => Vector3.Distance(now, rest) <= StillMetres);
        }
        _times.Add(time);
    }

    /// <summary>Adds joints and weights; of the weights, those of the first pose that are not 0 throughout become curves.</summary>
    /// <inheritdoc cref="Add(float, ReadOnlySpan{JointTransform})"/>
    public void Add(float time, Pose pose)
    {
        Add(time, pose.Joints);
        if (_times.Count == 1)
            foreach (var name in pose.WeightNames)
                _weights.Add((name, new List<float>()));
        for (var i = 0; i < _weights.Count; i++)
            _weights[i].Values.Add(i < pose.Weights.Length ? pose.Weights[i] : 0);
    }

    /// <param name="frameRate">Frames a second; frames that were added without a time follow each other at this rate.</param>
    /// <param name="weights">Of the clip; null for none.</param>
    /// <exception cref="InvalidOperationException">No frame was added.</exception>
    public AnimationClip ToClip(string name, float frameRate, IReadOnlyList<WeightCurve>? weights = null)
    {
        if (_times.Count == 0)
            throw new InvalidOperationException($"'{name}' has no frame. Add at least one pose before making the clip.");
        var times = _times.ToArray();
        for (var frame = 0; frame < times.Length; frame++)
            times[frame] = float.IsNaN(times[frame]) ? frame / frameRate : times[frame];
        var ends = times.Length == 1 ? times : [times[0], times[^1]];
        var curves = new JointCurves[_skeleton.Count];
        for (var joint = 0; joint < curves.Length; joint++)
        {
            var rotations = _rotations[joint].Values(times.Length);
            var translations = _translations[joint].Moves ? new VectorCurve(times, _translations[joint].Values(times.Length)!) : null;
            curves[joint] = new JointCurves(translations, rotations is null ? Still(ends, _rotations[joint].First) : new RotationCurve(times, rotations));
        }
        return new AnimationClip(name, _skeleton, frameRate, curves, weights ?? Curves(times));
    }

    List<WeightCurve> Curves(float[] times)
    {
        var curves = new List<WeightCurve>();
        foreach (var (name, values) in _weights)
            if (values.Exists(value => value != 0))
                curves.Add(new WeightCurve(name, AnimationCurve.Polyline([.. values.Select((value, i) => (times[i], value))])));
        return curves;
    }

    static RotationCurve Still(float[] ends, Quaternion value)
    {
        var values = new Quaternion[ends.Length];
        Array.Fill(values, value);
        return new RotationCurve(ends, values);
    }

    static bool IsStill(Quaternion first, Quaternion now)
    {
        var d = now - first;
        return MathF.Max(MathF.Max(MathF.Abs(d.X), MathF.Abs(d.Y)), MathF.Max(MathF.Abs(d.Z), MathF.Abs(d.W))) <= StillRotation;
    }

    /// <summary>Values frame by frame; only the first is stored while they do not change.</summary>
    sealed class Track<T> where T : struct
    {
        List<T>? _values;

        public T First { get; private set; }

        public bool Moves => _values is not null;

        public void Add(T value, int frame, Func<T, T, bool> isStill)
        {
            if (frame == 0)
                First = value;
            if (_values is null && isStill(First, value))
                return;
            if (_values is null)
            {
                _values = new List<T>(frame + 1);
                for (var i = 0; i < frame; i++)
                    _values.Add(First);
            }
            _values.Add(value);
        }

        public T[]? Values(int frames) => _values is { } values && values.Count == frames ? values.ToArray() : null;
    }
}
