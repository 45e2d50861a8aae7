using System.Numerics;
using Avatars.Graphics.Scenes;

namespace Avatars.Datasets.Pairs;

/// <summary>Domain randomisation of lighting and background; three of ten scenes are the plain studio of the source pictures.</summary>
public static class SceneRandomization
{
    const float Degrees = MathF.PI / 180;

    /// <summary>The light grey background of the sample characters' pictures.</summary>
    public static readonly SceneBackground PlainStudio = SceneBackground.Plain(new Vector3(0.86f, 0.87f, 0.88f));

    public static (SceneLighting, SceneBackground) Sample(SeededRandom random) =>
        random.Chance(0.3f) ? (SceneLighting.Studio, PlainStudio) : (Lighting(random), Background(random));

    /// <summary>The same with photographs as half of the backgrounds.</summary>
    /// <param name="size">Side of the picture, pixels.</param>
    public static (SceneLighting, SceneBackground) Sample(SeededRandom random, PhotographBackgrounds photographs, int size)
    {
        var choice = random.Unit();
        return choice < 0.12f ? (SceneLighting.Studio, PlainStudio)
            : (Lighting(random), choice < 0.5f ? Background(random) : photographs.Sample(random, size));
    }

    static SceneLighting Lighting(SeededRandom random)
    {
        var choice = random.Unit();
        var lights = choice < 0.35f ? Portrait(random) : choice < 0.65f ? Overcast(random) : choice < 0.85f ? Window(random) : Portrait(random);
        return choice < 0.85f ? lights : Coloured(lights, random);
    }

    /// <summary>One main light before the person, the others in any proportion.</summary>
    static SceneLighting Portrait(SeededRandom random) => Mix(random, Direction(random.Between(-65, 65), random.Between(20, 60)),
        key: random.Between(0.75f, 1.15f), fill: random.Between(0.5f, 1.6f), around: random.Between(0.75f, 1.25f)) with
    {
        Softness = random.Between(0, 0.6f),
        Slope = Sideways(random, 0.3f),
    };

    /// <summary>Light from everywhere, most of it from above: a cloudy day, a bright ceiling.</summary>
    static SceneLighting Overcast(SeededRandom random) => Mix(random, Direction(random.Between(-90, 90), random.Between(45, 80)),
        key: random.Between(0.3f, 0.6f), fill: random.Between(0.5f, 1.5f), around: random.Between(1.3f, 1.75f)) with
    {
        Softness = random.Between(0.5f, 1),
        Slope = Sideways(random, 0.35f),
    };

    /// <summary>A large light at one side; the other side is dim.</summary>
    static SceneLighting Window(SeededRandom random)
    {
        var side = random.Chance(0.5f) ? 1 : -1;
        return Mix(random, Direction(side * random.Between(40, 85), random.Between(5, 35)), key: random.Between(0.85f, 1.15f),
            fill: random.Between(0.2f, 0.9f), around: random.Between(0.75f, 1.05f)) with
        {
            Softness = random.Between(0.4f, 1),
            Slope = new Vector2(side * random.Between(0.2f, 0.6f), random.Between(-0.1f, 0.3f)),
        };
    }

    static SceneLighting Mix(SeededRandom random, Vector3 keyDirection, float key, float fill, float around)
    {
        var studio = SceneLighting.Studio;
        var tint = Tint(random.Between(-0.1f, 0.1f), random.Between(-0.02f, 0.02f));
        var shade = Tint(random.Between(-0.08f, 0.08f), random.Between(-0.02f, 0.02f));
        return studio with
        {
            KeyDirection = keyDirection,
            KeyColor = studio.KeyColor * tint * key,
            ShadowSoftness = random.Between(0.01f, 0.05f),
            FillDirection = Direction(-MathF.Sign(keyDirection.X) * random.Between(20, 80), random.Between(0, 40)),
            FillColor = studio.FillColor * shade * fill,
            RimDirection = Direction(random.Between(120, 240), random.Between(10, 50)),
            RimColor = studio.RimColor * random.Between(0.2f, 1.2f),
            Sky = studio.Sky * shade * around * random.Between(0.9f, 1.15f),
            Horizon = studio.Horizon * shade * around * random.Between(0.9f, 1.15f),
            Ground = studio.Ground * around * random.Between(0.6f, 1.5f),
        };
    }

    /// <summary>Coloured reflected light, from one side and from below.</summary>
    static SceneLighting Coloured(SceneLighting lights, SeededRandom random)
    {
        Vector3 Tint() => Vector3.Lerp(Vector3.One, new Vector3(random.Between(0.5f, 1.4f), random.Between(0.5f, 1.4f), random.Between(0.5f, 1.4f)), 0.6f);
        return lights with { Horizon = lights.Horizon * Tint(), Ground = lights.Ground * Tint(), FillColor = lights.FillColor * Tint() * 1.4f,
            RimColor = lights.RimColor * Tint() };
    }

    static SceneBackground Background(SeededRandom random)
    {
        var choice = random.Unit();
        if (choice < 0.36f)
            return SceneBackground.Plain(Light(random));
        if (choice < 0.52f)
            return SceneBackground.Plain(Any(random));
        if (choice < 0.7f)
            return random.Chance(0.6f) ? SceneBackground.Gradient(Light(random), Light(random) * random.Between(0.5f, 1))
                : SceneBackground.Gradient(Any(random), Any(random));
        if (choice < 0.84f)
            return SceneBackground.Studio(Light(random), Light(random) * random.Between(0.6f, 1));
        return SceneBackground.OutOfFocus(Any(random), random.Chance(0.5f) ? Light(random) : Any(random), random.Between(1, 1000));
    }

    /// <summary>Towards where it is brighter, at most <paramref name="most"/>.</summary>
    static Vector2 Sideways(SeededRandom random, float most)
    {
        var (sin, cos) = MathF.SinCos(random.Between(0, 360) * Degrees);
        return new Vector2(sin, cos) * random.Between(0, most);
    }

    static Vector3 Tint(float warmth, float magenta) => new(1 + warmth + magenta, 1 - magenta, 1 - warmth + magenta);

    static Vector3 Any(SeededRandom random) => new(random.Between(0.1f, 0.9f), random.Between(0.1f, 0.9f), random.Between(0.1f, 0.9f));

    static Vector3 Light(SeededRandom random) =>
        new Vector3(random.Between(0.7f, 0.95f)) * new Vector3(random.Between(0.93f, 1), random.Between(0.95f, 1), random.Between(0.93f, 1));

    static Vector3 Direction(float yawDegrees, float pitchDegrees)
    {
        var (sinYaw, cosYaw) = MathF.SinCos(yawDegrees * Degrees);
        var (sinPitch, cosPitch) = MathF.SinCos(pitchDegrees * Degrees);
        return new Vector3(sinYaw * cosPitch, sinPitch, cosYaw * cosPitch);
    }
}
