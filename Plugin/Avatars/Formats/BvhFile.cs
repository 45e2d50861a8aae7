using System;
using System.Collections.Generic;
using System.IO;
using System.Numerics;
using Avatars.Animation;
using Avatars.Rig;

namespace Avatars.Formats;

/// <summary>
/// BioVision hierarchy: skeleton and motion as text. Lengths stay in the file's unit; rotations are taken in each joint's own
/// channel order. End sites become joints named after their parent with <c>_end</c> behind it.
/// </summary>
public static class BvhFile
{
    /// <summary>Largest file, bytes: 20 minutes of 100 joints at 120 frames a second are a fifth of it.</summary>
    public const long MaximumBytes = 512L << 20;

    /// <exception cref="FormatException">The text is not BVH; the message names file and line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static AnimationClip Read(string path)
    {
        var bytes = new FileInfo(path).Length;
        if (bytes > MaximumBytes)
            throw new FormatException($"{path}: {bytes} bytes are more than a BVH file may have ({MaximumBytes}). Cut the motion into shorter clips.");
        return Parse(File.ReadAllText(path), path);
    }

    /// <param name="source">The file's name, for messages and for the clip's name.</param>
    /// <exception cref="FormatException">The text is not BVH; the message names file and line.</exception>
    public static AnimationClip Parse(string text, string source)
    {
        var reader = new BvhReader(text, source);
        var hierarchy = BvhHierarchy.Read(ref reader);
        return ReadMotion(ref reader, hierarchy, Path.GetFileNameWithoutExtension(source));
    }

    static AnimationClip ReadMotion(ref BvhReader reader, BvhHierarchy hierarchy, string name)
    {
        reader.Expect("MOTION");
        reader.Expect("Frames:");
        var frames = reader.Integer("the number of frames");
        reader.Expect("Frame");
        reader.Expect("Time:");
        var seconds = reader.Number("the frame time");
        if (frames < 1)
            throw reader.Wrong($"{frames} frames: at least one is needed.");
        if (seconds is <= 0 or > 3600)
            throw reader.Wrong($"a frame time of {seconds} s: give the seconds from frame to frame, such as 0.0333333.");
        // Each number needs a character and a separator: a frame count that the text cannot hold is refused before memory is taken.
        if ((long)frames * hierarchy.Channels.Count > (reader.Left + 1L) / 2)
            throw reader.Wrong($"{frames} frames of {hierarchy.Channels.Count} channels are announced, but only {reader.Left} characters follow. The file was cut off, or the count is wrong.");

        var skeleton = hierarchy.ToSkeleton();
        var times = new float[frames];
        var rotations = new Quaternion[skeleton.Count][];
        var translations = new Vector3[skeleton.Count][];
        foreach (var channel in hierarchy.Channels)
            if (channel.IsRotation)
                rotations[channel.Joint] ??= new Quaternion[frames];
            else
                translations[channel.Joint] ??= new Vector3[frames];
        for (var frame = 0; frame < frames; frame++)
        {
            times[frame] = frame * seconds;
            ReadFrame(ref reader, hierarchy, skeleton, frame, rotations, translations);
        }
        reader.ExpectEnd();

        var curves = new JointCurves[skeleton.Count];
        for (var i = 0; i < curves.Length; i++)
            curves[i] = new JointCurves(translations[i] is null ? null : new VectorCurve(times, translations[i]), rotations[i] is null ? null : new RotationCurve(times, rotations[i]));
        return new AnimationClip(name, skeleton, 1 / seconds, curves);
    }

    static void ReadFrame(ref BvhReader reader, BvhHierarchy hierarchy, Skeleton skeleton, int frame, Quaternion[][] rotations, Vector3[][] translations)
    {
        for (var i = 0; i < skeleton.Count; i++)
        {
            if (rotations[i] is { } rotation)
                rotation[frame] = Quaternion.Identity;
            if (translations[i] is { } translation)
                translation[frame] = skeleton[i].Rest.Translation;
        }
        foreach (var channel in hierarchy.Channels)
        {
            var value = reader.Number(channel.IsRotation ? "a rotation" : "a position");
            if (channel.IsRotation)
            {
                // The channel named first turns last: R = R1 R2 R3 for column vectors.
                ref var rotation = ref rotations[channel.Joint][frame];
                rotation *= Quaternion.CreateFromAxisAngle(channel.Axis, value * (MathF.PI / 180));
            }
            else
            {
                ref var translation = ref translations[channel.Joint][frame];
                translation += channel.Axis * (value - Vector3.Dot(translation, channel.Axis));
            }
        }
        for (var i = 0; i < skeleton.Count; i++)
            if (rotations[i] is { } rotation)
                rotation[frame] = Quaternion.Normalize(rotation[frame]);
    }
}
