using System.Buffers.Binary;
using System.Text.Json;
using Avatars.Files;

namespace Avatars.ModelBuilding.Weights;

/// <summary>Reads and checks the header of a .safetensors file.</summary>
static class SafetensorsHeader
{
    public const string Metadata = "__metadata__";

    const int Prefix = 8;
    const int LongestHeader = 1 << 25; // bytes; the largest published checkpoints have shards of some 10,000 tensors, 2 MB
    const string Remedy = "The file is damaged, or no safetensors file: download it again.";

    /// <exception cref="FormatException">Anything in the header is not as the format demands.</exception>
    public static IReadOnlyDictionary<string, StoredTensor> Read(FileStream stream)
    {
        var file = stream.Name;
        if (stream.Length < Prefix)
            throw Broken(file, 0, $"a safetensors file begins with 8 bytes of header length, and this one has {stream.Length} bytes");
        Span<byte> prefix = stackalloc byte[Prefix];
        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > LongestHeader || (long)length > stream.Length - Prefix)
            throw Broken(file, 0, $"the header claims {length} bytes, the file has {stream.Length - Prefix} after this number");
        var json = new byte[length];
        stream.ReadExactly(json);
        var entries = Parse(json, file, Prefix + (long)length);
        RequireWhole(entries.Values, file, Prefix + (long)length, stream.Length);
        return entries;
    }

    static Dictionary<string, StoredTensor> Parse(byte[] json, string file, long data)
    {
        using var header = JsonText.Parse(json, $"'{file}', header at byte {Prefix}", Remedy);
        if (header.RootElement.ValueKind != JsonValueKind.Object)
            throw Broken(file, Prefix, "the header is no JSON object");
        var entries = new Dictionary<string, StoredTensor>(StringComparer.Ordinal);
        foreach (var tensor in header.RootElement.EnumerateObject().Where(tensor => !tensor.NameEquals(Metadata)))
        {
            if (entries.Count == StoredTensor.MostTensors || tensor.Name.Length > StoredTensor.LongestName)
                throw Broken(file, Prefix, $"the header holds more than {StoredTensor.MostTensors:N0} tensors, "
                    + $"or a name of more than {StoredTensor.LongestName} letters. No checkpoint does");
            if (!entries.TryAdd(tensor.Name, EntryOf(tensor, file, data)))
                throw Broken(file, Prefix, $"the header names the tensor {ErrorLine.Quote(tensor.Name)} twice");
        }
        return entries;
    }

    static StoredTensor EntryOf(JsonProperty tensor, string file, long data)
    {
        if (tensor.Value.ValueKind != JsonValueKind.Object
            || !tensor.Value.TryGetProperty("dtype", out var dtype) || dtype.ValueKind != JsonValueKind.String
            || !tensor.Value.TryGetProperty("shape", out var shape) || !IsIntegers(shape, out var sides)
            || !tensor.Value.TryGetProperty("data_offsets", out var offsets) || !IsIntegers(offsets, out var span) || span.Length != 2)
            throw Broken(file, Prefix, $"tensor {ErrorLine.Quote(tensor.Name)} lacks a dtype, a shape of whole numbers (at most "
                + $"{StoredTensor.MostAxes}) or two data_offsets");
        var type = dtype.GetString()!;
        var size = StoredTensor.SizeOf(type);
        if (size == 0)
            throw Broken(file, Prefix, $"tensor {ErrorLine.Quote(tensor.Name)} has the type {ErrorLine.Quote(type)}; "
                + $"known are {string.Join(", ", StoredTensor.Types)}");
        var bytes = sides.Aggregate((UInt128)size, (product, side) => product > long.MaxValue ? product : product * (ulong)side);
        if (span[1] < span[0] || bytes != (ulong)(span[1] - span[0]))
            throw Broken(file, Prefix, $"tensor {ErrorLine.Quote(tensor.Name)}, {type} of shape [{string.Join(", ", sides)}], takes {bytes} bytes, "
                + $"not those from {span[0]} to {span[1]}");
        return new StoredTensor(tensor.Name, type, sides, data + span[0], data + span[1]);
    }

    static bool IsIntegers(JsonElement list, out long[] numbers)
    {
        numbers = [];
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > StoredTensor.MostAxes)
            return false;
        numbers = [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number)
            && number <= long.MaxValue / 2 ? number : -1)];
        return numbers.All(number => number >= 0);
    }

    /// <summary>The tensors fill the data one after another, without holes and to the last byte.</summary>
    static void RequireWhole(IEnumerable<StoredTensor> entries, string file, long data, long length)
    {
        var at = data;
        foreach (var entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != at)
                throw Broken(file, entry.Begin, $"tensor {ErrorLine.Quote(entry.Name)} begins here, but the tensor before it ends at byte {at}: "
                    + $"they {(entry.Begin < at ? "overlap" : "leave a hole")}");
            at = entry.End;
            if (at > length)
                throw Broken(file, length, $"the file ends here, in the middle of tensor {ErrorLine.Quote(entry.Name)}, which goes to byte {at}");
        }
        if (at != length)
            throw Broken(file, at, $"the last tensor ends here, but the file goes on to byte {length}");
    }

    static FormatException Broken(string file, long at, string why) =>
        new($"'{file}', byte {at}: {ErrorLine.Printable(why, 400)}. Download it again, or save it anew.");
}
