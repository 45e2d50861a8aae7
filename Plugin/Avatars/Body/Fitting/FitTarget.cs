using System;
using System.Numerics;

namespace Avatars.Body.Fitting;

/// <summary>A landmark of the body as it is seen in a picture.</summary>
/// <param name="Pixels">Origin top left, +y down; it may lie outside the picture.</param>
/// <param name="Metres">y down, z away from the camera, origin in the middle of the hips; only differences count.</param>
/// <param name="Visibility">0..1: the point is in the picture and nothing hides it.</param>
public readonly record struct SeenJoint(Vector2 Pixels, Vector3 Metres, float Visibility);

/// <summary>A hand as it is seen in a picture.</summary>
/// <param name="Pixels">21 points, MediaPipe's order.</param>
/// <param name="Metres">21 points: y down, z away from the camera; only differences count.</param>
public sealed record SeenHand(Vector2[] Pixels, Vector3[] Metres);

/// <summary>What a body is fitted to: landmarks and matte of one person in one picture. Left and right are the person's own.</summary>
public sealed record FitTarget
{
    /// <summary>Of the picture, pixels.</summary>
    public required int Width { get; init; }

    /// <inheritdoc cref="Width"/>
    public required int Height { get; init; }

    /// <summary>Whether the landmarks' z was measured; where it was only guessed, the fit may leave it.</summary>
    public bool IsDepthKnown { get; init; } = true;

    /// <summary>33 landmarks, MediaPipe's order.</summary>
    public required SeenJoint[] Joints { get; init; }

    /// <summary>Null where it is not seen.</summary>
    public SeenHand? LeftHand { get; init; }

    /// <inheritdoc cref="LeftHand"/>
    public SeenHand? RightHand { get; init; }

    /// <summary>478 landmarks in pixels, MediaPipe's order; null where no face is seen.</summary>
    public Vector2[]? Face { get; init; }

    /// <summary>[height, width], 255 = person; null where it is unknown.</summary>
    public byte[]? Matte { get; init; }

    /// <summary>Pixels, where it is known; else a usual lens is assumed.</summary>
    public float? FocalLength { get; init; }

    /// <exception cref="ArgumentException">A part has another length than it should.</exception>
    internal void Require()
    {
        static void Count(Array? list, int wanted, string what)
        {
            if (list is not null && list.Length != wanted)
                throw new ArgumentException($"{what} should have {wanted} entries, not {list.Length}.");
        }
        Count(Joints, 33, nameof(Joints));
        Count(Face, 478, nameof(Face));
        Count(Matte, Width * Height, nameof(Matte));
        foreach (var hand in new[] { LeftHand, RightHand })
        {
            Count(hand?.Pixels, 21, "A hand");
            Count(hand?.Metres, 21, "A hand");
        }
    }
}
