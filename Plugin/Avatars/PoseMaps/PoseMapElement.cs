using Avatars.Imaging;

namespace Avatars.PoseMaps;

/// <summary>How an element of a pose map is drawn.</summary>
public enum PoseMapShape
{
    /// <summary>A filled ellipse from one keypoint to the other; the size is half its width in pixels.</summary>
    Limb,

    /// <summary>A filled circle on a keypoint; the size is its radius in pixels.</summary>
    Dot,

    /// <summary>A line from one keypoint to the other; the size is its thickness in pixels.</summary>
    Line,
}

/// <summary>One thing that a pose map shows, if all its keypoints are there.</summary>
/// <param name="Points">Keypoints by number: one for a dot, two otherwise. A limb may name more, which only move its centre to their mean.</param>
/// <param name="Size">Pixels, as the shape says.</param>
public sealed record PoseMapElement(PoseMapShape Shape, int[] Points, RgbColor Color, int Size)
{
    /// <summary>Laid over the picture as 0.4 old + 0.6 new, and not opaque.</summary>
    public bool IsMixed { get; init; }

    /// <summary>Left out when a keypoint is in the first row or column, or before it: as the published drawers mark a missing point.</summary>
    public bool NeedsInside { get; init; }

    /// <summary>Of several people, all have one step drawn before the first has the next.</summary>
    public int Step { get; init; }
}
