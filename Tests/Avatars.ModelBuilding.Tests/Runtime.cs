using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Avatars.ModelBuilding;

/// <summary>Runs graphs through ONNX Runtime, from the bytes that would lie in the file.</summary>
static class Runtime
{
    /// <summary>All outputs by name, row-major.</summary>
    /// <param name="inputs">By name; the batch is their first side.</param>
    public static Dictionary<string, float[]> Run(Graph graph, IWeightSource weights, IEnumerable<(string Name, float[] Values)> inputs,
        WeightStorage storage = WeightStorage.Float32)
    {
        using var bytes = new MemoryStream();
        OnnxFile.Write(graph, bytes, weights, storage);
        return Run(bytes.ToArray(), inputs);
    }

    public static Dictionary<string, float[]> Run(byte[] model, IEnumerable<(string Name, float[] Values)> inputs)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(model, options);
        var values = inputs.Select(input =>
            NamedOnnxValue.CreateFromTensor(input.Name, TensorOf(session.InputMetadata[input.Name].Dimensions, input))).ToArray();
        using var results = session.Run(values);
        return results.ToDictionary(result => result.Name, result => result.AsEnumerable<float>().ToArray());
    }

    static DenseTensor<float> TensorOf(int[] shape, (string Name, float[] Values) input)
    {
        var sample = shape.Where(side => side > 0).Aggregate(1, (product, side) => product * side);
        Assert.That(input.Values.Length % sample, Is.Zero, $"{input.Name} has {input.Values.Length} values, a sample takes {sample}");
        return new DenseTensor<float>(input.Values, Array.ConvertAll(shape, side => side > 0 ? side : input.Values.Length / sample));
    }
}

/// <summary>Weights that a test hands over.</summary>
sealed class GivenWeights(Dictionary<string, float[]> values) : IWeightSource
{
    public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight) => [values[weight.Name]];
}
