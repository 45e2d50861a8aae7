using System;
using System.Collections.Generic;
using System.IO;
using System.Numerics;
using Avatars.Animation;
using Avatars.Files;
using Avatars.Rig;

namespace Avatars.Formats;

/// <summary>
/// BioVision hierarchy: skeleton and motion as text. Lengths stay in the file's unit; rotations are taken in each joint's own
/// channel order. End sites become joints named after their parent with <c>_end</c> behind it. Dialects whose meaning is clear are
/// read with a warning: other capitals, missing spaces, comments, wrong counts, numbers that are none.
/// </summary>
public static class BvhFile
{
    /// <summary>Largest file, bytes: 20 minutes of 100 joints at 120 frames a second are two fifths of it.</summary>
    public const long MaximumBytes = 256L << 20;

    /// <param name="warnings">Receives a line for each thing that was put right; null drops them.</param>
    /// <exception cref="FormatException">The text is not BVH; the message names file and line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static AnimationClip Read(string path, ICollection<string>? warnings = null) => Parse(WholeFile.ReadText(path, MaximumBytes), path, warnings);

    /// <param name="source">The file's name, for messages and for the clip's name.</param>
    /// <param name="warnings">Receives a line for each thing that was put right; null drops them.</param>
    /// <exception cref="FormatException">The text is not BVH; the message names file and line.</exception>
    public static AnimationClip Parse(string text, string source, ICollection<string>? warnings = null)
    {
        var reader = new BvhReader(text, source);
        var hierarchy = BvhHierarchy.Read(reader);
        if (hierarchy.Channels.Count == 0)
            throw reader.Wrong("no joint has a channel, so nothing can move. Export the motion again.");
        var clip = ReadMotion(reader, hierarchy, Path.GetFileNameWithoutExtension(source));
        if (warnings is not null)
            foreach (var warning in reader.Warnings())
                warnings.Add(warning);
        return clip;
    }

    static AnimationClip ReadMotion(BvhReader reader, BvhHierarchy hierarchy, string name)
    {
        var motion = new BvhMotion(reader, hierarchy.Channels.Count);
        var skeleton = hierarchy.ToSkeleton();
        var times = new float[motion.Frames];
        var rotations = new Quaternion[skeleton.Count][];
        var translations = new Vector3[skeleton.Count][];
        foreach (var channel in hierarchy.Channels)
            if (channel.IsRotation)
                rotations[channel.Joint] ??= new Quaternion[motion.Frames];
            else if (channel.Kind == BvhHierarchy.Kind.Position)
                translations[channel.Joint] ??= new Vector3[motion.Frames];
        var values = new float[hierarchy.Channels.Count];
        var before = AtRest(hierarchy, skeleton);
        for (var frame = 0; frame < motion.Frames; frame++)
        {
            times[frame] = frame * motion.FrameTime;
            var there = motion.ReadFrame(values);
            for (var i = 0; i < values.Length; i++)
            {
                if (float.IsNaN(values[i]))
                {
                    if (i < there)
                        reader.Warn("something that is no number is taken from the frame before.");
                    values[i] = before[i];
                }
                before[i] = values[i];
            }
            SetFrame(values, hierarchy, skeleton, frame, rotations, translations);
        }
        motion.ReadEnd();

        var curves = new JointCurves[skeleton.Count];
        for (var i = 0; i < curves.Length; i++)
            curves[i] = new JointCurves(translations[i] is null ? null : new VectorCurve(times, translations[i]),
                rotations[i] is null ? null : new RotationCurve(times, rotations[i]));
        return new AnimationClip(name, skeleton, 1 / motion.FrameTime, curves);
    }

    /// <summary>What a frame would hold in the pose at rest.</summary>
    static float[] AtRest(BvhHierarchy hierarchy, Skeleton skeleton)
    {
        var values = new float[hierarchy.Channels.Count];
        for (var i = 0; i < values.Length; i++)
            if (hierarchy.Channels[i] is { Kind: BvhHierarchy.Kind.Position } channel)
                values[i] = Vector3.Dot(skeleton[channel.Joint].Rest.Translation, channel.Axis);
        return values;
    }

    static void SetFrame(float[] values, BvhHierarchy hierarchy, Skeleton skeleton, int frame, Quaternion[][] rotations, Vector3[][] translations)
    {
        for (var i = 0; i < skeleton.Count; i++)
        {
            if (rotations[i] is { } rotation)
                rotation[frame] = Quaternion.Identity;
            if (translations[i] is { } translation)
                translation[frame] = skeleton[i].Rest.Translation;
        }
        for (var i = 0; i < values.Length; i++)
        {
            var channel = hierarchy.Channels[i];
            if (channel.IsRotation)
            {
                // The channel named first is applied last: R = R1 R2 R3 for column vectors.
                ref var rotation = ref rotations[channel.Joint][frame];
                rotation *= Quaternion.CreateFromAxisAngle(channel.Axis, values[i] * (MathF.PI / 180));
            }
            else if (channel.Kind == BvhHierarchy.Kind.Position)
            {
                ref var translation = ref translations[channel.Joint][frame];
                translation += channel.Axis * (values[i] - Vector3.Dot(translation, channel.Axis));
            }
        }
        for (var i = 0; i < skeleton.Count; i++)
            if (rotations[i] is { } rotation)
                rotation[frame] = Quaternion.Normalize(rotation[frame]);
    }
}
