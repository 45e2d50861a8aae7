using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

/// <summary>Sizes of a <see cref="PartEncoder"/>.</summary>
public sealed record PartEncoderConfiguration
{
    /// <summary>Side of the square picture that comes in.</summary>
    public int Size { get; init; } = 256;

    /// <summary>Channels at a quarter, an eighth, a sixteenth and a thirty-second of the size.</summary>
    public int[] Widths { get; init; } = [48, 64, 96, 128];

    /// <summary>Parts of the body with a token each. Training/avatar_training/parts.py says which are supervised;
    /// the others are learnt without labels.</summary>
    public int Parts { get; init; } = 40;

    /// <summary>Channels that are averaged over a part.</summary>
    public int ValueChannels { get; init; } = 128;

    public int Hidden { get; init; } = 192;

    /// <summary>Of source_features; 0 leaves out every output that only a <see cref="FlowPoseEncoder"/> reads.</summary>
    public int FeatureChannels { get; init; }

    /// <summary>Channels at a quarter and at a half of the size that draw the matte.</summary>
    public int[] MatteWidths { get; init; } = [32, 24];

    public int Groups { get; init; } = 16;

    /// <summary>One per part, then one per cell of a sixteenth of the size, rows one after another.</summary>
    public int Tokens => Parts + (Size / 16) * (Size / 16);
}

/// <summary>
/// The source encoder at compact size, in the place of DINOv2: an hourglass locates each part of the body and averages its appearance into a token of its own,
/// so that "the left sleeve" is the same token in every picture.
/// </summary>
/// <remarks>Our own. DINOv2's features separate body parts; a small encoder needs labels of the parts in training.</remarks>
public sealed class PartEncoder(PartEncoderConfiguration configuration)
{
    const float Epsilon = 1e-5f;

    static readonly float[] Mean = [0.485f, 0.456f, 0.406f], Deviation = [0.229f, 0.224f, 0.225f]; // ImageNet's statistics, which pixel_values were made with

    readonly PartEncoderConfiguration _c = configuration;

    /// <summary>
    /// pixel_values [B, 3, S, S] (ImageNet statistics) to last_hidden_state [B, T, H]; part_maps [B, P, S / 8, S / 8]: log probability, up
    /// to a constant, of a part being in a cell; surface [B, 4, S / 8, S / 8]: the surface coordinates that a cell shows, and the logit of
    /// the body being there; matte [B, 1, S, S]: the same logit for every pixel; foreground and inpainted_background [B, 3, S, S], in
    /// -1..1: the person without the background, and the background without the person; source_features [B, F, S / 8, S / 8]: the
    /// appearance of a cell, for <see cref="FlowPoseEncoder"/>.
    /// </summary>
    public Graph Build()
    {
        var graph = new Graph("source_encoder");
        var pixels = graph.Input("pixel_values", Value.Batch, 3, _c.Size, _c.Size);
        var near = Near(graph, pixels);
        var (far, high) = graph.Hourglass(near, _c.Widths.AsSpan(1), _c.Groups);
        var maps = graph.Conv(graph.Silu(graph.GroupNorm(high, "parts.norm", _c.Groups, Epsilon)), "parts.maps", _c.Parts, kernel: 1);
        var detail = graph.Concat("detail", 1, high, near, graph.SpaceToDepth(pixels, 8));
        var tokens = graph.Concat("tokens", 1, PartTokens(graph, maps, detail), CellTokens(graph, high, near, far));
        graph.Output(tokens, "last_hidden_state");
        graph.Output(maps, "part_maps");
        if (_c.FeatureChannels == 0)
            return graph;
        var surface = graph.Conv(graph.Silu(graph.GroupNorm(high, "surface.norm", _c.Groups, Epsilon)), "surface.out", 4, kernel: 1);
        graph.Output(surface, "surface");
        var scale = graph.Constant([1, 3, 1, 1], [.. Deviation.Select(value => 2 * value)]);
        var picture = graph.Add(graph.Multiply(pixels, scale), graph.Constant([1, 3, 1, 1], [.. Mean.Select(value => 2 * value - 1)]));
        var seen = graph.SplitChannels(surface, 3).Others;
        var matte = Matte(graph, pixels, graph.Concat("matte:input", 1, high, near), seen);
        graph.Output(matte, "matte");
        graph.Output(graph.Foreground(picture, matte, cells: _c.Size / 8), "foreground");
        graph.Output(graph.InpaintBackground(picture, seen), "inpainted_background");
        graph.Output(graph.Conv(graph.Concat("features:input", 1, high, near), "features", _c.FeatureChannels, kernel: 1), "source_features");
        return graph;
    }

