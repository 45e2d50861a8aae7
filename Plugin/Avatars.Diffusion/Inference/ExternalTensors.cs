using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Avatars.Inference;

/// <summary>Finds the files that an ONNX model points to, wherever in it a tensor may stand. Numbers are skipped, not read.</summary>
/// <remarks>Field numbers: onnx.proto3.</remarks>
static class ExternalTensors
{
    const int MostNesting = 64, LongestLocation = 4096;
    const int Varint = 0, Fixed64 = 1, Delimited = 2, Fixed32 = 5;

    enum Message
    {
        Model, Graph, Node, Attribute, Tensor, Sparse, Function, Training, Entry,
    }

    /// <summary>Which fields of a message hold a message that a tensor may be in.</summary>
    static Message? Nested(Message message, int field) => (message, field) switch
    {
        (Message.Model, 7) or (Message.Training, 1 or 2) or (Message.Attribute, 6 or 11) => Message.Graph,
        (Message.Model, 20) => Message.Training,
        (Message.Model, 25) => Message.Function,
        (Message.Graph, 1) or (Message.Function, 7) => Message.Node,
        (Message.Graph, 5) or (Message.Attribute, 5 or 10) or (Message.Sparse, 1 or 2) => Message.Tensor,
        (Message.Graph, 15) or (Message.Attribute, 22 or 23) => Message.Sparse,
        (Message.Node, 5) or (Message.Function, 11) => Message.Attribute,
        (Message.Tensor, 13) => Message.Entry,
        _ => null,
    };

    /// <exception cref="FormatException">The file is no ONNX model.</exception>
    public static IReadOnlyCollection<string> LocationsIn(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 14);
        var locations = new HashSet<string>(StringComparer.Ordinal);
        Read(file, Message.Model, file.Length, 0, locations);
        return locations;
    }

    static void Read(FileStream file, Message message, long end, int depth, HashSet<string> locations)
    {
        if (depth > MostNesting)
            throw Broken(file, "messages are nested too deeply");
        string key = "", value = "";
        while (file.Position < end)
        {
            var tag = Number(file);
            var (field, length) = ((int)(tag >> 3), LengthOf(file, (int)(tag & 7)));
            if (length < 0 || length > end - file.Position)
                throw Broken(file, "a field goes beyond the end. The file is cut short, or no ONNX model");
            var next = file.Position + length;
            if (message == Message.Entry && field is 1 or 2)
                (key, value) = field == 1 ? (Text(file, length), value) : (key, Text(file, length));
            else if ((tag & 7) == Delimited && Nested(message, field) is { } nested)
                Read(file, nested, next, depth + 1, locations);
            file.Position = next;
        }
        if (key == "location")
            locations.Add(value);
    }

    static long LengthOf(FileStream file, int wire)
    {
        switch (wire)
        {
            case Varint:
                Number(file);
                return 0;
            case Fixed64: return 8;
            case Fixed32: return 4;
            case Delimited: return (long)Number(file);
            default: throw Broken(file, "this is no ONNX model");
        }
    }

    static ulong Number(FileStream file)
    {
        var number = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = file.ReadByte();
            if (next < 0)
                break;
            number |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return number;
        }
        throw Broken(file, "a number does not end. The file is cut short, or no ONNX model");
    }

    static string Text(FileStream file, long length)
    {
        if (length > LongestLocation)
            throw Broken(file, "a file name is too long");
        var bytes = new byte[length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)file.ReadByte();
        return Encoding.UTF8.GetString(bytes);
    }

    static FormatException Broken(FileStream file, string why) => new($"'{file.Name}', byte {file.Position}: {why}. Build or download the model package again.");
}
