using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.TfLite;

/// <summary>Convolutions, matrix products and pooling.</summary>
sealed partial class TfLiteConversion
{
    const int Same = 0, Valid = 1; // the schema's Padding
    const int MostStride = 64;

    Activation Convolution(TfLiteOperator step)
    {
        var shape = ShapeOf(step, 1); // [out, height, width, in]
        if (shape.Length != 4 || Made(step, 0).FileShape is not { Length: 4 } picture || picture[3] != shape[3])
            throw step.Broken($"the weights {_model.Tensors[step.Inputs[1]]} do not fit what it reads");
        var weights = Reorder(_constants.Floats(step, step.Inputs[1]), shape, 0, 3, 1, 2);
        return Window(step, weights, [shape[0], shape[3], shape[1], shape[2]], groups: 1, activation: 3, dilation: 4);
    }

    Activation DepthwiseConvolution(TfLiteOperator step)
    {
        var shape = ShapeOf(step, 1); // [1, height, width, out]
        if (shape.Length != 4 || shape[0] != 1 || Made(step, 0).FileShape is not { Length: 4 } picture || shape[3] % picture[3] != 0)
            throw step.Broken($"the weights {_model.Tensors[step.Inputs[1]]} do not fit what it reads");
        var weights = Reorder(_constants.Floats(step, step.Inputs[1]), shape, 3, 0, 1, 2);
        return Window(step, weights, [shape[3], 1, shape[1], shape[2]], groups: picture[3], activation: 4, dilation: 5);
    }

    /// <param name="shape">Of the weights: out, in of a group, height, width.</param>
    /// <param name="activation">Field of the options.</param>
    /// <param name="dilation">Field of the options: across, then down.</param>
    Activation Window(TfLiteOperator step, float[] weights, int[] shape, int groups, int activation, int dilation)
    {
        if (step.Int(dilation, 1) != 1 || step.Int(dilation + 1, 1) != 1)
            throw step.Unsupported("dilation");
        var made = Made(step, 0);
        // Zeros around the picture are the convolution's own, unless it adds others itself.
        var isTaken = made.Pads is not null && step.Byte(0) == Valid;
        var picture = ChannelsFirst(step, made with { Pads = null }, isTaken ? null : made.Pads);
        int[] kernel = [shape[2], shape[3]], strides = [Stride(step, 2), Stride(step, 1)];
        var pads = isTaken ? made.Pads! : Padding(step, picture, kernel, strides);
        var inputs = new List<Value> { picture, _constants.Give(_graph, Stem(step) + ".weight", shape, weights) };
        if (HasInput(step, 2))
            inputs.Add(Bias(step, shape[0]));
        var result = _graph.Add("Conv", Stem(step), [.. inputs], [picture[0], shape[0], .. Sides(step, picture, kernel, strides, pads)],
            NodeAttribute.Integers("kernel_shape", kernel), NodeAttribute.Integers("strides", strides), NodeAttribute.Integers("pads", pads),
            NodeAttribute.Integer("group", groups));
        return new Activation(Activate(step, result, activation), true);
    }

    /// <summary>MediaPipe's own operator: each pixel becomes a block of pixels that no other pixel touches.</summary>
    Activation TransposedConvolution(TfLiteOperator step)
    {
        var (picture, shape) = (Picture(step, 0), ShapeOf(step, 1)); // weights [out, height, width, in]
        if (step.CustomOptions.Length != 12 || shape.Length != 4 || shape[3] != picture[1])
            throw step.Broken("its weights or options do not fit what it reads");
        var (across, down) = (BitConverter.ToInt32(step.CustomOptions.Span[4..]), BitConverter.ToInt32(step.CustomOptions.Span[8..]));
        if (across != shape[2] || down != shape[1])
            throw step.Unsupported("a stride that is not the size of the kernel");
        var weights = Reorder(_constants.Floats(step, step.Inputs[1]), shape, 3, 0, 1, 2);
        var result = _graph.Add("ConvTranspose", Stem(step),
            [picture, _constants.Give(_graph, Stem(step) + ".weight", [shape[3], shape[0], down, across], weights), Bias(step, shape[0])],
            [picture[0], shape[0], picture[2] * down, picture[3] * across],
            NodeAttribute.Integers("kernel_shape", down, across), NodeAttribute.Integers("strides", down, across));
        return new Activation(result, true);
    }

