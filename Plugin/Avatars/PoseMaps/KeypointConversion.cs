using System;
using System.Collections.Generic;
using System.Linq;

namespace Avatars.PoseMaps;

/// <summary>
/// From one layout to another: keypoints of the same name are copied, neck and middle of the hips are found between shoulders and
/// hips (as DWPose does), MediaPipe's mesh gives the 68 points of the face. Points that the source lacks are missing.
/// </summary>
public sealed class KeypointConversion
{
    /// <summary>For each of the 68 points of the face, the nearest of MediaPipe's mesh.</summary>
    static readonly int[] MeshOfFace =
    [
        127, 234, 93, 58, 172, 136, 149, 148, 152, 377, 378, 365, 397, 288, 323, 454, 356, // jaw
        70, 63, 105, 66, 107, 336, 296, 334, 293, 300, // brows
        168, 197, 5, 4, 75, 97, 2, 326, 305, // nose
        33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380, // eyes
        61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181, // outer lips
        78, 82, 13, 312, 308, 317, 14, 87, // inner lips
    ];

    readonly (int First, int Second)[] _sources; // -1 for none; two alike for a copy

    /// <exception cref="ArgumentException">The layouts have no keypoint in common.</exception>
    public KeypointConversion(KeypointLayout from, KeypointLayout to)
    {
        (From, To) = (from, to);
        var indices = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < from.Count; i++)
            indices.Add(from.Names[i], i);
        _sources = to.Names.ToArray().Select(name => SourceOf(name, indices)).ToArray();
        if (_sources.All(source => source.First < 0))
            throw new ArgumentException($"Keypoints of the layout '{from.Name}' say nothing about '{to.Name}': they have no landmark in common.", nameof(to));
    }

    public KeypointLayout From { get; }

    public KeypointLayout To { get; }

    /// <exception cref="ArgumentException">A span does not have one entry per keypoint of its layout.</exception>
    public void Run(ReadOnlySpan<Keypoint> source, Span<Keypoint> target)
    {
        if (source.Length != From.Count || target.Length != To.Count)
            throw new ArgumentException($"'{From.Name}' has {From.Count} keypoints and '{To.Name}' {To.Count}; {source.Length} and {target.Length} were "
                + "given.");
        for (var i = 0; i < target.Length; i++)
        {
            var (first, second) = _sources[i];
            target[i] = first < 0 ? Keypoint.Missing : first == second ? source[first] : Between(source[first], source[second]);
        }
    }

    static (int, int) SourceOf(string name, Dictionary<string, int> indices)
    {
        (int, int) Pair(string first, string second) => indices.TryGetValue(first, out var a) && indices.TryGetValue(second, out var b) ? (a, b) : (-1, -1);
        if (indices.ContainsKey(name))
            return Pair(name, name);
        return name switch
        {
            "Neck" => Pair("LeftShoulder", "RightShoulder"),
            "MidHip" => Pair("LeftHip", "RightHip"),
            "LeftHandWrist" when indices.ContainsKey("LeftHandIndex1") => Pair("LeftWrist", "LeftWrist"), // hands of 20 points
            "RightHandWrist" when indices.ContainsKey("RightHandIndex1") => Pair("RightWrist", "RightWrist"),
            "LeftBigToe" => Pair("LeftFootIndex", "LeftFootIndex"),
            "RightBigToe" => Pair("RightFootIndex", "RightFootIndex"),
            "RightPupil" => Pair("Mesh468", "Mesh468"), // centres of the irises
            "LeftPupil" => Pair("Mesh473", "Mesh473"),
            _ when name.StartsWith("Face", StringComparison.Ordinal) && int.Parse(name.Substring(4)) is var point =>
                Pair($"Mesh{MeshOfFace[point]}", $"Mesh{MeshOfFace[point]}"),
            _ => (-1, -1),
        };
    }

    static Keypoint Between(Keypoint a, Keypoint b) =>
        a.IsPresent && b.IsPresent ? new Keypoint((a.X + b.X) / 2, (a.Y + b.Y) / 2, Math.Min(a.Confidence, b.Confidence)) : Keypoint.Missing;
}
