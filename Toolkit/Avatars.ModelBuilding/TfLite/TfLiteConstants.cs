using System.Runtime.InteropServices;
using Avatars.ModelBuilding.Weights;
using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.TfLite;

/// <summary>The constants of a network as float32, sparse ones written out, and what the converted network is given of them.</summary>
sealed class TfLiteConstants(TfLiteModel model) : IWeightSource
{
    /// <summary>How much larger than what is stored a sparse tensor may be.</summary>
    const int MostExpansion = 256;

    const long MostElements = 1 << 26;

    readonly Dictionary<int, int> _sources = []; // tensors that a DEQUANTIZE or DENSIFY makes of a constant
    readonly Dictionary<string, float[]> _given = new(StringComparer.Ordinal);
    readonly Dictionary<string, int> _nextNumber = new(StringComparer.Ordinal); // of a stem that is taken
    long _elements;

    /// <summary>Whether a tensor is known before the network runs.</summary>
    public bool Has(int tensor) => model.Tensors[Source(tensor)].IsConstant;

    /// <summary>Makes <paramref name="result"/> hold the same values as the constant <paramref name="source"/>.</summary>
    public void Alias(int result, int source) => _sources[result] = Source(source);

    /// <summary>Row-major, in the order of the file.</summary>
    /// <exception cref="FormatException">It is no constant, or damaged.</exception>
    public float[] Floats(TfLiteOperator user, int tensor)
    {
        var source = model.Tensors[Source(tensor)];
        if (!source.IsConstant || source.Type == TfLiteType.Int32)
            throw user.Broken($"{model.Tensors[tensor]} should be a constant of floating point numbers");
        _elements += source.Count;
        if (_elements > MostElements)
            throw user.Broken($"the network's constants are more than {MostElements} numbers");
        return source.Sparsity is { } sparsity ? Densify(user, source, sparsity) : Widen(source);
    }

    /// <exception cref="FormatException">It is no constant.</exception>
    public int[] Integers(TfLiteOperator user, int tensor)
    {
        var source = model.Tensors[Source(tensor)];
        if (source is not { IsConstant: true, Type: TfLiteType.Int32, Sparsity: null })
            throw user.Broken($"{model.Tensors[tensor]} should be a constant of whole numbers");
        return MemoryMarshal.Cast<byte, int>(source.Data.Span).ToArray();
    }

    /// <summary>Adds a weight to the graph.</summary>
    /// <param name="stem">Its name; a number is appended where it is taken.</param>
    public Value Give(Graph graph, string stem, int[] shape, float[] values)
    {
        var name = stem;
        for (var i = _nextNumber.GetValueOrDefault(stem, 2); _given.ContainsKey(name); _nextNumber[stem] = ++i)
            name = $"{stem}:{i}";
        _given.Add(name, values);
        return graph.Weight(name, Initialisation.Zeros, shape);
    }

    public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight) => [_given[weight.Name]];

    int Source(int tensor) => _sources.GetValueOrDefault(tensor, tensor);

    static float[] Widen(TfLiteTensor tensor)
    {
        if (tensor.Type == TfLiteType.Float32)
            return MemoryMarshal.Cast<byte, float>(tensor.Data.Span).ToArray();
        return Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(tensor.Data.Span).ToArray(), half => (float)half);
    }

    static float[] Densify(TfLiteOperator user, TfLiteTensor tensor, TfLiteSparsity sparsity)
    {
        var (columns, stored) = (tensor.Shape[^1], tensor.Data.Length / tensor.ElementBytes);
        var rows = (int)(tensor.Count / columns);
        var (segments, indices) = (sparsity.Segments, sparsity.Indices);
        if (segments.Length != rows + 1 || segments[0] != 0 || segments[^1] != stored || indices.Length != stored
            || tensor.Data.Length % tensor.ElementBytes != 0 || tensor.Count > (stored + 1L) * MostExpansion)
            throw user.Broken($"the sparse tensor {tensor} has {stored} values, but its rows and columns are for others");
        var values = tensor.Type == TfLiteType.Float32 ? MemoryMarshal.Cast<byte, float>(tensor.Data.Span).ToArray()
            : Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(tensor.Data.Span).ToArray(), half => (float)half);
        var dense = new float[tensor.Count];
        for (var row = 0; row < rows; row++)
        {
            if (segments[row] > segments[row + 1] || segments[row + 1] > stored)
                throw user.Broken($"row {row} of the sparse tensor {tensor} is damaged");
            for (var i = segments[row]; i < segments[row + 1]; i++)
                dense[row * columns + (indices[i] >= 0 && indices[i] < columns ? indices[i]
                    : throw user.Broken($"row {row} of the sparse tensor {tensor} has no column {indices[i]}"))] = values[i];
        }
        return dense;
    }
}
