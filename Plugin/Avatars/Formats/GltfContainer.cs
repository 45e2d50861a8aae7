using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using Avatars.Files;

namespace Avatars.Formats;

/// <summary>
/// A glTF 2.0 document and its buffers: a <c>.glb</c>, or a <c>.gltf</c> with data URIs and files beside it. Buffers are read on demand, each file
/// once. A required extension is refused only where something that it changes is read.
/// </summary>
sealed class GltfContainer : IDisposable
{
    /// <summary>Largest file, and largest sum of all buffers, bytes.</summary>
    const long MaximumBytes = 1L << 30;

    const uint Magic = 0x46546C67; // "glTF"
    const uint JsonChunk = 0x4E4F534A;
    const uint BinaryChunk = 0x004E4942;
    const string Remedy = "This is no glTF file, or it is damaged.";

    readonly JsonDocument _document;
    readonly ReadOnlyMemory<byte> _binary;
    readonly GltfElement[] _bufferElements;
    readonly ReadOnlyMemory<byte>[] _buffers;
    readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    long _bytesRead;

    GltfContainer(string source, JsonDocument document, ReadOnlyMemory<byte> binary, long size)
    {
        Source = source;
        Size = size;
        _document = document;
        _binary = binary;
        Root = new GltfElement(source, "", document.RootElement);
        var version = Root.Object("asset").Text("version") ?? "none";
        if (!version.StartsWith("2.", StringComparison.Ordinal))
            throw Root.Wrong($"glTF version {BvhReader.Shorten(version)}. Only 2.x is read; convert the file.");
        _bufferElements = Root.Items("buffers");
        _buffers = new ReadOnlyMemory<byte>[_bufferElements.Length];
    }

    public string Source { get; }

    public GltfElement Root { get; }

    /// <summary>Bytes of the document, without files beside it.</summary>
    public long Size { get; }

    /// <exception cref="FormatException">It is no glTF 2.0, or broken; the message names the byte or the field.</exception>
    public static GltfContainer Open(string path) => Open(WholeFile.Read(path, MaximumBytes), path);

    public static GltfContainer Open(byte[] bytes, string source)
    {
        if (bytes.Length >= 4 && BitConverter.ToUInt32(bytes, 0) == Magic)
            return OpenBinary(bytes, source);
        return new GltfContainer(source, JsonText.Parse(bytes, source, Remedy), default, bytes.Length);
    }

    /// <summary>The bytes of a buffer view.</summary>
    public ReadOnlySpan<byte> View(GltfElement view)
    {
        foreach (var compression in new[] { "EXT_meshopt_compression", "KHR_meshopt_compression" })
            if (view.Extension(compression) is not null)
                throw view.Wrong($"the bytes are compressed with {compression}, which is not read. Export the file without compression.");
        var buffer = view.Index("buffer", _buffers.Length);
        var offset = view.Integer("byteOffset", 0, 0);
        var length = view.Integer("byteLength", null, 1);
        var bytes = Buffer(buffer).Span;
        if (offset + length > bytes.Length)
            throw view.Wrong($"bytes {offset} to {offset + length} of buffer {buffer}, which has {bytes.Length}. The file was cut off or is damaged.");
        return bytes.Slice((int)offset, (int)length);
    }

    /// <summary>Reads what a URI names: a data URI, or a file in the same folder or below.</summary>
    public byte[] ReadUri(GltfElement owner, string uri)
    {
        if (_files.TryGetValue(uri, out var known))
            return known;
        var bytes = uri.StartsWith("data:", StringComparison.Ordinal) ? FromBase64(owner, uri) : ReadSidecar(owner, uri);
        _bytesRead += bytes.Length;
        if (_bytesRead > MaximumBytes)
            throw owner.Wrong($"the buffers are larger than {MaximumBytes} bytes together. Split the model.");
        return _files[uri] = bytes;
    }

    public void Dispose() => _document.Dispose();

    static byte[] FromBase64(GltfElement owner, string uri)
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

    byte[] ReadSidecar(GltfElement owner, string uri)
    {
        var name = Uri.UnescapeDataString(uri);
        var outside = owner.Wrong($"the file {ErrorLine.Quote(name)} is outside of the model's folder. Only files beside the model are read.");
        var parts = name.Split('/');
        if (name.Length == 0 || Path.IsPathRooted(name) || name.Contains(':') || name.Contains('\\') || name.Contains('\0') || Array.IndexOf(parts, "..") >= 0)
            throw outside;
        var folder = Path.GetDirectoryName(Path.GetFullPath(Source)) ?? "";
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
            throw owner.Wrong($"the file {ErrorLine.Quote(name)} is missing beside the model.");
        return RealPath.IsWithin(path, folder) ? WholeFile.Read(path, MaximumBytes) : throw outside;
    }

    ReadOnlyMemory<byte> Buffer(int index)
    {
        if (!_buffers[index].IsEmpty)
            return _buffers[index];
        var buffer = _bufferElements[index];
        var length = buffer.Integer("byteLength", null, 1);
        var bytes = buffer.Text("uri") is { } uri ? ReadUri(buffer, uri)
            : index == 0 && !_binary.IsEmpty ? _binary
            : throw buffer.Wrong("no bytes: neither a uri nor a binary chunk. The file was cut off; fetch it again.");
        return bytes.Length >= length ? _buffers[index] = bytes
            : throw buffer.Wrong($"{length} bytes are announced, but {bytes.Length} are there. The file was cut off; fetch it again.");
    }

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
        while (reader.Left >= 8 && binary.IsEmpty)
        {
            var (chunk, chunkKind) = Chunk(ref reader, bytes);
            if (chunkKind == BinaryChunk)
                binary = chunk;
        }
        return new GltfContainer(source, JsonText.Parse(json, source + ", JSON", Remedy), binary, bytes.Length);
    }

    static (ReadOnlyMemory<byte> Bytes, uint Kind) Chunk(ref ByteReader reader, byte[] bytes)
    {
        var length = reader.UInt32("a chunk's length");
        var kind = reader.UInt32("a chunk's type");
        var start = reader.Offset;
        reader.Take(length, "a chunk");
        return (bytes.AsMemory(start, (int)length), kind);
    }
}
