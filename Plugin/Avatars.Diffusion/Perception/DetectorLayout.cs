using System;
using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Perception;

/// <summary>What differs between the detectors: size of the input, anchors, key points.</summary>
/// <param name="Side">Of the square input, pixels.</param>
/// <param name="Strides">Of each layer of anchors; consecutive layers of one stride share a feature map.</param>
/// <param name="Points">Key points of a detection.</param>
/// <param name="Low">Value of a black pixel; a white one is 1.</param>
internal sealed record DetectorLayout(int Side, int[] Strides, int Points, float Low)
{
    const int AnchorsPerLayer = 2; // aspect ratio 1, and the interpolated scale
    const float LeastScore = 0.5f, LargestLogit = 100;

    /// <summary>Key points: middle of the hips, scale of the whole body, middle of the shoulders, scale of the upper body.</summary>
    public static DetectorLayout Pose { get; } = new(224, [8, 16, 32, 32, 32], 4, -1);

    /// <summary>Key points: wrist, bases of index, middle, ring and little finger, two of the thumb.</summary>
    public static DetectorLayout Palm { get; } = new(192, [8, 16, 16, 16], 7, 0);

    /// <summary>Key points: eye left in the picture, other eye, tip of the nose, mouth, ears.</summary>
    public static DetectorLayout Face { get; } = new(128, [8, 16, 16, 16], 6, -1);

    /// <summary>Numbers that the network gives for each anchor.</summary>
    public int Values => 4 + 2 * Points;

    /// <summary>Centres of the anchors, shares of the input, in the order of the network's outputs: layer, row, column, anchor.</summary>
    public Vector2[] MakeAnchors()
    {
        var anchors = new List<Vector2>();
        for (var layer = 0; layer < Strides.Length;)
        {
            var first = layer;
            while (layer < Strides.Length && Strides[layer] == Strides[first])
                layer++;
            var cells = (Side + Strides[first] - 1) / Strides[first];
            for (var row = 0; row < cells; row++)
                for (var column = 0; column < cells; column++)
                    for (var anchor = 0; anchor < AnchorsPerLayer * (layer - first); anchor++)
                        anchors.Add(new Vector2((column + 0.5f) / cells, (row + 0.5f) / cells));
        }
        return [.. anchors];
    }

    /// <summary>The detections that the network is sure of, before suppression.</summary>
    /// <param name="boxes">[anchors, <see cref="Values"/>], pixels of the input.</param>
    /// <param name="logits">[anchors].</param>
    /// <returns>In shares of the input.</returns>
    public List<Detection> Decode(ReadOnlySpan<float> boxes, ReadOnlySpan<float> logits, Vector2[] anchors)
    {
        var found = new List<Detection>();
        for (var i = 0; i < anchors.Length; i++)
        {
            var score = 1 / (1 + MathF.Exp(-Math.Clamp(logits[i], -LargestLogit, LargestLogit)));
            if (!(score >= LeastScore))
                continue;
            var raw = boxes.Slice(i * Values, Values);
            var (width, height) = (raw[2] / Side, raw[3] / Side);
            if (!(width >= 0 && height >= 0))
                continue;
            var center = anchors[i] + new Vector2(raw[0], raw[1]) / Side;
            var points = new Vector2[Points];
            for (var point = 0; point < Points; point++)
                points[point] = anchors[i] + new Vector2(raw[4 + 2 * point], raw[5 + 2 * point]) / Side;
            found.Add(new Detection(score, new Box(center.X - width / 2, center.Y - height / 2, width, height), points));
        }
        return found;
    }
}
