using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Avatars.Files;

namespace Avatars.Inference;

/// <summary>
/// Reads the structure of an ONNX model before ONNX Runtime loads it: finds the files that it refers to, in every tensor, and refuses functions
/// that would harm the runtime. Numbers are skipped, not read.
/// </summary>
/// <remarks>Field numbers: onnx.proto3.</remarks>
public sealed class OnnxStructure
{
    const int MostNesting = 64, LongestText = 4096;
    const int Varint = 0, Fixed64 = 1, Delimited = 2, Fixed32 = 5;

    readonly FileStream _file;
    readonly HashSet<string> _locations = new(StringComparer.Ordinal);
    readonly FunctionCalls _calls = new();

    OnnxStructure(FileStream file) => _file = file;

    enum Message
    {
        Model, Graph, Node, Attribute, Tensor, Sparse, Function, Training, Entry,
    }

    /// <summary>Names of files that hold weights, as the model writes them.</summary>
    public IReadOnlyCollection<string> Locations => _locations;

    /// <exception cref="FormatException">The file is no ONNX model, or its functions are called wrongly, in a ring, or too often.</exception>
    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    public static OnnxStructure Read(string path)
    {
        using var file = WholeFile.Open(path, int.MaxValue); // what protobuf can hold
        var structure = new OnnxStructure(file);
        structure.Read(Message.Model, file.Length, 0, structure._calls.Main);
        return structure._calls.Fault() is { } fault ? throw structure.Broken(0, fault) : structure;
    }

    /// <summary>Which fields of a message hold a message that a tensor or a node may be in.</summary>
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

    /// <summary>Texts that are needed: those of an entry, and the names of nodes and functions.</summary>
    static bool IsText(Message message, int field) => (message, field) is (Message.Entry, 1 or 2) or (Message.Node, 4 or 7) or (Message.Function, 1 or 10);

    /// <summary>Repeated names that are counted.</summary>
    static bool IsInput(Message message, int field) => (message, field) is (Message.Node, 1) or (Message.Function, 4);

    static bool IsOutput(Message message, int field) => (message, field) is (Message.Node, 2) or (Message.Function, 5);

    /// <param name="owner">The function, or the graph, whose operations are read.</param>
    void Read(Message message, long end, int depth, FunctionCalls.Body owner)
    {
        if (depth > MostNesting)
            throw Broken(_file.Position, "messages are nested too deeply");
        var body = message == Message.Function ? new FunctionCalls.Body() : owner;
        var start = _file.Position;
        var (first, second, inputs, outputs) = ("", "", 0, 0);
        while (_file.Position < end)
        {
            var tag = Number();
            var (field, length) = ((int)(tag >> 3), LengthOf((int)(tag & 7)));
            if (length < 0 || length > end - _file.Position)
                throw Broken(_file.Position, "a field goes beyond the end. The file is cut short, or no ONNX model");
            var next = _file.Position + length;
            var isDelimited = (tag & 7) == Delimited;
            inputs += isDelimited && IsInput(message, field) ? 1 : 0;
            outputs += isDelimited && IsOutput(message, field) ? 1 : 0;
            if (isDelimited && IsText(message, field))
                (first, second) = field is 1 or 4 ? (Text(length), second) : (first, Text(length));
            else if (isDelimited && Nested(message, field) is { } nested)
                Read(nested, next, depth + 1, body);
            _file.Position = next;
        }
        if (message == Message.Entry && first == "location")
            _locations.Add(second);
        else if (message == Message.Node)
            owner.Add(second, first, inputs, outputs);
        else if (message == Message.Function)
        {
            (body.Name, body.Domain, body.Inputs, body.Outputs) = (first, second, inputs, outputs);
            if (!_calls.Declare(body))
                throw Broken(start, $"the function {ErrorLine.Quote(first)} stands there twice");
        }
    }

    long LengthOf(int wire)
    {
        switch (wire)
        {
            case Varint:
                Number();
                return 0;
            case Fixed64: return 8;
            case Fixed32: return 4;
            case Delimited: return (long)Number();
            default: throw Broken(_file.Position, "this is no ONNX model");
        }
    }

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

    string Text(long length)
    {
        if (length > LongestText)
            throw Broken(_file.Position, "a name is too long");
        var bytes = new byte[length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)_file.ReadByte();
        return Encoding.UTF8.GetString(bytes);
    }

    FormatException Broken(long at, string why) =>
        new($"'{_file.Name}', byte {at}: {ErrorLine.Printable(why, 300)}. Build or download the model package again.");
}
