using System;
using Avatars.Rig;

namespace Avatars.Animation;

/// <summary>Makes a clip close on itself.</summary>
internal static class ClipLooping
{
    /// <summary>
    /// A clip that ends where it starts: its last <paramref name="blendSeconds"/> fade into the same stretch before its beginning.
    /// It is that much shorter, and starts <paramref name="blendSeconds"/> later in the recording's faded end.
    /// </summary>
    /// <param name="blendSeconds">More than 0, at most half of the clip.</param>
    /// <exception cref="ArgumentOutOfRangeException">The clip is too short for the fade.</exception>
    public static AnimationClip Looped(this AnimationClip clip, float blendSeconds)
    {
        if (!(blendSeconds > 0) || blendSeconds > clip.Length / 2)
            throw new ArgumentOutOfRangeException(nameof(blendSeconds), $"A fade of {blendSeconds} s does not fit a clip of {clip.Length} s: give more "
                + "than 0 and at most half of it.");
        var length = clip.Length - blendSeconds;
        var frames = Math.Max(2, (int)MathF.Round(length * clip.FrameRate) + 1);
        var pose = new JointTransform[clip.Skeleton.Count];
        var tail = new JointTransform[clip.Skeleton.Count];
        var recorder = new ClipRecorder(clip.Skeleton);
        for (var frame = 0; frame < frames; frame++)
        {
            var time = length * frame / (frames - 1);
            clip.Sample(frame == frames - 1 ? 0 : time, pose);
            if (frame == frames - 1 || time < blendSeconds)
            {
                // Cross-fade: the continuation beyond the end fades out while the beginning fades in.
                var into = frame == frames - 1 ? 0 : time;
                clip.Sample(length + into, tail);
                var weight = into / blendSeconds;
                PoseBlend.Blend(tail, pose, weight * weight * (3 - 2 * weight), pose);
            }
            recorder.Add(pose);
        }
        return recorder.ToClip(clip.Name, (frames - 1) / length);
    }
}
