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

    /// <summary>What is known of how well the two pictures match.</summary>
    public int MatchWidth { get; init; } = 16;

    /// <summary>Channels of what mends the match.</summary>
    public int MendWidth { get; init; } = 48;

    /// <summary>Its residual blocks.</summary>
    public int MendResnets { get; init; } = 2;

    /// <summary>Channels at a quarter of the size that say which cell a pixel goes with.</summary>
    public int EdgeWidth { get; init; } = 16;

    public int Groups { get; init; } = 16;

    /// <summary>Channels of pose_features.</summary>
    public int Features => Widths[1] + SourceFeatures + MatchWidth;
}

/// <summary>
/// The pose encoder at compact size. Besides reading the pose map, it finds for every cell of the picture to come the point of the body that will be
/// seen there, looks up where the source picture shows that point, and brings the source's pixels over: faces, prints and hems
/// need not squeeze through a handful of tokens. A <see cref="Drafter"/> turns them into latents and mends those.
/// </summary>
/// <remarks>
/// Our own. Matching by places on the body is DensePose's idea (Güler et al. 2018, arXiv:1802.00434), bringing pixels over is appearance flow (Zhou et al. 2016, arXiv:1605.03557).
/// </remarks>
public sealed class FlowPoseEncoder(FlowPoseEncoderConfiguration configuration)
{
    const float Epsilon = 1e-5f;
    const int Factor = 8; // of the latents

    /// <summary>Pixels along a side of a cell of pose_mask.</summary>
    public const int MaskFactor = Factor / 2;

    const float Steepness = 1.1f; // natural logarithm of 3: the mask says how sure it is, and a picture has no half persons
    const float Sharpness = 5.7f; // natural logarithm of 1 / (2 r²) at r = 0.04, a fortieth of the body's height

    readonly FlowPoseEncoderConfiguration _c = configuration;

    int Cells => _c.Size / Factor;

    /// <summary>
    /// pose [B, 3, S, S], and of the source its picture and backdrop [B, 3, S, S], surface [B, 4, S / 8, S / 8] and source_features [B, F, S / 8, S / 8]
    /// (<see cref="PartEncoder"/>), to brought_over [B, 3, S, S], the person's pixels where the flow takes them, before the backdrop; pose_features [B, C, S / 8, S / 8], what
    /// a <see cref="Drafter"/> has to know besides; pose_surface, what surface is for the source, of the picture to come; pose_way [B, 2, S / 4, S / 4], where in the source
    /// (x and y in -1..1) the pixels of a quarter of a cell come from; and pose_mask [B, 1, S / 4, S / 4], the logit of the person being there.
    /// </summary>
    public Graph Build()
    {
        var graph = new Graph("pose_encoder");
        var pose = graph.Input("pose", Value.Batch, 3, _c.Size, _c.Size);
        var picture = graph.Input("picture", Value.Batch, 3, _c.Size, _c.Size);
        var backdrop = graph.Input("backdrop", Value.Batch, 3, _c.Size, _c.Size);
        var source = graph.Input("surface", Value.Batch, 4, Cells, Cells);
        var features = graph.Input("source_features", Value.Batch, _c.SourceFeatures, Cells, Cells);

        var high = ReadPose(graph, pose);
        var target = graph.Conv(graph.Silu(graph.GroupNorm(high, "surface.norm", _c.Groups, Epsilon)), "surface.out", 4, kernel: 1);
        var (places, seen) = graph.SplitChannels(target, 3);
        var (sourcePlaces, sourceSeen) = graph.SplitChannels(source, 3);
        var (cell, found, look) = Match(graph, places, sourcePlaces, sourceSeen, features);
        var (beside, body) = (graph.Subtract(found, places), graph.Sigmoid(seen));
        var matched = graph.Subtract(cell, graph.CellPicture(Cells, Cells));
        var mended = Mend(graph, graph.Concat("mend:input", 1, high, look, beside, places, body, matched));
        var (shift, edge) = Quarters(graph, mended);
        var offset = graph.Add(graph.ConvexUpsample(matched, Borders(graph, mended, "mend.borders"), 2), shift, "offset");
        var mask = graph.Add(graph.ResizeLinear(seen, 2 * Cells, 2 * Cells), edge, "mask");
        var steepness = graph.Exp(graph.Weight("person.steepness", Initialisation.Constant(Steepness), 1));
        var person = graph.Sigmoid(graph.Multiply(graph.ResizeLinear(mask, _c.Size, _c.Size), steepness));
        var before = graph.Subtract(graph.BringOver(picture, Pixels(graph, offset, mended), "person"), backdrop);

        var match = graph.Conv(graph.Concat("match:input", 1, beside, places, body, graph.AveragePool(offset, 2, 2, padding: 0), graph.Sigmoid(sourceSeen), graph.SpaceToDepth(graph.Sigmoid(mask), 2)), "match", _c.MatchWidth, kernel: 1);
        graph.Output(graph.Concat("features", 1, high, look, match), "pose_features");
        graph.Output(target, "pose_surface");
        graph.Output(graph.Add(offset, graph.CellPicture(2 * Cells, 2 * Cells)), "pose_way");
        graph.Output(mask, "pose_mask");
        graph.Output(graph.Add(backdrop, graph.Multiply(person, before)), "brought_over");
        return graph;
    }

