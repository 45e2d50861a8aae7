using System.Buffers.Binary;
using System.Text.Json;
using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Weights;

/// <summary>Writes weights as .safetensors, streamed from their source.</summary>
public static class SafetensorsWriter
{
    const int Alignment = 8; // of the data, as the reference implementation pads its header

    /// <summary>Writes beside <paramref name="path"/>, then renames.</summary>
    public static void Save(string path, IReadOnlyList<Weight> weights, IWeightSource source, WeightStorage storage = WeightStorage.Float32) =>
        OnnxFile.Save(path, stream =>
    {
        var header = Header(weights, storage);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var weight in weights)
            WeightBytes.Write(stream, weight, source, storage);
    });

    static byte[] Header(IReadOnlyList<Weight> weights, WeightStorage storage)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            var at = 0L;
            foreach (var weight in weights)
            {
                json.WriteStartObject(weight.Name);
                json.WriteString("dtype", storage == WeightStorage.Float16 ? "F16" : "F32");
                WriteNumbers(json, "shape", Array.ConvertAll(weight.Shape, side => (long)side));
                WriteNumbers(json, "data_offsets", at, at += WeightBytes.LengthOf(weight, storage));
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (bytes.Length % Alignment != 0)
            bytes.WriteByte((byte)' ');
        return bytes.ToArray();
    }

    static void WriteNumbers(Utf8JsonWriter json, string name, params ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
