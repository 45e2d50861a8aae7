using System;
using System.Numerics;

namespace Avatars.Retargeting;

/// <summary>
/// Landmarks of one face over time, in MediaPipe's numbering (0 to 467, and the irises to 477): pixels or any other unit that is the same along and across,
/// y up. A landmark that is missing is NaN.
/// </summary>
public sealed class FaceTrack
{
    /// <summary>Landmarks of a frame.</summary>
    public const int PointCount = 478;

    /// <summary>Where MediaPipe has the centres of the irises: the right eye's, the left eye's.</summary>
    internal const int RightIris = 468, LeftIris = 473;

    readonly Vector2[] _points;

    /// <exception cref="ArgumentOutOfRangeException">There is no frame, or the rate is not positive.</exception>
    public FaceTrack(int frames, float frameRate)
    {
        if (frames < 1 || frames > int.MaxValue / PointCount)
            throw new ArgumentOutOfRangeException(nameof(frames), $"{frames} frames: at least one is needed.");
        if (!(frameRate > 0))
            throw new ArgumentOutOfRangeException(nameof(frameRate), $"{frameRate} frames a second: give a positive number.");
        (Frames, FrameRate) = (frames, frameRate);
        _points = new Vector2[frames * PointCount];
        Array.Fill(_points, new Vector2(float.NaN));
    }

    public int Frames { get; }

    public float FrameRate { get; }

    /// <summary>The landmarks of a frame.</summary>
    public Span<Vector2> Frame(int frame) => _points.AsSpan(frame * PointCount, PointCount);
}
