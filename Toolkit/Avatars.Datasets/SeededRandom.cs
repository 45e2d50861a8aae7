using System.Text;

namespace Avatars.Datasets;

/// <summary>Random numbers that are the same on every machine and in every release: SplitMix64.</summary>
/// <remarks>Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators".</remarks>
public sealed class SeededRandom
{
    ulong _state;

    public SeededRandom(ulong seed) => _state = seed;

    /// <summary>An independent stream for each label and number: "test" and "train" never coincide.</summary>
    public SeededRandom(string label, ulong seed, ulong index)
    {
        foreach (var letter in Encoding.UTF8.GetBytes(label))
            _state = Mix(_state ^ letter);
        _state = Mix(_state ^ seed);
        _state = Mix(_state + 0x9E3779B97F4A7C15UL * (index + 1));
    }

    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15UL);

    /// <summary>0 up to, but not, 1.</summary>
    public float Unit() => (Next() >> 40) * (1f / (1 << 24));

    public float Between(float low, float high) => low + (high - low) * Unit();

    /// <summary>0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => (int)(Next() % (ulong)count);

    public bool Chance(float probability) => Unit() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>Mean 0, deviation 1, never beyond 3: the sum of twelve.</summary>
    public float Normal()
    {
        var sum = -6f;
        for (var i = 0; i < 12; i++)
            sum += Unit();
        return Math.Clamp(sum, -3, 3);
    }

    static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
