using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

/// <summary>Sizes of a <see cref="FlowPoseEncoder"/>.</summary>
public sealed record FlowPoseEncoderConfiguration
{
    /// <summary>Side of the square pose map, and of the source picture.</summary>
    public int Size { get; init; } = 256;

    /// <summary>Channels at a quarter of the size, then of the hourglass: an eighth, a sixteenth and a thirty-second.</summary>
    public int[] Widths { get; init; } = [48, 64, 96, 128];

    /// <summary>Channels of the source encoder's features.</summary>
    public int SourceFeatures { get; init; } = 64;

    /// <summary>Channels that tell how well the two pictures match.</summary>
    public int MatchWidth { get; init; } = 16;

    /// <summary>Channels of the flow refinement.</summary>
    public int RefinementWidth { get; init; } = 48;

    /// <summary>Residual blocks of the flow refinement.</summary>
    public int RefinementResnets { get; init; } = 2;

    /// <summary>Channels at a quarter of the size that place motion boundaries.</summary>
    public int EdgeWidth { get; init; } = 16;

    public int Groups { get; init; } = 16;

    /// <summary>Channels of pose_features.</summary>
    public int Features => Widths[1] + SourceFeatures + MatchWidth;
}

/// <summary>
/// The pose encoder at compact size. Besides reading the pose map, it predicts the surface coordinates of every cell of the target, looks up where
/// the source picture shows the same coordinates, and warps the source backward along that flow: faces, prints and hems do not pass through the
/// cross-attention tokens. A <see cref="CoarsePredictor"/> turns the warped source into coarse latents.
/// </summary>
/// <remarks>
/// Our own. Surface coordinates are DensePose's (Güler et al. 2018, arXiv:1802.00434); the backward warp is
/// appearance flow (Zhou et al. 2016, arXiv:1605.03557).
/// </remarks>
public sealed class FlowPoseEncoder(FlowPoseEncoderConfiguration configuration)
{
    const float Epsilon = 1e-5f;
    const int Factor = 8; // of the latents

    /// <summary>Pixels along a side of a cell of pose_mask.</summary>
    public const int MaskFactor = Factor / 2;

    const float Steepness = 1.1f; // natural logarithm of 3, of the mask's logits before the sigmoid: a pixel is seldom half person, half background
    const float Sharpness = 5.7f; // natural logarithm of 1 / (2 r²) at r = 0.04, a fortieth of the body's height

    readonly FlowPoseEncoderConfiguration _c = configuration;

    int Cells => _c.Size / Factor;

    /// <summary>
    /// pose [B, 3, S, S], and of the source foreground and inpainted_background [B, 3, S, S], surface [B, 4, S / 8, S / 8] and source_features
    /// [B, F, S / 8, S / 8] (<see cref="PartEncoder"/>), to: warped_source [B, 3, S, S], the person warped backward, over the inpainted background;
    /// pose_features [B, C, S / 8, S / 8], the other input of a <see cref="CoarsePredictor"/>; pose_surface, the same as surface, of the target;
    /// optical_flow [B, 2, S / 4, S / 4], the optical flow: the position in the source (x and y in -1..1) that each quarter of a cell shows; and
    /// pose_mask [B, 1, S / 4, S / 4], the logit of the person being there.
    /// </summary>
    public Graph Build()
    {
        var graph = new Graph("pose_encoder");
        var pose = graph.Input("pose", Value.Batch, 3, _c.Size, _c.Size);
        var foreground = graph.Input("foreground", Value.Batch, 3, _c.Size, _c.Size);
        var background = graph.Input("inpainted_background", Value.Batch, 3, _c.Size, _c.Size);
        var source = graph.Input("surface", Value.Batch, 4, Cells, Cells);
        var features = graph.Input("source_features", Value.Batch, _c.SourceFeatures, Cells, Cells);

        var high = ReadPose(graph, pose);
        var target = graph.Conv(graph.Silu(graph.GroupNorm(high, "surface.norm", _c.Groups, Epsilon)), "surface.out", 4, kernel: 1);
        var (coordinates, seen) = graph.SplitChannels(target, 3);
        var (sourceCoordinates, sourceSeen) = graph.SplitChannels(source, 3);
        var (cell, found, look) = Match(graph, coordinates, sourceCoordinates, sourceSeen, features);
        var (error, body) = (graph.Subtract(found, coordinates), graph.Sigmoid(seen));
        var matched = graph.Subtract(cell, graph.CellPicture(Cells, Cells));
        var refined = RefineFlow(graph, graph.Concat("flow_refinement:input", 1, high, look, error, coordinates, body, matched));
        var (correction, edge) = Quarters(graph, refined);
        var offset = graph.Add(graph.ConvexUpsample(matched, Borders(graph, refined, "flow_refinement.borders"), 2), correction, "offset");
        var mask = graph.Add(graph.ResizeLinear(seen, 2 * Cells, 2 * Cells), edge, "mask");
        var steepness = graph.Exp(graph.Weight("person.steepness", Initialisation.Constant(Steepness), 1));
        var person = graph.Sigmoid(graph.Multiply(graph.ResizeLinear(mask, _c.Size, _c.Size), steepness));
        var difference = graph.Subtract(graph.BackwardWarp(foreground, Pixels(graph, offset, refined), "person"), background);

        var evidence = graph.Concat("match:input", 1, error, coordinates, body, graph.AveragePool(offset, 2, 2, padding: 0), graph.Sigmoid(sourceSeen),
            graph.SpaceToDepth(graph.Sigmoid(mask), 2));
        var match = graph.Conv(evidence, "match", _c.MatchWidth, kernel: 1);
        graph.Output(graph.Concat("features", 1, high, look, match), "pose_features");
        graph.Output(target, "pose_surface");
        graph.Output(graph.Add(offset, graph.CellPicture(2 * Cells, 2 * Cells)), "optical_flow");
        graph.Output(mask, "pose_mask");
        graph.Output(graph.Add(background, graph.Multiply(person, difference)), "warped_source");
        return graph;
    }

