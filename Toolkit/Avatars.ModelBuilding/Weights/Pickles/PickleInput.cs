using System.Buffers.Binary;
using System.Text;
using Avatars.Files;

namespace Avatars.ModelBuilding.Weights.Pickles;

/// <summary>The bytes of a pickle, with its place in the file and a limit on what is believed.</summary>
/// <param name="stream">Borrowed; its position is used.</param>
/// <param name="end">One past the last byte that may be read.</param>
sealed class PickleInput(Stream stream, string file, long end)
{
    const int LongestLine = 1 << 16;

    public long Position => stream.Position;

    public byte Byte()
    {
        var value = Position < end ? stream.ReadByte() : -1;
        return value >= 0 ? (byte)value : throw Broken("the file ends here, in the middle of a pickle. It is cut short: download it again");
    }

    public byte[] Bytes(long count)
    {
        if (count < 0 || count > end - Position)
            throw Broken($"{count:N0} bytes should follow, but only {end - Position:N0} are left. The file is cut short or damaged");
        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public string Text(long count) => Encoding.UTF8.GetString(Bytes(count));

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(8));

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Bytes(8));

    /// <summary>Up to the next line feed, which is read and dropped.</summary>
    public string Line()
    {
        var line = new List<byte>();
        for (var next = Byte(); next != '\n'; next = Byte())
        {
            line.Add(next);
            if (line.Count > LongestLine)
                throw Broken("a line of text does not end");
        }
        return Encoding.UTF8.GetString([.. line]);
    }

    public FormatException Broken(string why) => BrokenAt(Position, why);

    public FormatException BrokenAt(long at, string why) => new($"'{file}', byte {at}: {ErrorLine.Printable(why, 400)}.");
}
