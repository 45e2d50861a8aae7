using System;
using System.IO;

namespace Avatars.Sources;

/// <summary>A small perceptron: inputs are normalised, layers linear with ReLU between them. Immutable.</summary>
/// <remarks>Little endian: uint16 layers; uint16 size of the input and of each layer; float32 mean and deviation of each input; then each layer: float32
/// step, int16 weights [input, output] in steps, float32 biases.</remarks>
sealed class RefinementNetwork
{
    readonly float[] _mean, _deviation;
    readonly float[][] _weights, _biases;

    public RefinementNetwork(BinaryReader reader)
    {
        var sizes = new int[reader.ReadUInt16() + 1];
        for (var i = 0; i < sizes.Length; i++)
            sizes[i] = reader.ReadUInt16();
        (_mean, _deviation) = (Read(reader, sizes[0]), Read(reader, sizes[0]));
        (_weights, _biases) = (new float[sizes.Length - 1][], new float[sizes.Length - 1][]);
        for (var layer = 0; layer < _weights.Length; layer++)
        {
            var step = reader.ReadSingle();
            _weights[layer] = new float[sizes[layer] * sizes[layer + 1]];
            for (var i = 0; i < _weights[layer].Length; i++)
                _weights[layer][i] = step * reader.ReadInt16();
            _biases[layer] = Read(reader, sizes[layer + 1]);
        }
    }

    public float[] Run(ReadOnlySpan<float> inputs)
    {
        var values = new float[_mean.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = (inputs[i] - _mean[i]) / _deviation[i];
        for (var layer = 0; layer < _weights.Length; layer++)
        {
            var (weights, sums) = (_weights[layer], (float[])_biases[layer].Clone());
            for (var i = 0; i < values.Length; i++)
            {
                var value = layer > 0 ? MathF.Max(0, values[i]) : values[i];
                if (value == 0)
                    continue;
                for (var k = 0; k < sums.Length; k++)
                    sums[k] += value * weights[i * sums.Length + k];
            }
            values = sums;
        }
        return values;
    }

    static float[] Read(BinaryReader reader, int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = reader.ReadSingle();
        return values;
    }
}
