using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Quantization;

/// <summary>How a <see cref="PlainModel"/>'s constants are stored.</summary>
static class PlainModelStorage
{
    const int LeastCount = 256; // scalars; a cast for less is not worth its name

    /// <summary>Float32 constants that float16 holds exactly are stored so, each behind a cast that is folded at load: weights that were trained or
    /// shipped as float16 keep their size.</summary>
    public static PlainModel WithHalves(this PlainModel model)
    {
        var (casts, constants) = (new List<PlainNode>(), new List<PlainTensor>());
        foreach (var tensor in model.Constants.Values)
        {
            if (tensor.Count < LeastCount || !tensor.IsFloat || !TryNarrow(tensor.Floats(model.File), out var halves))
            {
                constants.Add(tensor);
                continue;
            }
            var narrow = PlainTensor.Of<Half>(tensor.Name + ":float16", (int)ElementType.Float16, tensor.Shape, halves);
            constants.Add(narrow);
            casts.Add(PlainNode.Of("Cast", [narrow.Name], tensor.Name, NodeAttribute.Integer("to", (int)ElementType.Float32)));
        }
        return model.With(casts.Concat(model.Nodes), constants);
    }

    static bool TryNarrow(float[] values, out Half[] halves)
    {
        halves = Array.ConvertAll(values, value => (Half)value);
        for (var i = 0; i < values.Length; i++)
            if ((float)halves[i] != values[i])
                return false;
        return true;
    }
}
