using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Avatars.Files;

namespace Avatars.Formats;

/// <summary>Reading, for all three versions.</summary>
public sealed partial class PoseFile
{
    const long MaximumFrames = 10_000_000; // almost two days at 60 a second
    const long FreeBytes = 64 << 20; // version 0.0 is spread over equal frames: up to this much whatever the file's size ...
    const long LargestSpread = 16; // ... and for larger files this many times the size

    /// <exception cref="FormatException">It is no pose file, or broken; the message names the byte.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PoseFile Read(string path)
    {
        return Parse(WholeFile.Read(path, MaximumBytes), path);
    }

    /// <param name="source">The file's name, for messages.</param>
    /// <exception cref="FormatException">It is no pose file, or broken; the message names the byte.</exception>
    public static PoseFile Parse(ReadOnlySpan<byte> bytes, string source)
    {
        var reader = new ByteReader(bytes, source);
        var version = reader.Single("the version");
        if (!Is(version, 0f) && !Is(version, 0.1f) && !Is(version, 0.2f))
            throw reader.Wrong($"version {version} of the pose format. Known are 0.0, 0.1 and 0.2; is this a .pose file?");
        int width = reader.UInt16("the width"), height = reader.UInt16("the height"), depth = reader.UInt16("the depth");
        var components = ReadComponents(ref reader);
        var file = Is(version, 0f)
            ? ReadSparse(ref reader, version, width, height, depth, components)
            : ReadDense(ref reader, version, width, height, depth, components);
        if (reader.Left > 0)
            throw reader.Wrong($"{reader.Left} bytes behind the last frame. The header does not fit the file; fetch it again.");
        return file;
    }

    static PoseComponent[] ReadComponents(ref ByteReader reader)
    {
        int count = reader.UInt16("the number of components");
        if (count == 0)
            throw reader.Wrong("no components: there are no points in this file.");
        var components = new List<PoseComponent>();
        for (var i = 0; i < count; i++)
            components.Add(PoseComponent.Read(ref reader));
        if (components.Sum(component => (long)component.Points.Count) == 0)
            throw reader.Wrong("none of the components has a point. Detect the pose again.");
        return components.ToArray();
    }

    /// <summary>Versions 0.1 and 0.2: everything in two blocks.</summary>
    static PoseFile ReadDense(ref ByteReader reader, float version, int width, int height, int depth, PoseComponent[] components)
    {
        var isFirst = Is(version, 0.1f);
        var framesPerSecond = isFirst ? reader.UInt16("the frames a second") : reader.Single("the frames a second");
        var frames = isFirst ? reader.UInt16("the number of frames") : reader.UInt32("the number of frames");
        var people = reader.UInt16("the number of people");
        RequireRate(ref reader, framesPerSecond);
        if (frames > MaximumFrames)
            throw reader.Wrong($"{frames} frames: at most {MaximumFrames} are read. The header is wrong, or cut the file into shorter clips.");
        var points = components.Sum(component => (long)component.Points.Count);
        var dimensions = components.Max(component => component.Dimensions);
        // Checked in this order, none of the products can pass 64 bits.
        if (frames * people * (double)points * (dimensions + 1) * sizeof(float) != reader.Left)
            throw reader.Wrong($"{frames} frames of {people} people with {points} points of {dimensions} numbers and a confidence "
                + $"need {frames * people * (double)points * (dimensions + 1) * sizeof(float):0} bytes, but {reader.Left} follow. The file was cut off, "
                + "or the header is wrong.");
        var confidence = new float[frames * people * points];
        var data = new float[confidence.Length * dimensions];
        reader.Singles(data, "the points");
        reader.Singles(confidence, "the confidences");
        return new PoseFile(version, width, height, depth, components, framesPerSecond, (int)frames, people, data, confidence);
    }

    /// <summary>Version 0.0: every frame has its own number of people. An absent person has confidence 0; the ids of people are dropped.</summary>
    static PoseFile ReadSparse(ref ByteReader reader, float version, int width, int height, int depth, PoseComponent[] components)
    {
        float framesPerSecond = reader.UInt16("the frames a second");
        int frames = reader.UInt16("the number of frames");
        RequireRate(ref reader, framesPerSecond);
        var points = components.Sum(component => component.Points.Count);
        var dimensions = components.Max(component => component.Dimensions);
        var ahead = reader;
        var most = MostPeople(ref ahead, components, frames);
        var largest = Math.Max(FreeBytes, LargestSpread * (long)reader.Length);
        if ((double)frames * most * points * (dimensions + 1) * sizeof(float) > Math.Min(MaximumBytes, largest))
            throw reader.Wrong($"{frames} frames of up to {most} people do not fit in memory. Cut the file into shorter clips.");
        var confidence = new float[frames * most * points];
        var data = new float[confidence.Length * dimensions];
        for (var frame = 0; frame < frames; frame++)
        {
            int people = reader.UInt16("the number of people");
            for (var person = 0; person < people; person++)
            {
                reader.Int16("a person's id");
                var at = (frame * most + person) * points;
                ReadPerson(ref reader, components, dimensions, data.AsSpan(at * dimensions, points * dimensions), confidence.AsSpan(at, points));
            }
        }
        return new PoseFile(version, width, height, depth, components, framesPerSecond, frames, most, data, confidence);
    }

    /// <summary>The largest number of people in a frame, found before memory is allocated.</summary>
    static int MostPeople(ref ByteReader reader, PoseComponent[] components, int frames)
    {
        var personBytes = components.Sum(component => (long)component.Points.Count * component.Format.Length * sizeof(float));
        var most = 0;
        for (var frame = 0; frame < frames; frame++)
        {
            int people = reader.UInt16("the number of people");
            most = Math.Max(most, people);
            for (var person = 0; person < people; person++)
            {
                reader.Int16("a person's id");
                if (personBytes > reader.Left)
                    throw reader.Wrong($"the file ends within person {person} of frame {frame}. It was cut off; fetch it again.");
                reader.Take(personBytes, "a person");
            }
        }
        return most;
    }

    static void ReadPerson(ref ByteReader reader, PoseComponent[] components, int dimensions, Span<float> data, Span<float> confidence)
    {
        var point = 0;
        foreach (var component in components)
            for (var i = 0; i < component.Points.Count; i++, point++)
            {
                reader.Singles(data.Slice(point * dimensions, component.Dimensions), "a point");
                confidence[point] = reader.Single("a confidence");
            }
    }

    static void RequireRate(ref ByteReader reader, float framesPerSecond)
    {
        if (!(framesPerSecond >= 0.01f) || framesPerSecond > 10_000)
            throw reader.Wrong($"{framesPerSecond} frames a second: 0.01 to 10000 are taken. Write the recording's rate into the file.");
    }
}
