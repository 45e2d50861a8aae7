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

    /// <summary>Plays a motion once, forward; takes memory for the keys alone.</summary>
    /// <param name="motion">Of the standard humanoid.</param>
    /// <param name="person">Owner of the tracks.</param>
    /// <param name="mostKeys">Of all tracks.</param>
    /// <exception cref="FormatException">There would be more keys; the message says after how many minutes.</exception>
    public static List<TrackItem> Of(IPoseSource motion, string person, long mostKeys = long.MaxValue)
    {
        var pose = motion.MakePose();
        var targets = Targets(pose, motion.FrameRate);
        var frames = SigningFraming.FramesOf(motion);
        for (var frame = 0; frame < frames; frame++)
        {
            motion.Sample(frame / motion.FrameRate, pose);
            var keys = 0L;
            foreach (var target in targets)
            {
                target.Add(pose);
                keys += target.Moves ? target.KeyCount : 0;
            }
            if (keys > mostKeys)
                throw new FormatException($"The signing lasts {motion.Length / 60:0} minutes, and {frame / motion.FrameRate / 60:0} of them have more "
                    + $"than the {mostKeys:N0} keys that a scene can hold. Cut the text into several scenes, or write a film.");
        }
        var tracks = new List<TrackItem>();
        foreach (var target in targets)
            if (target.Moves)
                tracks.Add(target.ToTrack(person));
        return tracks;
    }

    static List<KeyedTarget> Targets(Pose pose, float frameRate)
    {
        var map = StandardHumanoid.Map;
        var (muscles, hands) = (new MuscleSpace(map), new HandRig(map));
        var rest = new Pose(map.Skeleton);
        var all = new List<KeyedTarget>();
        for (var i = 0; i < map.Skeleton.Count; i++)
            if (map.BoneOf(i) is var bone && bone != HumanBodyBones.LastBone && !HumanBones.IsFinger(bone))
                all.Add(new KeyedTarget(TrackTarget.Joint(bone), AngleTolerance, AngleDecimals, frameRate, rest, (now, values) =>
                {
                    var degrees = muscles.DegreesFromTPose(now.Joints, bone);
                    (values[0], values[1], values[2]) = (degrees.X, degrees.Y, degrees.Z);
                }));
        var hips = map[HumanBodyBones.Hips];
        all.Add(new KeyedTarget(TrackTarget.HipsPosition, PlaceTolerance, PlaceDecimals, frameRate, rest, (now, values) =>
        {
            var place = now.Joints[hips].Translation;
            (values[0], values[1], values[2]) = (place.X, place.Y, place.Z);
        }));
        foreach (var left in new[] { false, true })
            all.Add(new KeyedTarget(TrackTarget.Hand(left), AngleTolerance, AngleDecimals, frameRate, rest,
                (now, values) => hands.Read(now.Joints, left, values)));
        for (var i = 0; i < pose.WeightNames.Count; i++)
        {
            var weight = i;
            all.Add(new KeyedTarget(TrackTarget.Expression(pose.WeightNames[i]), WeightTolerance, WeightDecimals, frameRate, null,
                (now, values) => values[0] = Math.Clamp(now.Weights[weight], 0, 1)));
        }
        return all;
    }
}