    Activation FullyConnected(TfLiteOperator step)
    {
        var (x, shape) = (Plain(step, 0), ShapeOf(step, 1)); // weights [out, in]
        var count = x.Shape.Aggregate(1, (product, side) => product * side);
        if (shape.Length != 2 || count % shape[1] != 0 || step.Byte(1) != 0 || step.Options?.Flag(2) == true)
            throw step.Unsupported($"a product of {x} and {_model.Tensors[step.Inputs[1]]}");
        var flat = x.Rank == 2 && x[1] == shape[1] ? x : _graph.Reshape(x, count / shape[1], shape[1]);
        var inputs = new List<Value> { flat, _constants.Give(_graph, Stem(step) + ".weight", shape, _constants.Floats(step, step.Inputs[1])) };
        if (HasInput(step, 2))
            inputs.Add(Bias(step, shape[0]));
        return new Activation(Activate(step, _graph.Add("Gemm", Stem(step), [.. inputs], [flat[0], shape[0]], NodeAttribute.Integer("transB", 1)), 0), false);
    }

    Activation Pool(TfLiteOperator step, string op)
    {
        var picture = Picture(step, 0);
        int[] kernel = [Stride(step, 4, picture[2]), Stride(step, 3, picture[3])], strides = [Stride(step, 2, picture[2]), Stride(step, 1, picture[3])];
        if (op == "AveragePool" && step.Byte(0) == Valid && kernel[0] == picture[2] && kernel[1] == picture[3])
            return new Activation(Activate(step, MeanOverPicture(step, picture), 5), true);
        var pads = Padding(step, picture, kernel, strides);
        var result = _graph.Add(op, Stem(step), [picture], [picture[0], picture[1], .. Sides(step, picture, kernel, strides, pads)],
            NodeAttribute.Integers("kernel_shape", kernel), NodeAttribute.Integers("strides", strides), NodeAttribute.Integers("pads", pads));
        return new Activation(Activate(step, result, 5), true);
    }

    Activation Mean(TfLiteOperator step)
    {
        if (!_constants.Integers(step, Input(step, 1)).SequenceEqual([1, 2]))
            throw step.Unsupported("a mean over other axes than height and width");
        var mean = MeanOverPicture(step, Picture(step, 0));
        return step.Options?.Flag(0) == true ? new Activation(mean, true) : new Activation(_graph.Reshape(mean, mean[0], mean[1]), false);
    }

    Value MeanOverPicture(TfLiteOperator step, Value picture) => _graph.Add("GlobalAveragePool", Stem(step), [picture], [picture[0], picture[1], 1, 1]);

    /// <summary>Pads at top, left, bottom and right, as TensorFlow places them: an odd one at the bottom or the right.</summary>
    static int[] Padding(TfLiteOperator step, Value picture, int[] kernel, int[] strides)
    {
        if (step.Byte(0) == Valid)
            return [0, 0, 0, 0];
        if (step.Byte(0) != Same)
            throw step.Unsupported($"the padding {step.Byte(0)}");
        int Missing(int axis) => Math.Max(0, (picture[axis + 2] - 1) / strides[axis] * strides[axis] + kernel[axis] - picture[axis + 2]);
        return [Missing(0) / 2, Missing(1) / 2, Missing(0) - Missing(0) / 2, Missing(1) - Missing(1) / 2];
    }

    static int[] Sides(TfLiteOperator step, Value picture, int[] kernel, int[] strides, int[] pads)
    {
        int Side(int axis) => picture[axis + 2] + pads[axis] + pads[axis + 2] - kernel[axis];
        return Side(0) >= 0 && Side(1) >= 0 ? [Side(0) / strides[0] + 1, Side(1) / strides[1] + 1]
            : throw step.Broken($"its window of {kernel[0]}x{kernel[1]} is larger than what it reads");
    }

    static int Stride(TfLiteOperator step, int field, int most = MostStride) =>
        step.Int(field) is var stride && stride >= 1 && stride <= Math.Max(most, MostStride) ? stride
            : throw step.Broken($"a side or step of its window is {step.Int(field)}");

    Value Bias(TfLiteOperator step, int channels)
    {
        var bias = _constants.Floats(step, Input(step, 2));
        return bias.Length == channels ? _constants.Give(_graph, Stem(step) + ".bias", [channels], bias)
            : throw step.Broken($"its {channels} channels have {bias.Length} biases");
    }

    /// <summary>The values of a tensor of four sides with its axes in another order.</summary>
    static float[] Reorder(float[] values, int[] shape, params int[] order)
    {
        int[] steps = [shape[1] * shape[2] * shape[3], shape[2] * shape[3], shape[3], 1];
        var result = new float[values.Length];
        var next = 0;
        for (var a = 0; a < shape[order[0]]; a++)
            for (var b = 0; b < shape[order[1]]; b++)
                for (var c = 0; c < shape[order[2]]; c++)
                    for (var d = 0; d < shape[order[3]]; d++)
                        result[next++] = values[a * steps[order[0]] + b * steps[order[1]] + c * steps[order[2]] + d * steps[order[3]]];
        return result;
    }
}
