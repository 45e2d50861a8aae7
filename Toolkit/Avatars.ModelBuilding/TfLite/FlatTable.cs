using System.Runtime.InteropServices;

namespace Avatars.ModelBuilding.TfLite;

/// <summary>A table of a <see cref="FlatBuffer"/>; fields are counted from 0 as in the schema, and an absent one has its default.</summary>
/// <param name="Name">For messages.</param>
readonly record struct FlatTable(FlatBuffer Buffer, long At, long Vtable, int VtableLength, int Length, string Name)
{
    public int Int(int field, int fallback = 0) => Find(field, 4) is { } at ? Buffer.Int(at) : fallback;

    public int Byte(int field, int fallback = 0) => Find(field, 1) is { } at ? Buffer.Span(at, 1)[0] : fallback;

    public bool Flag(int field) => Byte(field) != 0;

    public string Text(int field, string name) => Find(field, 4) is { } at ? Buffer.Text(Buffer.Follow(at), name) : "";

    public FlatTable? Child(int field, string name) => Find(field, 4) is { } at ? Buffer.Table(Buffer.Follow(at), name) : null;

    public FlatTable[] Children(int field, string name)
    {
        if (Find(field, 4) is not { } at)
            return [];
        var (start, count) = Buffer.Vector(Buffer.Follow(at), 4, name);
        var tables = new List<FlatTable>();
        for (var i = 0; i < count; i++)
            tables.Add(Buffer.Table(Buffer.Follow(start + 4 * i), name));
        return [.. tables];
    }

    public int[] Ints(int field, string name)
    {
        var bytes = Bytes(field, name, 4);
        Buffer.Charge(At, bytes.Length / 4);
        return MemoryMarshal.Cast<byte, int>(bytes.Span).ToArray(); // little-endian, as every platform of .NET
    }

    /// <summary>The elements of a vector, not copied.</summary>
    /// <param name="side">Bytes of an element.</param>
    public ReadOnlyMemory<byte> Bytes(int field, string name, int side = 1)
    {
        if (Find(field, 4) is not { } at)
            return default;
        var (start, count) = Buffer.Vector(Buffer.Follow(at), side, name);
        return Buffer.Memory(start, (long)count * side);
    }

    public FormatException Broken(string why) => Buffer.Broken(At, why);

    long? Find(int field, int side)
    {
        var entry = 4 + 2 * field;
        if (entry + 2 > VtableLength)
            return null;
        var offset = Buffer.Short(Vtable + entry);
        if (offset == 0)
            return null;
        return offset >= 4 && offset + side <= Length ? At + offset : throw Buffer.Broken(Vtable + entry, $"field {field} of '{Name}' lies outside its table");
    }
}
