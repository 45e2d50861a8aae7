using System;
using System.Globalization;

namespace Avatars.Formats;

/// <summary>
/// The MOTION section of a BVH file: number of frames, duration of a frame, and where each begins. Where the heading disagrees with the data, the
/// data is used, with a warning.
/// </summary>
sealed class BvhMotion
{
    const float AssumedFrameTime = 1 / 30f;
    const float LargestFrameTime = 3600;
    const float SlowFrameTime = 1;

    readonly BvhReader _reader;
    readonly int _channels;
    readonly int _offset;
    readonly int _line;
    bool _byLine;
    bool _isCutOff;

    /// <summary>Seconds from frame to frame.</summary>
    public float FrameTime { get; private set; }

    public int Frames { get; private set; }

    /// <param name="channels">Numbers of a frame, at least one.</param>
    public BvhMotion(BvhReader reader, int channels)
    {
        _reader = reader;
        _channels = channels;
        reader.Expect("MOTION");
        var announced = ReadHeading();
        reader.IsAtEnd(); // to the first number
        (_offset, _line) = (reader.Offset, reader.Line);
        Count(announced);
        (reader.Offset, reader.Line) = (_offset, _line);
    }

    /// <summary>Reads the next frame.</summary>
    /// <param name="values">One per channel; NaN for a number that is none.</param>
    /// <returns>How many numbers are there: all of them, unless a line is too short.</returns>
    public int ReadFrame(float[] values)
    {
        var count = _channels;
        if (_byLine)
        {
            _reader.IsAtEnd();
            var (offset, line) = (_reader.Offset, _reader.Line);
            count = Math.Min(count, _reader.CountNumbersOnLine());
            (_reader.Offset, _reader.Line) = (offset, line);
        }
        for (var i = 0; i < count; i++)
            values[i] = _reader.NumberOrNaN("a rotation or position");
        if (!_byLine)
            return count;
        if (count < _channels)
            _reader.Warn($"fewer than {_channels} numbers stand on a line; what is missing is taken from the frame before.");
        else if (_reader.CountNumbersOnLine() > 0)
            _reader.Warn($"more than {_channels} numbers stand on a line; those behind are left out.");
        Array.Fill(values, float.NaN, count, _channels - count);
        _reader.NextLine();
        return count;
    }

    /// <summary>Warns of data behind the last frame.</summary>
    public void ReadEnd()
    {
        if (!_isCutOff && !_reader.IsAtEnd())
            _reader.Warn($"what stands behind the last of {Frames} frames is left out.");
    }

    /// <returns>The number of frames in the heading, or -1.</returns>
    int ReadHeading()
    {
        var announced = -1;
        var seconds = float.NaN;
        while (true)
        {
            var word = _reader.Peek();
            if (word.Length == 0 || char.IsDigit(word[0]) || word[0] is '-' or '+' or '.')
                break;
            if (_reader.TryTake("Frames:") || _reader.TryTake("Frames"))
            {
                _reader.TryTake(":");
                announced = FrameCount();
            }
            else if (_reader.TryTake("Frame") || _reader.TryTake("FrameTime:") || _reader.TryTake("FrameTime"))
            {
                if (_reader.TryTake("Time") || _reader.TryTake("Time:"))
                    _reader.TryTake(":");
                _reader.TryTake(":");
                seconds = _reader.NumberOrNaN("the frame time");
            }
            else
                throw _reader.Wrong($"'{BvhReader.Shorten(_reader.Word("'Frames:'"))}' where 'Frames:', 'Frame Time:' or the first frame was expected.");
        }
        FrameTime = Checked(seconds);
        return announced;
    }

    int FrameCount()
    {
        var word = _reader.Word("the number of frames");
        if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var frames))
            throw _reader.Wrong($"'{BvhReader.Shorten(word)}' where the number of frames was expected. Write a whole number.");
        if (frames is >= 1 and <= int.MaxValue)
            return (int)frames;
        _reader.Warn($"{BvhReader.Shorten(word)} frames are announced; those that are there are taken.");
        return -1;
    }

    float Checked(float seconds)
    {
        if (seconds < 0 && -seconds <= LargestFrameTime)
        {
            _reader.Warn($"the frame time is negative ({seconds} s); {-seconds} s is taken.");
            return -seconds;
        }
        if (!(seconds > 0) || seconds < 1e-6f)
        {
            _reader.Warn(float.IsNaN(seconds) ? "no frame time is given; 30 frames a second are assumed."
                : $"a frame time of {seconds} s; 30 frames a second are assumed.");
            return AssumedFrameTime;
        }
        if (seconds > LargestFrameTime)
            throw _reader.Wrong($"a frame time of {seconds} s: give the seconds from frame to frame, such as 0.0333333.");
        if (seconds > SlowFrameTime)
            _reader.Warn($"a frame lasts {seconds} s. If these are milliseconds or frames a second, write seconds, such as 0.0333333.");
        return seconds;
    }

    /// <summary>Decides whether each line is a frame or frames run over the ends of lines, and how many there are.</summary>
    void Count(int announced)
    {
        long total = 0, lines = 0, whole = 0, longer = 0;
        var last = 0;
        do
        {
            var count = _reader.CountNumbersOnLine();
            if (count == 0)
                continue;
            total += count;
            lines++;
            whole += count == _channels ? 1 : 0;
            longer += count > _channels ? 1 : 0;
            last = count;
            if (announced > 0 && whole == announced && whole == lines)
                break; // what follows is behind the last frame
        }
        while (_reader.NextLine());

        var isExact = total % _channels == 0 && (total / _channels == announced || whole == lines);
        _byLine = !isExact && (2 * whole >= lines || longer == lines);
        var there = _byLine ? lines : total / _channels;
        if (_byLine && last < _channels)
            there--; // cut off in the middle of a line
        if (there < 1)
            throw _reader.Wrong($"the file ends in the first frame: {total} numbers for {_channels} channels. It was cut off, or joints and numbers do "
                + "not belong together.");
        _isCutOff = _byLine ? last < _channels : total % _channels != 0;
        if (_isCutOff)
            _reader.Warn("the last frame is not whole and is left out.");
        if (announced > there + (_isCutOff ? 1 : 0))
            _reader.Warn($"{announced} frames are announced, but {there} are there; these are taken.");
        Frames = (int)(announced > 0 ? Math.Min(announced, there) : there);
    }
}
