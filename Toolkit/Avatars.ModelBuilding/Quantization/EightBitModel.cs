using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Quantization;

/// <summary>
/// Rewrites a model so that chosen layers are worked out in 8 bits. It is written as pairs of QuantizeLinear and DequantizeLinear around
/// them, plain ONNX, which a runtime with 8-bit kernels melts into those. Activations have one scale for a tensor, weights one for each
/// channel that they make.
/// </summary>
public sealed class EightBitModel
{
    const float LargestBias = 1 << 30; // steps; an int32 holds twice that

    readonly PlainModel _model;
    readonly EightBitRegion _region;
    readonly ObservedTensors _seen;
    readonly Dictionary<string, PlainTensor> _constants;
    readonly List<PlainNode> _nodes = [];

    EightBitModel(PlainModel model, IReadOnlyCollection<string> layers, ObservedTensors seen) =>
        (_model, _region, _seen, _constants) = (model, new(model, layers), seen, new(model.Constants, StringComparer.Ordinal));

    /// <summary>Tensors whose ranges a rewriting may ask for: to be watched in calibration.</summary>
    public static IReadOnlyCollection<string> WatchedIn(PlainModel model) =>
        [.. new EightBitRegion(model, [.. EightBitLayer.In(model).Select(layer => layer.Name)]).Tensors];

    /// <summary>Tensors that are read through SiLU alone: see <see cref="ActivationStatistics.BestRange"/>.</summary>
    public static IReadOnlySet<string> GatedIn(PlainModel model)
    {
        var region = new EightBitRegion(model, []);
        return model.Tensors.Where(region.IsGated).ToHashSet(StringComparer.Ordinal);
    }

    /// <param name="layers">Names of <see cref="EightBitLayer"/>s of the model.</param>
    /// <param name="seen">With the range of every tensor of <see cref="WatchedIn"/>.</param>
    public static PlainModel Rewrite(PlainModel model, IReadOnlyCollection<string> layers, ObservedTensors seen) =>
        new EightBitModel(model, layers, seen).Rewrite();

    PlainModel Rewrite()
    {
        foreach (var input in _model.Inputs)
            StepAside(input);
        foreach (var node in _model.Nodes)
            Add(node);
        return _model.With(_nodes, _constants.Values);
    }

    /// <summary>A tensor that is made in bytes keeps its name behind the steps; one that is made of real numbers gets
    /// them aside, for those who want bytes.</summary>
    void Add(PlainNode node)
    {
        var bytes = _region.BytesRead(node).ToHashSet(StringComparer.Ordinal);
        string[] inputs = [.. node.Inputs.Select(input => bytes.Contains(input) && !_region.IsMadeInBytes(input) ? Aside(input) : input)];
        if (_region.IsLayer(node))
            inputs = [inputs[0], .. Weights(node)];
        if (!_region.MakesBytes(node))
        {
            _nodes.Add(_region.IsLayer(node) ? node with { Inputs = inputs } : KeptFloat(node with { Inputs = inputs }));
            foreach (var output in node.Outputs)
                StepAside(output);
            return;
        }
        var made = node.Outputs[0];
        if (DepthToSpaceForm.Of(node, _seen.Shapes) is { } form)
            Unfold(form, inputs[0], made);
        else
        {
            _nodes.Add(node with { Inputs = inputs, Outputs = [made + ":exact"] });
            Step(made + ":exact", made, RangeOf(made));
        }
    }

    /// <summary>
    /// A convolution or product that reads bytes and is to stay float. ONNX Runtime turns its weights into bytes of the whole range, one scale for
    /// all, where steps lie before and behind it (WeightBiasQuantization). A leaky ReLU of slope 1 behind it changes no number, is fused into it, and
    /// prevents that.
    /// </summary>
    PlainNode KeptFloat(PlainNode node)
    {
        if (node.Domain.Length > 0 || node.Operator is not ("Conv" or "ConvTranspose" or "Gemm") || !_region.IsMadeInBytes(node.Inputs[0]))
            return node;
        _nodes.Add(node with { Outputs = [node.Outputs[0] + ":float"] });
        return PlainNode.Of("LeakyRelu", [node.Outputs[0] + ":float"], node.Outputs[0], NodeAttribute.Float("alpha", 1));
    }

    /// <summary>Each move steps to bytes and back, so that none is made with real numbers.</summary>
    void Unfold(DepthToSpaceForm form, string from, string made)
    {
        var moves = form.Moves().ToArray();
        for (var i = 0; i < moves.Length; i++)
        {
            var to = i == moves.Length - 1 ? made : $"{made}:move.{i}";
            string[] inputs = moves[i].Shape is not { } shape ? [from]
                : [from, _model.HasOpenSize && shape.Length == 4 ? OpenShape(shape, to) : Integers(to + ":shape", shape)];
            _nodes.Add(moves[i].Order is { } order ? PlainNode.Of("Transpose", inputs, to + ":exact", NodeAttribute.Integers("perm", order))
                : PlainNode.Of("Reshape", inputs, to + ":exact"));
            Step(to + ":exact", to, RangeOf(made));
            from = to;
        }
    }

