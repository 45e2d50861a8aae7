using System.Buffers.Binary;
using System.Text;

namespace Avatars.Fuzzing.Mutation;

/// <summary>Mutations that know nothing of the format, and of binary fields at any place.</summary>
static class ByteMutation
{
    static readonly int[] FieldSizes = [1, 2, 4, 8];

    /// <summary>One to four changes: bits, bytes, pieces that are lost, doubled, moved, repeated or taken from another file.</summary>
    public static byte[] Of(byte[] bytes, byte[] other, Random random)
    {
        var list = new List<byte>(bytes);
        for (var changes = random.Next(1, 5); changes > 0; changes--)
            Change(list, other, random);
        return [.. list];
    }

    /// <summary>Integers at any offset become hostile ones; sometimes a change of <see cref="Of"/>.</summary>
    public static byte[] Binary(byte[] bytes, byte[] other, Random random)
    {
        if (random.Next(4) == 0 || bytes.Length < 8)
            return Of(bytes, other, random);
        var changed = (byte[])bytes.Clone();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var size = FieldSizes[random.Next(FieldSizes.Length)];
            // Headers are at the start, directories at the end.
            var range = random.Next(3) switch
            {
                0 => (0, Math.Min(64, bytes.Length)),
                1 => (Math.Max(0, bytes.Length - 64), bytes.Length),
                _ => (0, bytes.Length),
            };
            var at = random.Next(range.Item1, Math.Max(range.Item1 + 1, range.Item2 - size + 1));
            if (random.Next(2) == 0)
                at &= ~(size - 1);
            SetField(changed, at, Math.Min(size, changed.Length - at), random);
        }
        return changed;
    }

    /// <summary>An integer of 1 to 8 bytes, of either byte order, becomes a hostile one.</summary>
    public static void SetField(byte[] bytes, int at, int size, Random random)
    {
        if (size <= 0)
            return;
        var isBig = random.Next(4) == 0;
        Span<byte> field = stackalloc byte[8];
        field.Clear();
        bytes.AsSpan(at, size).CopyTo(field);
        if (isBig)
            field[..size].Reverse();
        BinaryPrimitives.WriteUInt64LittleEndian(field, Hostile.Integer(random, BinaryPrimitives.ReadUInt64LittleEndian(field), bytes.Length));
        if (isBig)
            field[..size].Reverse();
        field[..size].CopyTo(bytes.AsSpan(at));
    }

    static void Change(List<byte> bytes, byte[] other, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(1, random.Next(2) == 0 ? 9 : 400), bytes.Count - at);
        switch (random.Next(11))
        {
            case 0 when at < bytes.Count: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1 when at < bytes.Count: bytes[at] = (byte)random.Next(256); break;
            case 2: bytes.RemoveRange(at, length); break;
            case 3: bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length)); break;
            case 4: bytes.RemoveRange(at, bytes.Count - at); break;
            case 5: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Hostile.Word(random))); break;
            case 6: Repeat(bytes, at, length, random); break;
            case 7: Splice(bytes, at, other, random); break;
            case 8: bytes.InsertRange(at, Enumerable.Repeat((byte)random.Next(256), Hostile.Amount(random, 10_000))); break;
            case 9: bytes.InsertRange(at, InvalidUtf8[random.Next(InvalidUtf8.Length)]); break;
            default:
                var piece = bytes.GetRange(at, length);
                bytes.RemoveRange(at, length);
                bytes.InsertRange(random.Next(bytes.Count + 1), piece);
                break;
        }
    }

    static readonly byte[][] InvalidUtf8 = [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x80]];

    /// <summary>A piece many times over: what is quadratic shows.</summary>
    static void Repeat(List<byte> bytes, int at, int length, Random random)
    {
        if (length == 0)
            return;
        var piece = bytes.GetRange(at, length);
        var times = Hostile.Amount(random, Math.Max(1, (CaseMutation.MostBytes - bytes.Count) / length));
        bytes.InsertRange(at, Enumerable.Repeat(piece, times).SelectMany(one => one));
    }

    static void Splice(List<byte> bytes, int at, byte[] other, Random random)
    {
        if (other.Length == 0)
            return;
        var from = random.Next(other.Length);
        var length = random.Next(1, other.Length - from + 1);
        if (random.Next(2) == 0)
            bytes.RemoveRange(at, bytes.Count - at);
        bytes.InsertRange(at, other.AsSpan(from, length).ToArray());
    }
}
