namespace Avatars.PoseMaps;

/// <summary>MT19937, the generator behind NumPy's legacy random numbers.</summary>
/// <remarks>Matsumoto and Nishimura 1998, with the initialisation of 2002 (init_genrand).</remarks>
sealed class MersenneTwister
{
    const int Size = 624, Middle = 397;

    readonly uint[] _state = new uint[Size];
    int _next = Size;

    internal MersenneTwister(uint seed)
    {
        _state[0] = seed;
        for (var i = 1; i < Size; i++)
            _state[i] = 1812433253u * (_state[i - 1] ^ _state[i - 1] >> 30) + (uint)i;
    }

    /// <summary>32 random bits.</summary>
    internal uint Next()
    {
        if (_next == Size)
            Twist();
        var y = _state[_next++];
        y ^= y >> 11;
        y ^= y << 7 & 0x9D2C5680;
        y ^= y << 15 & 0xEFC60000;
        return y ^ y >> 18;
    }

    void Twist()
    {
        for (var i = 0; i < Size; i++)
        {
            var y = _state[i] & 0x80000000 | _state[(i + 1) % Size] & 0x7FFFFFFF;
            _state[i] = _state[(i + Middle) % Size] ^ y >> 1 ^ ((y & 1) != 0 ? 0x9908B0DF : 0);
        }
        _next = 0;
    }
}
