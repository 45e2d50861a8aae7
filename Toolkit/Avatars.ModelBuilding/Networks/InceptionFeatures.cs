using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

/// <summary>Inception v3 up to its last pooling: the features of the Frechet distance as PCDMs and FPDM take them.</summary>
/// <remarks>
/// Szegedy et al. 2015; weights are named as in torchvision's state_dict of inception_v3. This is not the network of TensorFlow's FID, and the
/// published figures of this line of papers depend on that, as on the input transform, which was meant for ImageNet's statistics and is
/// given 0..1.
/// </remarks>
/// <param name="height">Of the pictures, pixels; they are resized to 299 x 299.</param>
public sealed class InceptionFeatures(int height, int width)
{
    public const int Channels = 2048;

    const int Side = 299;
    const float Epsilon = 1e-3f;

    /// <summary>picture [B, 3, H, W] in 0..1 to features [B, 2048].</summary>
    public Graph Build()
    {
        var graph = new Graph("fid");
        var x = Transform(graph, graph.Input("picture", Value.Batch, 3, height, width));
        x = Conv(graph, x, "Conv2d_1a_3x3", 32, 3, stride: 2);
        x = Conv(graph, x, "Conv2d_2a_3x3", 32, 3);
        x = Conv(graph, x, "Conv2d_2b_3x3", 64, 3, padding: 1);
        x = Conv(graph, graph.MaxPool(x, 3, 2), "Conv2d_3b_1x1", 80, 1);
        x = graph.MaxPool(Conv(graph, x, "Conv2d_4a_3x3", 192, 3), 3, 2);
        x = BlockA(graph, x, "Mixed_5b", 32);
        x = BlockA(graph, x, "Mixed_5c", 64);
        x = BlockA(graph, x, "Mixed_5d", 64);
        x = BlockB(graph, x, "Mixed_6a");
        x = BlockC(graph, x, "Mixed_6b", 128);
        x = BlockC(graph, x, "Mixed_6c", 160);
        x = BlockC(graph, x, "Mixed_6d", 160);
        x = BlockC(graph, x, "Mixed_6e", 192);
        x = BlockD(graph, x, "Mixed_7a");
        x = BlockE(graph, x, "Mixed_7b");
        x = BlockE(graph, x, "Mixed_7c");
        graph.Output(graph.MeanOverPicture(x), "features");
        return graph;
    }

    /// <summary>Bilinear without a wider filter when shrinking, then torchvision's transform_input.</summary>
    static Value Transform(Graph graph, Value picture)
    {
        var batch = graph.Add("Shape", "batch", [picture], [1], NodeAttribute.Integer("start", 0), NodeAttribute.Integer("end", 1));
        var sizes = graph.Concat("sizes", 0, batch, graph.Integers(3, Side, Side));
        var absent = new Value("", 0); // no region, no scales
        var x = graph.Add("Resize", "resized", [picture, absent, absent, sizes], [picture[0], 3, Side, Side],
            NodeAttribute.Text("mode", "linear"), NodeAttribute.Text("coordinate_transformation_mode", "half_pixel"));
        x = graph.Multiply(x, graph.Constant([1, 3, 1, 1], [0.229f / 0.5f, 0.224f / 0.5f, 0.225f / 0.5f]));
        return graph.Add(x, graph.Constant([1, 3, 1, 1], [(0.485f - 0.5f) / 0.5f, (0.456f - 0.5f) / 0.5f, (0.406f - 0.5f) / 0.5f]));
    }

    static Value BlockA(Graph graph, Value x, string stem, int pooled) => graph.Concat(stem, 1,
        Conv(graph, x, stem + ".branch1x1", 64, 1),
        Conv(graph, Conv(graph, x, stem + ".branch5x5_1", 48, 1), stem + ".branch5x5_2", 64, 5, padding: 2),
        Conv(graph, Conv(graph, Conv(graph, x, stem + ".branch3x3dbl_1", 64, 1), stem + ".branch3x3dbl_2", 96, 3, padding: 1),
            stem + ".branch3x3dbl_3", 96, 3, padding: 1),
        Conv(graph, graph.AveragePool(x, 3, 1, 1), stem + ".branch_pool", pooled, 1));

    static Value BlockB(Graph graph, Value x, string stem) => graph.Concat(stem, 1,
        Conv(graph, x, stem + ".branch3x3", 384, 3, stride: 2),
        Conv(graph, Conv(graph, Conv(graph, x, stem + ".branch3x3dbl_1", 64, 1), stem + ".branch3x3dbl_2", 96, 3, padding: 1),
            stem + ".branch3x3dbl_3", 96, 3, stride: 2),
        graph.MaxPool(x, 3, 2));