    Value ReadPose(Graph graph, Value pose)
    {
        var x = graph.Silu(graph.Conv(graph.SpaceToDepth(pose, 4), "stem.0", _c.Widths[0]));
        x = graph.Resnet(graph.Conv(x, "stem.1", _c.Widths[1], stride: 2), "near", _c.Widths[1], _c.Groups, Epsilon);
        return graph.Hourglass(x, _c.Widths.AsSpan(1), _c.Groups).High;
    }

    /// <summary>
    /// Of the source's cells that show nearly the same place on the body, weighted by how nearly: where they are [B, 2, h, w], their places [B, 3, h, w]; and the features there.
    /// </summary>
    (Value Cell, Value Place, Value Features) Match(Graph graph, Value places, Value sourcePlaces, Value sourceSeen, Value features)
    {
        var there = graph.ToTokens(sourcePlaces);
        var values = graph.Concat("match.values", 2, graph.RepeatOverBatch(graph.CellGrid(Cells, Cells), sourcePlaces), there);
        var sharpness = graph.Exp(graph.Weight("match.sharpness", Initialisation.Constant(Sharpness), 1));
        var absent = graph.Relu(graph.Negate(graph.Reshape(sourceSeen, Value.Batch, 1, Cells * Cells)));
        var looked = graph.ToPicture(graph.Look(graph.ToTokens(places), there, values, sharpness, absent, "match.look"), Cells, Cells);
        var (cell, place) = graph.SplitChannels(looked, 2);
        return (cell, place, graph.GridSample(features, graph.Transpose(cell, 0, 2, 3, 1), "match.features"));
    }

    /// <summary>What is known of each cell now that source and pose are seen together, to mend what the match of single cells lacks.</summary>
    Value Mend(Graph graph, Value clues)
    {
        var x = graph.Conv(clues, "mend.in", _c.MendWidth);
        for (var i = 0; i < _c.MendResnets; i++)
            x = graph.Resnet(x, $"mend.resnets.{i}", _c.MendWidth, _c.Groups, Epsilon);
        return graph.Silu(graph.GroupNorm(x, "mend.norm", _c.Groups, Epsilon));
    }

    /// <summary>For the four quarters of each cell: how far beside the match the pixels lie [B, 2, 2 h, 2 w], and the person's edge [B, 1, 2 h, 2 w].</summary>
    static (Value Shift, Value Edge) Quarters(Graph graph, Value mended)
    {
        const int Block = 2; // a side of the quarters
        return graph.SplitChannels(graph.DepthToSpace(graph.Conv(mended, "mend.out", 3 * Block * Block, start: Initialisation.Zeros), Block), 2);
    }

    /// <summary>The offset of each pixel, [B, 2, S, S], from those of the quarters of cells: at the edge of a hand before the body it is the hand's or the body's, and none between.</summary>
    Value Pixels(Graph graph, Value offset, Value mended)
    {
        var factor = _c.Size / offset[2];
        var near = graph.Silu(graph.DepthToSpace(graph.Conv(mended, "edges.in", 2 * 2 * _c.EdgeWidth, kernel: 1), 2));
        return graph.ConvexUpsample(offset, Borders(graph, near, "edges.borders"), factor);
    }

    /// <summary>[B, 9, h + 1, w + 1] of [B, C, h, w]: for <see cref="FlowLayers.ConvexUpsample"/>.</summary>
    static Value Borders(Graph graph, Value x, string stem) => graph.Conv(x, stem, 9, kernel: 2, padding: 1, start: Initialisation.Zeros);
}
