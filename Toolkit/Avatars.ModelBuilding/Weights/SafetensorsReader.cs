using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Avatars.ModelBuilding.Weights;

/// <summary>A tensor of a .safetensors file.</summary>
/// <param name="Type">F64, F32, F16, BF16, I64, I32, I16, I8, U8 or BOOL.</param>
/// <param name="Begin">First byte, counted from the start of the file.</param>
/// <param name="End">One past the last byte.</param>
public sealed record SafetensorsEntry(string Name, string Type, long[] Shape, long Begin, long End)
{
    public long Count => Shape.Aggregate(1L, (product, side) => product * side);
}

/// <summary>Reads .safetensors files piece by piece. The header is checked whole before any tensor is believed.</summary>
/// <remarks>Format: huggingface/safetensors, README: 8 bytes of header length, JSON header, data without holes.</remarks>
public sealed class SafetensorsReader : IDisposable
{
    const int Piece = 1 << 16;

    readonly FileStream _stream;

    SafetensorsReader(FileStream stream, IReadOnlyDictionary<string, SafetensorsEntry> entries)
    {
        _stream = stream;
        Entries = entries;
    }

    public IReadOnlyDictionary<string, SafetensorsEntry> Entries { get; }

    public string Path => _stream.Name;

    /// <exception cref="FormatException">The header does not fit the file; the message names file, byte and tensor.</exception>
    public static SafetensorsReader Open(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        try
        {
            return new SafetensorsReader(stream, SafetensorsHeader.Read(stream));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The values as float32, row-major, piece by piece; a piece is valid until the next one.</summary>
    /// <exception cref="FormatException">The file has no tensor of that name.</exception>
    public IEnumerable<ReadOnlyMemory<float>> Read(string name)
    {
        if (!Entries.TryGetValue(name, out var entry))
            throw new FormatException($"'{Path}' holds no tensor '{name}'.");
        return ReadPieces(entry);
    }

    IEnumerable<ReadOnlyMemory<float>> ReadPieces(SafetensorsEntry entry)
    {
        var size = SafetensorsHeader.SizeOf(entry.Type);
        var bytes = new byte[(int)Math.Min(entry.End - entry.Begin, (long)Piece * size)];
        var values = new float[bytes.Length / size];
        for (var at = entry.Begin; at < entry.End;)
        {
            var length = (int)Math.Min(entry.End - at, bytes.Length);
            _stream.Position = at; // other tensors may be read in between
            _stream.ReadExactly(bytes, 0, length);
            Widen(bytes.AsSpan(0, length), entry.Type, values);
            yield return values.AsMemory(0, length / size);
            at += length;
        }
    }

    static void Widen(ReadOnlySpan<byte> bytes, string type, Span<float> values)
    {
        switch (type)
        {
            case "F32": bytes.CopyTo(MemoryMarshal.AsBytes(values)); break;
            case "F16": Widen(MemoryMarshal.Cast<byte, Half>(bytes), values); break;
            case "F64": Widen(MemoryMarshal.Cast<byte, double>(bytes), values); break;
            case "I64": Widen(MemoryMarshal.Cast<byte, long>(bytes), values); break;
            case "I32": Widen(MemoryMarshal.Cast<byte, int>(bytes), values); break;
            case "I16": Widen(MemoryMarshal.Cast<byte, short>(bytes), values); break;
            case "I8": Widen(MemoryMarshal.Cast<byte, sbyte>(bytes), values); break;
            case "BF16":
                for (var i = 0; i < bytes.Length / 2; i++)
                    values[i] = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]) << 16);
                break;
            default: Widen(bytes, values); break;
        }
    }

    static void Widen<T>(ReadOnlySpan<T> from, Span<float> to)
        where T : System.Numerics.INumber<T>
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = float.CreateTruncating(from[i]);
    }

    public void Dispose() => _stream.Dispose();
}
