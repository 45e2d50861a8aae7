using System;
using System.Collections.Generic;
using System.Linq;
using Avatars.Imaging;
using Avatars.Models;

namespace Avatars.Perception;

/// <summary>Hands without a pose: MediaPipe's hands graph, by the palm detector.</summary>
internal sealed class PalmHands : IDisposable
{
    const float SameHand = 0.5f; // intersection over union

    readonly RegionDetector _detector;
    readonly HandLandmarker _landmarker;

    /// <summary>Borrows the sessions.</summary>
    public PalmHands(PerceptionSessions sessions, bool isLite = false)
    {
        var palms = isLite ? PerceptionNetworks.PalmDetectionLite : PerceptionNetworks.PalmDetectionFull;
        _detector = new RegionDetector(sessions.Open(palms), DetectorLayout.Palm);
        _landmarker = new HandLandmarker(sessions.Open(isLite ? PerceptionNetworks.HandLandmarkLite : PerceptionNetworks.HandLandmarkFull));
    }

    /// <param name="region">Where to look.</param>
    /// <param name="most">Palms that are looked at, the surest first.</param>
    public List<HandLandmarksFound> Find(RgbImage picture, CropRegion region, int most)
    {
        var regions = Associated(_detector.Find(picture, region).Take(most).Select(PoseRegions.FromPalm));
        return [.. regions.Select(hand => _landmarker.Run(picture, hand)).OfType<HandLandmarksFound>()];
    }

    /// <summary>Of regions that overlap the last one stays.</summary>
    public static List<CropRegion> Associated(IEnumerable<CropRegion> regions)
    {
        var kept = new List<CropRegion>();
        foreach (var region in regions)
        {
            kept.RemoveAll(earlier => Box.Overlap(Upright(earlier), Upright(region)) > SameHand);
            kept.Add(region);
        }
        return kept;
    }

    public void Dispose()
    {
        _detector.Dispose();
        _landmarker.Dispose();
    }

    /// <summary>The region's rectangle without its rotation.</summary>
    static Box Upright(CropRegion region) => new(region.Center.X - region.Size.X / 2, region.Center.Y - region.Size.Y / 2, region.Size.X, region.Size.Y);
}
