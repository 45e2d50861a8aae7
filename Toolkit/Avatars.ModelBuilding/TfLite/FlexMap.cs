using System.Text;

namespace Avatars.ModelBuilding.TfLite;

/// <summary>Options of a custom operator: a FlexBuffers map of numbers and of lists of whole numbers. Every offset is checked.</summary>
/// <remarks>flatbuffers.dev, "FlexBuffers": the root's value, type and width lie at the end; offsets point backwards.</remarks>
sealed class FlexMap
{
    const int Integer = 1, Unsigned = 2, Real = 3, Map = 9, Integers = 11; // types
    const int MostEntries = 64, MostIntegers = 4096, LongestKey = 64;

    readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);
    readonly ReadOnlyMemory<byte> _bytes;
    readonly Func<string, FormatException> _broken;

    /// <param name="broken">Makes the exception that names file and operator.</param>
    /// <exception cref="FormatException">The bytes are no such map.</exception>
    public FlexMap(ReadOnlyMemory<byte> bytes, Func<string, FormatException> broken)
    {
        (_bytes, _broken) = (bytes, broken);
        if (bytes.Length < 3)
            throw broken("its options are missing");
        var side = Width(bytes.Span[^1]);
        var (type, width) = (bytes.Span[^2] >> 2, 1 << (bytes.Span[^2] & 3));
        if (type != Map)
            throw broken("its options are no map");
        ReadMap(Follow(bytes.Length - 2 - side, side), width);
    }

    /// <exception cref="FormatException">There is no such number.</exception>
    public float Number(string key) => _values.GetValueOrDefault(key) switch
    {
        long whole => whole,
        double real => (float)real,
        _ => throw _broken($"its option '{key}' is missing, or no number"),
    };

    /// <exception cref="FormatException">There is no such number, or it is not in the range.</exception>
    public int Whole(string key, int least, int most) => _values.GetValueOrDefault(key) is long whole && whole >= least && whole <= most ? (int)whole
        : throw _broken($"its option '{key}' is missing, or no whole number from {least} to {most}");

    /// <inheritdoc cref="Whole"/>
    public int[] Wholes(string key, int least, int most) => _values.GetValueOrDefault(key) is long[] list && list.All(item => item >= least && item <= most)
        ? Array.ConvertAll(list, item => (int)item)
        : throw _broken($"its option '{key}' is missing, or no list of whole numbers from {least} to {most}");

    void ReadMap(int at, int width)
    {
        var count = Count(at - width, width, MostEntries);
        var keys = Follow(at - 3 * width, width);
        var keyWidth = Width((byte)Number(at - 2 * width, width));
        for (var i = 0; i < count; i++)
        {
            var packed = Bytes(at + count * width + i, 1)[0];
            var value = Value(at + i * width, width, packed >> 2, 1 << (packed & 3));
            if (value is not null)
                _values[Key(Follow(keys + i * keyWidth, keyWidth))] = value;
        }
    }

    object? Value(int at, int parentWidth, int type, int width)
    {
        switch (type)
        {
            case Integer:
                return Signed(at, parentWidth);
            case Unsigned:
                return Number(at, parentWidth);
            case Real:
                return parentWidth switch
                {
                    2 => (double)BitConverter.ToHalf(Bytes(at, 2)),
                    4 => (double)BitConverter.ToSingle(Bytes(at, 4)),
                    8 => BitConverter.ToDouble(Bytes(at, 8)),
                    _ => null,
                };
            case Integers:
                var start = Follow(at, parentWidth);
                var list = new long[Count(start - width, width, MostIntegers)];
                for (var i = 0; i < list.Length; i++)
                    list[i] = Signed(start + i * width, width);
                return list;
            default:
                return null;
        }
    }

    string Key(int at)
    {
        for (var length = 0; length < LongestKey; length++)
            if (Bytes(at + length, 1)[0] == 0)
                return Encoding.UTF8.GetString(Bytes(at, length));
        throw _broken("a name in its options does not end");
    }

    int Count(int at, int width, int most) => Number(at, width) is var count && count >= 0 && count <= most ? (int)count
        : throw _broken($"a list in its options has {count} entries");

    int Follow(int at, int width) => Number(at, width) is var offset && offset > 0 && offset <= at ? at - (int)offset
        : throw _broken("an offset in its options points outside");

    long Number(int at, int width) => width switch
    {
        1 => Bytes(at, 1)[0],
        2 => BitConverter.ToUInt16(Bytes(at, 2)),
        4 => BitConverter.ToUInt32(Bytes(at, 4)),
        _ => BitConverter.ToInt64(Bytes(at, 8)),
    };

    long Signed(int at, int width) => width switch
    {
        1 => (sbyte)Bytes(at, 1)[0],
        2 => BitConverter.ToInt16(Bytes(at, 2)),
        4 => BitConverter.ToInt32(Bytes(at, 4)),
        _ => BitConverter.ToInt64(Bytes(at, 8)),
    };

    int Width(byte width) => width is 1 or 2 or 4 or 8 ? width : throw _broken("a width in its options is not 1, 2, 4 or 8");

    ReadOnlySpan<byte> Bytes(int at, int length) => at >= 0 && at <= _bytes.Length - length ? _bytes.Span.Slice(at, length)
        : throw _broken("its options are cut short");
}
