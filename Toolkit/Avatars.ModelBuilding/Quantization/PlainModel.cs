using Avatars.Files;
using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Quantization;

/// <summary>
/// An ONNX model in memory, to be rewritten: nodes in order of execution and constants by name. It has no functions: a runtime has inlined
/// them and folded what is constant, so that every weight is a constant.
/// </summary>
public sealed class PlainModel
{
    const int OpsetField = 8, FunctionField = 25; // ModelProto
    const int InputField = 11, OutputField = 12, ShapesField = 13; // GraphProto
    const string Remedy = "Build or download the model again.";
    const int LeastOpset = 13; // the first with a scale for each channel

    readonly byte[] _head, _graph, _inputs;
    readonly List<byte[]> _outputs;
    readonly Dictionary<string, int> _opsets;

    PlainModel(string file, byte[] head, byte[] graph, byte[] inputs, List<byte[]> outputs, Dictionary<string, int> opsets) =>
        (File, _head, _graph, _inputs, _outputs, _opsets) = (file, head, graph, inputs, outputs, opsets);

    /// <summary>Where it was read from, for messages.</summary>
    public string File { get; }

    internal List<PlainNode> Nodes { get; private init; } = [];

    internal Dictionary<string, PlainTensor> Constants { get; private init; } = new(StringComparer.Ordinal);

    /// <summary>Names of the graph's own inputs.</summary>
    public IReadOnlyList<string> Inputs { get; private init; } = [];

    /// <summary>Names of the graph's own outputs.</summary>
    public IReadOnlyList<string> Outputs { get; private init; } = [];

    /// <summary>Whether the frame's sides are set at load (<see cref="Graph.OpenSize"/>): no shape may then be written down as numbers.</summary>
    public bool HasOpenSize { get; private init; }

    /// <summary>Names of everything that the nodes make.</summary>
    public IEnumerable<string> Tensors => Nodes.SelectMany(node => node.Outputs).Where(name => name.Length > 0);

    /// <exception cref="FormatException">The bytes are no ONNX model, or one with functions, or of an opset before 13.</exception>
    public static PlainModel Read(byte[] bytes, string file) => FileReading.Run(file, Remedy, () => ReadModel(bytes, file));

    static PlainModel ReadModel(byte[] bytes, string file)
    {
        using MemoryStream head = new(), graph = new(), inputs = new();
        var (nodes, constants) = (new List<PlainNode>(), new Dictionary<string, PlainTensor>(StringComparer.Ordinal));
        var (inputNames, outputNames, outputs) = (new List<string>(), new List<string>(), new List<byte[]>());
        var opsets = new Dictionary<string, int>(StringComparer.Ordinal);
        var isOpen = false;
        foreach (var field in ProtoField.Read(bytes, file))
            switch (field.Field)
            {
                case OnnxFile.GraphField: ReadGraph(field.Content); break;
                case OpsetField: ReadOpset(field.Content); break;
                case FunctionField: throw new FormatException($"'{file}', byte {field.Whole.Offset}: the model has functions of its own, "
                    + "which were to be inlined first.");
                default: head.Write(field.Whole); break;
            }
        if (opsets.GetValueOrDefault("") < LeastOpset)
            throw new FormatException($"'{file}' is written in ONNX's opset {opsets.GetValueOrDefault("")}; 8 bits need {LeastOpset} or later. "
                + "Build the package again.");
        return new(file, head.ToArray(), graph.ToArray(), inputs.ToArray(), outputs, opsets) { Nodes = nodes, Constants = constants,
            Inputs = inputNames, Outputs = outputNames, HasOpenSize = isOpen };

        void ReadGraph(ArraySegment<byte> content)
        {
            foreach (var field in ProtoField.Read(content, file))
                switch (field.Field)
                {
                    case OnnxFile.NodeField: nodes.Add(PlainNode.Read(field.Content, file)); break;
                    case OnnxFile.InitializerField:
                        var tensor = PlainTensor.Read(field.Content, file);
                        if (!constants.TryAdd(tensor.Name, tensor))
                            throw new FormatException($"'{file}', byte {field.Whole.Offset}: the constant {ErrorLine.Quote(tensor.Name)} stands there "
                                + $"twice. {Remedy}");
                        break;
                    case InputField:
                        inputNames.Add(NameOf(field.Content));
                        isOpen |= TensorMessage.HasOpenSize(field.Content, file);
                        inputs.Write(field.Whole);
                        break;
                    case OutputField:
                        outputNames.Add(NameOf(field.Content));
                        outputs.Add(field.Whole.ToArray());
                        break;
                    case ShapesField: break; // shapes of values that may no longer be there
                    default: graph.Write(field.Whole); break;
                }
        }

        void ReadOpset(ArraySegment<byte> content)
        {
            var fields = new ProtoFields(content, file);
            opsets[fields.OneOrNone(1, "an opset's domain")?.Text ?? ""] = fields.One(2, "an opset's version").Int32(file);
        }

        string NameOf(ArraySegment<byte> value) => new ProtoFields(value, file).One(1, "the name of an input or output").Text;
    }

    /// <summary>The same model with other nodes and constants; constants that nothing reads are left out.</summary>
    internal PlainModel With(IEnumerable<PlainNode> nodes, IEnumerable<PlainTensor> constants)
    {
        var kept = nodes.ToList();
        var read = kept.SelectMany(node => node.Inputs).Concat(Outputs).ToHashSet(StringComparer.Ordinal);
        return new(File, _head, _graph, _inputs, _outputs, _opsets)
        {
            Nodes = kept,
            Constants = constants.Where(tensor => read.Contains(tensor.Name)).ToDictionary(tensor => tensor.Name, StringComparer.Ordinal),
            Inputs = Inputs,
            Outputs = Outputs,
            HasOpenSize = HasOpenSize,
        };
    }

    /// <summary>The file, with float32 tensors inside the graph as outputs too.</summary>
    public byte[] ToBytes(params IEnumerable<string> alsoOutputs)
    {
        using MemoryStream graph = new(), model = new();
        foreach (var node in Nodes)
            graph.Write(node.Encode());
        graph.Write(_graph);
        foreach (var tensor in Constants.Values)
            graph.Write(new ProtoMessage().Bytes(OnnxFile.InitializerField, tensor.Encoded).ToArray());
        graph.Write(_inputs);
        foreach (var output in _outputs)
            graph.Write(output);
        foreach (var name in alsoOutputs.Except(Outputs))
            graph.Write(new ProtoMessage().Message(OutputField, new ProtoMessage().Text(1, name)).ToArray());
        model.Write(_head);
        foreach (var domain in Nodes.Select(node => node.Domain).Append("").Distinct().Order(StringComparer.Ordinal))
            model.Write(new ProtoMessage().Message(OpsetField, OnnxFile.OpsetOf(domain, _opsets.GetValueOrDefault(domain, 1))).ToArray());
        model.Write(new ProtoMessage().Bytes(OnnxFile.GraphField, graph.ToArray()).ToArray());
        return model.ToArray();
    }
}
