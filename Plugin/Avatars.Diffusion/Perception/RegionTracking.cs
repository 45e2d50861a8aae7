using System;
using System.Numerics;

namespace Avatars.Perception;

/// <summary>Whether a region may be kept from the frame before, or the one found anew in this frame is better.</summary>
/// <remarks>MediaPipe's RoiTrackingCalculator.</remarks>
/// <param name="RotationDegrees">Largest difference of the rotations.</param>
/// <param name="Translation">Largest distance of the centres along the new region's axes, shares of its size.</param>
/// <param name="Scale">Largest difference of the sizes, shares of the new one.</param>
/// <param name="Margin">Added to the new region, shares of its size; landmarks of the frame before must lie inside.</param>
internal sealed record RegionTracking(float RotationDegrees, float Translation, float Scale, float Margin)
{
    public static RegionTracking Hand { get; } = new(40, 0.2f, 0.4f, -0.1f);

    public static RegionTracking Face { get; } = new(15, 0.1f, 0.3f, -0.2f);

    /// <param name="before">From the landmarks of the frame before; null where there are none.</param>
    /// <param name="landmarks">Of the frame before.</param>
    /// <param name="found">In this frame.</param>
    public CropRegion Choose(CropRegion? before, ReadOnlySpan<Vector3> landmarks, CropRegion found) =>
        before is { } previous && IsNear(previous, found) && Holds(found, landmarks) ? previous : found;

    bool IsNear(CropRegion before, CropRegion found)
    {
        var turned = MathF.Abs(CropRegion.Wrapped(before.Rotation - found.Rotation)) * (180 / MathF.PI);
        var moved = (found with { Size = Vector2.One }).FromPicture(before.Center) - new Vector2(0.5f);
        var resized = Vector2.Abs(before.Size - found.Size);
        return turned <= RotationDegrees && MathF.Abs(moved.X) <= found.Size.X * Translation && MathF.Abs(moved.Y) <= found.Size.Y * Translation
            && resized.X <= found.Size.X * Scale && resized.Y <= found.Size.Y * Scale;
    }

    bool Holds(CropRegion found, ReadOnlySpan<Vector3> landmarks)
    {
        var half = (1 + Margin) / 2;
        foreach (var landmark in landmarks)
        {
            var share = found.FromPicture(PoseLandmarks.Flat(landmark)) - new Vector2(0.5f);
            if (!(MathF.Abs(share.X) < half && MathF.Abs(share.Y) < half))
                return false;
        }
        return true;
    }
}
