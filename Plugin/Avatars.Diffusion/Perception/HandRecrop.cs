using System;
using System.Numerics;
using Avatars.Imaging;
using Avatars.Inference;

namespace Avatars.Perception;

/// <summary>MediaPipe's re-crop: frames the hand that lies somewhere in a region found from the pose.</summary>
internal sealed class HandRecrop : IDisposable
{
    const string Points = "output_crop";

    readonly LandmarkNetwork _network;

    /// <summary>Borrows <paramref name="network"/>.</summary>
    public HandRecrop(Network network) => _network = new LandmarkNetwork(network, Points);

    public CropRegion Run(RgbImage picture, CropRegion region)
    {
        _network.Run(picture, region);
        var points = _network[Points];
        return PoseRegions.HandFromRecrop(region.ToPicture(new Vector2(points[0], points[1]) / _network.Width),
            region.ToPicture(new Vector2(points[2], points[3]) / _network.Width));
    }

    public void Dispose() => _network.Dispose();
}
