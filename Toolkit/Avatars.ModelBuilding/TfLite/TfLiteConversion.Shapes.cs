using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.TfLite;

/// <summary>What moves numbers and computes little.</summary>
sealed partial class TfLiteConversion
{
    const int MostPadding = 1 << 12;

    /// <summary>Axis of the file to axis of [B, C, H, W].</summary>
    static readonly int[] PictureAxis = [0, 2, 3, 1];

    Activation Pad(TfLiteOperator step)
    {
        var (made, pads) = (Made(step, 0), _constants.Integers(step, Input(step, 1)));
        if (step.Inputs.Length != 2 || made.FileShape.Length != 4 || pads.Length != 8 || pads.Any(pad => pad is < 0 or > MostPadding) || pads[0] + pads[1] > 0)
            throw step.Unsupported($"such padding of [{string.Join(", ", made.FileShape)}]");
        var picture = Picture(step, 0);
        return pads[6] + pads[7] == 0
            ? new Activation(picture, true, [pads[2], pads[4], pads[3], pads[5]])
            : new Activation(PadPicture(picture, [0, pads[6], pads[2], pads[4], 0, pads[7], pads[3], pads[5]]), true);
    }

    Activation Reshape(TfLiteOperator step)
    {
        var (value, shape) = (Plain(step, 0), _model.Tensors[step.Outputs[0]].Shape);
        if (value.Shape.Aggregate(1L, (product, side) => product * side) != _model.Tensors[step.Outputs[0]].Count)
            throw step.Broken($"[{string.Join(", ", value.Shape)}] cannot become {_model.Tensors[step.Outputs[0]]}");
        return new Activation(_graph.Reshape(value, shape), false);
    }

    Activation Concatenate(TfLiteOperator step)
    {
        if (step.Inputs.Length is < 1 or > 64)
            throw step.Unsupported($"{step.Inputs.Length} parts");
        var parts = step.Inputs.Select((_, i) => Made(step, i)).ToArray();
        var rank = parts[0].FileShape.Length;
        var axis = step.Int(0) < 0 ? step.Int(0) + rank : step.Int(0);
        if (axis < 0 || axis >= rank || parts.Any(part => part.FileShape.Length != rank
            || Enumerable.Range(0, rank).Any(i => i != axis && part.FileShape[i] != parts[0].FileShape[i])))
            throw step.Broken("its parts do not fit one another");
        var isPicture = parts.All(part => part.IsChannelsFirst);
        Value[] values = [.. parts.Select((_, i) => isPicture ? Picture(step, i) : Plain(step, i))];
        return new Activation(Activate(step, _graph.Concat(Stem(step), isPicture ? PictureAxis[axis] : axis, values), 1), isPicture);
    }

    Activation Slice(TfLiteOperator step)
    {
        var made = Unpadded(step, 0);
        var shape = made.FileShape;
        int[] begin = _constants.Integers(step, Input(step, 1)), end = _constants.Integers(step, Input(step, 2));
        var strides = _constants.Integers(step, Input(step, 3));
        if (Enumerable.Range(0, 5).Any(mask => step.Int(mask) != 0)
            || begin.Length != shape.Length || end.Length != shape.Length || strides.Length != shape.Length || strides.Any(stride => stride != 1)
            || Enumerable.Range(0, shape.Length).Any(i => begin[i] < 0 || begin[i] >= end[i] || end[i] > shape[i]))
            throw step.Unsupported($"such a part of [{string.Join(", ", shape)}]");
        int[] axes = [.. Enumerable.Range(0, shape.Length).Where(i => end[i] - begin[i] < shape[i])];
        if (axes.Length == 0)
            return made;
        var sides = made.Value.Shape.ToArray();
        int AxisOf(int axis) => made.IsChannelsFirst ? PictureAxis[axis] : axis;
        foreach (var axis in axes)
            sides[AxisOf(axis)] = end[axis] - begin[axis];
        Value List(Func<int, int> item) => _graph.Integers([.. axes.Select(axis => (long)item(axis))]);
        return made with { Value = _graph.Add("Slice", Stem(step), [made.Value, List(axis => begin[axis]), List(axis => end[axis]), List(AxisOf)], sides) };
    }

    Activation Resize(TfLiteOperator step)
    {
        var (picture, size) = (Picture(step, 0), _constants.Integers(step, Input(step, 1)));
        if (size.Length != 2 || size.Any(side => side is < 1 or > 1 << 14) || step.Options is not { } options || options.Flag(2) || !options.Flag(3))
            throw step.Unsupported("such an enlargement");
        return new Activation(_graph.ResizeLinear(picture, size[0], size[1]), true);
    }

    Activation DepthToSpace(TfLiteOperator step)
    {
        var (picture, block) = (Picture(step, 0), step.Int(0));
        if (block is < 2 or > 16 || picture[1] % (block * block) != 0)
            throw step.Broken($"blocks of {block} cannot be made of {picture[1]} channels");
        return new Activation(_graph.DepthToSpace(picture, block), true);
    }
}
