using System;
using Avatars.Imaging;

namespace Avatars.PoseMaps;

/// <summary>Draws what a model is conditioned on for a pose; the model's package chooses which. One thread at a time; allocates nothing per frame of
/// one rig.</summary>
public interface IPoseMapRenderer
{
    /// <summary>Pixels of the maps.</summary>
    int Width { get; }

    /// <inheritdoc cref="Width"/>
    int Height { get; }

    /// <summary>Layout of the keypoints returned with each map.</summary>
    KeypointLayout Layout { get; }

    /// <summary>Draws a rig's pose.</summary>
    /// <param name="map">Receives the map; of this renderer's size.</param>
    /// <param name="keypoints">Receives one keypoint per entry of <see cref="Layout"/>, pixels of the map.</param>
    void Draw(in RigPose pose, RgbImage map, Span<Keypoint> keypoints);

    /// <summary>Draws keypoints.</summary>
    /// <param name="keypoints">One or more people in <see cref="Layout"/>, pixels of the map.</param>
    /// <param name="map">Receives the map; of this renderer's size.</param>
    /// <exception cref="NotSupportedException">This kind of map needs a rig.</exception>
    void Draw(ReadOnlySpan<Keypoint> keypoints, RgbImage map);
}
