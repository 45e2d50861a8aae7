using System;
using System.Numerics;
using Avatars.Imaging;
using Avatars.Inference;

namespace Avatars.Perception;

/// <summary>What the hand network says of one region.</summary>
/// <param name="Presence">0..1: whether there is a hand in the region.</param>
/// <param name="LeftInMirror">0..1: probability of a left hand in a mirrored (selfie) picture, thus of a right hand in a photograph.</param>
/// <param name="Points">[21], pixels of the picture; z on the same scale, origin at the wrist.</param>
/// <param name="World">[21], metres, origin in the middle of the hand.</param>
internal sealed record HandLandmarksFound(CropRegion Region, float Presence, float LeftInMirror, Vector3[] Points, Vector3[] World);

/// <summary>MediaPipe's hand landmarks: 21 points in picture and metres of the hand in a region.</summary>
internal sealed class HandLandmarker : IDisposable
{
    public const float LeastPresence = 0.5f;
    public const int Count = 21;

    const string Points = "Identity", Presence = "Identity_1", Handedness = "Identity_2", World = "Identity_3";
    const float DepthScale = 0.4f; // the network's z is that much too large

    readonly LandmarkNetwork _network;

    /// <summary>Borrows <paramref name="network"/>: lite or full.</summary>
    public HandLandmarker(Network network) => _network = new LandmarkNetwork(network, Points, Presence, Handedness, World);

    /// <returns>Null where the network sees no hand.</returns>
    public HandLandmarksFound? Run(RgbImage picture, CropRegion region)
    {
        _network.Run(picture, region);
        if (!(_network[Presence][0] > LeastPresence))
            return null;
        var values = _network[Points];
        var world = _network[World];
        var found = new HandLandmarksFound(region, _network[Presence][0], _network[Handedness][0], new Vector3[Count], new Vector3[Count]);
        for (var i = 0; i < Count; i++)
        {
            var share = new Vector3(values[3 * i], values[3 * i + 1], values[3 * i + 2] / DepthScale) / _network.Width;
            found.Points[i] = LandmarkNetwork.ToPicture(region, share);
            found.World[i] = LandmarkNetwork.ToWorld(region, new Vector3(world[3 * i], world[3 * i + 1], world[3 * i + 2]));
        }
        return found;
    }

    public void Dispose() => _network.Dispose();
}
