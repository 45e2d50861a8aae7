using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Animation;

/// <summary>Turns poses, one per frame, into a clip: a rotation curve for every joint, and translations for the joints that travel.</summary>
public sealed class ClipRecorder
{
    const float StillMetres = 1e-6f; // a joint whose translation strays less from rest has none

    readonly Skeleton _skeleton;
    readonly List<JointTransform[]> _frames = [];

    public ClipRecorder(Skeleton skeleton) => _skeleton = skeleton;

    public int FrameCount => _frames.Count;

    /// <exception cref="ArgumentException">The pose does not have one entry per joint.</exception>
    public void Add(ReadOnlySpan<JointTransform> local)
    {
        _skeleton.RequirePose(local.Length);
        _frames.Add(local.ToArray());
    }

    /// <exception cref="InvalidOperationException">No frame was added.</exception>
    public AnimationClip ToClip(string name, float frameRate)
    {
        if (_frames.Count == 0)
            throw new InvalidOperationException($"'{name}' has no frame. Add at least one pose before making the clip.");
        var times = new float[_frames.Count];
        for (var frame = 0; frame < times.Length; frame++)
            times[frame] = frame / frameRate;
        var curves = new JointCurves[_skeleton.Count];
        for (var joint = 0; joint < curves.Length; joint++)
            curves[joint] = new JointCurves(Translations(joint, times), new RotationCurve(times, Rotations(joint)));
        return new AnimationClip(name, _skeleton, frameRate, curves);
    }

    Quaternion[] Rotations(int joint)
    {
        var values = new Quaternion[_frames.Count];
        for (var frame = 0; frame < values.Length; frame++)
            values[frame] = _frames[frame][joint].Rotation;
        return values;
    }

    VectorCurve? Translations(int joint, float[] times)
    {
        var values = new Vector3[_frames.Count];
        var travels = false;
        for (var frame = 0; frame < values.Length; frame++)
        {
            values[frame] = _frames[frame][joint].Translation;
            travels |= Vector3.Distance(values[frame], _skeleton[joint].Rest.Translation) > StillMetres;
        }
        return travels ? new VectorCurve(times, values) : null;
    }
}
