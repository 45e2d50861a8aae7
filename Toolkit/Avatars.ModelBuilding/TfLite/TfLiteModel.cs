using Avatars.Files;

namespace Avatars.ModelBuilding.TfLite;

/// <summary>A TensorFlow Lite file with one network: its tensors, and its operators in order of execution. Nothing is copied but names and shapes.</summary>
/// <remarks>Field numbers: tensorflow/lite/schema/schema.fbs, version 3.</remarks>
sealed class TfLiteModel
{
    const int SchemaVersion = 3, CustomOperator = 32, MostSides = 6, MostTensors = 1 << 14;
    const long MostElements = 1 << 26;

    static readonly Dictionary<int, string> BuiltIn = new()
    {
        [0] = "ADD", [1] = "AVERAGE_POOL_2D", [2] = "CONCATENATION", [3] = "CONV_2D", [4] = "DEPTHWISE_CONV_2D", [5] = "DEPTH_TO_SPACE", [6] = "DEQUANTIZE",
        [9] = "FULLY_CONNECTED", [14] = "LOGISTIC", [17] = "MAX_POOL_2D", [18] = "MUL", [19] = "RELU", [21] = "RELU6", [22] = "RESHAPE",
        [23] = "RESIZE_BILINEAR", [34] = "PAD", [40] = "MEAN", [45] = "STRIDED_SLICE", [54] = "PRELU", [117] = "HARD_SWISH", [124] = "DENSIFY",
    };

    TfLiteModel(string file, TfLiteTensor[] tensors, TfLiteOperator[] operators, int[] inputs, int[] outputs) =>
        (File, Tensors, Operators, Inputs, Outputs) = (file, tensors, operators, inputs, outputs);

    public string File { get; }

    public IReadOnlyList<TfLiteTensor> Tensors { get; }

    public IReadOnlyList<TfLiteOperator> Operators { get; }

    /// <summary>Indices of tensors.</summary>
    public IReadOnlyList<int> Inputs { get; }

    /// <inheritdoc cref="Inputs"/>
    public IReadOnlyList<int> Outputs { get; }

    /// <exception cref="FormatException">The file is damaged, or holds what is not supported; the message names the byte.</exception>
    public static TfLiteModel Read(ReadOnlyMemory<byte> bytes, string file)
    {
        var root = new FlatBuffer(bytes, file).Root("TFL3");
        if (root.Int(0) != SchemaVersion)
            throw root.Broken($"the schema version is {root.Int(0)}, not {SchemaVersion}");
        var buffers = Array.ConvertAll(root.Children(4, "buffers"), buffer => buffer.Bytes(0, "data"));
        var codes = Array.ConvertAll(root.Children(1, "operator_codes"), NameOf);
        var graphs = root.Children(2, "subgraphs");
        if (graphs.Length != 1)
            throw root.Broken($"there are {graphs.Length} networks in the file, not one");
        var graph = graphs[0];
        var tables = graph.Children(0, "tensors");
        if (tables.Length > MostTensors)
            throw graph.Broken($"there are {tables.Length} tensors; at most {MostTensors} are read");
        var tensors = tables.Select((table, i) => TensorOf(table, i, buffers)).ToArray();
        var operators = graph.Children(3, "operators").Select((table, i) => OperatorOf(table, i, codes, tensors.Length)).ToArray();
        return new TfLiteModel(file, tensors, operators, Ports(graph, 1, "inputs", tensors.Length), Ports(graph, 2, "outputs", tensors.Length));
    }

    static string NameOf(FlatTable code)
    {
        var number = code.Int(3, code.Byte(0)); // since 2020 in field 3; before that in field 0
        if (number == CustomOperator)
            return code.Text(1, "custom_code");
        return BuiltIn.GetValueOrDefault(number) ?? $"built-in operator {number}";
    }

    static int[] Ports(FlatTable graph, int field, string name, int tensors)
    {
        var ports = graph.Ints(field, name);
        if (ports.Length == 0 || ports.Any(port => port < 0 || port >= tensors))
            throw graph.Broken($"the network's {name} are missing, or no tensors");
        return ports;
    }

