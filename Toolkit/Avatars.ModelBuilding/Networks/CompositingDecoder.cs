using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Networks;

/// <summary>Sizes of a <see cref="CompositingDecoder"/>.</summary>
public sealed record CompositingDecoderConfiguration
{
    /// <summary>What it decodes, and whose features it reads.</summary>
    public required BodyPoseEncoderConfiguration Pose { get; init; }
}

/// <summary>
/// The autoencoder's decoder of packages whose pose map is the textured body: it predicts colours, how much of each pixel comes from the body's own
/// texture instead, and the person's matte, and composites all over the inpainted background.
/// </summary>
/// <remarks>
/// Our own. Before training the picture is the textured body over the background. Colours and shares are smoothed, so that no pattern of the sub-pixel
/// convolutions shows in plain areas; what is sharp comes from the texture. Compositing warped and generated pixels: Liquid
/// Warping GAN (Liu et al. 2019, arXiv:1909.12224).
/// </remarks>
public sealed class CompositingDecoder(CompositingDecoderConfiguration configuration)
{
    const float Epsilon = 1e-5f;
    const float BesideBody = -3, OnBody = 3; // logits of the matte before training: 95 % certainty
    const float Unknown = 1.5f, Known = 5; // logits of the texture's share before training: filled colours are better than none
    const int Colours = 3;

    readonly BodyPoseEncoderConfiguration _c = configuration.Pose;

    /// <summary>
    /// latents [B, L, H / 8, W / 8], divided by the latent scale; half_features and quarter_features of the <see cref="BodyPoseEncoder"/>; body_warped and
    /// background [B, 3, H, W], -1 to 1; body_state [B, 3, H, W], 0 to 1; to image [B, 3, H, W].
    /// </summary>
    public Graph Build()
    {
        var graph = new Graph("vae_decoder");
        var (half, quarter, eighth) = (_c.Widths[0], _c.Widths[1], _c.Widths[2]);
        var latents = graph.Input("latents", Value.Batch, _c.LatentChannels, _c.Height / BodyPoseEncoder.Factor, _c.Width / BodyPoseEncoder.Factor);
        var fine = graph.Input("half_features", Value.Batch, half, _c.Height / 2, _c.Width / 2);
        var coarse = graph.Input("quarter_features", Value.Batch, quarter, _c.Height / 4, _c.Width / 4);
        var warped = Picture(graph, "body_warped");
        var state = Picture(graph, "body_state");
        var background = Picture(graph, "background");

        var x = Block(graph, graph.Conv(latents, "conv_in", eighth), "level3");
        x = graph.DepthToSpace(graph.Conv(graph.Relu(x), "level2.in", 4 * quarter), 2);
        x = Block(graph, graph.Add(x, coarse, "level2.joined"), "level2");
        x = graph.DepthToSpace(graph.Conv(graph.Relu(x), "level1.in", 4 * half), 2);
        x = Block(graph, graph.Add(x, fine, "level1.joined"), "level1");
        x = graph.DepthToSpace(graph.Conv(graph.Relu(x), "conv_out", (Colours + 2) * 4, start: Weights.Initialisation.Zeros), 2);

        var (fromTexture, matteLogit) = graph.SplitChannels(x, Colours + 1);
        var (colours, shareLogit) = graph.SplitChannels(graph.Smooth(fromTexture, "smooth"), Colours);
        var (known, place) = graph.SplitChannels(state, 1);
        var (_, body) = graph.SplitChannels(place, 1);
        var share = graph.Sigmoid(graph.Add(shareLogit, Logit(graph, known, Unknown, Known)));
        var matte = graph.Sigmoid(graph.Add(matteLogit, Logit(graph, body, BesideBody, OnBody)));
        var generated = graph.Add(colours, graph.FromCellColours(latents, Colours, BodyPoseEncoder.Factor), "generated");
        var person = graph.Blend(generated, share, warped);
        graph.Output(graph.Blend(background, matte, person), "image");
        return graph;
    }

    /// <summary>From 0..1 to low..high.</summary>
    static Value Logit(Graph graph, Value x, float low, float high) =>
        graph.Add(graph.Multiply(x, graph.Constant([1], [high - low])), graph.Constant([1], [low]));

    static Value Block(Graph graph, Value x, string stem) => graph.Resnet(x, stem, x[1], groups: 0, Epsilon, activation: "relu");

    Value Picture(Graph graph, string input) => graph.Input(input, Value.Batch, Colours, _c.Height, _c.Width);
}
