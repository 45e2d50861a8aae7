namespace Avatars.Scripting;

/// <summary>Random numbers from a seed: the same script gives the same numbers in every run.</summary>
public static class Random
{
    /// <summary>0 to 1.</summary>
    public static float value => (Next() >> 40) / (float)((1 << 24) - 1);

    public static Vector3 insideUnitSphere
    {
        get
        {
            while (true)
                if (new Vector3(Range(-1f, 1f), Range(-1f, 1f), Range(-1f, 1f)) is { sqrMagnitude: <= 1 } point)
                    return point;
        }
    }

    /// <summary>Starts the sequence that belongs to a seed.</summary>
    public static void InitState(int seed) => ScriptScene.Required.RandomState = unchecked((ulong)seed);

    /// <summary>From one number to another, both included.</summary>
    public static float Range(float minInclusive, float maxInclusive) => minInclusive + (maxInclusive - minInclusive) * value;

    /// <summary>From one number up to, and without, another.</summary>
    public static int Range(int minInclusive, int maxExclusive) => minInclusive >= maxExclusive ? minInclusive
        : (int)(minInclusive + (long)(Next() >> 1) % ((long)maxExclusive - minInclusive));

    static ulong Next() // SplitMix64
    {
        var z = unchecked(ScriptScene.Required.RandomState += 0x9E3779B97F4A7C15);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}
