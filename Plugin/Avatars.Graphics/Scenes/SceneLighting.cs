using System.Numerics;

namespace Avatars.Graphics.Scenes;

/// <summary>
/// The lights of a picture: directions are unit vectors towards the light in world space, colours are linear radiance, where 1 on
/// a white surface that faces it is white.
/// </summary>
public readonly record struct SceneLighting
{
    /// <summary>Towards the main light, the one that casts shadows.</summary>
    public required Vector3 KeyDirection { get; init; }

    public required Vector3 KeyColor { get; init; }

    /// <summary>Width of the shadow's soft edge, metres.</summary>
    public required float ShadowSoftness { get; init; }

    public required Vector3 FillDirection { get; init; }

    public required Vector3 FillColor { get; init; }

    /// <summary>Direction towards a rim light behind the person.</summary>
    public required Vector3 RimDirection { get; init; }

    public required Vector3 RimColor { get; init; }

    /// <summary>Light from all around: from above, from the sides and from below.</summary>
    public required Vector3 Sky { get; init; }

    public required Vector3 Horizon { get; init; }

    public required Vector3 Ground { get; init; }

    /// <summary>0: key and fill are small lights. 1: they are so large that their light reaches once more as far around the body.</summary>
    public float Softness { get; init; }

    /// <summary>How the light from all around grows towards +X and +Z: 0.5 is half more there, and half less on the other side. Shorter than 1.</summary>
    public Vector2 Slope { get; init; }

    /// <summary>A portrait studio: warm key from the upper left of a camera on +Z, cool fill, bright surroundings.</summary>
    public static SceneLighting Studio { get; } = new()
    {
        KeyDirection = Vector3.Normalize(new Vector3(-0.55f, 0.85f, 0.9f)),
        KeyColor = new Vector3(1.02f, 0.96f, 0.88f),
        ShadowSoftness = 0.02f,
        FillDirection = Vector3.Normalize(new Vector3(0.9f, 0.25f, 0.6f)),
        FillColor = new Vector3(0.16f, 0.18f, 0.21f),
        RimDirection = Vector3.Normalize(new Vector3(0.5f, 0.5f, -0.9f)),
        RimColor = new Vector3(0.32f, 0.33f, 0.36f),
        Sky = new Vector3(0.42f, 0.43f, 0.45f),
        Horizon = new Vector3(0.30f, 0.30f, 0.31f),
        Ground = new Vector3(0.17f, 0.15f, 0.14f),
    };
}
