using System;

namespace Avatars.Sampling;

/// <summary>
/// N(0, 1) from a seed, number for number what PyTorch's CPU generator draws for contiguous float32 tensors of 16 elements and more (so a
/// published seed means the same here), up to the last bits of the machine's logarithm and sine. Allocates nothing.
/// </summary>
/// <remarks>
/// Mersenne Twister MT19937, Matsumoto and Nishimura 1998; Box-Muller over blocks of 16 as in pytorch/pytorch,
/// aten/src/ATen/native/cpu/DistributionTemplates.h. Shorter spans use whole blocks too, where PyTorch would draw doubles.
/// </remarks>
internal sealed class GaussianNoise : INoise
{
    const int Words = 624;
    const int Block = 16;

    readonly uint[] _state = new uint[Words];
    int _next;

    public GaussianNoise(uint seed) => Restart(seed);

    /// <summary>Begins the stream of this seed again.</summary>
    public void Restart(uint seed)
    {
        _state[0] = seed;
        for (var i = 1u; i < Words; i++)
            _state[i] = 1812433253u * (_state[i - 1] ^ (_state[i - 1] >> 30)) + i;
        _next = Words;
    }

    public void Fill(Span<float> gaussian)
    {
        if (gaussian.Length < Block)
        {
            Span<float> block = stackalloc float[Block];
            Uniform(block);
            ToGaussian(block);
            block[..gaussian.Length].CopyTo(gaussian);
            return;
        }
        Uniform(gaussian);
        var whole = gaussian.Length / Block * Block;
        for (var i = 0; i < whole; i += Block)
            ToGaussian(gaussian.Slice(i, Block));
        if (whole == gaussian.Length)
            return;
        // The rest: the last 16 are drawn anew.
        var last = gaussian[^Block..];
        Uniform(last);
        ToGaussian(last);
    }

    void Uniform(Span<float> values)
    {
        foreach (ref var value in values)
            value = (NextWord() & 0xFFFFFF) * (1f / (1 << 24));
    }

    static void ToGaussian(Span<float> block)
    {
        for (var i = 0; i < Block / 2; i++)
        {
            var radius = MathF.Sqrt(-2 * MathF.Log(1 - block[i]));
            var angle = 2 * MathF.PI * block[i + Block / 2];
            block[i] = radius * MathF.Cos(angle);
            block[i + Block / 2] = radius * MathF.Sin(angle);
        }
    }

    uint NextWord()
    {
        if (_next == Words)
            Twist();
        var word = _state[_next++];
        word ^= word >> 11;
        word ^= (word << 7) & 0x9D2C5680;
        word ^= (word << 15) & 0xEFC60000;
        return word ^ (word >> 18);
    }

    void Twist()
    {
        for (var i = 0; i < Words; i++)
        {
            var mixed = (_state[i] & 0x80000000) | (_state[(i + 1) % Words] & 0x7FFFFFFF);
            _state[i] = _state[(i + 397) % Words] ^ (mixed >> 1) ^ ((mixed & 1) != 0 ? 0x9908B0DF : 0);
        }
        _next = 0;
    }
}
