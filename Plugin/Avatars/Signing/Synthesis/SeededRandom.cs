namespace Avatars.Signing.Synthesis;

/// <summary>SplitMix64 (Steele et al. 2014): small, and the same on every platform.</summary>
sealed class SeededRandom(ulong seed)
{
    ulong _state = seed;

    /// <summary>0 to 1, 1 excluded.</summary>
    public float Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        z ^= z >> 31;
        return (z >> 40) / 16777216f;
    }
}
