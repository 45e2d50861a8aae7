using Avatars.Files;

namespace Avatars.ModelBuilding.Onnx;

/// <summary>The fields of one message, of which some must be there, and some may be there once only.</summary>
sealed class ProtoFields
{
    const long MostElements = 1L << 40;

    readonly ProtoField[] _fields;
    readonly string _file;
    readonly int _at;

    /// <exception cref="FormatException">The bytes are no protobuf message.</exception>
    public ProtoFields(ArraySegment<byte> message, string file)
    {
        (_fields, _file, _at) = ([.. ProtoField.Read(message, file)], file, message.Offset);
    }

    public IEnumerable<ProtoField> All(int field) => _fields.Where(found => found.Field == field);

    /// <param name="what">What the field holds, for the message.</param>
    /// <exception cref="FormatException">It is not there, or there again.</exception>
    public ProtoField One(int field, string what) => OneOrNone(field, what) ?? throw Broken($"{what} is missing");

    /// <exception cref="FormatException">It is there again.</exception>
    public ProtoField? OneOrNone(int field, string what)
    {
        ProtoField? found = null;
        foreach (var one in All(field))
            found = found is null ? one : throw Broken($"{what} stands there twice");
        return found;
    }

    /// <summary>Sides of a tensor, packed or one by one.</summary>
    /// <exception cref="FormatException">A side is negative or too large, or all together are.</exception>
    public int[] Shape(int field)
    {
        var sides = All(field).SelectMany(found => found.Numbers(_file)).ToArray();
        UInt128 count = 1;
        foreach (var side in sides)
            if (side is < 0 or > int.MaxValue || (count *= (ulong)side) > MostElements)
                throw Broken($"a tensor has the shape [{string.Join(", ", sides.Take(16))}{(sides.Length > 16 ? ", ..." : "")}], which no weight has");
        return Array.ConvertAll(sides, side => (int)side);
    }

    public FormatException Broken(string why) =>
        new($"'{_file}', byte {_at}: {ErrorLine.Printable(why, 300)}. This is no ONNX model, or a damaged one: build or download it again.");
}
