using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Avatars.Files;

namespace Avatars.Inference;

/// <summary>
/// Reads the structure of an ONNX model before ONNX Runtime loads it, and refuses what may harm the runtime: operators that are not allowed
/// (<see cref="OnnxOperators"/>), functions that are called wrongly, sizes above a bound (<see cref="OnnxSizes"/>), and weights in files elsewhere
/// (<see cref="ExternalData"/>). Numbers are skipped, not read.
/// </summary>
/// <remarks>Field numbers: onnx.proto3.</remarks>
public sealed class OnnxStructure
{
    const int MostNesting = 64, LongestText = 4096;

    readonly ProtoStream _stream;
    readonly List<ExternalData> _external = new();
    readonly FunctionCalls _calls = new();
    readonly OnnxSizes _sizes = new();
    OnnxTensor? _attributeTensor;

    OnnxStructure(FileStream file) => _stream = new ProtoStream(file, LongestText);

    enum Message
    {
        Model, Graph, Node, Attribute, Tensor, Sparse, Function, Training, Entry, Value, Type, TensorType, Shape, Dimension,
    }

    /// <summary>Names of files that hold weights, as the model writes them: plain names of files beside the model.</summary>
    public IReadOnlyCollection<string> Locations => _external.Select(data => data.Location).Distinct(StringComparer.Ordinal).ToArray();

    /// <exception cref="FormatException">The file is no ONNX model, uses an operator that is not allowed, calls functions wrongly, in a ring, or too
    /// often, is too large in some way, or keeps weights elsewhere than beside itself.</exception>
    /// <exception cref="FileNotFoundException">The file, or one with its weights, is not there.</exception>
    public static OnnxStructure Read(string path)
    {
        using var file = WholeFile.Open(path, int.MaxValue); // what protobuf can hold
        var structure = new OnnxStructure(file);
        structure.Read(Message.Model, file.Length, 0, structure._calls.Main);
        if (structure._calls.Fault() is { } fault)
            throw structure._stream.Broken(0, fault);
        foreach (var data in structure._external)
            data.RequireBeside(path);
        return structure;
    }

    /// <summary>Which fields of a message hold a message that is needed.</summary>
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
        (Message.Graph, 11 or 12 or 13) or (Message.Function, 12) => Message.Value,
        (Message.Value, 2) => Message.Type,
        (Message.Type, 1) => Message.TensorType,
        (Message.TensorType, 2) => Message.Shape,
        (Message.Shape, 1) => Message.Dimension,
        _ => null,
    };

    /// <param name="owner">The function, or the graph, whose operations are read.</param>
    void Read(Message message, long end, int depth, FunctionCalls.Body owner)
    {
        if (depth > MostNesting)
            throw _stream.Broken(_stream.Position, "messages are nested too deeply");
        switch (message)
        {
            case Message.Node: ReadNode(end, depth, owner); break;
            case Message.Tensor: ReadTensor(end, owner); break;
            case Message.Function: ReadFunction(end, depth); break;
            case Message.Shape: ReadShape(end); break;
            default:
                foreach (var field in _stream.Fields(end))
                    if (field.IsDelimited && Nested(message, field.Number) is { } nested)
                        Read(nested, field.End, depth + 1, owner);
                break;
        }
    }

    void ReadNode(long end, int depth, FunctionCalls.Body owner)
    {
        var start = _stream.Position;
        var (op, domain, inputs, outputs) = ("", "", new List<string>(), new List<string>());
        _attributeTensor = null;
        foreach (var field in _stream.Fields(end))
            switch (field.Number)
            {
                case 1 when field.IsDelimited: inputs.Add(_stream.Text(field)); break;
                case 2 when field.IsDelimited: outputs.Add(_stream.Text(field)); break;
                case 4 when field.IsDelimited: op = _stream.Text(field); break;
                case 7 when field.IsDelimited: domain = _stream.Text(field); break;
                case 5 when field.IsDelimited: Read(Message.Attribute, field.End, depth + 1, owner); break;
            }
        owner.Add(domain, op, inputs.Count, outputs.Count);
        if (op == "Constant" && outputs.Count > 0 && _attributeTensor is { } constant)
            owner.Constants[outputs[0]] = constant.SmallValues;
        if ((_sizes.AddNode() ?? OnnxSizes.Fault(op, inputs, owner.Constants)) is { } fault)
            throw _stream.Broken(start, fault);
    }

    void ReadTensor(long end, FunctionCalls.Body owner)
    {
        var start = _stream.Position;
        var tensor = new OnnxTensor(end - start);
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in _stream.Fields(end))
        {
            if (field.Number == 13 && field.IsDelimited)
            {
                var (key, value) = ReadEntry(field.End);
                entries[key] = value;
            }
            tensor.Take(field, _stream);
        }
        if (entries.TryGetValue("location", out var location))
            _external.Add(new ExternalData(location, entries.GetValueOrDefault("offset", ""), entries.GetValueOrDefault("length", "")));
        if ((_sizes.AddTensor() ?? OnnxSizes.Fault(tensor, entries.Count > 0)) is { } fault)
            throw _stream.Broken(start, fault);
        if (tensor.Name.Length > 0)
            owner.Constants[tensor.Name] = tensor.SmallValues;
        _attributeTensor = tensor;
    }

    (string Key, string Value) ReadEntry(long end)
    {
        var (key, value) = ("", "");
        foreach (var field in _stream.Fields(end))
            if (field.IsDelimited && field.Number is 1 or 2)
                (key, value) = field.Number == 1 ? (_stream.Text(field), value) : (key, _stream.Text(field));
        return (key, value);
    }

    void ReadFunction(long end, int depth)
    {
        var start = _stream.Position;
        var body = new FunctionCalls.Body();
        foreach (var field in _stream.Fields(end))
            switch (field.Number)
            {
                case 1 when field.IsDelimited: body.Name = _stream.Text(field); break;
                case 10 when field.IsDelimited: body.Domain = _stream.Text(field); break;
                case 4 when field.IsDelimited: body.Inputs++; break;
                case 5 when field.IsDelimited: body.Outputs++; break;
                default:
                    if (field.IsDelimited && Nested(Message.Function, field.Number) is { } nested)
                        Read(nested, field.End, depth + 1, body);
                    break;
            }
        if (_calls.DeclarationFault(body) is { } fault)
            throw _stream.Broken(start, fault);
    }

    /// <summary>Of an input, an output or a value inside; sides that are open are not known.</summary>
    void ReadShape(long end)
    {
        var start = _stream.Position;
        var sides = new List<long>();
        foreach (var field in _stream.Fields(end))
            if (field.IsDelimited && field.Number == 1)
                foreach (var side in _stream.Fields(field.End))
                    if (side.Number == 1 && !side.IsDelimited)
                        sides.Add((long)side.Value);
        if (OnnxSizes.Fault(sides) is { } fault)
            throw _stream.Broken(start, fault);
    }
}
