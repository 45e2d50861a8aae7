using System.Collections.Generic;

namespace Avatars.Inference;

/// <summary>Bounds on what an ONNX model says of sizes, so that a small file cannot ask ONNX Runtime for all memory.</summary>
sealed class OnnxSizes
{
    /// <summary>Dimensions of a tensor.</summary>
    public const int MostSides = 16;

    /// <summary>The published networks have some 20,000 operations and 1,500 tensors.</summary>
    const int MostNodes = 200_000, MostTensors = 200_000;

    const long MostElements = 1L << 28; // 1 GB as float32; a picture of 4096x4096 with 16 channels
    const long MostWeights = 1L << 34;

    /// <summary>Which input of an operator gives the shape of its result, or how often it repeats.</summary>
    static readonly Dictionary<string, int> ShapeInputs = new() { ["ConstantOfShape"] = 0, ["Expand"] = 1, ["Tile"] = 1, ["Resize"] = 3, ["Reshape"] = 1 };

    int _nodes, _tensors;

    /// <returns>What is wrong, for a message; null for nothing.</returns>
    public string? AddNode() => ++_nodes > MostNodes ? $"it has more than {MostNodes:N0} operations" : null;

    /// <inheritdoc cref="AddNode"/>
    public string? AddTensor() => ++_tensors > MostTensors ? $"it has more than {MostTensors:N0} tensors" : null;

    /// <summary>A tensor whose values lie in the file cannot have more of them than bytes, two for 4 bits.</summary>
    /// <inheritdoc cref="AddNode"/>
    public static string? Fault(OnnxTensor tensor, bool isExternal) => ShapeFault(tensor.Sides, MostWeights, out var elements)
        ?? (!isExternal && elements > 2 * tensor.Bytes ? $"a tensor of {elements:N0} values has {tensor.Bytes:N0} bytes" : null);

    /// <summary>The shape of an input, an output or a value inside.</summary>
    /// <inheritdoc cref="AddNode"/>
    public static string? Fault(IReadOnlyList<long> sides) => ShapeFault(sides, MostElements, out _);

    /// <summary>An operation that makes a tensor of a given shape from little.</summary>
    /// <param name="constants">By name; null for those that are no short list of integers.</param>
    /// <inheritdoc cref="AddNode"/>
    public static string? Fault(string op, IReadOnlyList<string> inputs, IReadOnlyDictionary<string, long[]?> constants)
    {
        if (!ShapeInputs.TryGetValue(op, out var at) || at >= inputs.Count || !constants.TryGetValue(inputs[at], out var shape) || shape is null)
            return null;
        var elements = 1L;
        foreach (var side in shape)
            if (side > 0 && (elements *= side > MostElements ? MostElements + 1 : side) > MostElements)
                return $"the operation {op} makes more than {MostElements:N0} values";
        return null;
    }

    static string? ShapeFault(IReadOnlyList<long> sides, long most, out long elements)
    {
        elements = 1;
        if (sides.Count > MostSides)
            return $"a tensor has more than {MostSides} dimensions";
        foreach (var side in sides)
        {
            if (side < 0)
                return $"a tensor has a side of {side}";
            elements = side == 0 ? 0 : elements > most / side ? most + 1 : elements * side;
            if (elements > most)
                return $"a tensor has more than {most:N0} values";
        }
        return null;
    }
}
