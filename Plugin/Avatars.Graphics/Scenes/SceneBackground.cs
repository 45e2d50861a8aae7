using System.Numerics;
using Avatars.Imaging;

namespace Avatars.Graphics.Scenes;

/// <summary>The background behind the person.</summary>
public readonly record struct SceneBackground
{
    /// <summary>sRGB, 0..1: the top of the gradient, or the wall.</summary>
    public required Vector3 Top { get; init; }

    /// <summary>sRGB, 0..1: the bottom of the gradient, or the floor.</summary>
    public required Vector3 Bottom { get; init; }

    /// <summary>A studio sweep (a floor with shadow that curves into a wall) instead of a flat gradient.</summary>
    public bool IsStudio { get; private init; }

    /// <summary>World y of the floor, metres.</summary>
    public float FloorHeight { get; init; }

    /// <summary>Above 0: the two colours form soft patches, an out-of-focus background; the number is the seed of the patches.</summary>
    public float Patches { get; private init; }

    /// <summary>A photograph that fills the picture, stretched to it; null for none.</summary>
    public RgbaImage? Picture { get; private init; }

    /// <param name="number">Above 0, to 1000: the seed of the patches.</param>
    public static SceneBackground OutOfFocus(Vector3 one, Vector3 other, float number) =>
        number is > 0 and <= 1000
            ? new() { Top = one, Bottom = other, Patches = number }
            : throw new ArgumentOutOfRangeException(nameof(number), $"The patches' number is above 0 and at most 1000, not {number}.");

    public static SceneBackground Photograph(RgbaImage picture) => new() { Top = Vector3.One, Bottom = Vector3.One, Picture = picture };

    public static SceneBackground Plain(Vector3 color) => new() { Top = color, Bottom = color };

    public static SceneBackground Gradient(Vector3 top, Vector3 bottom) => new() { Top = top, Bottom = bottom };

    public static SceneBackground Studio(Vector3 wall, Vector3 floor, float floorHeight = 0) =>
        new() { Top = wall, Bottom = floor, IsStudio = true, FloorHeight = floorHeight };
}
