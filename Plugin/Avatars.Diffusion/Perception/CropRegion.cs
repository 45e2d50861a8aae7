using System;
using System.Numerics;

namespace Avatars.Perception;

/// <summary>A rotated rectangle of a picture that a network looks at.</summary>
/// <param name="Center">Pixels of the picture, origin top left.</param>
/// <param name="Size">Width and height before rotation, pixels.</param>
/// <param name="Rotation">Radians; positive is clockwise on the screen.</param>
internal readonly record struct CropRegion(Vector2 Center, Vector2 Size, float Rotation)
{
    /// <summary>The whole of a picture.</summary>
    public static CropRegion Whole(int width, int height) => new(new Vector2(width, height) / 2, new Vector2(width, height), 0);

    /// <summary>A square around a point, turned so that a second point lies in a direction from it.</summary>
    /// <param name="start">Centre, pixels.</param>
    /// <param name="end">A point half a side away.</param>
    /// <param name="targetRadians">Direction of <paramref name="end"/> inside the region, counter-clockwise from the right.</param>
    public static CropRegion Aligned(Vector2 start, Vector2 end, float targetRadians) =>
        new(start, new Vector2(2 * Vector2.Distance(start, end)), RotationOf(start, end, targetRadians));

    /// <summary>The rotation that brings the direction between two points to a target direction.</summary>
    /// <returns>Radians in [-pi, pi).</returns>
    public static float RotationOf(Vector2 start, Vector2 end, float targetRadians) =>
        Wrapped(targetRadians - MathF.Atan2(-(end.Y - start.Y), end.X - start.X));

    /// <summary>An angle in [-pi, pi).</summary>
    public static float Wrapped(float radians) => radians - 2 * MathF.PI * MathF.Floor((radians + MathF.PI) / (2 * MathF.PI));

    /// <summary>Moved along its own vertical, made square with the longer side, and scaled.</summary>
    /// <param name="shiftY">Share of the height before it is squared; negative is up in the region.</param>
    public CropRegion Squared(float scale, float shiftY = 0)
    {
        var shift = Size.Y * shiftY;
        var center = Center + new Vector2(-shift * MathF.Sin(Rotation), shift * MathF.Cos(Rotation));
        return new CropRegion(center, new Vector2(scale * Math.Max(Size.X, Size.Y)), Rotation);
    }

    /// <summary>The shorter side enlarged about the same centre until the region has a tensor's proportions.</summary>
    public CropRegion Letterboxed(int tensorWidth, int tensorHeight)
    {
        var aspect = (float)tensorHeight / tensorWidth;
        return this with { Size = aspect > Size.Y / Size.X ? new Vector2(Size.X, Size.X * aspect) : new Vector2(Size.Y / aspect, Size.Y) };
    }

    /// <summary>From shares of the region, 0..1 right and down, to pixels of the picture.</summary>
    public Vector2 ToPicture(Vector2 share) => Center + Rotated((share - new Vector2(0.5f)) * Size);

    /// <summary>A vector of the region in the picture's directions.</summary>
    public Vector2 Rotated(Vector2 vector)
    {
        var (sin, cos) = (MathF.Sin(Rotation), MathF.Cos(Rotation));
        return new Vector2(vector.X * cos - vector.Y * sin, vector.X * sin + vector.Y * cos);
    }

    /// <summary>From pixels of the picture to shares of the region.</summary>
    public Vector2 FromPicture(Vector2 pixels)
    {
        var (sin, cos, from) = (MathF.Sin(Rotation), MathF.Cos(Rotation), pixels - Center);
        return new Vector2(from.X * cos + from.Y * sin, -from.X * sin + from.Y * cos) / Size + new Vector2(0.5f);
    }
}
