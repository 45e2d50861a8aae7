using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;

namespace Avatars.Formats;

/// <summary>A glTF 2.0 document and its buffers: a <c>.glb</c>, or a <c>.gltf</c> with data URIs and files beside it.</summary>
sealed class GltfContainer : IDisposable
{
    const long MaximumBytes = 1L << 30;
    const uint Magic = 0x46546C67; // "glTF"
    const uint JsonChunk = 0x4E4F534A;
    const uint BinaryChunk = 0x004E4942;

    readonly JsonDocument _document;
    readonly byte[][] _buffers;

    GltfContainer(string source, JsonDocument document, ReadOnlyMemory<byte> binary)
    {
        Source = source;
        _document = document;
        Root = new GltfElement(source, "", document.RootElement);
        var version = Root.Object("asset").Text("version") ?? "none";
        if (!version.StartsWith("2.", StringComparison.Ordinal))
            throw Root.Wrong($"glTF version {version}. Only 2.x is read; convert the file.");
        foreach (var name in Root.Items("extensionsRequired"))
            throw name.Wrong($"the file needs the extension {name}, which is not read. Export it without compression and extensions.");
        var buffers = new List<byte[]>();
        foreach (var buffer in Root.Items("buffers"))
            buffers.Add(ReadBuffer(buffer, buffers.Count, binary));
        _buffers = buffers.ToArray();
    }

    public string Source { get; }

    public GltfElement Root { get; }

    /// <exception cref="FormatException">It is no glTF 2.0, or broken; the message names the byte or the field.</exception>
    public static GltfContainer Open(string path)
    {
        var length = new FileInfo(path).Length;
        if (length > MaximumBytes)
            throw new FormatException($"{path}: {length} bytes are more than are read ({MaximumBytes}).");
        return Open(File.ReadAllBytes(path), path);
    }

    public static GltfContainer Open(byte[] bytes, string source)
    {
        if (bytes.Length >= 4 && BitConverter.ToUInt32(bytes, 0) == Magic)
            return OpenBinary(bytes, source);
        return new GltfContainer(source, Parse(bytes, source), default);
    }

    /// <summary>The bytes of a buffer view.</summary>
    public ReadOnlySpan<byte> View(GltfElement view)
    {
        var buffer = view.Index("buffer", _buffers.Length);
        var offset = view.Integer("byteOffset", 0, 0);
        var length = view.Integer("byteLength", null, 1);
        if (offset + length > _buffers[buffer].Length)
            throw view.Wrong($"bytes {offset} to {offset + length} of buffer {buffer}, which has {_buffers[buffer].Length}. The file was cut off or is damaged.");
        return _buffers[buffer].AsSpan((int)offset, (int)length);
    }

    /// <summary>Reads what a URI names: a data URI, or a file in the same folder or below.</summary>
    public byte[] ReadUri(GltfElement owner, string uri)
    {
        if (uri.StartsWith("data:", StringComparison.Ordinal))
        {
            var comma = uri.IndexOf(";base64,", StringComparison.Ordinal);
            try
            {
                return comma >= 0 ? Convert.FromBase64String(uri[(comma + 8)..]) : throw new FormatException();
            }
            catch (FormatException)
            {
                throw owner.Wrong("a data URI that is not base64.");
            }
        }
        var name = Uri.UnescapeDataString(uri);
        var parts = name.Split('/');
        if (Path.IsPathRooted(name) || name.Contains(':', StringComparison.Ordinal) || name.Contains('\\', StringComparison.Ordinal) || Array.IndexOf(parts, "..") >= 0)
            throw owner.Wrong($"the file '{BvhReader.Shorten(name)}' is outside of the model's folder. Only files beside the model are read.");
        var path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(Source)) ?? "", name);
        if (!File.Exists(path))
            throw owner.Wrong($"the file '{BvhReader.Shorten(name)}' is missing beside the model.");
        if (new FileInfo(path).Length > MaximumBytes)
            throw owner.Wrong($"the file '{BvhReader.Shorten(name)}' is larger than {MaximumBytes} bytes.");
        return File.ReadAllBytes(path);
    }

    public void Dispose() => _document.Dispose();

    static GltfContainer OpenBinary(byte[] bytes, string source)
    {
        var reader = new ByteReader(bytes, source);
        reader.UInt32("the magic number");
        var version = reader.UInt32("the version");
        if (version != 2)
            throw reader.Wrong($"version {version} of binary glTF. Only version 2 is read; convert the file.");
        reader.UInt32("the length");
        var (json, kind) = Chunk(ref reader, bytes);
        if (kind != JsonChunk)
            throw reader.Wrong("the first chunk is not JSON. This is no glTF 2.0 file, or it is damaged.");
        var binary = ReadOnlyMemory<byte>.Empty;
        while (reader.Left > 0 && binary.IsEmpty)
        {
            var (chunk, chunkKind) = Chunk(ref reader, bytes);
            if (chunkKind == BinaryChunk)
                binary = chunk;
        }
        return new GltfContainer(source, Parse(json, source), binary);
    }

    static (ReadOnlyMemory<byte> Bytes, uint Kind) Chunk(ref ByteReader reader, byte[] bytes)
    {
        var length = reader.UInt32("a chunk's length");
        var kind = reader.UInt32("a chunk's type");
        var start = reader.Offset;
        reader.Take(length, "a chunk");
        return (bytes.AsMemory(start, (int)length), kind);
    }

    static JsonDocument Parse(ReadOnlyMemory<byte> json, string source)
    {
        try
        {
            return JsonDocument.Parse(json.Span.StartsWith(Encoding.UTF8.GetPreamble()) ? json[3..] : json);
        }
        catch (JsonException error)
        {
            throw new FormatException($"{source}, JSON line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}: {error.Message} This is no glTF file, or it is damaged.", error);
        }
    }

    byte[] ReadBuffer(GltfElement buffer, int index, ReadOnlyMemory<byte> binary)
    {
        var length = buffer.Integer("byteLength", null, 1);
        var bytes = buffer.Text("uri") is { } uri ? ReadUri(buffer, uri)
            : index == 0 && !binary.IsEmpty ? binary.ToArray()
            : throw buffer.Wrong("no bytes: neither a uri nor a binary chunk. The file was cut off; fetch it again.");
        return bytes.Length >= length ? bytes : throw buffer.Wrong($"{length} bytes are announced, but {bytes.Length} are there. The file was cut off; fetch it again.");
    }
}
