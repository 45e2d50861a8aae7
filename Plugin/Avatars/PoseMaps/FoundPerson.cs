using System.Collections.Generic;

namespace Avatars.PoseMaps;

/// <summary>A keypoint as a file has it.</summary>
/// <param name="X">Pixels, or a share of the picture; NaN where the file has no number.</param>
/// <param name="Confidence">NaN where the file has no number; null where it has no field for one.</param>
readonly record struct FoundPoint(double X, double Y, double? Confidence);

/// <summary>Points of one layout: a body, a hand, a face or a whole person.</summary>
/// <param name="Part">The part of <see cref="KeypointLayout.Avatar128"/> that they are, or <see cref="Whole"/>.</param>
/// <param name="Location">The field, for messages.</param>
sealed record FoundGroup(string Part, KeypointLayout Layout, FoundPoint[] Points, string Location)
{
    public const string Whole = "whole";
}

/// <summary>The people of one picture as a file has them, before units and missing points are settled.</summary>
/// <param name="Canvas">Pixels, or null where the file does not state it.</param>
/// <param name="People">Groups of points of each.</param>
/// <param name="LeastConfidence">Below it a point counts as missing: for detectors that give every point a position, visible or not.</param>
sealed record FoundFrame((double Width, double Height)? Canvas, IReadOnlyList<IReadOnlyList<FoundGroup>> People, double LeastConfidence = 0)
{
    /// <summary>What DWPose, MMPose and RTMLib leave out of their drawings.</summary>
    public const double DetectorThreshold = 0.3;

    /// <summary>Positions are pixels, and only a confidence of 0 marks a missing point: files that Avatar wrote.</summary>
    public bool IsExact { get; init; }

    /// <summary>The layout that the file names; null where it follows from the points.</summary>
    public KeypointLayout? Layout { get; init; }
}
