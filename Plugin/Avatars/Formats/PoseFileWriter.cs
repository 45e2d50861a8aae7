using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;

namespace Avatars.Formats;

/// <summary>
/// Writes a <c>.pose</c> file of version 0.2 with one person frame by frame. The format has the confidences of all frames behind the last point: of what
/// was written, one bit a point stays in memory.
/// </summary>
internal sealed class PoseFileWriter
{
    readonly ByteWriter _writer;
    readonly BitArray _isSeen;
    readonly int _points, _dimensions;
    int _written;

    /// <param name="stream">Borrowed; receives the header.</param>
    /// <param name="frames">As many as will be added.</param>
    /// <exception cref="ArgumentException">A number does not fit the format.</exception>
    public PoseFileWriter(Stream stream, int width, int height, int depth, IReadOnlyList<PoseComponent> components, float framesPerSecond, int frames)
    {
        foreach (var component in components)
            (_points, _dimensions) = (_points + component.Points.Count, Math.Max(_dimensions, component.Dimensions));
        _writer = new ByteWriter(stream);
        _isSeen = new BitArray(checked(frames * _points));
        PoseFile.WriteHeader(_writer, 0.2f, width, height, depth, components);
        _writer.Single(framesPerSecond);
        _writer.UInt32((uint)frames);
        _writer.UInt16(1, "the people");
    }

    /// <param name="data">[points, dimensions].</param>
    /// <param name="isSeen">A confidence of 1, else 0, for each point.</param>
    public void Add(ReadOnlySpan<float> data, ReadOnlySpan<bool> isSeen)
    {
        if (data.Length != _points * _dimensions || isSeen.Length != _points)
            throw new ArgumentException(
                $"A frame has {_points} points of {_dimensions} numbers, not {isSeen.Length} with {data.Length} in all.", nameof(data));
        _writer.Singles(data);
        foreach (var one in isSeen)
            _isSeen[_written++] = one;
    }

    /// <summary>Writes the confidences; the file is complete then.</summary>
    /// <exception cref="InvalidOperationException">Fewer frames were added than the header says.</exception>
    public void Finish()
    {
        if (_written != _isSeen.Count)
            throw new InvalidOperationException($"{_written / _points} frames of {_isSeen.Count / _points} were added.");
        for (var i = 0; i < _isSeen.Count; i++)
            _writer.Single(_isSeen[i] ? 1 : 0);
    }
}
