namespace Avatars.ModelBuilding.Onnx;

/// <summary>
/// The model-local functions of domain <c>avatars</c>, version 1. A runtime inlines their bodies; a trainer may replace
/// a call by its own operation. Shapes in the remarks are [batch, channels, height, width] or [batch, tokens, channels].
/// </summary>
public static class Functions
{
    public const string Domain = "avatars";

    static readonly Dictionary<string, Function> All = new[]
    {
        GroupNorm(), Silu(), Gelu(), QuickGelu(), Linear(), LinearNoBias(), Attention(), UpsampleConv(), DistanceAttention(),
    }.ToDictionary(function => function.Name, StringComparer.Ordinal);

    internal static IEnumerable<ProtoMessage> UsedBy(Graph graph) =>
        graph.Nodes.Where(node => node.Domain == Domain).Select(node => node.Operator).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).Select(name => All[name].Encode());

    /// <summary>X [B, C, H, W] normalised per group of channels, then scaled and shifted per channel.</summary>
    static Function GroupNorm() => new("GroupNorm", ["X", "scale", "bias"], ["num_groups", "epsilon"],
    [
        Constant("groups_scalar", NodeAttribute.IntegerOf("value_int", "num_groups")),
        Integers("one_side", 1),
        Op("Reshape", ["groups_scalar", "one_side"], "groups"),
        Integers("zero", 0),
        Integers("rest", -1),
        Op("Concat", ["zero", "groups", "rest"], "grouped_shape", NodeAttribute.Integer("axis", 0)),
        Op("Reshape", ["X", "grouped_shape"], "grouped"),
        Op("ConstantOfShape", ["groups"], "ones", NodeAttribute.Tensor("value", [1], [1f])),
        Op("ConstantOfShape", ["groups"], "zeros", NodeAttribute.Tensor("value", [1], [0f])),
        Op("InstanceNormalization", ["grouped", "ones", "zeros"], "normal", NodeAttribute.FloatOf("epsilon", "epsilon")),
        Op("Shape", ["X"], "shape"),
        Op("Reshape", ["normal", "shape"], "flat"),
        Integers("per_channel", -1, 1, 1),
        Op("Reshape", ["scale", "per_channel"], "scale_map"),
        Op("Reshape", ["bias", "per_channel"], "bias_map"),
        Op("Mul", ["flat", "scale_map"], "scaled"),
        Op("Add", ["scaled", "bias_map"], Function.Result),
    ]);

    static Function Silu() => new("Silu", ["X"], [],
    [
        Op("Sigmoid", ["X"], "gate"),
        Op("Mul", ["X", "gate"], Function.Result),
    ]);

    /// <summary>x / 2 (1 + erf(x / sqrt 2)).</summary>
    static Function Gelu() => new("Gelu", ["X"], [],
    [
        Scalar("root_of_two", MathF.Sqrt(2)),
        Scalar("one", 1),
        Scalar("half", 0.5f),
        Op("Div", ["X", "root_of_two"], "ratio"),
        Op("Erf", ["ratio"], "error"),
        Op("Add", ["error", "one"], "doubled"),
        Op("Mul", ["X", "doubled"], "product"),
        Op("Mul", ["product", "half"], Function.Result),
    ]);

    static Function QuickGelu() => new("QuickGelu", ["X"], [],
    [
        Scalar("slope", 1.702f),
        Op("Mul", ["X", "slope"], "steep"),
        Op("Sigmoid", ["steep"], "gate"),
        Op("Mul", ["X", "gate"], Function.Result),
    ]);

    /// <summary>X [..., in] times weight [out, in] transposed, plus bias [out].</summary>
    static Function Linear() => new("Linear", ["X", "weight", "bias"], [],
    [
        Op("Transpose", ["weight"], "columns", NodeAttribute.Integers("perm", 1, 0)),
        Op("MatMul", ["X", "columns"], "product"),
        Op("Add", ["product", "bias"], Function.Result),
    ]);

    static Function LinearNoBias() => new("LinearNoBias", ["X", "weight"], [],
    [
        Op("Transpose", ["weight"], "columns", NodeAttribute.Integers("perm", 1, 0)),
        Op("MatMul", ["X", "columns"], Function.Result),
    ]);

    /// <summary>softmax(Q K' / sqrt(C / heads)) V per head, for Q [B, Tq, C] and K, V [B, Tk, C]; the head is the slow part of C.</summary>
    static Function Attention() => new("Attention", ["Q", "K", "V"], ["num_heads"],
    [
        Constant("heads_scalar", NodeAttribute.IntegerOf("value_int", "num_heads")),
        Integers("one_side", 1),
        Op("Reshape", ["heads_scalar", "one_side"], "heads"),
        Integers("same", 0, 0),
        Integers("rest", -1),
        Op("Concat", ["same", "heads", "rest"], "split_shape", NodeAttribute.Integer("axis", 0)),
        Op("Reshape", ["Q", "split_shape"], "q_split"),
        Op("Reshape", ["K", "split_shape"], "k_split"),
        Op("Reshape", ["V", "split_shape"], "v_split"),
        Op("Transpose", ["q_split"], "q_heads", NodeAttribute.Integers("perm", 0, 2, 1, 3)),
        Op("Transpose", ["k_split"], "k_heads", NodeAttribute.Integers("perm", 0, 2, 3, 1)),
        Op("Transpose", ["v_split"], "v_heads", NodeAttribute.Integers("perm", 0, 2, 1, 3)),
        // 1 / sqrt(C / heads)
        Op("Shape", ["Q"], "width", NodeAttribute.Integer("start", 2), NodeAttribute.Integer("end", 3)),
        Op("Div", ["width", "heads"], "head_width"),
        Op("Cast", ["head_width"], "head_width_float", NodeAttribute.Integer("to", (int)ElementType.Float32)),
        Op("Sqrt", ["head_width_float"], "root"),
        Op("Div", ["q_heads", "root"], "q_scaled"),
        Op("MatMul", ["q_scaled", "k_heads"], "scores"),
        Op("Softmax", ["scores"], "shares", NodeAttribute.Integer("axis", -1)),
        Op("MatMul", ["shares", "v_heads"], "mixed"),
        Op("Transpose", ["mixed"], "tokens", NodeAttribute.Integers("perm", 0, 2, 1, 3)),
        Integers("joined_shape", 0, 0, -1),
        Op("Reshape", ["tokens", "joined_shape"], Function.Result),
    ]);

    /// <summary>
    /// X [B, C, H, W] doubled by nearest neighbour, then a 3x3 convolution with one ring of zeros: [B, O, 2 H, 2 W].
    /// Every other row of the doubled picture depends on two rows of X only, so four 2x2 convolutions of X, whose kernels are sums
    /// of the 3x3 kernel's taps, give the same with 4/9 of the products. The sums are folded at load.
    /// </summary>
    static Function UpsampleConv() => new("UpsampleConv", ["X", "weight", "bias"], [],
    [
        Floats("even", [2, 3], 1, 0, 0, 0, 1, 1), // an even row weighs the row above once and its own twice
        Floats("odd", [2, 3], 1, 1, 0, 0, 0, 1),
        Floats("even_columns", [3, 2], 1, 0, 0, 1, 0, 1),
        Floats("odd_columns", [3, 2], 1, 0, 1, 0, 0, 1),
        Op("MatMul", ["even", "weight"], "even_rows"),
        Op("MatMul", ["odd", "weight"], "odd_rows"),
        .. Phase("even", 1, "even", 1),
        .. Phase("even", 1, "odd", 0),
        .. Phase("odd", 0, "even", 1),
        .. Phase("odd", 0, "odd", 0),
        Op("Concat", ["even_even", "even_odd", "odd_even", "odd_odd"], "phases", NodeAttribute.Integer("axis", 1)),
        Op("DepthToSpace", ["phases"], Function.Result, NodeAttribute.Integer("blocksize", 2), NodeAttribute.Text("mode", "DCR")),
    ]);

    /// <summary>The pixels of one row parity and one column parity.</summary>
    /// <param name="top">Zeros above; there is one row of zeros in all.</param>
    /// <param name="left">Likewise.</param>
    static Node[] Phase(string row, int top, string column, int left) =>
    [
        Op("MatMul", [row + "_rows", column + "_columns"], $"{row}_{column}_kernel"),
        Op("Conv", ["X", $"{row}_{column}_kernel", "bias"], $"{row}_{column}", NodeAttribute.Integers("pads", top, left, 1 - top, 1 - left)),
    ];

    /// <summary>
    /// Attention by distance: softmax(-sharpness |a - b|² - penalty) V for every row of A [B, N, C] against the rows of B
    /// [B, M, C], with V [B, M, D]: [B, N, D]. |a|² is the same for all of a row and left out. The scores need float32: near
    /// rows are small differences of large numbers.
    /// </summary>
    /// <remarks>sharpness is one number, penalty [B, 1, M].</remarks>
    static Function DistanceAttention() => new("DistanceAttention", ["A", "B", "V", "sharpness", "penalty"], [],
    [
        Op("ReduceSumSquare", ["B"], "b_squared", NodeAttribute.Integers("axes", 2), NodeAttribute.Integer("keepdims", 1)),
        Op("Transpose", ["b_squared"], "b_row", NodeAttribute.Integers("perm", 0, 2, 1)),
        Op("Mul", ["b_row", "sharpness"], "b_sharp"),
        Op("Add", ["b_sharp", "penalty"], "cost"),
        Op("Neg", ["cost"], "negative_cost"),
        Scalar("two", 2),
        Op("Mul", ["sharpness", "two"], "twice"),
        Op("Transpose", ["B"], "b_columns", NodeAttribute.Integers("perm", 0, 2, 1)),
        Op("Mul", ["b_columns", "twice"], "sharp_columns"),
        // one product, and no pass over all pairs to subtract
        Op("Concat", ["sharp_columns", "negative_cost"], "extended_columns", NodeAttribute.Integer("axis", 1)),
        Integers("one_more", 0, 0, 0, 0, 0, 1),
        Scalar("one", 1),
        Op("Pad", ["A", "one_more", "one"], "a_extended"),
        Op("MatMul", ["a_extended", "extended_columns"], "scores"),
        Op("Softmax", ["scores"], "shares", NodeAttribute.Integer("axis", -1)),
        Op("MatMul", ["shares", "V"], Function.Result),
    ]);

    static Node Op(string name, string[] inputs, string output, params NodeAttribute[] attributes) => new(name, "", inputs, [output], attributes);

    static Node Constant(string output, NodeAttribute value) => new("Constant", "", [], [output], value);

    static Node Integers(string output, params long[] values) => Constant(output, NodeAttribute.Tensor("value", [values.Length], values));

    static Node Floats(string output, int[] shape, params float[] values) => Constant(output, NodeAttribute.Tensor("value", shape, values));

    static Node Scalar(string output, float value) => Constant(output, NodeAttribute.Tensor("value", [], [value]));

    sealed record Function(string Name, string[] Inputs, string[] Attributes, Node[] Body)
    {
        /// <summary>What every body calls its one output.</summary>
        public const string Result = "Y";

        /// <summary>As a FunctionProto.</summary>
        public ProtoMessage Encode()
        {
            var message = new ProtoMessage().Text(1, Name);
            foreach (var input in Inputs)
                message.Text(4, input);
            message.Text(5, Result);
            foreach (var attribute in Attributes)
                message.Text(6, attribute);
            foreach (var node in Body)
                message.Message(7, node.Encode(input => input));
            return message.Message(9, OnnxFile.OpsetOf("", OnnxFile.Opset)).Text(10, Domain);
        }
    }
}
