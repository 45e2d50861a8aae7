using System;
using System.Collections.Generic;
using System.Linq;

namespace Avatars.PoseMaps;

/// <summary>Bounding box of a person: corners in pixels of the picture.</summary>
internal readonly record struct PersonBox(float Left, float Top, float Right, float Bottom)
{
    public float Width => Right - Left;

    public float Height => Bottom - Top;

    // Pixels count both ends, as published.
    float Area => (Right - Left + 1) * (Bottom - Top + 1);

    /// <summary>Common area over joint area.</summary>
    internal float Overlap(PersonBox other)
    {
        var width = Math.Max(0, Math.Min(Right, other.Right) - Math.Max(Left, other.Left) + 1);
        var height = Math.Max(0, Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top) + 1);
        var common = width * height;
        return common / (Area + other.Area - common);
    }
}

/// <summary>Decodes people from the output of DWPose's detector network (YOLOX).</summary>
/// <remarks>muzishen/IMAGPose, dwpose/onnxdet.py; Ge et al. 2021, arXiv:2107.08430. Strides 8, 16 and 32; overlap and scores as published.</remarks>
internal static class DwposeBoxes
{
    const float LeastCandidate = 0.1f;
    const double LeastPerson = 0.3; // compared in double as published, unlike the candidates'
    const float MostOverlap = 0.45f;
    const int Numbers = 5; // centre, size, objectness; then a score for each class, people first

    static readonly int[] Strides = [8, 16, 32];

    /// <summary>Boxes of people, the most confident first; empty when none was found.</summary>
    /// <param name="output">[anchors, 5 + classes], anchors row by row of each stride's grid.</param>
    /// <exception cref="ArgumentException">The output is not one of this input's size.</exception>
    public static IReadOnlyList<PersonBox> Decode(ReadOnlySpan<float> output, DwposeDetectorInput input)
    {
        var anchors = Strides.Sum(stride => input.Width / stride * (input.Height / stride));
        if (output.Length % anchors != 0 || output.Length / anchors <= Numbers)
            throw new ArgumentException($"A detector of {input.Width}x{input.Height} has {anchors} anchors of more than {Numbers} "
                + $"numbers; {output.Length} numbers were given.", nameof(output));
        var size = output.Length / anchors;
        var found = new List<(PersonBox Box, float Score)>();
        var anchor = 0;
        foreach (var stride in Strides)
            for (var row = 0; row < input.Height / stride; row++)
                for (var column = 0; column < input.Width / stride; column++)
                {
                    var numbers = output.Slice(anchor++ * size, size);
                    var score = numbers[4] * numbers[5];
                    if (score > LeastCandidate)
                        found.Add((BoxOf(numbers, column, row, stride, (float)input.Scale), score));
                }
        return SuppressOverlaps(found);
    }

    static PersonBox BoxOf(ReadOnlySpan<float> numbers, int column, int row, int stride, float scale)
    {
        var (x, y) = ((numbers[0] + column) * stride, (numbers[1] + row) * stride);
        var (width, height) = (MathF.Exp(numbers[2]) * stride, MathF.Exp(numbers[3]) * stride);
        return new((x - width / 2) / scale, (y - height / 2) / scale, (x + width / 2) / scale, (y + height / 2) / scale);
    }

    static List<PersonBox> SuppressOverlaps(List<(PersonBox Box, float Score)> found)
    {
        var kept = new List<PersonBox>();
        var people = new List<PersonBox>();
        foreach (var (box, score) in found.OrderByDescending(one => one.Score))
        {
            if (kept.Exists(other => box.Overlap(other) > MostOverlap))
                continue;
            kept.Add(box);
            if (score > LeastPerson)
                people.Add(box);
        }
        return people;
    }
}
