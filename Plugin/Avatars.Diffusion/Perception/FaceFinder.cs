using System;
using Avatars.Imaging;
using Avatars.Models;

namespace Avatars.Perception;

/// <summary>A person's face by MediaPipe's holistic route: pose, face detector, landmarks; from frame to frame the region is kept while the face
/// stays in it.</summary>
internal sealed class FaceFinder : IDisposable
{
    readonly RegionDetector _detector;
    readonly FaceLandmarker _landmarker;

    /// <summary>Borrows the sessions.</summary>
    /// <param name="isRefined">478 points with refined eyes and lips; else 468.</param>
    public FaceFinder(PerceptionSessions sessions, bool isRefined = true)
    {
        _detector = new RegionDetector(sessions.Open(PerceptionNetworks.FaceDetectionShortRange), DetectorLayout.Face);
        _landmarker = new FaceLandmarker(sessions.Open(isRefined ? PerceptionNetworks.FaceLandmarkWithAttention : PerceptionNetworks.FaceLandmark));
    }

    /// <param name="before">The face in the frame before, or null.</param>
    public FaceLandmarksFound? Find(RgbImage picture, PoseLandmarks pose, FaceLandmarksFound? before)
    {
        var faces = _detector.Find(picture, PoseRegions.HeadFromPose(pose.Points));
        if (faces.Count == 0)
            return null;
        var region = PoseRegions.FaceOfHead(faces[0]);
        if (before is not null)
            region = RegionTracking.Face.Choose(PoseRegions.FaceFromLandmarks(before.Points), before.Points, region);
        return _landmarker.Run(picture, region);
    }

    /// <summary>The best face of the whole picture, without a pose: MediaPipe's face mesh graph.</summary>
    public FaceLandmarksFound? FindAlone(RgbImage picture)
    {
        var faces = _detector.Find(picture, CropRegion.Whole(picture.Width, picture.Height));
        return faces.Count == 0 ? null : _landmarker.Run(picture, PoseRegions.FromFace(faces[0]));
    }

    public void Dispose()
    {
        _detector.Dispose();
        _landmarker.Dispose();
    }
}
