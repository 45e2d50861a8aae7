using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Avatars.Files;

namespace Avatars.Inference;

/// <summary>A protobuf message in a file, field by field, without reading what nobody asks for.</summary>
sealed class ProtoStream
{
    const int Varint = 0, Fixed64 = 1, Delimited = 2, Fixed32 = 5;

    readonly FileStream _file;
    readonly int _longestText;

    public ProtoStream(FileStream file, int longestText) => (_file, _longestText) = (file, longestText);

    /// <param name="Value">Of a plain number; 0 for others.</param>
    /// <param name="Start">Byte at which the content begins.</param>
    /// <param name="End">Byte behind it.</param>
    public readonly record struct Field(int Number, bool IsDelimited, ulong Value, long Start, long End);

    public long Position => _file.Position;

    /// <summary>The fields from here to <paramref name="end"/>. Whatever is read meanwhile, the next field begins behind this one.</summary>
    public IEnumerable<Field> Fields(long end)
    {
        while (_file.Position < end)
        {
            var tag = Number();
            var (wire, value, length) = ((int)(tag & 7), 0UL, 0L);
            switch (wire)
            {
                case Varint: value = Number(); break;
                case Fixed64: length = 8; break;
                case Fixed32: length = 4; break;
                case Delimited: length = (long)Number(); break;
                default: throw Broken(_file.Position, "this is no ONNX model");
            }
            var start = _file.Position;
            if (length < 0 || length > end - start || start > end)
                throw Broken(start, "a field goes beyond the end. The file is cut short, or no ONNX model");
            yield return new Field((int)(tag >> 3 & int.MaxValue), wire == Delimited, value, start, start + length);
            _file.Position = start + length;
        }
    }

    public string Text(Field field)
    {
        if (field.End - field.Start > _longestText)
            throw Broken(field.Start, "a name is too long");
        return Encoding.UTF8.GetString(Bytes(field));
    }

    /// <summary>The content of a field; the caller has looked at its length.</summary>
    public byte[] Bytes(Field field)
    {
        var bytes = new byte[field.End - field.Start];
        _file.Position = field.Start;
        for (var filled = 0; filled < bytes.Length && _file.Read(bytes, filled, bytes.Length - filled) is var read && read > 0;)
            filled += read;
        return bytes;
    }

    /// <summary>Integers of variable length that fill a field; at most <paramref name="most"/> of them.</summary>
    public List<long> Numbers(Field field, int most)
    {
        var numbers = new List<long>();
        for (_file.Position = field.Start; _file.Position < field.End && numbers.Count < most;)
            numbers.Add((long)Number());
        return numbers;
    }

    public FormatException Broken(long at, string why) =>
        new($"'{_file.Name}', byte {at}: {ErrorLine.Printable(why, 300)}. Build or download the model package again.");

    ulong Number()
    {
        var number = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = _file.ReadByte();
            if (next < 0)
                break;
            number |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return number;
        }
        throw Broken(_file.Position, "a number does not end. The file is cut short, or no ONNX model");
    }
}
