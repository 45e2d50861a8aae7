using System;
using Avatars.Animation;
using Avatars.Formats;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Signing;

/// <summary>A recorded sign: a part of a <c>.pose</c> file, cleaned and brought onto the standard humanoid.</summary>
static class Recording
{
    /// <param name="endSeconds">0 is the file's end.</param>
    /// <exception cref="FormatException">The file is damaged, shows nobody, or the part lies outside of it.</exception>
    public static AnimationClip Read(string path, float startSeconds, float endSeconds)
    {
        var file = PoseFile.Read(path);
        try
        {
            var clip = file.ToLandmarks().ToClip(System.IO.Path.GetFileNameWithoutExtension(path), StandardHumanoid.Map);
            return startSeconds <= 0 && (endSeconds <= 0 || endSeconds >= clip.Length) ? clip : Cut(clip, startSeconds, endSeconds);
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw new FormatException($"{path}: {error.Message}", error);
        }
    }

    static AnimationClip Cut(AnimationClip clip, float start, float end)
    {
        end = end <= 0 ? clip.Length : MathF.Min(end, clip.Length);
        if (start >= end)
            throw new FormatException($"the part from {start:0.###} s lies behind its end at {clip.Length:0.###} s.");
        var (first, last) = ((int)MathF.Floor(start * clip.FrameRate + 1e-3f), (int)MathF.Ceiling(end * clip.FrameRate - 1e-3f));
        var pose = new JointTransform[clip.Skeleton.Count];
        var recorder = new ClipRecorder(clip.Skeleton);
        for (var frame = first; frame <= last; frame++)
        {
            clip.Sample(frame / clip.FrameRate, pose);
            recorder.Add(pose);
        }
        return recorder.ToClip(clip.Name, clip.FrameRate);
    }
}
