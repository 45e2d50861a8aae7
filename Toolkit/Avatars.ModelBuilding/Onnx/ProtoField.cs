using Google.Protobuf;

namespace Avatars.ModelBuilding.Onnx;

/// <summary>One field of an encoded protobuf message, where it lies.</summary>
/// <param name="Whole">Tag and value, to be copied as it is.</param>
/// <param name="Content">The bytes of a text, of bytes or of a nested message; empty for a number.</param>
/// <param name="Number">A varint's value; 0 for the rest.</param>
readonly record struct ProtoField(int Field, ArraySegment<byte> Whole, ArraySegment<byte> Content, long Number)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Content);

    /// <summary>The number, where it fits.</summary>
    /// <exception cref="FormatException">It is negative, or above what a small number can be.</exception>
    public int Int32(string file) => Number is >= 0 and <= int.MaxValue ? (int)Number
        : throw new FormatException($"'{file}', byte {Whole.Offset}: the number {Number} is not possible here. Build or download the model again.");

    /// <summary>What a repeated field of numbers holds here: one, or all of them where they are packed.</summary>
    public long[] Numbers(string file)
    {
        if (Content.Array is null)
            return [Number];
        var numbers = new List<long>();
        using var input = new CodedInputStream(Content.Array, Content.Offset, Content.Count);
        try
        {
            while (!input.IsAtEnd)
                numbers.Add(input.ReadInt64());
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new FormatException($"'{file}', byte {Whole.Offset}: this is no ONNX model ({error.Message.TrimEnd('.')}). "
                + "Build or download it again.", error);
        }
        return [.. numbers];
    }

    /// <summary>The fields of a message in order; nothing is copied.</summary>
    /// <exception cref="FormatException">The bytes are no protobuf message; the message says where.</exception>
    public static IEnumerable<ProtoField> Read(ArraySegment<byte> message, string file)
    {
        if (message.Array is null)
            throw new FormatException($"'{file}': a number stands where a message is expected. This is no ONNX model, or a damaged one: "
                + "build or download it again.");
        for (var at = 0; at < message.Count;)
        {
            var field = ReadOne(message[at..], file, message.Offset + at);
            yield return field;
            at += field.Whole.Count;
        }
    }

    static ProtoField ReadOne(ArraySegment<byte> bytes, string file, int at)
    {
        try
        {
            using var input = new CodedInputStream(bytes.Array, bytes.Offset, bytes.Count); // counts its position from the array's start
            var tag = input.ReadTag();
            var (content, number) = (default(ArraySegment<byte>), 0L);
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.Varint)
                number = input.ReadInt64();
            else if (WireFormat.GetTagWireType(tag) != WireFormat.WireType.LengthDelimited)
                input.SkipLastField();
            else
            {
                var length = input.ReadLength();
                if (length < 0 || length > bytes.Offset + bytes.Count - input.Position)
                    throw new FormatException($"'{file}', byte {at}: a field of {length} bytes goes beyond the end. The file is cut short, "
                        + "or no ONNX model: build or download it again.");
                content = bytes.Slice((int)input.Position - bytes.Offset, length);
                return new(WireFormat.GetTagFieldNumber(tag), bytes[..(content.Offset + length - bytes.Offset)], content, 0);
            }
            return new(WireFormat.GetTagFieldNumber(tag), bytes[..((int)input.Position - bytes.Offset)], content, number);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new FormatException($"'{file}', byte {at}: this is no ONNX model ({error.Message.TrimEnd('.')}). Build or download it again.", error);
        }
    }
}