    /// <summary>
    /// The matte: the logits of <paramref name="seen"/>, which are of cells, refined at a quarter, then at a half of the size with the picture as
    /// input. Without normalisation, which would remove the contrast.
    /// </summary>
    Value Matte(Graph graph, Value pixels, Value cells, Value seen)
    {
        var (quarter, half) = (_c.MatteWidths[0], _c.MatteWidths[1]);
        var x = graph.DepthToSpace(graph.Conv(graph.Silu(cells), "matte.cells", 2 * quarter, kernel: 1), 2);
        x = graph.Silu(graph.Conv(graph.Concat("matte.coarse:input", 1, x, graph.SpaceToDepth(pixels, 4)), "matte.coarse.0", quarter));
        x = graph.Silu(graph.Conv(x, "matte.coarse.1", 2 * half));
        x = graph.Concat("matte.fine:input", 1, graph.DepthToSpace(x, 2), graph.SpaceToDepth(pixels, 2));
        x = graph.Silu(graph.Conv(x, "matte.fine.0", half));
        x = graph.Silu(graph.Conv(x, "matte.fine.1", half));
        return graph.Add(graph.ResizeLinear(seen, _c.Size, _c.Size), graph.DepthToSpace(graph.Conv(x, "matte.out", 4, start: Initialisation.Zeros), 2));
    }

    /// <summary>Features with a small receptive field, at an eighth of the size.</summary>
    Value Near(Graph graph, Value pixels)
    {
        var x = graph.Silu(graph.Conv(graph.SpaceToDepth(pixels, 4), "stem.0", _c.Widths[0]));
        x = graph.Conv(x, "stem.1", _c.Widths[1], stride: 2);
        return graph.Resnet(x, "near", _c.Widths[1], _c.Groups, Epsilon);
    }

    /// <summary>The mean appearance of each part, weighted by its map: [B, P, H].</summary>
    Value PartTokens(Graph graph, Value maps, Value detail)
    {
        var cells = maps[2] * maps[3];
        var logits = graph.Reshape(maps, Value.Batch, _c.Parts, cells);
        var shares = graph.Add("Softmax", "parts.shares", [logits], logits.Shape, NodeAttribute.Integer("axis", -1));
        var values = graph.ToTokens(graph.Conv(detail, "parts.values", _c.ValueChannels, kernel: 1));
        var collected = graph.Add("MatMul", "parts.collected", [shares, values], [Value.Batch, _c.Parts, _c.ValueChannels]);
        var tokens = graph.Linear(graph.LayerNorm(collected, "parts.collected_norm", Epsilon), "parts.out", _c.Hidden);
        return graph.Add(tokens, graph.Weight("parts.embedding", Initialisation.Normal(0.5f), _c.Parts, _c.Hidden));
    }

    /// <summary>[B, cells, H] at a sixteenth of the size.</summary>
    Value CellTokens(Graph graph, Value high, Value near, Value far)
    {
        var detail = graph.Conv(graph.Concat("cells:input", 1, high, near), "cells.detail", _c.Widths[2], stride: 2);
        var x = graph.ToTokens(graph.Conv(graph.Concat("cells:joined", 1, detail, far), "cells.out", _c.Hidden, kernel: 1));
        return graph.Add(x, graph.Weight("cells.position_embedding", Initialisation.Normal(0.5f), x[1], _c.Hidden));
    }
}
