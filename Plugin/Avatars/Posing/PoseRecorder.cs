using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Posing;

/// <summary>Collects poses over time, such as live input, and turns them into keys: as few as keep every value within a tolerance.</summary>
public sealed class PoseRecorder
{
    /// <summary>Most that the keys' lines may differ from what was recorded.</summary>
    public const float DegreesTolerance = 0.5f, MetresTolerance = 0.002f, WeightTolerance = 0.01f;

    readonly HumanoidMap _map = StandardHumanoid.Map;
    readonly MuscleSpace _muscles = new(StandardHumanoid.Map);
    readonly HandRig _hands = new(StandardHumanoid.Map);
    readonly List<float> _times = [];
    readonly Dictionary<TrackTarget, List<float[]>> _values = [];

    /// <summary>Number of poses.</summary>
    public int Count => _times.Count;

    /// <summary>Adds a pose; one that is not later than the last is left out.</summary>
    /// <param name="time">Seconds.</param>
    /// <param name="pose">Of the standard humanoid.</param>
    public void Add(float time, Pose pose)
    {
        StandardHumanoid.Skeleton.RequirePose(pose.Joints.Length);
        if (_times.Count > 0 && time <= _times[^1])
            return;
        _times.Add(time);
        for (var i = 0; i < HumanBones.Count; i++)
        {
            var bone = (HumanBodyBones)i;
            if (!_map.Has(bone) || HumanBones.IsFinger(bone))
                continue;
            var angles = _muscles.DegreesFromTPose(pose.Joints, bone);
            Put(TrackTarget.Joint(bone), [angles.X, angles.Y, angles.Z]);
        }
        var hips = pose.Joints[_map[HumanBodyBones.Hips]].Translation;
        Put(TrackTarget.HipsPosition, [hips.X, hips.Y, hips.Z]);
        foreach (var left in new[] { true, false })
        {
            var degrees = new float[HandShape.AngleCount];
            _hands.Read(pose.Joints, left, degrees);
            Put(TrackTarget.Hand(left), degrees);
        }
        for (var i = 0; i < pose.WeightNames.Count; i++)
            if (pose.Weights[i] != 0 || _values.ContainsKey(TrackTarget.Expression(pose.WeightNames[i])))
                Put(TrackTarget.Expression(pose.WeightNames[i]), [pose.Weights[i]]);
    }

    /// <summary>Puts what was recorded into a document as one edit. Keys of the recorded time are replaced, others stay.</summary>
    /// <returns>The number of keys; 0 where nothing was recorded.</returns>
    public int Write(PoseDocument document, string person, string label = "Record")
    {
        if (_times.Count == 0)
            return 0;
        var (items, count) = (new List<SceneItem>(), 0);
        foreach (var (target, values) in _values)
        {
            var track = document.Track(person, target) ?? new TrackItem(person, target, []);
            var keys = new List<TrackKey>();
            foreach (var i in Needed(values, ToleranceOf(target)))
                keys.Add(new TrackKey(_times[i], values[i], KeyShape.Linear));
            var before = new HashSet<float>();
            foreach (var key in track.Keys)
                if (key.Time >= _times[0] && key.Time <= _times[^1])
                    before.Add(key.Time);
            items.Add(KeyEdits.With(KeyEdits.Without(track, before), keys));
            count += keys.Count;
        }
        document.Set(label, items.ToArray());
        return count;
    }

    void Put(TrackTarget target, float[] values)
    {
        if (!_values.TryGetValue(target, out var list))
        {
            _values.Add(target, list = []);
            while (list.Count < _times.Count - 1)
                list.Add(new float[values.Length]); // an expression that was 0 so far
        }
        if (list.Count > 0 && target.Kind == TrackKind.Joint)
            values[0] += 360 * MathF.Round((list[^1][0] - values[0]) / 360); // twists go on beyond half a turn instead of jumping
        list.Add(values);
    }

    static float ToleranceOf(TrackTarget target) => target.Kind switch
    {
        TrackKind.HipsPosition => MetresTolerance,
        TrackKind.Expression => WeightTolerance,
        _ => DegreesTolerance,
    };

    /// <summary>Indices of the values that lines between them need.</summary>
    /// <remarks>Ramer 1972; Douglas and Peucker 1973, with the largest difference of any value in place of the distance.</remarks>
    List<int> Needed(List<float[]> values, float tolerance)
    {
        var needed = new SortedSet<int> { 0, values.Count - 1 };
        var open = new Stack<(int From, int To)>();
        open.Push((0, values.Count - 1));
        while (open.Count > 0)
        {
            var (from, to) = open.Pop();
            var (worst, at) = (tolerance, -1);
            for (var i = from + 1; i < to; i++)
            {
                var share = (_times[i] - _times[from]) / (_times[to] - _times[from]);
                for (var channel = 0; channel < values[i].Length; channel++)
                {
                    var line = values[from][channel] + share * (values[to][channel] - values[from][channel]);
                    if (MathF.Abs(values[i][channel] - line) is var difference && difference > worst)
                        (worst, at) = (difference, i);
                }
            }
            if (at < 0)
                continue;
            needed.Add(at);
            open.Push((from, at));
            open.Push((at, to));
        }
        return [.. needed];
    }
}
