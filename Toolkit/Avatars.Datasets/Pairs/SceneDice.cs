using System.Numerics;
using Avatars.Graphics.Scenes;

namespace Avatars.Datasets.Pairs;

/// <summary>Light and surroundings by the dice; three of ten are the plain studio that source pictures are taken in.</summary>
public static class SceneDice
{
    const float Degrees = MathF.PI / 180;

    /// <summary>The light grey wall of the residents' pictures.</summary>
    public static readonly SceneBackground PlainStudio = SceneBackground.Plain(new Vector3(0.86f, 0.87f, 0.88f));

    public static (SceneLighting, SceneBackground) Roll(Dice dice) =>
        dice.Chance(0.3f) ? (SceneLighting.Studio, PlainStudio) : (Lighting(dice), Background(dice));

    static SceneLighting Lighting(Dice dice)
    {
        var roll = dice.Unit();
        var lights = roll < 0.35f ? Portrait(dice) : roll < 0.65f ? Overcast(dice) : roll < 0.85f ? Window(dice) : Portrait(dice);
        return roll < 0.85f ? lights : Coloured(lights, dice);
    }

    /// <summary>One main light before the person, the others in any proportion.</summary>
    static SceneLighting Portrait(Dice dice) => Mix(dice, Direction(dice.Between(-65, 65), dice.Between(20, 60)),
        key: dice.Between(0.75f, 1.15f), fill: dice.Between(0.5f, 1.6f), around: dice.Between(0.75f, 1.25f)) with
    {
        Softness = dice.Between(0, 0.6f),
        Slope = Sideways(dice, 0.3f),
    };

    /// <summary>Light from everywhere, most of it from above: a cloudy day, a bright ceiling.</summary>
    static SceneLighting Overcast(Dice dice) => Mix(dice, Direction(dice.Between(-90, 90), dice.Between(45, 80)),
        key: dice.Between(0.3f, 0.6f), fill: dice.Between(0.5f, 1.5f), around: dice.Between(1.3f, 1.75f)) with
    {
        Softness = dice.Between(0.5f, 1),
        Slope = Sideways(dice, 0.35f),
    };

    /// <summary>A large light at one side; the other side is dim.</summary>
    static SceneLighting Window(Dice dice)
    {
        var side = dice.Chance(0.5f) ? 1 : -1;
        return Mix(dice, Direction(side * dice.Between(40, 85), dice.Between(5, 35)), key: dice.Between(0.85f, 1.15f), fill: dice.Between(0.2f, 0.9f), around: dice.Between(0.75f, 1.05f)) with
        {
            Softness = dice.Between(0.4f, 1),
            Slope = new Vector2(side * dice.Between(0.2f, 0.6f), dice.Between(-0.1f, 0.3f)),
        };
    }

    static SceneLighting Mix(Dice dice, Vector3 keyDirection, float key, float fill, float around)
    {
        var studio = SceneLighting.Studio;
        var tint = Tint(dice.Between(-0.1f, 0.1f), dice.Between(-0.02f, 0.02f));
        var shade = Tint(dice.Between(-0.08f, 0.08f), dice.Between(-0.02f, 0.02f));
        return studio with
        {
            KeyDirection = keyDirection,
            KeyColor = studio.KeyColor * tint * key,
            ShadowSoftness = dice.Between(0.01f, 0.05f),
            FillDirection = Direction(-MathF.Sign(keyDirection.X) * dice.Between(20, 80), dice.Between(0, 40)),
            FillColor = studio.FillColor * shade * fill,
            RimDirection = Direction(dice.Between(120, 240), dice.Between(10, 50)),
            RimColor = studio.RimColor * dice.Between(0.2f, 1.2f),
            Sky = studio.Sky * shade * around * dice.Between(0.9f, 1.15f),
            Horizon = studio.Horizon * shade * around * dice.Between(0.9f, 1.15f),
            Ground = studio.Ground * around * dice.Between(0.6f, 1.5f),
        };
    }

    /// <summary>Coloured walls around: their light comes from one side and from below, in their colour.</summary>
    static SceneLighting Coloured(SceneLighting lights, Dice dice)
    {
        Vector3 Wall() => Vector3.Lerp(Vector3.One, new Vector3(dice.Between(0.5f, 1.4f), dice.Between(0.5f, 1.4f), dice.Between(0.5f, 1.4f)), 0.6f);
        return lights with { Horizon = lights.Horizon * Wall(), Ground = lights.Ground * Wall(), FillColor = lights.FillColor * Wall() * 1.4f, RimColor = lights.RimColor * Wall() };
    }

    static SceneBackground Background(Dice dice)
    {
        var roll = dice.Unit();
        if (roll < 0.36f)
            return SceneBackground.Plain(Light(dice));
        if (roll < 0.52f)
            return SceneBackground.Plain(Any(dice));
        if (roll < 0.7f)
            return dice.Chance(0.6f) ? SceneBackground.Gradient(Light(dice), Light(dice) * dice.Between(0.5f, 1)) : SceneBackground.Gradient(Any(dice), Any(dice));
        if (roll < 0.84f)
            return SceneBackground.Room(Light(dice), Light(dice) * dice.Between(0.6f, 1));
        return SceneBackground.OutOfFocus(Any(dice), dice.Chance(0.5f) ? Light(dice) : Any(dice), dice.Between(1, 1000));
    }

    /// <summary>Towards where it is brighter, at most <paramref name="most"/>.</summary>
    static Vector2 Sideways(Dice dice, float most)
    {
        var (sin, cos) = MathF.SinCos(dice.Between(0, 360) * Degrees);
        return new Vector2(sin, cos) * dice.Between(0, most);
    }

    static Vector3 Tint(float warmth, float magenta) => new(1 + warmth + magenta, 1 - magenta, 1 - warmth + magenta);

    static Vector3 Any(Dice dice) => new(dice.Between(0.1f, 0.9f), dice.Between(0.1f, 0.9f), dice.Between(0.1f, 0.9f));

    static Vector3 Light(Dice dice) =>
        new Vector3(dice.Between(0.7f, 0.95f)) * new Vector3(dice.Between(0.93f, 1), dice.Between(0.95f, 1), dice.Between(0.93f, 1));

    static Vector3 Direction(float yawDegrees, float pitchDegrees)
    {
        var (sinYaw, cosYaw) = MathF.SinCos(yawDegrees * Degrees);
        var (sinPitch, cosPitch) = MathF.SinCos(pitchDegrees * Degrees);
        return new Vector3(sinYaw * cosPitch, sinPitch, cosYaw * cosPitch);
    }
}
