using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Animation;
using Avatars.Files;
using Avatars.Formats;
using Avatars.Posing;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Signing;

/// <summary>A recorded sign: a part of a <c>.pose</c> file, cleaned and brought onto the standard humanoid, or of a scene.</summary>
internal static class Recording
{
    const int MaximumSceneSeconds = 600;
    const float FaceSmoothSeconds = 0.03f; // of the weights; the landmarks of body and hands are cleaned instead
    const float DominantShare = 1.5f; // one wrist moves this much more than the other

    /// <param name="endSeconds">0 is the file's end.</param>
    /// <exception cref="FormatException">The file is damaged, shows no person, or the part lies outside of it.</exception>
    public static AnimationClip Read(string path, float startSeconds, float endSeconds)
    {
        if (SceneFile.IsScene(path))
            return OfScene(path, startSeconds, endSeconds);
        var file = PoseFile.Read(path);
        try
        {
            var landmarks = file.ToLandmarks();
            LandmarkCleaning.Run(landmarks);
            var clip = landmarks.ToClip(System.IO.Path.GetFileNameWithoutExtension(path), StandardHumanoid.Map, smoothSeconds: 0, FaceSmoothSeconds);
            return startSeconds <= 0 && (endSeconds <= 0 || endSeconds >= clip.Length) ? clip : Cut(clip, startSeconds, endSeconds);
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw new FormatException($"{path}: {ErrorLine.Of(error)}", error);
        }
    }

