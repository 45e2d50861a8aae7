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

    public int Groups { get; init; } = 16;

    /// <summary>Channels of pose_features.</summary>
    public int Features => Widths[1] + SourceFeatures + MatchWidth;
}

/// <summary>
/// The pose encoder at compact size. Besides reading the pose map, it finds for every cell of the picture to come the point of the body that will be
/// seen there, looks up where the source picture shows that point, and brings the source's pixels over: faces, prints and hems
/// need not squeeze through a handful of tokens. The autoencoder turns them into latents, and a <see cref="Drafter"/> mends those.
/// </summary>
/// <remarks>
/// Our own. Matching by places on the body is DensePose's idea (Güler et al. 2018, arXiv:1802.00434), bringing pixels over is appearance flow (Zhou et al. 2016, arXiv:1605.03557).
/// </remarks>
public sealed class FlowPoseEncoder(FlowPoseEncoderConfiguration configuration)
{
    const float Epsilon = 1e-5f;
    const int Factor = 8; // of the latents
    const float Sharpness = 5.7f; // natural logarithm of 1 / (2 r²) at r = 0.04, a fortieth of the body's height

    static readonly float[] Mean = [0.485f, 0.456f, 0.406f], Deviation = [0.229f, 0.224f, 0.225f]; // ImageNet's statistics, which pixel_values were made with

    readonly FlowPoseEncoderConfiguration _c = configuration;

    int Cells => _c.Size / Factor;

    /// <summary>
    /// pose [B, 3, S, S], and of the source its pixel_values [B, 3, S, S], surface [B, 4, S / 8, S / 8], source_features [B, F, S / 8, S / 8] and background [B, 2, S / 8, S / 8]
    /// (<see cref="PartEncoder"/>), to brought_over [B, 3, S, S], the source's pixels where the flow takes them, in -1..1; pose_features [B, C, S / 8, S / 8], what
    /// a <see cref="Drafter"/> has to know besides; and pose_surface, what surface is for the source, of the picture to come.
    /// </summary>
    public Graph Build()
    {
        var graph = new Graph("pose_encoder");
        var pose = graph.Input("pose", Value.Batch, 3, _c.Size, _c.Size);
        var pixels = graph.Input("pixel_values", Value.Batch, 3, _c.Size, _c.Size);
        var source = graph.Input("surface", Value.Batch, 4, Cells, Cells);
        var features = graph.Input("source_features", Value.Batch, _c.SourceFeatures, Cells, Cells);
        var background = graph.Input("background", Value.Batch, 2, Cells, Cells);

        var high = ReadPose(graph, pose);
        var target = graph.Conv(graph.Silu(graph.GroupNorm(high, "surface.norm", _c.Groups, Epsilon)), "surface.out", 4, kernel: 1);
        var (places, seen) = graph.SplitChannels(target, 3);
        var (cell, found, look) = Match(graph, places, source, features);
        var body = graph.Sigmoid(seen);
        var (toBody, toBackground) = (graph.Subtract(cell, CellPicture(graph)), graph.Subtract(background, CellPicture(graph)));
        var offset = graph.Add(toBackground, graph.Multiply(body, graph.Subtract(toBody, toBackground)), "offset");
        var pixelsThere = BringOver(graph, pixels, offset);

        var match = graph.Conv(graph.Concat("match:input", 1, graph.Subtract(found, places), places, body, offset, graph.Sigmoid(graph.SplitChannels(source, 3).Others)), "match", _c.MatchWidth, kernel: 1);
        graph.Output(graph.Concat("features", 1, high, look, match), "pose_features");
        graph.Output(target, "pose_surface");
        graph.Output(pixelsThere, "brought_over");
        return graph;
    }

    Value ReadPose(Graph graph, Value pose)
    {
        var x = graph.Silu(graph.Conv(graph.SpaceToDepth(pose, 4), "stem.0", _c.Widths[0]));
        x = graph.Resnet(graph.Conv(x, "stem.1", _c.Widths[1], stride: 2), "near", _c.Widths[1], _c.Groups, Epsilon);
        return graph.Hourglass(x, _c.Widths.AsSpan(1), _c.Groups).High;
    }

    /// <summary>Of the source's cells that show nearly the same place on the body, weighted by how nearly: where they are [B, 2, h, w], their places [B, 3, h, w], their features.</summary>
    (Value Cell, Value Place, Value Features) Match(Graph graph, Value places, Value source, Value features)
    {
        var (sourcePlaces, sourceSeen) = graph.SplitChannels(source, 3);
        var (there, cells) = (graph.ToTokens(sourcePlaces), source[2] * source[3]);
        var values = graph.Concat("match.values", 2, graph.RepeatOverBatch(graph.CellGrid(Cells, Cells), source), there, graph.ToTokens(features));
        var sharpness = graph.Exp(graph.Weight("match.sharpness", Initialisation.Constant(Sharpness), 1));
        var absent = graph.Relu(graph.Negate(graph.Reshape(sourceSeen, Value.Batch, 1, cells)));
        var looked = graph.ToPicture(graph.Look(graph.ToTokens(places), there, values, sharpness, absent, "match.look"), Cells, Cells);
        var (geometry, look) = graph.SplitChannels(looked, 5);
        var (cell, place) = graph.SplitChannels(geometry, 2);
        return (cell, place, look);
    }

    /// <summary>Middles of the cells, x and y in -1..1, [1, 2, h, w].</summary>
    Value CellPicture(Graph graph) => graph.Constant([1, 2, Cells, Cells], [.. Enumerable.Range(0, 2 * Cells * Cells).Select(i => ShapeLayers.Middle(i < Cells * Cells ? i % Cells : i / Cells % Cells, Cells))]);

    /// <summary>The source's pixels, -1..1, at each pixel plus the offset [B, 2, h, w], which is interpolated between the cells.</summary>
    Value BringOver(Graph graph, Value pixels, Value offset)
    {
        var size = _c.Size;
        var columns = graph.Constant([1, 1, size, 2], [.. Enumerable.Range(0, 2 * size).Select(i => i % 2 == 0 ? ShapeLayers.Middle(i / 2, size) : 0)]);
        var rows = graph.Constant([1, size, 1, 2], [.. Enumerable.Range(0, 2 * size).Select(i => i % 2 == 1 ? ShapeLayers.Middle(i / 2, size) : 0)]);
        var grid = graph.Add(graph.Add(graph.Transpose(graph.ResizeLinear(offset, size, size), 0, 2, 3, 1), columns), rows, "flow");
        var there = graph.GridSample(pixels, grid, "brought");
        return graph.Add(graph.Multiply(there, graph.Constant([1, 3, 1, 1], [.. Deviation.Select(value => 2 * value)])), graph.Constant([1, 3, 1, 1], [.. Mean.Select(value => 2 * value - 1)]));
    }
}
