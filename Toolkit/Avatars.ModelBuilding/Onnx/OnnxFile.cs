using Avatars.Files;
using Avatars.ModelBuilding.Weights;
using Google.Protobuf;

namespace Avatars.ModelBuilding.Onnx;

/// <summary>Writes a <see cref="Graph"/> as an ONNX model, its weights streamed from their source.</summary>
public static class OnnxFile
{
    public const int Opset = 17, IrVersion = 8, FunctionsVersion = 1;

    internal const int NodeField = 1, NameField = 2, InitializerField = 5; // GraphProto
    internal const int GraphField = 7; // ModelProto
    const int InputField = 11, OutputField = 12, OpsetField = 8, FunctionField = 25;

    /// <summary>Networks whose weights take this many bytes keep them in a file of their own, which a runtime can map
    /// into memory instead of copying it.</summary>
    public const long ExternalFrom = 1L << 28;

    /// <summary>
    /// Writes beside <paramref name="path"/>, then renames: no half-written model stays behind. Large networks also get
    /// <see cref="ExternalData.PathOf"/> with their weights.
    /// </summary>
    /// <exception cref="FormatException">The weights do not fit the graph.</exception>
    public static void Save(Graph graph, string path, IWeightSource weights, WeightStorage storage = WeightStorage.Float32, long externalFrom = ExternalFrom)
    {
        var written = graph.Weights.Where(weight => weight.IsRead).ToArray();
        if (written.Sum(weight => WeightBytes.LengthOf(weight, storage)) < externalFrom)
            Save(path, stream => Write(graph, stream, weights, storage));
        else
            ExternalData.Save(path, written, weights, storage, (stream, initializers) => Write(stream, graph.Name, Structure(graph, written, storage),
                ModelHead(graph), initializers));
    }

    internal static void Save(string path, Action<Stream> write) => WholeFile.Write(path, stream =>
    {
        using var buffered = new BufferedStream(stream, 1 << 20);
        write(buffered);
    });

    /// <summary>The whole model in one stream.</summary>
    /// <exception cref="FormatException">The weights do not fit the graph, or the file would exceed protobuf's 2 GiB.</exception>
    public static void Write(Graph graph, Stream stream, IWeightSource weights, WeightStorage storage = WeightStorage.Float32)
    {
        var written = graph.Weights.Where(weight => weight.IsRead).ToArray();
        Write(stream, graph.Name, Structure(graph, written, storage), ModelHead(graph), written, weights, storage);
    }

    /// <param name="structure">Fields of GraphProto but its name and weights.</param>
    /// <param name="head">Fields of ModelProto but its graph; fields of a message may come in any order.</param>
    internal static void Write(Stream stream, string name, byte[] structure, byte[] head, Weight[] weights, IWeightSource source, WeightStorage storage)
    {
        var title = new ProtoMessage().Text(NameField, name).ToArray();
        var heads = Array.ConvertAll(weights, weight => new InitializerHead(weight, storage));
        var length = title.Length + structure.Length + heads.Sum(initializer => initializer.FieldLength);
        if (length + head.Length > int.MaxValue - 64)
            throw new FormatException($"The network '{name}' would take {length:N0} bytes, and an ONNX file holds at most 2 GiB. "
                + "Store its weights as float16.");

        var output = new CodedOutputStream(stream, leaveOpen: true);
        output.WriteTag(GraphField, WireFormat.WireType.LengthDelimited);
        output.WriteLength((int)length);
        output.Flush();
        stream.Write(title);
        stream.Write(structure);
        for (var i = 0; i < weights.Length; i++)
        {
            stream.Write(heads[i].Bytes);
            WeightBytes.Write(stream, weights[i], source, storage);
        }
        stream.Write(head);
    }

    /// <summary>A model whose weights lie elsewhere.</summary>
    /// <param name="initializers">As fields of GraphProto.</param>
    internal static void Write(Stream stream, string name, byte[] structure, byte[] head, byte[] initializers)
    {
        var graph = new MemoryStream();
        graph.Write(new ProtoMessage().Text(NameField, name).ToArray());
        graph.Write(structure);
        graph.Write(initializers);
        stream.Write(new ProtoMessage().Bytes(GraphField, graph.ToArray()).ToArray());
        stream.Write(head);
    }

    static byte[] ModelHead(Graph graph)
    {
        var model = new ProtoMessage().Integer(1, IrVersion).Text(2, "Avatar")
            .Message(OpsetField, OpsetOf("", Opset))
            .Message(OpsetField, OpsetOf(Functions.Domain, FunctionsVersion));
        foreach (var function in Functions.UsedBy(graph))
            model.Message(FunctionField, function);
        return model.ToArray();
    }

    internal static ProtoMessage OpsetOf(string domain, int version) => new ProtoMessage().Text(1, domain).Integer(2, version);

    /// <summary>Nodes, inputs and outputs of GraphProto.</summary>
    static byte[] Structure(Graph graph, Weight[] weights, WeightStorage storage)
    {
        var message = new ProtoMessage();
        var cast = storage == WeightStorage.Float16 ? weights.Select(weight => weight.Name).ToHashSet(StringComparer.Ordinal) : [];
        foreach (var name in weights.Select(weight => weight.Name).Where(cast.Contains))
            message.Message(NodeField, CastOf(name).Encode(input => input));
        foreach (var node in graph.Nodes)
            message.Message(NodeField, node.Encode(input => cast.Contains(input) ? WideName(input) : input));
        foreach (var input in graph.Inputs)
            message.Message(InputField, TensorMessage.Info(input, ElementType.Float32, graph.OpenSize));
        foreach (var output in graph.Outputs)
            message.Message(OutputField, TensorMessage.Info(output, ElementType.Float32, graph.OpenSize));
        return message.ToArray();
    }

    internal static string WideName(string weight) => weight + ":float32";

    internal static Node CastOf(string weight) =>
        new("Cast", "", [weight], [WideName(weight)], NodeAttribute.Integer("to", (int)ElementType.Float32));

    /// <summary>The bytes of an initializer up to its data.</summary>
    readonly struct InitializerHead
    {
        public InitializerHead(Weight weight, WeightStorage storage)
        {
            var type = storage == WeightStorage.Float16 ? ElementType.Float16 : ElementType.Float32;
            var header = TensorMessage.Header(weight.Shape, type, weight.Name).ToArray();
            var data = WeightBytes.LengthOf(weight, storage);
            if (data > int.MaxValue / 2)
                throw new FormatException($"The weight '{weight.Name}' would take {data:N0} bytes, more than an ONNX file can hold.");
            var message = header.Length + CodedOutputStream.ComputeTagSize(TensorMessage.RawData) + CodedOutputStream.ComputeLengthSize((int)data) + data;
            var bytes = new MemoryStream();
            var output = new CodedOutputStream(bytes);
            output.WriteTag(InitializerField, WireFormat.WireType.LengthDelimited);
            output.WriteLength((int)message);
            output.Flush();
            bytes.Write(header);
            output.WriteTag(TensorMessage.RawData, WireFormat.WireType.LengthDelimited);
            output.WriteLength((int)data);
            output.Flush();
            Bytes = bytes.ToArray();
            FieldLength = Bytes.Length + data;
        }

        public byte[] Bytes { get; }

        /// <summary>Of the whole initializer, data included.</summary>
        public long FieldLength { get; }
    }
}
