using System;
using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Imaging;

/// <summary>For each patch that touches the unknown part of a picture, the most similar patch of the known part.</summary>
sealed class PatchField
{
    const int Reach = 3; // pixels from a patch's centre to its edge
    const float RowPenalty = 8000; // added for a patch that is a whole picture higher or lower: rooms and horizons continue sideways
    const int FarTries = 12; // of a random start

    readonly InpaintingLevel _level;
    readonly int[] _targets; // centres of the patches that are looked for
    readonly int[] _sources; // centres of the known patches
    readonly bool[] _isSource;
    readonly int[] _best; // one per pixel; -1 where no patch is looked for
    readonly float[] _distance;
    uint _random;

    PatchField(InpaintingLevel level, uint seed)
    {
        _level = level;
        _random = 2654435761u * (seed + 1) | 1;
        var (targets, sources) = (new List<int>(), new List<int>());
        _isSource = new bool[level.Unknown.Length];
        var near = Near(level);
        for (var y = Reach; y < level.Height - Reach; y++)
            for (var x = Reach; x < level.Width - Reach; x++)
            {
                var i = y * level.Width + x;
                (near[i] ? targets : sources).Add(i);
                _isSource[i] = !near[i];
            }
        (_targets, _sources) = (targets.ToArray(), sources.ToArray());
        (_best, _distance) = (new int[level.Unknown.Length], new float[level.Unknown.Length]);
        Array.Fill(_best, -1);
    }

    /// <returns>Null where the known part holds no whole patch.</returns>
    public static PatchField? Random(InpaintingLevel level, uint seed)
    {
        var field = new PatchField(level, seed);
        if (field._sources.Length == 0)
            return null;
        foreach (var target in field._targets)
        {
            field._distance[target] = float.MaxValue;
            for (var i = 0; i < FarTries; i++)
                field.Try(target, field._sources[field.Next(field._sources.Length)]);
        }
        return field;
    }

    /// <summary>The offsets of a field of half the size.</summary>
    /// <inheritdoc cref="Random"/>
    public static PatchField? Enlarged(PatchField coarse, InpaintingLevel level, uint seed)
    {
        var field = new PatchField(level, seed);
        if (field._sources.Length == 0)
            return null;
        foreach (var target in field._targets)
        {
            var (x, y) = (target % level.Width, target / level.Width);
            var (halfX, halfY) = (Math.Clamp(x / 2, Reach, coarse._level.Width - 1 - Reach), Math.Clamp(y / 2, Reach, coarse._level.Height - 1 - Reach));
            var best = coarse._best[halfY * coarse._level.Width + halfX];
            var found = best < 0 ? -1 : field.Source(x + 2 * (best % coarse._level.Width - halfX), y + 2 * (best / coarse._level.Width - halfY));
            field._best[target] = found >= 0 ? found : field._sources[field.Next(field._sources.Length)];
            field._distance[target] = 1;
        }
        return field;
    }

    /// <summary>One pass of propagation and random search over all patches, forward and backward in turn.</summary>
    public void Search(int round)
    {
        foreach (var target in _targets)
            _distance[target] = DistanceOf(target, _best[target], float.MaxValue); // votes have changed the colours
        var step = round % 2 == 0 ? 1 : -1;
        for (var k = 0; k < _targets.Length; k++)
        {
            var target = _targets[step > 0 ? k : _targets.Length - 1 - k];
            Follow(target, step);
            Follow(target, step * _level.Width);
            var (x, y) = (_best[target] % _level.Width, _best[target] / _level.Width);
            for (var reach = Math.Max(_level.Width, _level.Height) / 2; reach >= 1; reach /= 2)
            {
                var source = Source(x + Next(2 * reach + 1) - reach, y + (Next(2 * reach + 1) - reach) / 2);
                if (source >= 0)
                    Try(target, source);
            }
        }
    }

    /// <summary>Each unknown pixel becomes the mean of what the patches around it say, the more similar ones first.</summary>
    /// <param name="keepSeams">Also closes the step of brightness between the known part and what was copied.</param>
    public void Vote(bool keepSeams)
    {
        var sums = new Vector4[_level.Unknown.Length];
        var scale = 1 / (2 * Math.Max(Percentile(), 1));
        foreach (var target in _targets)
        {
            var weight = MathF.Exp(-_distance[target] * scale) + 1e-6f;
            var source = _best[target];
            for (var dy = -Reach; dy <= Reach; dy++)
                for (var dx = -Reach; dx <= Reach; dx++)
                {
                    var offset = dy * _level.Width + dx;
                    var from = 3 * (source + offset);
                    sums[target + offset] += weight * new Vector4(_level.Colours[from], _level.Colours[from + 1], _level.Colours[from + 2], 1);
                }
        }
        if (keepSeams)
            CloseSeams(sums);
        for (var i = 0; i < sums.Length; i++)
            if (_level.Unknown[i] && sums[i].W > 0)
                (_level.Colours[3 * i], _level.Colours[3 * i + 1], _level.Colours[3 * i + 2]) =
                    (sums[i].X / sums[i].W, sums[i].Y / sums[i].W, sums[i].Z / sums[i].W);
    }

