using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

/// <summary>The network whose features two pictures are compared by.</summary>
public enum LpipsBackbone
{
    /// <summary>AlexNet: what papers report.</summary>
    Alex,

    /// <summary>VGG-16.</summary>
    Vgg,
}

/// <summary>Learned perceptual distance of two pictures, version 0.1: features of a network that was trained on ImageNet, weighed by a head that
/// was trained on people's judgement.</summary>
/// <remarks>
/// Zhang et al. 2018; richzhang/PerceptualSimilarity. Weights are named as in torchvision's state_dict of the backbone and in the
/// published files of the heads.
/// </remarks>
/// <param name="height">Of the pictures, pixels; at least 64.</param>
public sealed class Lpips(LpipsBackbone backbone, int height, int width)
{
    const float Epsilon = 1e-10f;

    static readonly float[] Shift = [-0.030f, -0.088f, -0.188f], Scale = [0.458f, 0.448f, 0.450f]; // ScalingLayer

    /// <summary>VGG-16's convolutions per level; a level ends in the layer that is compared.</summary>
    static readonly (int Channels, int[] Layers)[] VggLevels = [(64, [0, 2]), (128, [5, 7]), (256, [10, 12, 14]), (512, [17, 19, 21]), (512, [24, 26, 28])];

    /// <summary>truth and picture, each [B, 3, H, W] in -1..1, to distance [B].</summary>
    public Graph Build()
    {
        var graph = new Graph(backbone == LpipsBackbone.Alex ? "lpips-alex" : "lpips-vgg");
        Value[] Features(string input) => Backbone(graph, Scaled(graph, graph.Input(input, Value.Batch, 3, height, width)));
        var (truth, picture) = (Features("truth"), Features("picture"));
        Value? sum = null;
        for (var level = 0; level < truth.Length; level++)
        {
            var difference = graph.Subtract(OfUnitLength(graph, truth[level]), OfUnitLength(graph, picture[level]));
            var weighed = graph.Conv(graph.Multiply(difference, difference), $"lin{level}.model.1", 1, kernel: 1, bias: false, start: Initialisation.Ones);
            var mean = graph.MeanOverPicture(weighed);
            sum = sum is null ? mean : graph.Add(sum, mean);
        }
        graph.Output(graph.Reshape(sum!, Value.Batch), "distance");
        return graph;
    }

    static Value Scaled(Graph graph, Value x)
    {
        var centred = graph.Subtract(x, graph.Constant([1, 3, 1, 1], Shift));
        return graph.Multiply(centred, graph.Constant([1, 3, 1, 1], Array.ConvertAll(Scale, scale => 1 / scale)));
    }

    /// <summary>The five layers that are compared.</summary>
    Value[] Backbone(Graph graph, Value x) => backbone == LpipsBackbone.Alex ? Alex(graph, x) : Vgg(graph, x);

    static Value[] Alex(Graph graph, Value x)
    {
        Value Conv(Value from, int layer, int channels, int kernel, int stride, int padding) =>
            graph.Relu(graph.Conv(from, $"features.{layer}", channels, kernel, stride, padding));
        var first = Conv(x, 0, 64, 11, 4, 2);
        var second = Conv(graph.MaxPool(first, 3, 2), 3, 192, 5, 1, 2);
        var third = Conv(graph.MaxPool(second, 3, 2), 6, 384, 3, 1, 1);
        var fourth = Conv(third, 8, 256, 3, 1, 1);
        return [first, second, third, fourth, Conv(fourth, 10, 256, 3, 1, 1)];
    }

    static Value[] Vgg(Graph graph, Value x)
    {
        var compared = new List<Value>();
        foreach (var (channels, layers) in VggLevels)
        {
            if (compared.Count > 0)
                x = graph.MaxPool(x, 2, 2);
            foreach (var layer in layers)
                x = graph.Relu(graph.Conv(x, $"features.{layer}", channels));
            compared.Add(x);
        }
        return [.. compared];
    }

    /// <summary>Each pixel's features by their length.</summary>
    static Value OfUnitLength(Graph graph, Value x)
    {
        int[] shape = [x[0], 1, x[2], x[3]];
        var length = graph.Add("ReduceL2", x.Name + ":length", [x], shape, NodeAttribute.Integers("axes", 1), NodeAttribute.Integer("keepdims", 1));
        return graph.Add("Div", x.Name + ":unit", [x, graph.Add(length, graph.Constant([], [Epsilon]))], x.Shape);
    }
}
