using System;
using System.Collections.Generic;
using Avatars.Animation;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Signing.Editing;

/// <summary>A movement as keys of a scene: only those frames become keys that straight lines between the others would miss.</summary>
static class GlossKeys
{
    const float AngleTolerance = 0.1f; // degrees
    const float PlaceTolerance = 0.0005f; // metres
    const float WeightTolerance = 0.004f;
    const int AngleDecimals = 3, PlaceDecimals = 5, WeightDecimals = 4;

    /// <param name="clip">Of the standard humanoid.</param>
    /// <param name="person">Owner of the tracks.</param>
    public static List<TrackItem> Of(AnimationClip clip, string person)
    {
        var tracks = new List<TrackItem>();
        var samples = Samples(clip);
        foreach (var (target, values) in samples)
            if (Moves(target, values))
                tracks.Add(new TrackItem(person, target, Reduced(values, target.Channels, ToleranceOf(target), clip.FrameRate)));
        return tracks;
    }

    /// <summary>Values of all targets frame by frame.</summary>
    static List<(TrackTarget Target, float[] Values)> Samples(AnimationClip clip)
    {
        var map = StandardHumanoid.Map;
        var (muscles, hands) = (new MuscleSpace(map), new HandRig(map));
        var pose = clip.MakePose();
        var frames = clip.FrameCount;
        var all = new List<(TrackTarget Target, float[] Values)>();
        var joints = new List<(HumanBodyBones Bone, float[] Values)>();
        for (var i = 0; i < map.Skeleton.Count; i++)
            if (map.BoneOf(i) is var bone && bone != HumanBodyBones.LastBone && !HumanBones.IsFinger(bone))
            {
                joints.Add((bone, new float[3 * frames]));
                all.Add((TrackTarget.Joint(bone), joints[^1].Values));
            }
        var place = Add(TrackTarget.HipsPosition);
        var fingers = new[] { Add(TrackTarget.Hand(left: false)), Add(TrackTarget.Hand(left: true)) };
        var weights = new float[pose.WeightNames.Count][];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = Add(TrackTarget.Expression(pose.WeightNames[i]));
        for (var frame = 0; frame < frames; frame++)
        {
            clip.Sample(frame / clip.FrameRate, pose);
            foreach (var (bone, values) in joints)
            {
                var degrees = muscles.DegreesFromTPose(pose.Joints, bone);
                (values[3 * frame], values[3 * frame + 1], values[3 * frame + 2]) = (Round(degrees.X), Round(degrees.Y), Round(degrees.Z));
                Unwind(values, 3, frame);
            }
            var hips = pose.Joints[map[HumanBodyBones.Hips]].Translation;
            (place[3 * frame], place[3 * frame + 1], place[3 * frame + 2]) = (MathF.Round(hips.X, PlaceDecimals), MathF.Round(hips.Y, PlaceDecimals),
                MathF.Round(hips.Z, PlaceDecimals));
            for (var side = 0; side < 2; side++)
            {
                var angles = fingers[side].AsSpan(frame * HandShape.AngleCount, HandShape.AngleCount);
                hands.Read(pose.Joints, left: side == 1, angles);
                foreach (ref var angle in angles)
                    angle = Round(angle);
                Unwind(fingers[side], HandShape.AngleCount, frame);
            }
            for (var i = 0; i < weights.Length; i++)
                weights[i][frame] = MathF.Round(Math.Clamp(pose.Weights[i], 0, 1), WeightDecimals);
        }
        return all;

        float[] Add(TrackTarget target)
        {
            all.Add((target, new float[target.Channels * frames]));
            return all[^1].Values;
        }
    }

    static float Round(float degrees) => MathF.Round(degrees, AngleDecimals);

    /// <summary>Angles that turn on from those of the frame before, where they would jump by a whole turn.</summary>
    static void Unwind(float[] values, int channels, int frame)
    {
        if (frame == 0)
            return;
        for (var i = frame * channels; i < (frame + 1) * channels; i++)
            values[i] -= 360 * MathF.Round((values[i] - values[i - channels]) / 360);
    }

    static float ToleranceOf(TrackTarget target) =>
        target.Kind == TrackKind.HipsPosition ? PlaceTolerance : target.Kind == TrackKind.Expression ? WeightTolerance : AngleTolerance;

    /// <summary>Whether a target ever leaves the rest pose: without a track it stays there.</summary>
    static bool Moves(TrackTarget target, float[] values)
    {
        if (target.Kind == TrackKind.Expression)
            return Array.Exists(values, value => value > WeightTolerance);
        var rest = RestOf(target);
        for (var i = 0; i < values.Length; i++)
            if (MathF.Abs(values[i] - rest[i % rest.Length]) > ToleranceOf(target))
                return true;
        return false;
    }

    static float[] RestOf(TrackTarget target)
    {
        var map = StandardHumanoid.Map;
        var rest = new Pose(map.Skeleton);
        var values = new float[target.Channels];
        if (target.Kind == TrackKind.Hand)
            new HandRig(map).Read(rest.Joints, target.Bone == HumanBodyBones.LeftHand, values);
        else
        {
            var vector = target.Kind == TrackKind.HipsPosition ? rest.Joints[map[HumanBodyBones.Hips]].Translation
                : new MuscleSpace(map).DegreesFromTPose(rest.Joints, target.Bone);
            (values[0], values[1], values[2]) = (vector.X, vector.Y, vector.Z);
        }
        return values;
    }

    /// <summary>Straight lines from key to key that stay within the tolerance: from each key the farthest frame that a line reaches.</summary>
    /// <remarks>Swinging doors (Bristol 1990): the slopes that pass all frames so far narrow until the next frame is outside.</remarks>
    static List<TrackKey> Reduced(float[] values, int channels, float tolerance, float frameRate)
    {
        var frames = values.Length / channels;
        var keys = new List<TrackKey> { Key(0) };
        Span<float> least = stackalloc float[channels];
        Span<float> most = stackalloc float[channels];
        for (var from = 0; from < frames - 1;)
        {
            least.Fill(float.MinValue);
            most.Fill(float.MaxValue);
            var reached = from + 1;
            for (var frame = from + 1; frame < frames && Narrow(from, frame, least, most, out var isWithin); frame++)
                if (isWithin)
                    reached = frame;
            keys.Add(Key(reached));
            from = reached;
        }
        if (keys.Count == 2 && keys[0].Values.SequenceEqual(keys[1].Values))
            keys.RemoveAt(1);
        return keys;

        TrackKey Key(int frame) => new(frame / frameRate, values.AsSpan(frame * channels, channels), KeyShape.Linear);

        bool Narrow(int from, int frame, Span<float> low, Span<float> high, out bool isWithin)
        {
            isWithin = true;
            var isOpen = true;
            for (var i = 0; i < channels; i++)
            {
                var (rise, run) = (values[frame * channels + i] - values[from * channels + i], (float)(frame - from));
                isWithin &= rise / run >= low[i] && rise / run <= high[i];
                low[i] = MathF.Max(low[i], (rise - tolerance) / run);
                high[i] = MathF.Min(high[i], (rise + tolerance) / run);
                isOpen &= low[i] <= high[i];
            }
            return isOpen;
        }
    }
}
