using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

/// <summary>The generator of pix2pix at 256x256: eight halvings, seven doublings with skip connections, 54,425,859 values. Browsers draw signers with
/// it; here it is the fixed yardstick that makes frame rates of different machines comparable.</summary>
/// <remarks>Isola et al. 2017, arXiv:1611.07004; sizes and order of layers as in TensorFlow's tutorial: leaky ReLU of slope 0.3, batch normalisation
/// with epsilon 0.001, no biases but the last. Dropout does nothing when a network runs.</remarks>
public static class Pix2PixUNet
{
    public const int Side = 256;

    const int Kernel = 4;
    const float Slope = 0.3f, Epsilon = 1e-3f;

    static readonly int[] Down = [64, 128, 256, 512, 512, 512, 512, 512], Up = [512, 512, 512, 512, 256, 128, 64];

    /// <summary>picture [1, 3, 256, 256] to generated [1, 3, 256, 256], both in -1..1.</summary>
    public static Graph Build()
    {
        var graph = new Graph("pix2pix");
        var x = graph.Input("picture", 1, 3, Side, Side);
        var skips = new List<Value>();
        for (var i = 0; i < Down.Length; i++)
        {
            x = graph.Conv(x, $"down.{i}", Down[i], Kernel, stride: 2, padding: 1, bias: false);
            x = i == 0 ? x : Normalised(graph, x, $"down.{i}.norm");
            x = graph.Add("LeakyRelu", $"down.{i}.relu", [x], x.Shape, NodeAttribute.Float("alpha", Slope));
            skips.Add(x);
        }
        for (var i = 0; i < Up.Length; i++)
        {
            x = graph.Relu(Normalised(graph, Doubled(graph, x, $"up.{i}", Up[i], bias: false), $"up.{i}.norm"));
            x = graph.Concat($"up.{i}.skip", 1, x, skips[^(i + 2)]);
        }
        x = Doubled(graph, x, "last", 3, bias: true);
        graph.Output(graph.Add("Tanh", "tanh", [x], x.Shape), "generated");
        return graph;
    }

    /// <summary>A transposed convolution to twice the size.</summary>
    static Value Doubled(Graph graph, Value x, string stem, int channels, bool bias)
    {
        var start = Initialisation.FanIn(x[1] * Kernel * Kernel);
        var inputs = new List<Value> { x, graph.Weight(stem + ".weight", start, x[1], channels, Kernel, Kernel) };
        if (bias)
            inputs.Add(graph.Weight(stem + ".bias", start, channels));
        return graph.Add("ConvTranspose", stem, [.. inputs], [x[0], channels, 2 * x[2], 2 * x[3]], NodeAttribute.Integers("kernel_shape", Kernel, Kernel),
            NodeAttribute.Integers("strides", 2, 2), NodeAttribute.Integers("pads", 1, 1, 1, 1));
    }

    static Value Normalised(Graph graph, Value x, string stem)
    {
        Value[] statistics = [.. new[] { "weight", "bias", "running_mean", "running_var" }
            .Select(name => graph.Weight($"{stem}.{name}", name is "weight" or "running_var" ? Initialisation.Ones : Initialisation.Zeros, x[1]))];
        return graph.Add("BatchNormalization", stem, [x, .. statistics], x.Shape, NodeAttribute.Float("epsilon", Epsilon));
    }
}
