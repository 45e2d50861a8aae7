using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Avatars.Files;

namespace Avatars.Datasets.Pairs;

/// <summary>Writes tensors as a .safetensors file: eight bytes of header length, a JSON header, the raw little-endian data.</summary>
sealed class ShardFile
{
    const int Alignment = 8; // of the first tensor's bytes

    readonly List<(string Name, string Kind, int[] Shape, byte[] Bytes)> _tensors = [];

    public void Add<T>(string name, string kind, ReadOnlySpan<T> values, params int[] shape) where T : unmanaged =>
        _tensors.Add((name, kind, shape, MemoryMarshal.AsBytes(values).ToArray()));

    /// <summary>Encoded files one after another, and where each begins.</summary>
    public void AddFiles(string name, IReadOnlyList<byte[]> files)
    {
        var offsets = new long[files.Count + 1];
        for (var i = 0; i < files.Count; i++)
            offsets[i + 1] = offsets[i] + files[i].Length;
        var bytes = new byte[offsets[^1]];
        for (var i = 0; i < files.Count; i++)
            files[i].CopyTo(bytes, offsets[i]);
        _tensors.Add((name, "U8", [bytes.Length], bytes));
        Add<long>(name + "_offsets", "I64", offsets, offsets.Length);
    }

    /// <summary>Writes a temporary file, then renames it. Wider types come first, so that every tensor is aligned to its element size.</summary>
    /// <returns>SHA-256 of the file, lower-case hexadecimal.</returns>
    public string Write(string path)
    {
        var header = new Dictionary<string, object>();
        var tensors = _tensors.OrderBy(tensor => tensor.Kind switch { "I64" => 0, "F32" or "I32" => 1, "U16" => 2, _ => 3 }).ToArray();
        long offset = 0;
        foreach (var (name, kind, shape, bytes) in tensors)
            header[name] = new { dtype = kind, shape, data_offsets = new[] { offset, offset += bytes.Length } };
        var json = JsonSerializer.Serialize(header);
        json += new string(' ', (Alignment - Encoding.UTF8.GetByteCount(json) % Alignment) % Alignment);
        var hash = "";
        var beside = WholeFile.Beside(path);
        try
        {
            using (var file = File.Create(beside))
            {
                Span<byte> length = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(length, Encoding.UTF8.GetByteCount(json));
                file.Write(length);
                file.Write(Encoding.UTF8.GetBytes(json));
                foreach (var tensor in tensors)
                    file.Write(tensor.Bytes);
            }
            hash = Hash(beside);
            WholeFile.MoveInto(beside, path);
        }
        finally
        {
            UnfinishedFiles.Delete(beside);
        }
        return hash;
    }

    public static string Hash(string path)
    {
        using var file = WholeFile.Open(path, long.MaxValue);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
