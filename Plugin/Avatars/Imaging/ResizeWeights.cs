using System;

namespace Avatars.Imaging;

/// <summary>For each pixel of the result along one side: which source pixels count, and how much.</summary>
public sealed class ResizeWeights
{
    /// <summary>Weights are whole numbers; 1 is two to this power: 32 bits, less 8 for the byte and 2 for overshoot.</summary>
    public const int FractionalBits = 22;

    /// <summary>Where a sum starts, so that cutting its fraction off rounds it.</summary>
    internal const int Half = 1 << (FractionalBits - 1);

    readonly int[] _first;
    readonly int[] _count;
    readonly int[] _weights;
    readonly int _stride;

    /// <param name="from">Source pixels.</param>
    /// <param name="to">Pixels of the result.</param>
    public ResizeWeights(int from, int to, ResizeFilter filter)
    {
        var scale = (double)from / to;
        var stretch = Math.Max(scale, 1); // the filter covers at least its own width in source pixels
        var support = Support(filter) * stretch;
        _stride = (int)Math.Ceiling(support) * 2 + 1;
        (_first, _count, _weights) = (new int[to], new int[to], new int[to * _stride]);
        var exact = new double[_stride];
        for (var x = 0; x < to; x++)
        {
            var center = (x + 0.5) * scale;
            var first = Math.Max((int)(center - support + 0.5), 0);
            var count = Math.Min((int)(center + support + 0.5), from) - first;
            var sum = 0.0;
            for (var i = 0; i < count; i++)
                sum += exact[i] = Evaluate(filter, (i + first - center + 0.5) * (1 / stretch));
            for (var i = 0; i < count; i++)
                _weights[x * _stride + i] = ToFixed(sum != 0 ? exact[i] / sum : exact[i]);
            (_first[x], _count[x]) = (first, count);
        }
    }

    /// <summary>The most source pixels that one pixel of the result takes.</summary>
    public int MaximumCount => _stride;

    /// <summary>Weights of the source pixels from <paramref name="first"/> on.</summary>
    public ReadOnlySpan<int> At(int x, out int first)
    {
        first = _first[x];
        return _weights.AsSpan(x * _stride, _count[x]);
    }

    internal static byte ToByte(int sum) => (byte)Math.Clamp(sum >> FractionalBits, 0, 255);

    static int ToFixed(double weight) => (int)(weight * (1 << FractionalBits) + (weight < 0 ? -0.5 : 0.5));

    static int Support(ResizeFilter filter) => filter switch { ResizeFilter.Bilinear => 1, ResizeFilter.Bicubic => 2, _ => 3 };

    static double Evaluate(ResizeFilter filter, double x)
    {
        x = Math.Abs(x);
        return filter switch
        {
            ResizeFilter.Bilinear => x < 1 ? 1 - x : 0,
            ResizeFilter.Bicubic => x < 1 ? (1.5 * x - 2.5) * x * x + 1 : x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0,
            _ => x < 3 ? Sinc(x) * Sinc(x / 3) : 0,
        };
    }

    static double Sinc(double x) => x == 0 ? 1 : Math.Sin(x * Math.PI) / (x * Math.PI);
}
