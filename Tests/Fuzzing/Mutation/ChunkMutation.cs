using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Avatars.Fuzzing.Mutation;

/// <summary>Mutations of files that are chunks: their order, number, content, with lengths and checksums made right again most of the time.</summary>
static class ChunkMutation
{
    sealed record Chunk(byte[] Type, byte[] Body);

    public static byte[] Png(byte[] bytes, byte[] other, Random random)
    {
        if (bytes.Length < 8)
            return ByteMutation.Of(bytes, other, random);
        var chunks = Read(bytes, 8, isBigEndian: true, typeFirst: false, after: 4);
        Change(chunks, random, PngBody);
        using var file = new MemoryStream();
        file.Write(bytes, 0, 8);
        foreach (var chunk in chunks)
            Write(file, chunk, random, isBigEndian: true, typeFirst: false, hasChecksum: true, alignment: 1);
        return file.ToArray();
    }

    /// <summary>Binary glTF: a JSON chunk and a binary one.</summary>
    public static byte[] Glb(byte[] bytes, byte[] other, Random random)
    {
        if (bytes.Length < 20)
            return ByteMutation.Of(bytes, other, random);
        var chunks = Read(bytes, 12, isBigEndian: false, typeFirst: false, after: 0);
        var others = other.Length < 20 ? [] : Read(other, 12, isBigEndian: false, typeFirst: false, after: 0);
        Change(chunks, random, (chunk, source) => chunk.Type.AsSpan().StartsWith("JSON"u8)
            ? JsonMutation.Of(chunk.Body, others.FirstOrDefault()?.Body ?? chunk.Body, source) : ByteMutation.Binary(chunk.Body, chunk.Body, source));
        using var file = new MemoryStream();
        file.Write(bytes, 0, 12);
        foreach (var chunk in chunks)
            Write(file, chunk, random, isBigEndian: false, typeFirst: false, hasChecksum: false, alignment: 4);
        var made = file.ToArray();
        if (random.Next(10) > 0)
            BinaryPrimitives.WriteUInt32LittleEndian(made.AsSpan(8), (uint)made.Length);
        return made;
    }

    /// <summary>WAV and other RIFF files.</summary>
    public static byte[] Riff(byte[] bytes, byte[] other, Random random)
    {
        if (bytes.Length < 20)
            return ByteMutation.Of(bytes, other, random);
        var chunks = Read(bytes, 12, isBigEndian: false, typeFirst: true, after: 0);
        Change(chunks, random, (chunk, source) => ByteMutation.Binary(chunk.Body, chunk.Body, source));
        using var file = new MemoryStream();
        file.Write(bytes, 0, 12);
        foreach (var chunk in chunks)
            Write(file, chunk, random, isBigEndian: false, typeFirst: true, hasChecksum: false, alignment: 2);
        var made = file.ToArray();
        if (random.Next(5) > 0)
            BinaryPrimitives.WriteUInt32LittleEndian(made.AsSpan(4), (uint)made.Length - 8);
        return made;
    }

    /// <summary>JPEG: segments between markers; the coded picture belongs to the scan's segment.</summary>
    public static byte[] Jpeg(byte[] bytes, byte[] other, Random random)
    {
        var segments = Segments(bytes);
        if (segments.Count < 3)
            return ByteMutation.Of(bytes, other, random);
        var at = random.Next(1, segments.Count);
        switch (random.Next(8))
        {
            case 0: segments.RemoveAt(at); break;
            case 1: segments.Insert(random.Next(1, segments.Count), segments[at]); break;
            case 2: segments.InsertRange(at, Enumerable.Repeat(segments[at], Hostile.Amount(random, Math.Max(1, 500_000 / segments[at].Length)))); break;
            case 3 when Segments(other) is { Count: > 1 } others: segments[at] = others[random.Next(1, others.Count)]; break;
            case 4:
                var to = random.Next(1, segments.Count);
                (segments[at], segments[to]) = (segments[to], segments[at]);
                break;
            default:
                // Behind the marker and the length: what the segment declares.
                var changed = (byte[])segments[at].Clone();
                for (var count = random.Next(1, 4); count > 0 && changed.Length > 4; count--)
                    ByteMutation.SetField(changed, random.Next(random.Next(4) == 0 ? 1 : 4, Math.Min(changed.Length, 40)), 1, random);
                segments[at] = changed;
                break;
        }
        return [.. segments.SelectMany(segment => segment)];
    }

