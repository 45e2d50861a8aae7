using System;
using System.Numerics;

namespace Avatars.Perception;

/// <summary>One-euro filters of a list of landmarks: each coordinate for itself.</summary>
internal sealed class LandmarkSmoothing
{
    const float LeastScale = 1e-6f;

    readonly OneEuroConstants _constants;
    readonly OneEuroFilter[] _filters;

    public LandmarkSmoothing(OneEuroConstants constants, int count) => (_constants, _filters) = (constants, new OneEuroFilter[3 * count]);

    /// <summary>Smooths in place.</summary>
    /// <param name="objectSize">In the landmarks' unit; 1 leaves speeds as they are.</param>
    public void Run(Span<Vector3> landmarks, double seconds, float objectSize)
    {
        if (!(objectSize >= LeastScale))
            return;
        var scale = 1 / objectSize;
        for (var i = 0; i < landmarks.Length; i++)
            landmarks[i] = new Vector3(
                _filters[3 * i].Apply(_constants, seconds, scale, landmarks[i].X),
                _filters[3 * i + 1].Apply(_constants, seconds, scale, landmarks[i].Y),
                _filters[3 * i + 2].Apply(_constants, seconds, scale, landmarks[i].Z));
    }
}

/// <summary>MediaPipe's smoothing of one person's pose from frame to frame: landmarks in picture and metres, visibilities, and the next region.</summary>
internal sealed class PoseSmoothing
{
    const float VisibilityAlpha = 0.1f;

    readonly LandmarkSmoothing _picture = new(OneEuroConstants.Picture, PoseLandmarks.BodyCount);
    readonly LandmarkSmoothing _world = new(OneEuroConstants.World, PoseLandmarks.BodyCount);
    readonly LandmarkSmoothing _auxiliary = new(OneEuroConstants.Auxiliary, AuxiliaryCount);
    readonly float[] _visibility = new float[PoseLandmarks.Count];
    bool _hasVisibility;

    const int AuxiliaryCount = 2;

    /// <summary>Smooths a frame's landmarks in place, the auxiliary ones with them, so that <see cref="PoseLandmarks.NextRegion"/> is steady.</summary>
    public void Run(PoseLandmarks pose, double seconds)
    {
        for (var i = 0; i < _visibility.Length; i++)
        {
            _visibility[i] = _hasVisibility ? (float)(VisibilityAlpha * pose.Visibility[i] + (1.0 - VisibilityAlpha) * _visibility[i]) : pose.Visibility[i];
            pose.Visibility[i] = _visibility[i];
        }
        _hasVisibility = true;
        // The object's size is the side of the square that the auxiliary landmarks frame, before it is enlarged.
        var size = 2 * Vector2.Distance(PoseLandmarks.Flat(pose.Points[33]), PoseLandmarks.Flat(pose.Points[34]));
        _picture.Run(pose.Points.AsSpan(0, PoseLandmarks.BodyCount), seconds, size);
        _auxiliary.Run(pose.Points.AsSpan(PoseLandmarks.BodyCount, AuxiliaryCount), seconds, size);
        _world.Run(pose.World.AsSpan(0, PoseLandmarks.BodyCount), seconds, objectSize: 1);
    }
}
