using System;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Avatars.Metrics;

/// <summary>Weighted means over all windows that are completely in a picture, rows before columns. Vectorised.</summary>
/// <param name="weights">Of one side of a window, odd in number and the same from either end; their sum is 1.</param>
sealed class WindowMeans(double[] weights)
{
    readonly bool _isEven = Array.TrueForAll(weights, weight => weight == weights[0]);

    public int Window => weights.Length;

    /// <summary>Means along one row.</summary>
    /// <param name="means">As long as <paramref name="row"/> less window and one more.</param>
    public void Across(ReadOnlySpan<double> row, Span<double> means)
    {
        if (!_isEven)
        {
            means.Clear();
            for (var k = 0; k < Window / 2; k++)
                AddScaled(row.Slice(k, means.Length), row.Slice(Window - 1 - k, means.Length), weights[k], means);
            AddScaled(row.Slice(Window / 2, means.Length), weights[Window / 2], means);
            return;
        }
        var sum = 0.0;
        for (var x = 0; x < Window - 1; x++)
            sum += row[x];
        for (var x = 0; x < means.Length; x++)
        {
            sum += row[x + Window - 1];
            means[x] = sum * weights[0];
            sum -= row[x];
        }
    }

    /// <summary>Means down the columns, row <paramref name="y"/> of the result. Rows must be requested in order, from 0.</summary>
    /// <param name="rows">[height, width].</param>
    /// <param name="sums">Of this width, kept between the calls.</param>
    /// <param name="means">Receives the row.</param>
    public void Down(ReadOnlySpan<double> rows, int y, Span<double> sums, Span<double> means)
    {
        var width = means.Length;
        means.Clear();
        if (!_isEven)
        {
            for (var k = 0; k < Window / 2; k++)
                AddScaled(rows.Slice((y + k) * width, width), rows.Slice((y + Window - 1 - k) * width, width), weights[k], means);
            AddScaled(rows.Slice((y + Window / 2) * width, width), weights[Window / 2], means);
            return;
        }
        if (y == 0)
            sums.Clear();
        for (var entering = y == 0 ? 0 : y + Window - 1; entering < y + Window; entering++)
            AddScaled(rows.Slice(entering * width, width), 1, sums);
        AddScaled(sums, weights[0], means);
        AddScaled(rows.Slice(y * width, width), -1, sums);
    }

    /// <summary>Two that weigh the same: one trip to memory less.</summary>
    static void AddScaled(ReadOnlySpan<double> first, ReadOnlySpan<double> second, double weight, Span<double> sum)
    {
        var wideFirst = MemoryMarshal.Cast<double, Vector<double>>(first);
        var wideSecond = MemoryMarshal.Cast<double, Vector<double>>(second);
        var wideSum = MemoryMarshal.Cast<double, Vector<double>>(sum);
        for (var i = 0; i < wideSum.Length; i++)
            wideSum[i] += (wideFirst[i] + wideSecond[i]) * weight;
        for (var i = wideSum.Length * Vector<double>.Count; i < sum.Length; i++)
            sum[i] += (first[i] + second[i]) * weight;
    }

    static void AddScaled(ReadOnlySpan<double> values, double weight, Span<double> sum)
    {
        var wideValues = MemoryMarshal.Cast<double, Vector<double>>(values);
        var wideSum = MemoryMarshal.Cast<double, Vector<double>>(sum);
        for (var i = 0; i < wideSum.Length; i++)
            wideSum[i] += wideValues[i] * weight;
        for (var i = wideSum.Length * Vector<double>.Count; i < sum.Length; i++)
            sum[i] += values[i] * weight;
    }
}
