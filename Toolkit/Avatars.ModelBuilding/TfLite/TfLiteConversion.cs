using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.TfLite;

/// <summary>
/// Turns a TensorFlow Lite network into a <see cref="Graph"/> with the same inputs and outputs. Inside, pictures are [B, C, H, W]: convolutions follow one
/// another without a transposition. Constants are folded, and zeros around a picture become part of the convolution that reads it.
/// </summary>
sealed partial class TfLiteConversion
{
    readonly TfLiteModel _model;
    readonly TfLiteConstants _constants;
    readonly Dictionary<int, Activation> _made = [];
    readonly Graph _graph;

    TfLiteConversion(TfLiteModel model, string name) => (_model, _constants, _graph) = (model, new TfLiteConstants(model), new Graph(name));

    /// <param name="bytes">A .tflite file.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="name">Of the network.</param>
    /// <exception cref="FormatException">The file is damaged, or holds what is not supported; the message names file, byte and operator.</exception>
    public static (Graph Graph, IWeightSource Weights) Convert(ReadOnlyMemory<byte> bytes, string file, string name)
    {
        var conversion = new TfLiteConversion(TfLiteModel.Read(bytes, file), name);
        conversion.Run();
        return (conversion._graph, conversion._constants);
    }

    void Run()
    {
        foreach (var input in _model.Inputs)
        {
            var tensor = _model.Tensors[input];
            if (tensor.Type != TfLiteType.Float32 || tensor.IsConstant || !_made.TryAdd(input, new Activation(_graph.Input(tensor.Name, tensor.Shape), false)))
                throw new FormatException($"'{_model.File}': the input {tensor} is no float32 tensor. Download the file again.");
        }
        foreach (var step in _model.Operators)
            Add(step);
        foreach (var output in _model.Outputs)
        {
            if (!_made.TryGetValue(output, out var made))
                throw new FormatException($"'{_model.File}': nothing makes the output {_model.Tensors[output]}. Download the file again.");
            _graph.Output(FileLayout(made), _model.Tensors[output].Name);
        }
    }

    void Add(TfLiteOperator step)
    {
        if (step.Name is "DEQUANTIZE" or "DENSIFY" && _constants.Has(Input(step, 0)))
        {
            if (!_model.Tensors[step.Inputs[0]].Shape.SequenceEqual(_model.Tensors[step.Outputs[0]].Shape))
                throw step.Broken("its result has another shape than what it reads");
            _constants.Alias(step.Outputs[0], step.Inputs[0]);
            return;
        }
        var result = step.Name switch
        {
            "CONV_2D" => Convolution(step),
            "DEPTHWISE_CONV_2D" => DepthwiseConvolution(step),
            "Convolution2DTransposeBias" => TransposedConvolution(step),
            "FULLY_CONNECTED" => FullyConnected(step),
            "MAX_POOL_2D" => Pool(step, "MaxPool"),
            "AVERAGE_POOL_2D" => Pool(step, "AveragePool"),
            "MEAN" => Mean(step),
            "RESIZE_BILINEAR" => Resize(step),
            "ADD" or "MUL" => Arithmetic(step),
            "RELU" or "RELU6" or "LOGISTIC" or "HARD_SWISH" => Elementwise(step),
            "PRELU" => PRelu(step),
            "PAD" => Pad(step),
            "RESHAPE" => Reshape(step),
            "CONCATENATION" => Concatenate(step),
            "STRIDED_SLICE" => Slice(step),
            "DEPTH_TO_SPACE" => DepthToSpace(step),
            "Landmarks2TransformMatrix" => LandmarksToMatrix(step),
            "TransformTensorBilinear" => TransformTensor(step),
            "TransformLandmarks" => TransformLandmarks(step),
            _ => throw step.Unsupported("this operator"),
        };
        var tensor = _model.Tensors[step.Outputs[0]];
        if (step.Outputs.Length != 1 || tensor.Type != TfLiteType.Float32 || !result.FileShape.SequenceEqual(tensor.Shape))
            throw step.Broken($"its result is [{string.Join(", ", result.FileShape)}], but the file says {tensor}");
        if (!_made.TryAdd(tensor.Index, result))
            throw step.Broken($"it makes {tensor}, which is there already");
    }

    static int Input(TfLiteOperator step, int i) => i < step.Inputs.Length && step.Inputs[i] >= 0 ? step.Inputs[i]
        : throw step.Broken($"its input {i} is missing");

    static bool HasInput(TfLiteOperator step, int i) => i < step.Inputs.Length && step.Inputs[i] >= 0;

    int[] ShapeOf(TfLiteOperator step, int i) => _model.Tensors[Input(step, i)].Shape;

    /// <summary>Name of what an operator makes; an output's own name is kept for the output.</summary>
    string Stem(TfLiteOperator step) => _model.Tensors[step.Outputs[0]].Name + (_model.Outputs.Contains(step.Outputs[0]) ? ":result" : "");

    Activation Made(TfLiteOperator step, int i) => _made.TryGetValue(Input(step, i), out var made) ? made
        : throw step.Broken($"{_model.Tensors[step.Inputs[i]]} is read before it is made");

    /// <summary>A picture as [B, C, H, W], without zeros that are still to be added.</summary>
    Value Picture(TfLiteOperator step, int i) => ChannelsFirst(step, Made(step, i) with { Pads = null }, Made(step, i).Pads);

    Value ChannelsFirst(TfLiteOperator step, Activation made, int[]? pads)
    {
        if (made.Value.Rank != 4)
            throw step.Broken($"[{string.Join(", ", made.FileShape)}] is no picture");
        var value = made.Value;
        if (!made.IsChannelsFirst)
            value = value[1] * value[2] == 1 || value[3] == 1 ? _graph.Reshape(value, value[0], value[3], value[1], value[2])
                : _graph.Transpose(value, 0, 3, 1, 2);
        return pads is null ? value : PadPicture(value, [0, 0, pads[0], pads[1], 0, 0, pads[2], pads[3]]);
    }

    /// <summary>A tensor as the file has it.</summary>
    Value Plain(TfLiteOperator step, int i) => FileLayout(Made(step, i));

    Value FileLayout(Activation made)
    {
        if (!made.IsChannelsFirst)
            return made.Value;
        var value = made.Pads is { } pads ? PadPicture(made.Value, [0, 0, pads[0], pads[1], 0, 0, pads[2], pads[3]]) : made.Value;
        return value[2] * value[3] == 1 || value[1] == 1 ? _graph.Reshape(value, value[0], value[2], value[3], value[1])
            : _graph.Transpose(value, 0, 2, 3, 1);
    }

    Value PadPicture(Value value, int[] pads) =>
        _graph.Add("Pad", value.Name + ":padded", [value, _graph.Integers([.. pads.Select(pad => (long)pad)])],
            [.. value.Shape.Select((side, axis) => side + pads[axis] + pads[axis + 4])]);

    /// <summary>The fused activation of an operator.</summary>
    Value Activate(TfLiteOperator step, Value value, int field) => step.Byte(field) switch
    {
        0 => value,
        1 => _graph.Relu(value),
        3 => _graph.Clip(value, 0, 6),
        var other => throw step.Unsupported($"the fused activation {other}"),
    };
}
