using System;
using System.Numerics;
using Avatars.Imaging;
using Avatars.Models;

namespace Avatars.Perception;

/// <summary>One hand of a person by MediaPipe's holistic route: pose, re-crop, landmarks; from frame to frame the region is kept while the hand
/// stays in it.</summary>
internal sealed class HandFinder : IDisposable
{
    const float LeastVisibility = 0.1f;
    const int LeftWrist = 15;

    readonly HandRecrop _recrop;
    readonly HandLandmarker _landmarker;
    readonly int _side;

    /// <summary>Borrows the sessions.</summary>
    /// <param name="side">0 for the person's left hand, 1 for the right one.</param>
    public HandFinder(PerceptionSessions sessions, int side)
    {
        _recrop = new HandRecrop(sessions.Open(PerceptionNetworks.HandRecrop));
        _landmarker = new HandLandmarker(sessions.Open(PerceptionNetworks.HandLandmarkFull));
        _side = side;
    }

    /// <summary>Whether the wrist is seen, without which no hand is looked for.</summary>
    public bool IsWristSeen(PoseLandmarks pose) => pose.Visibility[LeftWrist + _side] > LeastVisibility;

    /// <param name="before">The hand in the frame before, or null.</param>
    public HandLandmarksFound? Find(RgbImage picture, PoseLandmarks pose, HandLandmarksFound? before)
    {
        if (!IsWristSeen(pose))
            return null;
        var region = _recrop.Run(picture, PoseRegions.HandFromPose(pose.Points, _side));
        if (before is not null)
            region = RegionTracking.Hand.Choose(PoseRegions.HandFromLandmarks(before.Points), before.Points, region);
        return _landmarker.Run(picture, region);
    }

    public void Dispose()
    {
        _recrop.Dispose();
        _landmarker.Dispose();
    }
}