    /// <summary>What the votes are wrong by around the hole is taken off inside it, smoothly.</summary>
    void CloseSeams(Vector4[] sums)
    {
        const float zero = 512; // the differences are filled as colours above 0
        var wrong = new Vector4[sums.Length];
        for (var i = 0; i < sums.Length; i++)
            if (!_level.Unknown[i] && sums[i].W > 0)
                wrong[i] = new Vector4(_level.Colours[3 * i] + zero, _level.Colours[3 * i + 1] + zero, _level.Colours[3 * i + 2] + zero, 1)
                    - new Vector4(sums[i].X, sums[i].Y, sums[i].Z, 0) / sums[i].W;
        UnknownPixels.Fill(wrong, _level.Width, _level.Height);
        for (var i = 0; i < sums.Length; i++)
            if (_level.Unknown[i] && sums[i].W > 0 && wrong[i].W > 0)
                sums[i] += sums[i].W * (wrong[i] / wrong[i].W - new Vector4(zero, zero, zero, 1));
    }

    /// <summary>The distance that a quarter of the patches stay below.</summary>
    float Percentile()
    {
        if (_targets.Length == 0)
            return 1;
        var some = new float[Math.Min(_targets.Length, 1024)];
        for (var i = 0; i < some.Length; i++)
            some[i] = _distance[_targets[(int)((long)i * _targets.Length / some.Length)]];
        Array.Sort(some);
        return some[some.Length / 4];
    }

    /// <summary>Tries the neighbour's offset.</summary>
    void Follow(int target, int step)
    {
        var neighbour = target - step;
        if (neighbour < 0 || neighbour >= _best.Length || _best[neighbour] < 0)
            return;
        var source = _best[neighbour] + step;
        if (source >= 0 && source < _isSource.Length && _isSource[source])
            Try(target, source);
    }

    void Try(int target, int source)
    {
        var distance = DistanceOf(target, source, _distance[target]);
        if (distance < _distance[target])
            (_best[target], _distance[target]) = (source, distance);
    }

    /// <summary>Mean squared difference of the patches' channels; more than <paramref name="most"/> is not added up.</summary>
    float DistanceOf(int target, int source, float most)
    {
        const int values = 3 * (2 * Reach + 1);
        var rows = (target / _level.Width - source / _level.Width) / (float)_level.Height;
        most *= values * (2 * Reach + 1);
        var sum = RowPenalty * rows * rows * values * (2 * Reach + 1);
        var colours = _level.Colours;
        for (var dy = -Reach; dy <= Reach && sum < most; dy++)
        {
            var a = colours.AsSpan(3 * (target + dy * _level.Width - Reach), values);
            var b = colours.AsSpan(3 * (source + dy * _level.Width - Reach), values);
            for (var i = 0; i < values; i++)
            {
                var difference = a[i] - b[i];
                sum += difference * difference;
            }
        }
        return sum / (values * (2 * Reach + 1));
    }

    /// <returns>-1 where there is no whole known patch.</returns>
    int Source(int x, int y) => x >= 0 && y >= 0 && x < _level.Width && y < _level.Height && _isSource[y * _level.Width + x] ? y * _level.Width + x : -1;

    int Next(int count)
    {
        _random ^= _random << 13;
        _random ^= _random >> 17;
        _random ^= _random << 5;
        return (int)((ulong)_random * (ulong)count >> 32);
    }

    /// <summary>Pixels whose patch touches the unknown part.</summary>
    static bool[] Near(InpaintingLevel level)
    {
        var (width, height) = (level.Width, level.Height);
        var (rows, near) = (new bool[width * height], new bool[width * height]);
        for (var i = 0; i < rows.Length; i++)
            if (level.Unknown[i])
                for (var x = Math.Max(0, i % width - Reach); x <= Math.Min(width - 1, i % width + Reach); x++)
                    rows[i - i % width + x] = true;
        for (var i = 0; i < rows.Length; i++)
            if (rows[i])
                for (var y = Math.Max(0, i / width - Reach); y <= Math.Min(height - 1, i / width + Reach); y++)
                    near[y * width + i % width] = true;
        return near;
    }
}
