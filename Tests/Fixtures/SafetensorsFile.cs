using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Avatars.Fixtures;

/// <summary>Reads whole .safetensors files of trusted origin: golden data, for tests only.</summary>
public static class SafetensorsFile
{
    /// <exception cref="FormatException">The header does not fit the file.</exception>
    public static IReadOnlyDictionary<string, GoldenTensor> Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var headerLength = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        using var header = JsonDocument.Parse(bytes.AsMemory(8, headerLength));
        var tensors = new Dictionary<string, GoldenTensor>(StringComparer.Ordinal);
        foreach (var entry in header.RootElement.EnumerateObject())
        {
            if (entry.NameEquals("__metadata__"))
                continue;
            var shape = entry.Value.GetProperty("shape").EnumerateArray().Select(n => n.GetInt32()).ToArray();
            var offsets = entry.Value.GetProperty("data_offsets").EnumerateArray().Select(n => n.GetInt32()).ToArray();
            var type = entry.Value.GetProperty("dtype").GetString()!;
            if (offsets[0] > offsets[1] || 8 + headerLength + offsets[1] > bytes.Length)
                throw new FormatException($"'{path}': tensor '{entry.Name}' ends at {offsets[1]}, outside the file.");
            tensors.Add(entry.Name, new GoldenTensor(type, shape, bytes.AsMemory(8 + headerLength + offsets[0], offsets[1] - offsets[0])));
        }
        return tensors;
    }
}

/// <summary>A tensor as it lies in a file.</summary>
/// <param name="Type">Safetensors' name: U8, I32, I64, F16, F32, F64, BOOL.</param>
/// <param name="Shape">Row-major; empty for a scalar.</param>
/// <param name="Bytes">Little-endian.</param>
public sealed record GoldenTensor(string Type, int[] Shape, ReadOnlyMemory<byte> Bytes)
{
    public int Count => Shape.Aggregate(1, (product, side) => product * side);

    /// <summary>The values, narrowed or widened to float32.</summary>
    public float[] ToFloats() => Type == "F32" ? As<float>() : Array.ConvertAll(ToDoubles(), value => (float)value);

    /// <summary>The values, widened to float64; exact for every type but I64 beyond 2^53.</summary>
    public double[] ToDoubles() => Type switch
    {
        "U8" or "BOOL" => Array.ConvertAll(Bytes.ToArray(), value => (double)value),
        "I32" => Array.ConvertAll(As<int>(), value => (double)value),
        "I64" => Array.ConvertAll(As<long>(), value => (double)value),
        "F16" => Array.ConvertAll(As<Half>(), value => (double)value),
        "F32" => Array.ConvertAll(As<float>(), value => (double)value),
        "F64" => As<double>(),
        _ => throw new NotSupportedException($"Golden data has no type '{Type}'."),
    };

    /// <exception cref="InvalidCastException">The type is a floating one.</exception>
    public long[] ToIntegers() => Type switch
    {
        "I64" => As<long>(),
        "I32" => Array.ConvertAll(As<int>(), value => (long)value),
        "U8" or "BOOL" => Array.ConvertAll(Bytes.ToArray(), value => (long)value),
        _ => throw new InvalidCastException($"A tensor of type {Type} does not hold integers."),
    };

    T[] As<T>() where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes.Span).ToArray();
}