    static List<byte[]> Segments(byte[] bytes)
    {
        var found = new List<byte[]>();
        var start = 0;
        for (var i = 1; i + 1 < bytes.Length; i++)
            if (bytes[i] == 0xFF && bytes[i + 1] is not (0 or 0xFF or (>= 0xD0 and <= 0xD7)))
            {
                found.Add(bytes[start..i]);
                start = i;
            }
        found.Add(bytes[start..]);
        return found;
    }

    static List<Chunk> Read(byte[] bytes, int at, bool isBigEndian, bool typeFirst, int after)
    {
        var chunks = new List<Chunk>();
        while (at + 8 <= bytes.Length)
        {
            var field = bytes.AsSpan(at + (typeFirst ? 4 : 0), 4);
            var length = isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(field) : BinaryPrimitives.ReadUInt32LittleEndian(field);
            var kept = (int)Math.Min(length, bytes.Length - at - 8);
            chunks.Add(new Chunk(bytes[(at + (typeFirst ? 0 : 4))..][..4], bytes[(at + 8)..(at + 8 + kept)]));
            at += 8 + kept + after + (typeFirst ? kept & 1 : 0);
        }
        return chunks;
    }

    static void Change(List<Chunk> chunks, Random random, Func<Chunk, Random, byte[]> body)
    {
        if (chunks.Count == 0)
            return;
        var at = random.Next(chunks.Count);
        var chunk = chunks[at];
        switch (random.Next(10))
        {
            case 0: chunks.RemoveAt(at); break;
            case 1: chunks.Insert(random.Next(chunks.Count), chunk); break;
            case 2: chunks.InsertRange(at, Enumerable.Repeat(chunk, Hostile.Amount(random, Math.Max(1, 500_000 / (chunk.Body.Length + 12))))); break;
            case 3: (chunks[0], chunks[at]) = (chunks[at], chunks[0]); break;
            case 4: chunks[at] = chunk with { Type = [.. chunk.Type.Select(letter => random.Next(3) == 0 ? (byte)random.Next(256) : letter)] }; break;
            default: chunks[at] = chunk with { Body = body(chunk, random) }; break;
        }
    }

    /// <summary>Header fields, and pixels that are mutated uncompressed or inflate to far more than the header says.</summary>
    static byte[] PngBody(Chunk chunk, Random random)
    {
        var type = Encoding.ASCII.GetString(chunk.Type);
        if (type == "IHDR" && chunk.Body.Length == 13)
        {
            var header = (byte[])chunk.Body.Clone();
            if (random.Next(2) == 0)
                BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 * random.Next(2)), 1 << random.Next(16));
            else
                ByteMutation.SetField(header, random.Next(13), random.Next(1, 5) is var size && size > 13 ? 1 : 1, random);
            return header;
        }
        if (type is "IDAT" or "iCCP" or "zTXt" && random.Next(2) == 0)
            return Deflated(random.Next(6) == 0 ? new byte[Hostile.Bomb(random)] : ByteMutation.Of(Inflated(chunk.Body), chunk.Body, random));
        return ByteMutation.Of(chunk.Body, chunk.Body, random);
    }

    static byte[] Inflated(byte[] body)
    {
        try
        {
            using var inflated = new MemoryStream();
            using (var stream = new ZLibStream(new MemoryStream(body), CompressionMode.Decompress))
                stream.CopyTo(inflated);
            return inflated.ToArray();
        }
        catch (InvalidDataException)
        {
            return body;
        }
    }

    static byte[] Deflated(byte[] plain)
    {
        using var deflated = new MemoryStream();
        using (var stream = new ZLibStream(deflated, CompressionLevel.Fastest))
            stream.Write(plain);
        return deflated.ToArray();
    }

    static void Write(MemoryStream file, Chunk chunk, Random random, bool isBigEndian, bool typeFirst, bool hasChecksum, int alignment)
    {
        var body = chunk.Body;
        if (alignment == 4 && body.Length % 4 != 0)
            body = [.. body, .. Enumerable.Repeat((byte)' ', 4 - body.Length % 4)];
        var length = new byte[4];
        var told = random.Next(40) == 0 ? (uint)Hostile.Integer(random, (uint)body.Length, body.Length) : (uint)body.Length;
        if (isBigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(length, told);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(length, told);
        file.Write(typeFirst ? chunk.Type : length);
        file.Write(typeFirst ? length : chunk.Type);
        file.Write(body);
        if (alignment == 2 && body.Length % 2 != 0)
            file.WriteByte(0);
        if (!hasChecksum)
            return;
        var checksum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Body.Crc32.Of([.. chunk.Type, .. body]));
        file.Write(random.Next(40) == 0 ? new byte[4] : checksum);
    }
}