    Value ReadPose(Graph graph, Value pose)
    {
        var x = graph.Silu(graph.Conv(graph.SpaceToDepth(pose, 4), "stem.0", _c.Widths[0]));
        x = graph.Resnet(graph.Conv(x, "stem.1", _c.Widths[1], stride: 2), "near", _c.Widths[1], _c.Groups, Epsilon);
        return graph.Hourglass(x, _c.Widths.AsSpan(1), _c.Groups).High;
    }

    /// <summary>
    /// Means over the source's cells, weighted by how near their surface coordinates are: their position [B, 2, h, w] and coordinates
    /// [B, 3, h, w]; and the features at that position.
    /// </summary>
    (Value Cell, Value Coordinates, Value Features) Match(Graph graph, Value coordinates, Value sourceCoordinates, Value sourceSeen, Value features)
    {
        var keys = graph.ToTokens(sourceCoordinates);
        var values = graph.Concat("match.values", 2, graph.RepeatOverBatch(graph.CellGrid(Cells, Cells), sourceCoordinates), keys);
        var sharpness = graph.Exp(graph.Weight("match.sharpness", Initialisation.Constant(Sharpness), 1));
        var penalty = graph.Relu(graph.Negate(graph.Reshape(sourceSeen, Value.Batch, 1, Cells * Cells)));
        var matches = graph.DistanceAttention(graph.ToTokens(coordinates), keys, values, sharpness, penalty, "match.lookup");
        var (cell, found) = graph.SplitChannels(graph.ToPicture(matches, Cells, Cells), 2);
        return (cell, found, graph.GridSample(features, graph.Transpose(cell, 0, 2, 3, 1), "match.features"));
    }

    /// <summary>Features for the flow refinement: unlike the match of single cells, its convolutions see source and
    /// pose together, over several cells.</summary>
    Value RefineFlow(Graph graph, Value evidence)
    {
        var x = graph.Conv(evidence, "flow_refinement.in", _c.RefinementWidth);
        for (var i = 0; i < _c.RefinementResnets; i++)
            x = graph.Resnet(x, $"flow_refinement.resnets.{i}", _c.RefinementWidth, _c.Groups, Epsilon);
        return graph.Silu(graph.GroupNorm(x, "flow_refinement.norm", _c.Groups, Epsilon));
    }

    /// <summary>For the four quarters of each cell: the correction of the flow [B, 2, 2 h, 2 w], and of the person's mask [B, 1, 2 h, 2 w].</summary>
    static (Value Correction, Value Edge) Quarters(Graph graph, Value refined)
    {
        const int Block = 2; // a side of the quarters
        return graph.SplitChannels(graph.DepthToSpace(graph.Conv(refined, "flow_refinement.out", 3 * Block * Block, start: Initialisation.Zeros), Block), 2);
    }

    /// <summary>The offset of each pixel, [B, 2, S, S], from those of the quarters of cells: at a motion boundary it is that
    /// of one of the two sides, not a mean.</summary>
    Value Pixels(Graph graph, Value offset, Value refined)
    {
        var factor = _c.Size / offset[2];
        var near = graph.Silu(graph.DepthToSpace(graph.Conv(refined, "edges.in", 2 * 2 * _c.EdgeWidth, kernel: 1), 2));
        return graph.ConvexUpsample(offset, Borders(graph, near, "edges.borders"), factor);
    }

    /// <summary>[B, 9, h + 1, w + 1] of [B, C, h, w]: for <see cref="FlowLayers.ConvexUpsample"/>.</summary>
    static Value Borders(Graph graph, Value x, string stem) => graph.Conv(x, stem, 9, kernel: 2, padding: 1, start: Initialisation.Zeros);
}