    static TfLiteTensor TensorOf(FlatTable table, int index, ReadOnlyMemory<byte>[] buffers)
    {
        var (name, shape, type, buffer) = (table.Text(3, "name"), table.Ints(0, "shape"), table.Byte(1), table.Int(2));
        if (!Enum.IsDefined((TfLiteType)type))
            throw table.Broken($"tensor {index} {ErrorLine.Quote(name)} has the element type {type}; only float32, float16 and int32 are supported");
        if (shape.Length > MostSides || shape.Any(side => side < 1))
            throw table.Broken($"tensor {index} {ErrorLine.Quote(name)} has an impossible shape");
        if (buffer < 0 || buffer >= buffers.Length)
            throw table.Broken($"tensor {index} {ErrorLine.Quote(name)} has no buffer");
        var tensor = new TfLiteTensor(index, name, shape, (TfLiteType)type, buffers[buffer], null, table.At);
        var elements = 1L;
        foreach (var side in shape)
            if ((elements *= side) > MostElements)
                throw table.Broken($"tensor {index} {ErrorLine.Quote(name)} has more than {MostElements} elements");
        if (table.Child(6, "sparsity") is { } sparsity)
            tensor = tensor with { Sparsity = SparsityOf(sparsity, tensor) };
        else if (tensor.IsConstant && tensor.Data.Length != tensor.Count * tensor.ElementBytes)
            throw table.Broken($"tensor {index} {ErrorLine.Quote(name)} has {tensor.Data.Length} bytes, but "
                + $"its shape takes {tensor.Count * tensor.ElementBytes}");
        return tensor;
    }

    static TfLiteOperator OperatorOf(FlatTable table, int index, string[] codes, int tensors)
    {
        var code = table.Int(0);
        if (code < 0 || code >= codes.Length)
            throw table.Broken($"operator {index} has no code");
        var (inputs, outputs) = (table.Ints(1, "inputs"), table.Ints(2, "outputs"));
        if (inputs.Any(input => input < -1 || input >= tensors) || outputs.Any(output => output < 0 || output >= tensors) || outputs.Length == 0)
            throw table.Broken($"operator {index} reads or makes what is no tensor");
        return new TfLiteOperator(table.Buffer.File, index, codes[code], inputs, outputs, table.Child(4, "options"),
            table.Bytes(5, "custom_options"), table.At);
    }

    /// <summary>All dimensions dense but the last, which is in compressed rows: the only form that MediaPipe's files have.</summary>
    static TfLiteSparsity SparsityOf(FlatTable table, TfLiteTensor tensor)
    {
        var (order, dimensions) = (table.Ints(0, "traversal_order"), table.Children(2, "dim_metadata"));
        var last = tensor.Shape.Length - 1;
        if (last < 1 || !order.SequenceEqual(Enumerable.Range(0, last + 1)) || table.Ints(1, "block_map").Length > 0 || dimensions.Length != last + 1
            || dimensions.Select((dimension, i) => dimension.Byte(0) == (i == last ? 1 : 0)).Contains(false)
            || dimensions.SkipLast(1).Select((dimension, i) => dimension.Int(1) == tensor.Shape[i]).Contains(false))
            throw table.Broken($"tensor {tensor} is sparse in a way that is not supported");
        return new TfLiteSparsity(Indices(dimensions[last], 2, "array_segments"), Indices(dimensions[last], 4, "array_indices"));
    }

    /// <param name="field">Of the union's type; its value follows.</param>
    static int[] Indices(FlatTable dimension, int field, string name)
    {
        if (dimension.Child(field + 1, name) is not { } vector)
            throw dimension.Broken($"'{name}' is missing");
        var kind = dimension.Byte(field);
        if (kind == 1)
            return vector.Ints(0, name);
        var side = kind is 2 or 3 ? 4 - kind : throw dimension.Broken($"'{name}' has the unknown type {kind}");
        var bytes = vector.Bytes(0, name, side);
        var list = new int[bytes.Length / side];
        dimension.Buffer.Charge(dimension.At, list.Length);
        for (var i = 0; i < list.Length; i++)
            list[i] = side == 2 ? BitConverter.ToUInt16(bytes.Span[(2 * i)..]) : bytes.Span[i];
        return list;
    }
}
