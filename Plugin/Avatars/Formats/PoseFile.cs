using System;
using System.Collections.Generic;
using System.IO;
using System.Numerics;
using Avatars.Files;

namespace Avatars.Formats;

/// <summary>
/// Landmarks over time in the pose-format of sign-language-processing: versions 0.0, 0.1 and 0.2 are read, 0.1 and 0.2 written.
/// A file that was read and written again is the same, byte for byte.
/// </summary>
public sealed partial class PoseFile
{
    /// <summary>Largest file, bytes.</summary>
    public const long MaximumBytes = 1L << 30;

    readonly int[] _starts;

    /// <param name="data">[frames, people, points, dimensions].</param>
    /// <param name="confidence">[frames, people, points]; 0 for a missing point.</param>
    /// <exception cref="ArgumentException">The arrays do not have those sizes, or the version is neither 0.1 nor 0.2.</exception>
    public PoseFile(float version, int width, int height, int depth, IReadOnlyList<PoseComponent> components, float framesPerSecond, int frames,
        int people, float[] data, float[] confidence)
    {
        (Version, Width, Height, Depth, Components, FramesPerSecond, Frames, People) =
            (version, width, height, depth, components, framesPerSecond, frames, people);
        _starts = new int[components.Count];
        for (var i = 0; i < components.Count; i++)
        {
            _starts[i] = Points;
            Points += components[i].Points.Count;
            Dimensions = Math.Max(Dimensions, components[i].Dimensions);
        }
        if (confidence.LongLength != (long)frames * people * Points || data.LongLength != confidence.LongLength * Dimensions)
            throw new ArgumentException($"{frames} frames of {people} people with {Points} points of {Dimensions} numbers "
                + $"need {(long)frames * people * Points * Dimensions} numbers and {(long)frames * people * Points} confidences, not {data.Length} "
                + $"and {confidence.Length}.", nameof(data));
        (Data, Confidence) = (data, confidence);
    }

    /// <summary>0.0, 0.1 or 0.2, as float32 in the file.</summary>
    public float Version { get; }

    /// <summary>Of the picture that x counts in, pixels.</summary>
    public int Width { get; }

    /// <summary>Of the picture that y counts in, pixels; y runs down.</summary>
    public int Height { get; }

    public int Depth { get; }

    public IReadOnlyList<PoseComponent> Components { get; }

    public float FramesPerSecond { get; }

    public int Frames { get; }

    public int People { get; }

    /// <summary>Points of all components.</summary>
    public int Points { get; }

    /// <summary>Numbers per point: 2 or 3.</summary>
    public int Dimensions { get; }

    /// <summary>[<see cref="Frames"/>, <see cref="People"/>, <see cref="Points"/>, <see cref="Dimensions"/>].</summary>
    public float[] Data { get; }

    /// <summary>[<see cref="Frames"/>, <see cref="People"/>, <see cref="Points"/>]; 0 where a point is missing.</summary>
    public float[] Confidence { get; }

    /// <summary>Index of the component of this name, or -1.</summary>
    public int ComponentOf(string name)
    {
        for (var i = 0; i < Components.Count; i++)
            if (Components[i].Name == name)
                return i;
        return -1;
    }

    /// <summary>The first point of a component among all points.</summary>
    public int StartOf(int component) => _starts[component];

    /// <summary>A point, and what it is worth: z is 0 in files without depth.</summary>
    public (Vector3 Position, float Confidence) At(int frame, int person, int point)
    {
        var row = (frame * People + person) * Points + point;
        var at = row * Dimensions;
        return (new Vector3(Data[at], Dimensions > 1 ? Data[at + 1] : 0, Dimensions > 2 ? Data[at + 2] : 0), Confidence[row]);
    }

    /// <summary>The same landmarks in another version of the format.</summary>
    public PoseFile WithVersion(float version) => new(version, Width, Height, Depth, Components, FramesPerSecond, Frames, People, Data, Confidence);

    /// <summary>Writes version 0.1 or 0.2. The file is written completely or not at all.</summary>
    /// <exception cref="ArgumentException">The version is neither, or a number does not fit it.</exception>
    public void Write(string path) => WholeFile.Write(path, Write);

    /// <exception cref="ArgumentException">The version is neither 0.1 nor 0.2, or a number does not fit it.</exception>
    public void Write(Stream stream)
    {
        var isFirst = Is(Version, 0.1f);
        if (!isFirst && !Is(Version, 0.2f))
            throw new ArgumentException($"Version {Version} of the pose format is only read. Write WithVersion(0.2f).");
        if (isFirst && FramesPerSecond != MathF.Round(FramesPerSecond))
            throw new ArgumentException($"Version 0.1 holds whole frames a second, not {FramesPerSecond}. Write WithVersion(0.2f).");
        var writer = new ByteWriter(stream);
        WriteHeader(writer, Version, Width, Height, Depth, Components);
        if (isFirst)
        {
            writer.UInt16((int)FramesPerSecond, "the frames a second");
            writer.UInt16(Frames, "the frames");
        }
        else
        {
            writer.Single(FramesPerSecond);
            writer.UInt32((uint)Frames);
        }
        writer.UInt16(People, "the people");
        writer.Singles(Data);
        writer.Singles(Confidence);
    }

    /// <summary>What all versions begin with.</summary>
    internal static void WriteHeader(ByteWriter writer, float version, int width, int height, int depth, IReadOnlyList<PoseComponent> components)
    {
        writer.Single(version);
        writer.UInt16(width, "the width");
        writer.UInt16(height, "the height");
        writer.UInt16(depth, "the depth");
        writer.UInt16(components.Count, "the components");
        foreach (var component in components)
            component.Write(writer);
    }

    static bool Is(float version, float known) => MathF.Abs(version - known) < 0.01f;
}
