using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Animation;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Posing;

/// <summary>
/// Plays one person of a scene: clips as layers, then tracks, then the gaze. Shows the document as it was when the source was made. Sampling allocates
/// nothing; one instance belongs to one thread.
/// </summary>
public sealed class ScenePoseSource : IPoseSource
{
    readonly HumanoidMap _map = StandardHumanoid.Map;
    readonly MuscleSpace _muscles;
    readonly HandRig _hands;
    readonly BodySolver _solver;
    readonly JointOffset _offset;
    readonly ClipLayer[] _clips;
    readonly (TrackTarget Target, AnimationCurve[] Curves)[] _tracks;
    readonly string[] _weightNames;
    readonly float[] _angles = new float[HandShape.AngleCount];

    /// <param name="person">Id of the person; null for the first.</param>
    /// <param name="folder">Where the scene's files are; null for a scene without clips.</param>
    /// <exception cref="ArgumentException">The scene has no such person.</exception>
    /// <exception cref="FormatException">A clip cannot be read; as <see cref="SceneFolder.Motion"/>.</exception>
    public ScenePoseSource(PoseDocument document, string? person = null, SceneFolder? folder = null)
    {
        PersonItem? found = null;
        foreach (var item in document.All<PersonItem>())
            if (found is null && (person is null || item.Person == person))
                found = item;
        if (found is null)
            throw new ArgumentException(person is null ? "The scene has no person. Add one." : $"The scene has no person '{person}'.", nameof(person));
        Person = found;
        Name = document.Settings.Name.Length > 0 ? document.Settings.Name : found.Person;
        FrameRate = document.Settings.FramesPerSecond;
        _muscles = new MuscleSpace(_map);
        _hands = new HandRig(_map);
        _solver = new BodySolver(_map);
        var names = new List<string>();
        var clips = new List<ClipLayer>();
        var end = 0f;
        foreach (var clip in document.All<ClipItem>())
        {
            if (clip.Person != found.Person)
                continue;
            var layer = new ClipLayer(clip, (folder ?? throw new ArgumentException("The scene has clips: say in which folder.", nameof(folder))).Motion(clip));
            clips.Add(layer);
            end = MathF.Max(end, layer.End);
            foreach (var name in layer.WeightNames)
                if (!names.Contains(name))
                    names.Add(name);
        }
        var tracks = new List<(TrackTarget, AnimationCurve[])>();
        foreach (var track in document.All<TrackItem>())
        {
            if (track.OwnerId != found.Person || track.Keys.Count == 0)
                continue;
            end = MathF.Max(end, track.Keys[^1].Time);
            if (track.Target.Channels > 0)
                tracks.Add((track.Target, TrackCurves.Of(track.Keys, track.Target.Channels)));
            if (track.Target.Kind == TrackKind.Expression && !names.Contains(track.Target.Name))
                names.Add(track.Target.Name);
        }
        foreach (var sign in document.All<SignItem>())
            if (sign.Person == found.Person)
                end = MathF.Max(end, sign.End);
        Length = document.Settings.Seconds > 0 ? document.Settings.Seconds : end;
        // Offsets come after what they are on top of, the gaze last: it looks from where the head is by then.
        tracks.Sort((a, b) => Rank(a.Item1).CompareTo(Rank(b.Item1)));
        (_clips, _tracks, _weightNames) = (clips.ToArray(), tracks.ToArray(), names.ToArray());
        _offset = new JointOffset(_muscles);
    }

    public PersonItem Person { get; }

    /// <summary>Whether there are keys on top of others.</summary>
    public bool HasOffsets => Array.Exists(_tracks, track => IsOffset(track.Target));

    public string Name { get; }

    public Skeleton Skeleton => _map.Skeleton;

    public float Length { get; }

    public float FrameRate { get; }

    public Pose MakePose() => new(Skeleton, _weightNames);

    /// <inheritdoc/>
    public void Sample(float time, Pose pose) => Sample(time, pose, hasOffsets: true);

    /// <summary>The pose that offsets are on top of: clips and other keys, without offsets and gaze.</summary>
    public void SampleBelow(float time, Pose pose) => Sample(time, pose, hasOffsets: false);

    void Sample(float time, Pose pose, bool hasOffsets)
    {
        pose.Reset();
        time = Math.Clamp(time, 0, Length);
        foreach (var clip in _clips)
            clip.Apply(time, pose);
        foreach (var (target, curves) in _tracks)
            if (hasOffsets || Rank(target) == 0)
                Apply(target, curves, time, pose);
    }

    static bool IsOffset(TrackTarget target) => target.Kind is TrackKind.Offset or TrackKind.HipsOffset;

    static int Rank(TrackTarget target) => IsOffset(target) ? 1 : target.Kind == TrackKind.Gaze ? 2 : 0;

    /// <summary>The whole scene as a clip, for what takes clips only.</summary>
    public AnimationClip ToClip()
    {
        var recorder = new ClipRecorder(Skeleton);
        var pose = MakePose();
        var frames = Math.Max(1, (int)MathF.Round(Length * FrameRate) + 1);
        var weights = new List<Keyframe>[_weightNames.Length];
        for (var frame = 0; frame < frames; frame++)
        {
            var time = MathF.Min(Length, frame / FrameRate);
            Sample(time, pose);
            recorder.Add(pose.Joints);
            for (var i = 0; i < weights.Length; i++)
                (weights[i] ??= []).Add(new Keyframe(frame / FrameRate, pose.Weights[i]));
        }
        var curves = new List<WeightCurve>();
        for (var i = 0; i < weights.Length; i++)
            curves.Add(new WeightCurve(_weightNames[i], AnimationCurve.Polyline(weights[i].ConvertAll(key => (key.Time, key.Value)).ToArray())));
        return recorder.ToClip(Name, FrameRate, curves);
    }

    void Apply(TrackTarget target, AnimationCurve[] curves, float time, Pose pose)
    {
        switch (target.Kind)
        {
            case TrackKind.Joint:
                _muscles.SetDegreesFromTPose(pose.Joints, target.Bone, Vector(curves, time));
                break;
            case TrackKind.Offset:
                _offset.Apply(target.Bone, Vector(curves, time), pose.Joints);
                break;
            case TrackKind.HipsOffset:
                var moved = _map[HumanBodyBones.Hips];
                pose.Joints[moved] = pose.Joints[moved] with { Translation = pose.Joints[moved].Translation + Vector(curves, time) };
                break;
            case TrackKind.HipsPosition:
                var hips = _map[HumanBodyBones.Hips];
                pose.Joints[hips] = pose.Joints[hips] with { Translation = Vector(curves, time) };
                break;
            case TrackKind.Hand:
                for (var i = 0; i < _angles.Length; i++)
                    _angles[i] = curves[i].Evaluate(time);
                _hands.Apply(_angles, target.Bone == HumanBodyBones.LeftHand, pose.Joints);
                break;
            case TrackKind.Expression:
                pose.Weights[pose.IndexOf(target.Name)] = Math.Clamp(curves[0].Evaluate(time), 0, 1);
                break;
            case TrackKind.Gaze:
                _solver.LookAt(Vector(curves, time), pose.Joints, Math.Clamp(curves[3].Evaluate(time), 0, 1), Math.Clamp(curves[4].Evaluate(time), 0, 1));
                break;
        }
    }

    static Vector3 Vector(AnimationCurve[] curves, float time) => new(curves[0].Evaluate(time), curves[1].Evaluate(time), curves[2].Evaluate(time));
}
