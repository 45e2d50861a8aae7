using System.Runtime.InteropServices;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Onnx;

/// <summary>A weight's values as bytes of the file, little-endian.</summary>
static class WeightBytes
{
    public static long LengthOf(Weight weight, WeightStorage storage) => weight.Count * (storage == WeightStorage.Float16 ? 2 : 4);

    /// <exception cref="FormatException">The source gives another number of values, or one that float16 cannot hold.</exception>
    public static void Write(Stream stream, Weight weight, IWeightSource source, WeightStorage storage)
    {
        var count = 0L;
        Half[] narrow = [];
        foreach (var piece in source.Read(weight))
        {
            count += piece.Length;
            if (storage == WeightStorage.Float32)
            {
                stream.Write(MemoryMarshal.AsBytes(piece.Span));
                continue;
            }
            if (narrow.Length < piece.Length)
                narrow = new Half[piece.Length];
            Narrow(piece.Span, narrow, weight.Name);
            stream.Write(MemoryMarshal.AsBytes(narrow.AsSpan(0, piece.Length)));
        }
        if (count != weight.Count)
            throw new FormatException($"The source gave {count} values of '{weight.Name}', which has {weight.Count}.");
    }

    static void Narrow(ReadOnlySpan<float> values, Span<Half> halves, string name)
    {
        for (var i = 0; i < values.Length; i++)
        {
            halves[i] = (Half)values[i];
            if (Half.IsInfinity(halves[i]) && float.IsFinite(values[i]))
                throw new FormatException($"Value {i} of '{name}' is {values[i]}, beyond float16's 65504. Store the weights as float32.");
        }
    }
}
