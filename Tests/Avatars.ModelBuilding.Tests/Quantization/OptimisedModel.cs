using System.Runtime.InteropServices;
using Avatars.ModelBuilding.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Avatars.ModelBuilding.Quantization;

/// <summary>What ONNX Runtime makes of a model: the operators that it really runs, and the weights that they multiply with.</summary>
static class OptimisedModel
{
    /// <summary>Where the second factor of a product of bytes stands among a node's inputs.</summary>
    static readonly Dictionary<string, int> SecondFactors = new(StringComparer.Ordinal)
    {
        ["QLinearConv"] = 3, ["QLinearMatMul"] = 3, ["QGemm"] = 3, ["MatMulInteger"] = 1, ["MatMulIntegerToFloat"] = 1,
        ["ConvInteger"] = 1, ["DynamicQuantizeMatMul"] = 1, ["QAttention"] = 1,
    };

    public static PlainModel Of(byte[] model)
    {
        var file = Path.GetTempFileName();
        try
        {
            using var options = new SessionOptions
            {
                IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, OptimizedModelFilePath = file,
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            };
            using (new InferenceSession(model, options))
                return PlainModel.Read(File.ReadAllBytes(file), "optimised");
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Products of bytes in such a model: the node, and its constant weights as signed bytes, null where both factors are computed.</summary>
    public static IEnumerable<(string Layer, sbyte[]? Weights)> ByteProducts(PlainModel optimised)
    {
        foreach (var node in optimised.Nodes)
            if (SecondFactors.TryGetValue(node.Operator, out var input))
                yield return ($"{node.Operator} {node.Outputs[0]}", optimised.Constants.TryGetValue(node.Inputs[input], out var weight)
                    ? Bytes(weight) : null);
    }

    static sbyte[] Bytes(PlainTensor tensor)
    {
        Assert.That(tensor.Type, Is.EqualTo(PlainTensor.Signed8), $"{tensor.Name}: weights are signed");
        var values = new List<sbyte>();
        foreach (var field in ProtoField.Read(tensor.Encoded, tensor.Name))
            if (field.Field == TensorMessage.RawData)
                values.AddRange(MemoryMarshal.Cast<byte, sbyte>(field.Content));
            else if (field.Field == 5) // int32_data
                values.AddRange(field.Numbers(tensor.Name).Select(value => (sbyte)value));
        Assert.That(values, Has.Count.EqualTo(tensor.Count));
        return [.. values];
    }
}