    /// <summary>A shape whose height and width follow those of the network's first picture.</summary>
    /// <param name="shape">As it was in calibration: batch, height, width, channels.</param>
    string OpenShape(long[] shape, string stem)
    {
        var input = _model.Inputs.First(name => _seen.Shapes.TryGetValue(name, out var sides) && sides.Length == 4);
        var then = _seen.Shapes[input];
        string Of(string op, string output, string[] inputs, params NodeAttribute[] attributes)
        {
            _nodes.Add(PlainNode.Of(op, inputs, output, attributes));
            return output;
        }
        var now = Of("Shape", stem + ":input", [input], NodeAttribute.Integer("start", 2), NodeAttribute.Integer("end", 4));
        var product = Of("Mul", stem + ":product", [now, Integers(stem + ":made", [shape[1], shape[2]])]);
        var sides = Of("Div", stem + ":sides", [product, Integers(stem + ":read", [then[2], then[3]])]);
        return Of("Concat", stem + ":shape", [Integers(stem + ":batch", [shape[0]]), sides, Integers(stem + ":channels", [shape[3]])],
            NodeAttribute.Integer("axis", 0));
    }

    string Integers(string name, long[] values) => Constant(PlainTensor.Of<long>(name, (int)ElementType.Int64, [values.Length], values));

    ActivationRange RangeOf(string tensor) => _seen.Ranges[_region.RangeOf(tensor)];

    static string Aside(string tensor) => tensor + ":steps";

    void StepAside(string tensor)
    {
        if (_region.IsReadInBytes(tensor))
            Step(tensor, Aside(tensor), RangeOf(tensor));
    }

    /// <summary>To bytes and back.</summary>
    void Step(string from, string to, ActivationRange range)
    {
        string[] steps = [Constant(PlainTensor.Of(to + ":scale", range.Scale)),
            Constant(PlainTensor.Of<byte>(to + ":zero", PlainTensor.Unsigned8, [], [range.Zero]))];
        _nodes.Add(PlainNode.Of("QuantizeLinear", [from, .. steps], to + ":bytes"));
        _nodes.Add(PlainNode.Of("DequantizeLinear", [to + ":bytes", .. steps], to));
    }

    /// <summary>Weights and, where there is one, bias, behind their own steps.</summary>
    IEnumerable<string> Weights(PlainNode node)
    {
        var (weight, axis, made) = (EightBitLayer.WeightOf(_model, node)!, EightBitLayer.OutputAxis(node), node.Outputs[0]);
        var (values, channels, inner) = (weight.Floats(_model.File), weight.Shape[axis], axis == 0 ? (int)(weight.Count / weight.Shape[0]) : 1);
        var bias = node.Inputs.Length > 2 && node.Inputs[2].Length > 0 ? _model.Constants[node.Inputs[2]].Floats(_model.File) : null;
        var input = RangeOf(node.Inputs[0]).Scale;
        var least = bias is null ? new float[channels] : Array.ConvertAll(bias, value => Math.Abs(value) / (input * LargestBias));
        var rounded = ChannelWeights.Of(values, channels, inner, least);
        var bytes = PlainTensor.Of<sbyte>(made + ":weight:bytes", PlainTensor.Signed8, weight.Shape, rounded.Steps);
        yield return Real(made + ":weight", axis, bytes, rounded.Scales, PlainTensor.Of<sbyte>(made + ":weight:zero", PlainTensor.Signed8, [channels],
            new sbyte[channels]));
        if (bias is null)
            yield break;
        var products = Array.ConvertAll(rounded.Scales, scale => scale * input);
        int[] steps = [.. bias.Zip(products, (value, step) => (int)MathF.Round(value / step))];
        yield return Real(made + ":bias", 0, PlainTensor.Of<int>(made + ":bias:steps", PlainTensor.Signed32, [channels], steps), products,
            PlainTensor.Of<int>(made + ":bias:zero", PlainTensor.Signed32, [channels], new int[channels]));
    }

    string Real(string name, int axis, PlainTensor steps, float[] scales, PlainTensor zeros)
    {
        var scale = PlainTensor.Of<float>(name + ":scale", (int)ElementType.Float32, [scales.Length], scales);
        _nodes.Add(PlainNode.Of("DequantizeLinear", [Constant(steps), Constant(scale), Constant(zeros)], name, NodeAttribute.Integer("axis", axis)));
        return name;
    }

    string Constant(PlainTensor tensor)
    {
        _constants[tensor.Name] = tensor;
        return tensor.Name;
    }
}
