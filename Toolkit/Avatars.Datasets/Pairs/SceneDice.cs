using System.Numerics;
using Avatars.Graphics.Scenes;

namespace Avatars.Datasets.Pairs;

/// <summary>Light and surroundings by the dice; half of them the plain studio that source pictures are taken in.</summary>
public static class SceneDice
{
    const float Degrees = MathF.PI / 180;

    /// <summary>The light grey wall of the residents' pictures.</summary>
    public static readonly SceneBackground PlainStudio = SceneBackground.Plain(new Vector3(0.86f, 0.87f, 0.88f));

    public static (SceneLighting, SceneBackground) Roll(Dice dice) =>
        dice.Chance(0.3f) ? (SceneLighting.Studio, PlainStudio) : (Lighting(dice), Background(dice));

    static SceneLighting Lighting(Dice dice)
    {
        var studio = SceneLighting.Studio;
        var warmth = dice.Between(-0.08f, 0.08f);
        var tint = new Vector3(1 + warmth, 1, 1 - warmth);
        return studio with
        {
            KeyDirection = Direction(dice.Between(-65, 65), dice.Between(20, 60)),
            KeyColor = studio.KeyColor * tint * dice.Between(0.75f, 1.15f),
            ShadowSoftness = dice.Between(0.01f, 0.05f),
            FillColor = studio.FillColor * dice.Between(0.5f, 1.6f),
            RimColor = studio.RimColor * dice.Between(0.3f, 1.2f),
            Sky = studio.Sky * dice.Between(0.75f, 1.25f),
            Horizon = studio.Horizon * dice.Between(0.75f, 1.25f),
            Ground = studio.Ground * dice.Between(0.7f, 1.3f),
        };
    }

    static SceneBackground Background(Dice dice)
    {
        var roll = dice.Unit();
        if (roll < 0.45f)
            return SceneBackground.Plain(Light(dice));
        if (roll < 0.65f)
            return SceneBackground.Plain(new Vector3(dice.Between(0.1f, 0.9f), dice.Between(0.1f, 0.9f), dice.Between(0.1f, 0.9f)));
        if (roll < 0.85f)
            return SceneBackground.Gradient(Light(dice), Light(dice) * dice.Between(0.5f, 1));
        return SceneBackground.Room(Light(dice), Light(dice) * dice.Between(0.6f, 1));
    }

    static Vector3 Light(Dice dice) =>
        new Vector3(dice.Between(0.7f, 0.95f)) * new Vector3(dice.Between(0.93f, 1), dice.Between(0.95f, 1), dice.Between(0.93f, 1));

    static Vector3 Direction(float yawDegrees, float pitchDegrees)
    {
        var (sinYaw, cosYaw) = MathF.SinCos(yawDegrees * Degrees);
        var (sinPitch, cosPitch) = MathF.SinCos(pitchDegrees * Degrees);
        return new Vector3(sinYaw * cosPitch, sinPitch, cosYaw * cosPitch);
    }
}
