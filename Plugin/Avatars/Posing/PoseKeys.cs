using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Posing;

/// <summary>Turns poses into keys: what a drag in a viewer or an imported pose does to a document.</summary>
public static class PoseKeys
{
    const int AngleDecimals = 4; // degrees: 2e-6 radians
    const int PlaceDecimals = 6; // metres

    /// <summary>Keys of a pose of the standard humanoid at a time, as one edit: the joints that differ from what the scene shows there, the hips,
    /// the hands.</summary>
    /// <remarks>Where <paramref name="isWholeTrack"/> is set, no key is added: a track without keys gets one at 0 s, that of a single key takes the
    /// new values, and all keys of a longer one change by what the pose differs at <paramref name="time"/>.</remarks>
    /// <param name="local">One transform per joint of <see cref="StandardHumanoid"/>.</param>
    /// <param name="below">What <see cref="ScenePoseSource.SampleBelow"/> gives at that time: joints that a clip moves, and that have no keys of their own,
    /// get keys on top of the clip (<see cref="TrackKind.Offset"/>). Empty keys every joint by itself.</param>
    /// <param name="isKeyed">Which bones get a key; null for all that differ from <paramref name="shown"/>.</param>
    /// <param name="shown">What the scene shows at that time; empty keys every bone.</param>
    public static void Set(PoseDocument document, string person, float time, ReadOnlySpan<JointTransform> local, ReadOnlySpan<JointTransform> shown,
        string label, string drag = "", Func<HumanBodyBones, bool>? isKeyed = null, bool isWholeTrack = false, ReadOnlySpan<JointTransform> below = default)
    {
        var map = StandardHumanoid.Map;
        var muscles = new MuscleSpace(map);
        var offset = new JointOffset(muscles);
        var tracks = new List<SceneItem>();
        Span<float> degrees = stackalloc float[HandShape.AngleCount];
        var (leftHand, rightHand) = (false, false);
        for (var i = 0; i < local.Length; i++)
        {
            var bone = map.BoneOf(i);
            if (bone == HumanBodyBones.LastBone || (isKeyed is not null && !isKeyed(bone)) || (!shown.IsEmpty && local[i] == shown[i]))
                continue;
            if (HumanBones.IsFinger(bone))
            {
                leftHand |= HumanBones.IsLeft(bone);
                rightHand |= HumanBones.IsRight(bone);
                continue;
            }
            if (!below.IsEmpty && IsOnTop(document, person, bone))
            {
                if (shown.IsEmpty || local[i].Rotation != shown[i].Rotation)
                    Add(TrackTarget.Offset(bone), Rounded(offset.Between(bone, below, local), AngleDecimals));
                if (bone == HumanBodyBones.Hips && (shown.IsEmpty || local[i].Translation != shown[i].Translation))
                    Add(TrackTarget.HipsOffset, Rounded(local[i].Translation - below[i].Translation, PlaceDecimals));
                continue;
            }
            var angles = muscles.DegreesFromTPose(local, bone);
            if (bone != HumanBodyBones.Hips || shown.IsEmpty || local[i].Rotation != shown[i].Rotation)
                Add(TrackTarget.Joint(bone), Rounded(angles, AngleDecimals));
            if (bone == HumanBodyBones.Hips && (shown.IsEmpty || local[i].Translation != shown[i].Translation))
                Add(TrackTarget.HipsPosition, Rounded(local[i].Translation, PlaceDecimals));
        }
        var hands = new HandRig(map);
        foreach (var left in new[] { true, false })
        {
            if (left ? !leftHand : !rightHand)
                continue;
            hands.Read(local, left, degrees);
            foreach (ref var angle in degrees)
                angle = MathF.Round(angle, AngleDecimals);
            Add(TrackTarget.Hand(left), degrees);
        }
        if (tracks.Count > 0)
            document.Set(label, drag, tracks.ToArray());

        void Add(TrackTarget target, ReadOnlySpan<float> values) =>
            tracks.Add(isWholeTrack ? Shifted(document, person, target, time, values) : With(document, person, target, time, values, ""));
    }

    /// <summary>Whether edits of a bone are keys on top of clips: a clip moves it, and it has no keys of its own. Hand shapes replace a clip's.</summary>
    public static bool IsOnTop(PoseDocument document, string person, HumanBodyBones bone)
    {
        if (HumanBones.IsFinger(bone))
            return false;
        if (HasKeys(TrackTarget.Offset(bone)) || (bone == HumanBodyBones.Hips && HasKeys(TrackTarget.HipsOffset)))
            return true;
        if (HasKeys(TrackTarget.Joint(bone)) || (bone == HumanBodyBones.Hips && HasKeys(TrackTarget.HipsPosition)))
            return false;
        foreach (var clip in document.All<ClipItem>())
            if (clip.Person == person && (clip.Parts is not { Count: > 0 } parts || Contains(parts, BodyParts.Of(bone))))
                return true;
        return false;

        bool HasKeys(TrackTarget target) => document.Track(person, target) is { Keys.Count: > 0 };
    }

    static bool Contains(IReadOnlyList<string> parts, string part)
    {
        foreach (var one in parts)
            if (one == part)
                return true;
        return false;
    }

    /// <summary>A key with a named hand shape.</summary>
    public static void SetHand(PoseDocument document, string person, float time, bool left, HandShape shape, string drag = "") =>
        document.Set($"Hand shape {shape.Name}", drag, With(document, person, TrackTarget.Hand(left), time, shape.Degrees, shape.Name));

    /// <summary>A key of one track, of a hand, an expression or anything else.</summary>
    /// <param name="text">Name of the hand shape or source; empty for none.</param>
    /// <param name="isWholeTrack">As in <see cref="Set"/>: no key is added, the whole track changes alike.</param>
    public static void SetValues(PoseDocument document, string owner, TrackTarget target, float time, ReadOnlySpan<float> values, string label,
        string drag = "", string text = "", bool isWholeTrack = false) =>
        document.Set(label, drag, isWholeTrack ? Shifted(document, owner, target, time, values, text) : With(document, owner, target, time, values, text));

    /// <summary>Without the noise of solvers in the last places, which would fill files and their differences.</summary>
    static float[] Rounded(Vector3 vector, int decimals) =>
        [MathF.Round(vector.X, decimals), MathF.Round(vector.Y, decimals), MathF.Round(vector.Z, decimals)];

    static TrackItem Shifted(PoseDocument document, string person, TrackTarget target, float time, ReadOnlySpan<float> values, string text = "")
    {
        if (document.Track(person, target) is not { Keys.Count: > 0 } track)
            return new TrackItem(person, target, [new TrackKey(0, values, text: text)]);
        if (track.Keys.Count == 1)
            return new TrackItem(person, target, [track.Keys[0].WithValues(values, text)]);
        var shown = track.Sample(time);
        var keys = new List<TrackKey>(track.Keys.Count);
        foreach (var key in track.Keys)
        {
            var shifted = key.Values.ToArray();
            for (var i = 0; i < shifted.Length; i++)
                shifted[i] += values[i] - shown[i];
            keys.Add(new TrackKey(key.Time, shifted, key.Shape, key.Tangents));
        }
        return new TrackItem(person, target, keys);
    }

    static TrackItem With(PoseDocument document, string person, TrackTarget target, float time, ReadOnlySpan<float> values, string name)
    {
        var track = document.Track(person, target) ?? new TrackItem(person, target, []);
        var at = TrackKey.Find(track.Keys, time);
        var key = at < track.Keys.Count && track.Keys[at].Time == time ? track.Keys[at].WithValues(values, name) : new TrackKey(time, values, text: name);
        return track.With(key);
    }
}
