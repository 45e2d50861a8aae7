using System;
using System.Numerics;

namespace Avatars.Retargeting;

/// <summary>How the z of a body's landmarks may be used.</summary>
public enum LandmarkDepth
{
    /// <summary>Nothing: they were found in a flat picture.</summary>
    None,

    /// <summary>It orders landmarks by distance from the camera but has no reliable scale: single-camera estimators stretch it.</summary>
    Order,

    /// <summary>It is a length like x and y.</summary>
    Length,
}

/// <summary>
/// Landmarks of one person over time: +Y up, +Z toward the camera, in any unit. A landmark that is missing is NaN. The body, and each
/// hand, may have an origin of its own: only directions within them are used.
/// </summary>
public sealed class LandmarkClip
{
    const int PerFrame = (int)Landmark.Count;

    readonly Vector3[] _positions;

    /// <exception cref="ArgumentOutOfRangeException">There is no frame, or the rate is not positive.</exception>
    public LandmarkClip(int frames, float frameRate, LandmarkDepth depth)
    {
        if (frames < 1 || frames > int.MaxValue / PerFrame)
            throw new ArgumentOutOfRangeException(nameof(frames), $"{frames} frames: at least one is needed.");
        if (!(frameRate > 0))
            throw new ArgumentOutOfRangeException(nameof(frameRate), $"{frameRate} frames a second: give a positive number.");
        (Frames, FrameRate, Depth) = (frames, frameRate, depth);
        _positions = new Vector3[frames * PerFrame];
        Array.Fill(_positions, new Vector3(float.NaN));
    }

    public int Frames { get; }

    public float FrameRate { get; }

    /// <summary>Of the body. A hand's z is a length but for one factor, which is found by the stiffness of its bones.</summary>
    public LandmarkDepth Depth { get; }

    /// <summary>From the middle between the ear landmarks out to the nose landmark, against the distance of the ears.</summary>
    public float NoseLength { get; init; } = 0.77f; // MakeHuman's base mesh

    /// <summary>The face, of as many frames; null where none is seen.</summary>
    public FaceTrack? Face { get; init; }

    /// <summary>The landmarks of a frame, one per <see cref="Landmark"/>.</summary>
    public Span<Vector3> Frame(int frame) => _positions.AsSpan(frame * PerFrame, PerFrame);

    /// <summary>Fills gaps in time linearly, and holds the first and last position before and after. Landmarks that are missing in every frame stay
    /// missing.</summary>
    public void FillGaps()
    {
        for (var landmark = 0; landmark < PerFrame; landmark++)
        {
            var last = -1;
            for (var frame = 0; frame < Frames; frame++)
            {
                if (!IsSeen(frame, landmark))
                    continue;
                for (var gap = last + 1; gap < frame; gap++)
                    At(gap, landmark) = last < 0 ? At(frame, landmark)
                        : Vector3.Lerp(At(last, landmark), At(frame, landmark), (gap - last) / (float)(frame - last));
                last = frame;
            }
            for (var gap = last + 1; last >= 0 && gap < Frames; gap++)
                At(gap, landmark) = At(last, landmark);
        }
    }

    /// <summary>Removes jitter: every position becomes the Gaussian-weighted mean of its neighbours in time.</summary>
    /// <param name="seconds">Standard deviation of the bell; 0 changes nothing.</param>
    public void Smooth(float seconds)
    {
        var deviation = seconds * FrameRate;
        if (!(deviation > 0))
            return;
        var reach = (int)MathF.Ceiling(2.5f * deviation);
        var track = new Vector3[Frames];
        for (var landmark = 0; landmark < PerFrame; landmark++)
        {
            for (var frame = 0; frame < Frames; frame++)
                track[frame] = At(frame, landmark);
            for (var frame = 0; frame < Frames; frame++)
                if (IsSeen(frame, landmark))
                    At(frame, landmark) = Mean(track, frame, reach, deviation);
        }
    }

    static Vector3 Mean(Vector3[] track, int frame, int reach, float deviation)
    {
        var sum = Vector3.Zero;
        var weights = 0f;
        for (var i = Math.Max(0, frame - reach); i <= Math.Min(track.Length - 1, frame + reach); i++)
        {
            if (float.IsNaN(track[i].X))
                continue;
            var distance = (i - frame) / deviation;
            var weight = MathF.Exp(-0.5f * distance * distance);
            sum += weight * track[i];
            weights += weight;
        }
        return sum / weights;
    }

    ref Vector3 At(int frame, int landmark) => ref _positions[frame * PerFrame + landmark];

    bool IsSeen(int frame, int landmark) => !float.IsNaN(At(frame, landmark).X);
}
