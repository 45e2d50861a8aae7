using System;
using System.Numerics;
using Avatars.Imaging;
using Avatars.Inference;

namespace Avatars.Perception;

/// <summary>MediaPipe's pose landmarks: 39 points in picture and metres, presence and matte of the person in a region.</summary>
internal sealed class PoseLandmarker : IDisposable
{
    public const float LeastPresence = 0.5f;

    const string Points = "Identity", Presence = "Identity_1", Mask = "Identity_2", HeatMaps = "Identity_3", World = "Identity_4";
    const int HeatMapSide = 64, ValuesOfPoint = 5;

    readonly LandmarkNetwork _network;

    /// <summary>Borrows <paramref name="network"/>: lite, full or heavy.</summary>
    public PoseLandmarker(Network network) => _network = new LandmarkNetwork(network, Points, Presence, Mask, HeatMaps, World);

    /// <param name="wantsMask">Whether the matte is kept.</param>
    /// <returns>Also where there is no person: see <see cref="PoseLandmarks.Presence"/>.</returns>
    public PoseLandmarks Run(RgbImage picture, CropRegion region, bool wantsMask = true)
    {
        _network.Run(picture, region);
        var found = new PoseLandmarks { Region = region, Presence = _network[Presence][0], Mask = wantsMask ? ReadMask() : null };
        var values = _network[Points];
        var world = _network[World];
        Span<Vector3> points = stackalloc Vector3[PoseLandmarks.Count];
        for (var i = 0; i < points.Length; i++)
        {
            var raw = values.Slice(i * ValuesOfPoint, ValuesOfPoint);
            points[i] = new Vector3(raw[0], raw[1], raw[2]) / _network.Width;
            found.Visibility[i] = Sigmoid.Of(raw[3]);
            found.PointPresence[i] = Sigmoid.Of(raw[4]);
            found.World[i] = LandmarkNetwork.ToWorld(region, new Vector3(world[3 * i], world[3 * i + 1], world[3 * i + 2]));
        }
        HeatMapRefinement.Run(points, _network[HeatMaps], HeatMapSide);
        for (var i = 0; i < points.Length; i++)
            found.Points[i] = LandmarkNetwork.ToPicture(region, points[i]);
        return found;
    }

    public void Dispose() => _network.Dispose();

    byte[] ReadMask()
    {
        var logits = _network[Mask];
        var mask = new byte[PoseLandmarks.MaskSide * PoseLandmarks.MaskSide];
        for (var i = 0; i < mask.Length; i++)
            mask[i] = (byte)(255 * Sigmoid.Of(logits[i]) + 0.5f);
        return mask;
    }
}
