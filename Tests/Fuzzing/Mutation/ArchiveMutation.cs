using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Avatars.Fuzzing.Mutation;

/// <summary>Mutations of checkpoints: pickles, zip archives of them, safetensors.</summary>
static class ArchiveMutation
{
    /// <summary>Instructions of pickles, some with their arguments. Source: Python's pickletools.</summary>
    static readonly byte[][] Instructions =
    [
        [(byte)'('], [(byte)'.'], [(byte)'0'], [(byte)'2'], [(byte)'1'], [(byte)'N'], [(byte)'l'], [(byte)'d'], [(byte)'t'], [(byte)'}'], [(byte)']'],
        [(byte)')'], [(byte)'a'], [(byte)'e'], [(byte)'s'], [(byte)'u'], [(byte)'R'], [(byte)'b'], [(byte)'Q'], [(byte)'o'], [0x81], [0x85], [0x86], [0x87],
        [0x88], [0x89], [0x80, 2], [0x80, 5], [(byte)'K', 1], [(byte)'M', 0xFF, 0xFF], [(byte)'J', 0xFF, 0xFF, 0xFF, 0x7F], [(byte)'J', 0, 0, 0, 0x80],
        [(byte)'h', 0], [(byte)'h', 1], [(byte)'q', 0], [(byte)'j', 0xFF, 0xFF, 0xFF, 0xFF], [(byte)'r', 0xFF, 0xFF, 0xFF, 0xFF],
        [(byte)'X', 0xFF, 0xFF, 0xFF, 0x7F], [(byte)'X', 1, 0, 0, 0, (byte)'a'], [0x8A, 8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
        [0x8B, 0xFF, 0xFF, 0xFF, 0x7F], [0x8C, 1, (byte)'x'], [0x8E, 0, 0, 0, 0, 1, 0, 0, 0], [0x93], [0x94], [0x95, 1, 0, 0, 0, 0, 0, 0, 0],
        Encoding.ASCII.GetBytes("cos\nsystem\n"), Encoding.ASCII.GetBytes("ctorch._utils\n_rebuild_tensor_v2\n"), Encoding.ASCII.GetBytes("I99999999999\n"),
        Encoding.ASCII.GetBytes("ccollections\nOrderedDict\n"), Encoding.ASCII.GetBytes("F1e999\n"), Encoding.ASCII.GetBytes("L1L\n"),
        Encoding.ASCII.GetBytes("S'a'\n"), Encoding.ASCII.GetBytes("V\\ud800\n"), Encoding.ASCII.GetBytes("P1\n"), Encoding.ASCII.GetBytes("g0\n"),
        Encoding.ASCII.GetBytes("p99999999\n"), [(byte)'G', 0x7F, 0xF0, 0, 0, 0, 0, 0, 0],
    ];

    /// <summary>Instructions are put in, repeated, replaced.</summary>
    public static byte[] Pickle(byte[] bytes, byte[] other, Random random)
    {
        if (random.Next(3) == 0)
            return ByteMutation.Binary(bytes, other, random);
        var list = new List<byte>(bytes);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(list.Count + 1);
            var instruction = Instructions[random.Next(Instructions.Length)];
            if (random.Next(2) == 0)
                list.RemoveRange(at, Math.Min(instruction.Length, list.Count - at));
            var times = random.Next(6) == 0 ? Hostile.Amount(random, 500_000 / instruction.Length) : 1;
            list.InsertRange(at, Enumerable.Repeat(instruction, times).SelectMany(one => one));
        }
        return [.. list];
    }

    /// <summary>Entries are mutated, added, doubled, renamed or packed; or the bytes of the archive itself.</summary>
    public static byte[] Zip(byte[] bytes, byte[] other, Random random)
    {
        if (random.Next(3) == 0 || TryRead(bytes) is not { Count: > 0 } entries)
            return ByteMutation.Binary(bytes, other, random);
        var at = random.Next(3) == 0 ? random.Next(entries.Count)
            : Math.Max(0, entries.FindIndex(entry => entry.Name.EndsWith(".pkl", StringComparison.Ordinal)));
        var (name, body) = entries[at];
        var level = CompressionLevel.NoCompression;
        switch (random.Next(10))
        {
            case 0: entries.RemoveAt(at); break;
            case 1: entries.Add(entries[at]); break;
            case 2: entries[at] = (Hostile.Word(random) is { Length: > 0 and < 1000 } word && word[0] != '\0' ? word : "x", body); break;
            case 3: entries[at] = ("../" + name, body); break;
            case 4: level = CompressionLevel.Optimal; break;
            case 5:
                for (var count = Hostile.Amount(random, 5000); count > 0; count--)
                    entries.Add(($"{name}{count}", []));
                break;
            case 6:
                level = CompressionLevel.Optimal;
                entries[at] = (name, new byte[Hostile.Bomb(random)]);
                break;
            default: entries[at] = (name, Pickle(body, body, random)); break;
        }
        using var made = new MemoryStream();
        using (var archive = new ZipArchive(made, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (entryName, entryBody) in entries)
                using (var stream = archive.CreateEntry(entryName.Length > 0 ? entryName : "x", level).Open())
                    stream.Write(entryBody);
        var file = made.ToArray();
        return random.Next(6) == 0 ? ByteMutation.Binary(file, other, random) : file;
    }

    /// <summary>The header's JSON, with its length made right again most of the time; or the bytes.</summary>
    public static byte[] Safetensors(byte[] bytes, byte[] other, Random random)
    {
        var length = bytes.Length < 8 ? -1 : BinaryPrimitives.ReadInt64LittleEndian(bytes);
        if (random.Next(4) == 0 || length < 0 || length > bytes.Length - 8)
            return ByteMutation.Binary(bytes, other, random);
        var header = JsonMutation.Of(bytes[8..(8 + (int)length)], [], random);
        var told = random.Next(10) == 0 ? (long)Hostile.Integer(random, (ulong)header.Length, header.Length) : header.Length;
        return [.. BitConverter.GetBytes(told), .. header, .. bytes.AsSpan(8 + (int)length)];
    }

    static List<(string Name, byte[] Body)>? TryRead(byte[] bytes)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes));
            var entries = new List<(string, byte[])>();
            foreach (var entry in archive.Entries)
            {
                using var body = new MemoryStream();
                using (var stream = entry.Open())
                    stream.CopyTo(body);
                entries.Add((entry.FullName, body.ToArray()));
            }
            return entries;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