    static AnimationClip OfScene(string path, float startSeconds, float endSeconds)
    {
        try
        {
            var motion = new ScenePoseSource(SceneFile.Read(path), null, new SceneFolder(path));
            if (!(motion.Length > 0))
                throw new FormatException("the scene has no keys. Pose the sign in it, then save it.");
            if (motion.Length > MaximumSceneSeconds)
                throw new FormatException($"the scene lasts {motion.Length:0} s; a sign has at most {MaximumSceneSeconds}.");
            var clip = motion.ToClip();
            return startSeconds <= 0 && (endSeconds <= 0 || endSeconds >= clip.Length) ? clip : Cut(clip, startSeconds, endSeconds);
        }
        catch (Exception error) when (error is FormatException or ArgumentException && !error.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new FormatException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>What of a file cannot be shown well, a sentence each.</summary>
    public static IEnumerable<string> Findings(string path)
    {
        if (SceneFile.IsScene(path))
            yield break;
        var file = PoseFile.Read(path);
        var people = file.PeopleSeen();
        if (people.Count > 1)
            yield return $"{people.Count} people are seen; the first is taken.";
        foreach (var (name, label) in new[] { ("RIGHT_HAND_LANDMARKS", "right"), ("LEFT_HAND_LANDMARKS", "left") })
        {
            var component = file.ComponentOf(name);
            if (component < 0 || people.Count == 0)
                continue;
            var seen = 0;
            for (var frame = 0; frame < file.Frames; frame++)
                seen += file.At(frame, people[0] - 1, file.StartOf(component)).Confidence > 0 ? 1 : 0;
            if (seen == 0)
                yield return $"the {label} hand is never seen.";
            else if (seen < 0.7f * file.Frames)
                yield return $"the {label} hand is seen in {100 * seen / file.Frames} % of the frames.";
        }
        var broken = 0;
        foreach (var value in file.Data)
            broken += float.IsFinite(value) ? 0 : 1;
        if (broken > 0)
            yield return $"{broken} numbers are not finite; they count as missing.";
    }

    static AnimationClip Cut(AnimationClip clip, float start, float end)
    {
        end = end <= 0 ? clip.Length : MathF.Min(end, clip.Length);
        if (start >= end)
            throw new FormatException($"the part from {start:0.###} s lies behind its end at {clip.Length:0.###} s.");
        var (first, last) = ((int)MathF.Floor(start * clip.FrameRate + 1e-3f), (int)MathF.Ceiling(end * clip.FrameRate - 1e-3f));
        return Recorded(clip, first, last, static now => now);
    }

    /// <summary>The mirror image: left becomes right, in the face too.</summary>
    public static AnimationClip Mirrored(AnimationClip clip, HumanoidMap map)
    {
        var names = new string[clip.Weights.Count];
        for (var i = 0; i < names.Length; i++)
            names[i] = Synthesis.MirroredNames.Of(clip.Weights[i].Name);
        var (mirrored, local, scratch) = (new Pose(clip.Skeleton, names), new JointTransform[clip.Skeleton.Count], new JointTransform[clip.Skeleton.Count]);
        return Recorded(clip, 0, clip.FrameCount - 1, now =>
        {
            now.Joints.CopyTo(local);
            Synthesis.FilmSampler.Mirror(map, local, scratch);
            local.CopyTo(mirrored.Joints);
            now.Weights.CopyTo(mirrored.Weights);
            return mirrored;
        });
    }

    /// <summary>Frames of a clip as a clip of their own.</summary>
    /// <param name="change">From a frame to what is recorded of it.</param>
    static AnimationClip Recorded(AnimationClip clip, int first, int last, Func<Pose, Pose> change)
    {
        var pose = clip.MakePose();
        var recorder = new ClipRecorder(clip.Skeleton);
        for (var frame = first; frame <= last; frame++)
        {
            clip.Sample(frame / clip.FrameRate, pose);
            recorder.Add((frame - first) / clip.FrameRate, change(pose));
        }
        return recorder.ToClip(clip.Name, clip.FrameRate);
    }

    /// <summary>Whether the left hand does the signing: its wrist travels clearly farther, or is raised clearly longer.</summary>
    public static bool IsLeftHanded(AnimationClip clip, HumanoidMap map)
    {
        var local = new JointTransform[clip.Skeleton.Count];
        var model = new ModelPose(clip.Skeleton);
        Span<Vector3> before = stackalloc Vector3[2];
        Span<float> travelled = stackalloc float[2];
        Span<float> raised = stackalloc float[2];
        for (var frame = 0; frame < clip.FrameCount; frame++)
        {
            clip.Sample(frame / clip.FrameRate, local);
            model.Run(local);
            for (var side = 0; side < 2; side++)
            {
                var wrist = model.Positions[map[HumanBones.Side(side == 1, HumanBodyBones.LeftHand)]];
                if (frame > 0)
                    travelled[side] += Vector3.Distance(wrist, before[side]);
                raised[side] += wrist.Y > model.Positions[map[HumanBones.Side(side == 1, HumanBodyBones.LeftLowerArm)]].Y ? 1 : 0;
                before[side] = wrist;
            }
        }
        return travelled[1] > DominantShare * travelled[0] && raised[1] >= raised[0];
    }

    /// <summary>The part in which a wrist is above its elbow, with five frames before and after; the whole where none ever is.</summary>
    public static (float Start, float End) Active(AnimationClip clip, HumanoidMap map)
    {
        const int Around = 5;
        var local = new JointTransform[clip.Skeleton.Count];
        var model = new ModelPose(clip.Skeleton);
        var (first, last) = (-1, -1);
        for (var frame = 0; frame < clip.FrameCount; frame++)
        {
            clip.Sample(frame / clip.FrameRate, local);
            model.Run(local);
            var isUp = false;
            foreach (var left in (ReadOnlySpan<bool>)[false, true])
                isUp |= model.Positions[map[HumanBones.Side(left, HumanBodyBones.LeftHand)]].Y
                    > model.Positions[map[HumanBones.Side(left, HumanBodyBones.LeftLowerArm)]].Y;
            if (!isUp)
                continue;
            first = first < 0 ? frame : first;
            last = frame;
        }
        return first < 0 ? (0, clip.Length)
            : (Math.Max(0, first - Around) / clip.FrameRate, MathF.Min(clip.Length, (last + Around) / clip.FrameRate));
    }
}