    static Value BlockC(Graph graph, Value x, string stem, int narrow)
    {
        var single = Across(graph, Conv(graph, x, stem + ".branch7x7_1", narrow, 1), stem + ".branch7x7_2", narrow, 7);
        single = Down(graph, single, stem + ".branch7x7_3", 192, 7);
        var twice = Down(graph, Conv(graph, x, stem + ".branch7x7dbl_1", narrow, 1), stem + ".branch7x7dbl_2", narrow, 7);
        twice = Across(graph, twice, stem + ".branch7x7dbl_3", narrow, 7);
        twice = Down(graph, twice, stem + ".branch7x7dbl_4", narrow, 7);
        twice = Across(graph, twice, stem + ".branch7x7dbl_5", 192, 7);
        return graph.Concat(stem, 1, Conv(graph, x, stem + ".branch1x1", 192, 1), single, twice,
            Conv(graph, graph.AveragePool(x, 3, 1, 1), stem + ".branch_pool", 192, 1));
    }

    static Value BlockD(Graph graph, Value x, string stem)
    {
        var square = Conv(graph, Conv(graph, x, stem + ".branch3x3_1", 192, 1), stem + ".branch3x3_2", 320, 3, stride: 2);
        var crossed = Across(graph, Conv(graph, x, stem + ".branch7x7x3_1", 192, 1), stem + ".branch7x7x3_2", 192, 7);
        crossed = Conv(graph, Down(graph, crossed, stem + ".branch7x7x3_3", 192, 7), stem + ".branch7x7x3_4", 192, 3, stride: 2);
        return graph.Concat(stem, 1, square, crossed, graph.MaxPool(x, 3, 2));
    }

    static Value BlockE(Graph graph, Value x, string stem)
    {
        var single = Conv(graph, x, stem + ".branch3x3_1", 384, 1);
        var twice = Conv(graph, Conv(graph, x, stem + ".branch3x3dbl_1", 448, 1), stem + ".branch3x3dbl_2", 384, 3, padding: 1);
        return graph.Concat(stem, 1,
            Conv(graph, x, stem + ".branch1x1", 320, 1),
            Across(graph, single, stem + ".branch3x3_2a", 384, 3), Down(graph, single, stem + ".branch3x3_2b", 384, 3),
            Across(graph, twice, stem + ".branch3x3dbl_3a", 384, 3), Down(graph, twice, stem + ".branch3x3dbl_3b", 384, 3),
            Conv(graph, graph.AveragePool(x, 3, 1, 1), stem + ".branch_pool", 192, 1));
    }

    static Value Conv(Graph graph, Value x, string stem, int channels, int kernel, int stride = 1, int padding = 0) =>
        Unit(graph, x, stem, channels, (kernel, kernel), stride, (padding, padding));

    /// <summary>Along the rows: a kernel of 1 x <paramref name="length"/>.</summary>
    static Value Across(Graph graph, Value x, string stem, int channels, int length) => Unit(graph, x, stem, channels, (1, length), 1, (0, length / 2));

    /// <summary>Along the columns.</summary>
    static Value Down(Graph graph, Value x, string stem, int channels, int length) => Unit(graph, x, stem, channels, (length, 1), 1, (length / 2, 0));

    /// <summary>Convolution, normalisation with the statistics of training, ReLU.</summary>
    static Value Unit(Graph graph, Value x, string stem, int channels, (int Height, int Width) kernel, int stride, (int Y, int X) padding)
    {
        var start = Initialisation.FanIn(x[1] * kernel.Height * kernel.Width);
        int[] shape = [x[0], channels, (x[2] + 2 * padding.Y - kernel.Height) / stride + 1, (x[3] + 2 * padding.X - kernel.Width) / stride + 1];
        x = graph.Add("Conv", stem + ".conv", [x, graph.Weight(stem + ".conv.weight", start, channels, x[1], kernel.Height, kernel.Width)], shape,
            NodeAttribute.Integers("kernel_shape", kernel.Height, kernel.Width), NodeAttribute.Integers("strides", stride, stride),
            NodeAttribute.Integers("pads", padding.Y, padding.X, padding.Y, padding.X));
        Value[] statistics = [.. new[] { "weight", "bias", "running_mean", "running_var" }
            .Select(name => graph.Weight($"{stem}.bn.{name}", name is "weight" or "running_var" ? Initialisation.Ones : Initialisation.Zeros, channels))];
        return graph.Relu(graph.Add("BatchNormalization", stem + ".bn", [x, .. statistics], shape, NodeAttribute.Float("epsilon", Epsilon)));
    }
}
