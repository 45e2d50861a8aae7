using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Networks;

/// <summary>Sizes of a <see cref="Combiner"/>; the defaults are FPDM's.</summary>
public sealed record CombinerConfiguration
{
    public int Features { get; init; } = 768;

    public int Projection { get; init; } = 768;

    public int Hidden { get; init; } = 768;

    /// <summary>Name of the layer that reads the second input: FPDM's key points, or CLIP4Cir's text.</summary>
    public string SecondProjection { get; init; } = "kpt_projection_layer";

    public static CombinerConfiguration Published { get; } = new();
}

/// <summary>FPDM's fusion of a picture's and a pose's embedding (Combiner, after CLIP4Cir).</summary>
public sealed class Combiner(CombinerConfiguration configuration)
{
    readonly CombinerConfiguration _c = configuration;

    /// <summary>image [B, P] and pose [B, P], as the encoder gives them, to fusion [B, P] of unit length.</summary>
    /// <param name="withParts">Also combined [B, P] before the normalisation, and dynamic_scalar [B, 1].</param>
    public Graph Build(bool withParts = false)
    {
        var graph = new Graph("combiner");
        var image = graph.Input("image", Value.Batch, _c.Features);
        var pose = graph.Input("pose", Value.Batch, _c.Features);
        var both = graph.Concat("projected", 1, // the pose comes first
            graph.Relu(graph.Linear(pose, _c.SecondProjection, _c.Projection)),
            graph.Relu(graph.Linear(image, "image_projection_layer", _c.Projection)));
        var mixed = graph.Linear(graph.Relu(graph.Linear(both, "combiner_layer", _c.Hidden)), "output_layer", _c.Features);
        var share = graph.Sigmoid(graph.Linear(graph.Relu(graph.Linear(both, "dynamic_scalar.0", _c.Hidden)), "dynamic_scalar.3", 1));
        var rest = graph.Subtract(graph.Constant([], [1f]), share);
        var combined = graph.Add(graph.Add(mixed, graph.Multiply(share, pose)), graph.Multiply(rest, image));
        graph.Output(graph.ToUnitLength(combined), "fusion");
        if (withParts)
        {
            graph.Output(combined, "combined");
            graph.Output(share, "dynamic_scalar");
        }
        return graph;
    }
}
