using System.Text;

namespace Avatars.Fuzzing.Mutation;

/// <summary>Mutations of a protobuf message's fields, with the lengths around them made right again.</summary>
static class ProtobufMutation
{
    const int Varint = 0, Delimited = 2, Deepest = 12;

    /// <param name="children">Of a field that reads as a message itself; else null, and <paramref name="body"/> holds its bytes.</param>
    sealed class Field(ulong tag, ulong number, byte[] body, List<Field>? children)
    {
        public ulong Tag { get; set; } = tag;

        public ulong Number { get; set; } = number;

        public byte[] Body { get; set; } = body;

        public List<Field>? Children { get; set; } = children;
    }

    public static byte[] Of(byte[] bytes, byte[] other, Random random)
    {
        if (Parse(bytes, 0) is not { Count: > 0 } fields)
            return ByteMutation.Binary(bytes, other, random);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
            Change(fields, Parse(other, 0), random);
        var made = new MemoryStream();
        Write(made, fields);
        return made.ToArray();
    }

    static void Change(List<Field> root, List<Field>? other, Random random)
    {
        var lists = Lists(root).Where(list => list.Count > 0).ToArray();
        if (lists.Length == 0)
            return;
        var list = lists[random.Next(lists.Length)];
        var at = random.Next(list.Count);
        var field = list[at];
        switch (random.Next(11))
        {
            case 0: list.RemoveAt(at); break;
            case 1: list.Insert(random.Next(list.Count), field); break;
            case 2: list.InsertRange(at, Enumerable.Repeat(field, Hostile.Amount(random, 3000))); break;
            case 3: field.Tag = ((ulong)(uint)random.Next(1, 32) << 3) | (field.Tag & 7); break;
            case 4: field.Tag = (field.Tag & ~7UL) | (uint)random.Next(8); break;
            case 5 when (field.Tag & 7) == Delimited: (field.Body, field.Children) = (Encoding.UTF8.GetBytes(Hostile.Word(random)), null); break;
            case 6 when field.Children is not null:
                for (var depth = Hostile.Amount(random, 2000); depth > 0; depth--)
                    list[at] = field = new Field(field.Tag, 0, [], [field]);
                break;
            case 7 when other is not null:
                var others = Lists(other).Where(one => one.Count > 0).ToArray();
                if (others.Length > 0 && others[random.Next(others.Length)] is var from)
                    list[at] = from[random.Next(from.Count)];
                break;
            case 8 when lists[random.Next(lists.Length)] is var target: // a copy, lest it lies within itself
                target.Insert(random.Next(target.Count), new Field(field.Tag, field.Number, Bytes(field), null));
                break;
            case 9 when (field.Tag & 7) == Delimited: (field.Body, field.Children) = (ByteMutation.Binary(Bytes(field), [], random), null); break;
            default:
                if ((field.Tag & 7) == Varint)
                    field.Number = Hostile.Integer(random, field.Number, 64);
                else if (field.Children is null)
                    field.Body = ByteMutation.Binary(field.Body, [], random);
                break;
        }
    }

    static IEnumerable<List<Field>> Lists(List<Field> fields, int depth = 0) => depth > Deepest ? [] :
        new[] { fields }.Concat(fields.Where(field => field.Children is not null).SelectMany(field => Lists(field.Children!, depth + 1)));

    static byte[] Bytes(Field field)
    {
        if (field.Children is null)
            return field.Body;
        var body = new MemoryStream();
        Write(body, field.Children);
        return body.ToArray();
    }

    static List<Field>? Parse(byte[] bytes, int depth)
    {
        var fields = new List<Field>();
        for (var at = 0; at < bytes.Length;)
        {
            if (!TryNumber(bytes, ref at, out var tag) || tag >> 3 is 0 or > 64)
                return null;
            var number = 0UL;
            long length = (tag & 7) switch { 0 => 0, 1 => 8, 5 => 4, 2 => -1, _ => -2 };
            if (length == -2 || (tag & 7) is Varint or Delimited && !TryNumber(bytes, ref at, out number))
                return null;
            if (length == -1)
                length = (long)number;
            if (length < 0 || length > bytes.Length - at)
                return null;
            var body = bytes[at..(at + (int)length)];
            at += (int)length;
            var children = (tag & 7) == Delimited && depth < Deepest && body.Length > 1 ? Parse(body, depth + 1) : null;
            fields.Add(new Field(tag, number, body, children));
        }
        return fields;
    }

    static bool TryNumber(byte[] bytes, ref int at, out ulong number)
    {
        number = 0;
        for (var shift = 0; shift < 64 && at < bytes.Length; shift += 7)
        {
            number |= (ulong)(bytes[at] & 0x7F) << shift;
            if (bytes[at++] < 0x80)
                return true;
        }
        return false;
    }

    static void Write(MemoryStream to, List<Field> fields)
    {
        foreach (var field in fields)
        {
            if (to.Length > CaseMutation.MostBytes)
                return;
            PutNumber(to, field.Tag);
            if ((field.Tag & 7) == Varint)
                PutNumber(to, field.Number);
            else if ((field.Tag & 7) == Delimited)
            {
                var body = Bytes(field);
                PutNumber(to, (ulong)body.Length);
                to.Write(body);
            }
            else
                to.Write(Bytes(field));
        }
    }

    static void PutNumber(MemoryStream to, ulong number)
    {
        for (; number >= 0x80; number >>= 7)
            to.WriteByte((byte)(number | 0x80));
        to.WriteByte((byte)number);
    }
}
