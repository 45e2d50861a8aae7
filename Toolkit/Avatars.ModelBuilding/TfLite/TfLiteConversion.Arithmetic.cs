using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.TfLite;

/// <summary>Element by element.</summary>
sealed partial class TfLiteConversion
{
    Activation Elementwise(TfLiteOperator step)
    {
        var made = Unpadded(step, 0);
        var x = made.Value;
        return made with
        {
            Value = step.Name switch
            {
                "RELU" => _graph.Relu(x),
                "RELU6" => _graph.Clip(x, 0, 6),
                "LOGISTIC" => _graph.Sigmoid(x),
                _ => _graph.Multiply(x, _graph.Add("HardSigmoid", x.Name + ":gate", [x], x.Shape,
                    NodeAttribute.Float("alpha", 1f / 6), NodeAttribute.Float("beta", 0.5f))),
            },
        };
    }

    Activation PRelu(TfLiteOperator step)
    {
        var (made, slopes) = (Unpadded(step, 0), _constants.Floats(step, Input(step, 1)));
        var channels = made.FileShape.Length > 0 ? made.FileShape[^1] : 1;
        if (slopes.Length != channels)
            throw step.Unsupported($"{slopes.Length} slopes for {channels} channels");
        var slope = _constants.Give(_graph, Stem(step) + ".slope", made.IsChannelsFirst ? [channels, 1, 1] : [channels], slopes);
        return made with { Value = _graph.Add("PRelu", Stem(step), [made.Value, slope], made.Value.Shape) };
    }

    Activation Arithmetic(TfLiteOperator step)
    {
        var isPicture = Enumerable.Range(0, 2).All(i => _constants.Has(Input(step, i)) || Made(step, i).IsChannelsFirst)
            && Enumerable.Range(0, 2).Any(i => !_constants.Has(Input(step, i)));
        var (a, b) = (Operand(step, 0, isPicture), Operand(step, 1, isPicture));
        for (var i = 1; i <= Math.Min(a.Rank, b.Rank); i++)
            if (a[-i] != b[-i] && a[-i] != 1 && b[-i] != 1)
                throw step.Broken($"{a} and {b} do not fit one another");
        var result = step.Name == "ADD" ? _graph.Add(a, b, Stem(step)) : _graph.Multiply(a, b, Stem(step));
        return new Activation(Activate(step, result, 0), isPicture);
    }

    /// <param name="isPicture">Whether it should be [B, C, H, W].</param>
    Value Operand(TfLiteOperator step, int i, bool isPicture)
    {
        if (!_constants.Has(Input(step, i)))
            return isPicture ? Picture(step, i) : Plain(step, i);
        var (shape, values) = (ShapeOf(step, i), _constants.Floats(step, step.Inputs[i]));
        if (isPicture && shape.Length == 4)
            return _constants.Give(_graph, Stem(step) + ".constant", [shape[0], shape[3], shape[1], shape[2]], Reorder(values, shape, 0, 3, 1, 2));
        if (isPicture && values.Length > 1 && shape.Length != 1)
            throw step.Unsupported($"the constant {_model.Tensors[step.Inputs[i]]}");
        return _constants.Give(_graph, Stem(step) + ".constant", isPicture && values.Length > 1 ? [shape[0], 1, 1] : shape, values);
    }

    /// <summary>In its layout, zeros around it added.</summary>
    Activation Unpadded(TfLiteOperator step, int i) => Made(step, i) is { Pads: null } made ? made : new Activation(Picture(step, i), true);
}
