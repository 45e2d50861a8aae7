using System;
using System.Numerics;
using Avatars.Imaging;
using Avatars.PoseMaps;

namespace Avatars.Evaluation;

/// <summary>
/// A turned square around a hand, wrist below and fingers upward: the input of MediaPipe's hand network. Found from the 21 joints as
/// MediaPipe's tracker finds the next frame's crop.
/// </summary>
/// <remarks>google-ai-edge/mediapipe, hand_landmark_landmarks_to_roi: palm and lower finger joints, twice as large,
/// moved a tenth towards the fingers.</remarks>
/// <param name="Centre">Pixels of the picture.</param>
/// <param name="Side">Pixels of the picture.</param>
/// <param name="Up">Where the crop's upper edge is, unit length, pixels' axes.</param>
public readonly record struct HandCrop(Vector2 Centre, float Side, Vector2 Up)
{
    const float Scale = 2, ShiftUp = 0.1f;
    const int Wrist = 0, IndexMiddle = 6, MiddleMiddle = 10, RingMiddle = 14; // Hand21: the fingers' second joints
    const float Smallest = 4; // pixels: below, there is nothing to see

    static readonly int[] Palm = [0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18];

    Vector2 Right => new(-Up.Y, Up.X);

    /// <param name="hand">21 joints, layout <see cref="KeypointLayout.Hand21"/>, pixels.</param>
    /// <returns>Null when a joint is missing or the hand is a few pixels.</returns>
    public static HandCrop? Around(ReadOnlySpan<Keypoint> hand)
    {
        if (hand.Length != KeypointLayout.Hand21.Count)
            throw new ArgumentException($"A hand has {KeypointLayout.Hand21.Count} joints, not {hand.Length}.", nameof(hand));
        foreach (var joint in hand)
            if (!joint.IsPresent)
                return null;
        var fingers = (Place(hand[IndexMiddle]) + Place(hand[RingMiddle])) / 4 + Place(hand[MiddleMiddle]) / 2;
        var along = fingers - Place(hand[Wrist]);
        var up = along.Length() < 1e-3f ? -Vector2.UnitY : Vector2.Normalize(along);
        var frame = new HandCrop(Vector2.Zero, 1, up);
        var (low, high) = (new Vector2(float.MaxValue), new Vector2(float.MinValue));
        foreach (var joint in Palm)
        {
            var place = new Vector2(Vector2.Dot(Place(hand[joint]), frame.Right), Vector2.Dot(Place(hand[joint]), up));
            (low, high) = (Vector2.Min(low, place), Vector2.Max(high, place));
        }
        var size = high - low;
        if (Math.Max(size.X, size.Y) < Smallest)
            return null;
        var middle = (low + high) / 2 + new Vector2(0, ShiftUp * size.Y);
        return new HandCrop(middle.X * frame.Right + middle.Y * up, Scale * Math.Max(size.X, size.Y), up);
    }

    /// <summary>From 0..1 of the crop, right and down, to the picture's pixels.</summary>
    public Vector2 ToPicture(Vector2 inCrop) => Centre + (inCrop.X - 0.5f) * Side * Right + (0.5f - inCrop.Y) * Side * Up;

    /// <summary>The crop as a tensor, bilinear; black where the picture ends.</summary>
    /// <param name="tensor">Receives [3, <paramref name="side"/>, <paramref name="side"/>], 0..1.</param>
    public void Sample(RgbImage picture, int side, Span<float> tensor)
    {
        if (tensor.Length != 3 * side * side)
            throw new ArgumentException($"A crop of {side}x{side} has {3 * side * side} values, not {tensor.Length}.", nameof(tensor));
        for (var row = 0; row < side; row++)
            for (var column = 0; column < side; column++)
            {
                var place = ToPicture(new Vector2(column + 0.5f, row + 0.5f) / side) - new Vector2(0.5f);
                var (left, top) = ((int)MathF.Floor(place.X), (int)MathF.Floor(place.Y));
                var (right, down) = (place.X - left, place.Y - top);
                for (var channel = 0; channel < 3; channel++)
                    tensor[(channel * side + row) * side + column] =
                        ((Value(picture, left, top, channel) * (1 - right) + Value(picture, left + 1, top, channel) * right) * (1 - down)
                        + (Value(picture, left, top + 1, channel) * (1 - right) + Value(picture, left + 1, top + 1, channel) * right) * down) / 255;
            }
    }

    static float Value(RgbImage picture, int x, int y, int channel) =>
        (uint)x < (uint)picture.Width && (uint)y < (uint)picture.Height ? picture.Bytes[(y * picture.Width + x) * 3 + channel] : 0;

    static Vector2 Place(Keypoint joint) => new(joint.X, joint.Y);
}
