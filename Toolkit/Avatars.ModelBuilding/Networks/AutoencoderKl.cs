using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

/// <summary>Sizes of an <see cref="AutoencoderKl"/>; the defaults are Stable Diffusion's.</summary>
public sealed record AutoencoderKlConfiguration
{
    /// <summary>Of the picture.</summary>
    public required int Height { get; init; }

    /// <inheritdoc cref="Height"/>
    public required int Width { get; init; }

    public int Channels { get; init; } = 3;

    public int LatentChannels { get; init; } = 4;

    /// <summary>The picture is folded by this before the first level and unfolded after the last: full-size layers are what costs.</summary>
    public int PatchSize { get; init; } = 1;

    /// <summary>The first latent channels hold the mean colour of their cell plus a learnt part, so that colours are right before any training.</summary>
    public bool ColourBase { get; init; }

    /// <summary>Channels per level, from full size downwards.</summary>
    public int[] EncoderWidths { get; init; } = [128, 256, 512, 512];

    /// <inheritdoc cref="EncoderWidths"/>
    public int[] DecoderWidths { get; init; } = [128, 256, 512, 512];

    /// <summary>Per level.</summary>
    public int EncoderResnets { get; init; } = 2;

    /// <inheritdoc cref="EncoderResnets"/>
    public int DecoderResnets { get; init; } = 3;

    public bool MidAttention { get; init; } = true;

    /// <summary>Whether the decoder has a middle block before its first level, as Stable Diffusion's has; the encoder always has one.</summary>
    public bool DecoderMiddle { get; init; } = true;

    /// <summary>0 leaves all normalisation out: a small network trains without, and its convolutions run in one layout.</summary>
    public int Groups { get; init; } = 32;

    /// <summary>Of the resnets, as diffusers names it: "silu" ("swish"), "gelu", "relu" or "mish". What comes after the last norm is SiLU always.</summary>
    public string Activation { get; init; } = "silu";

    /// <summary>
    /// Whether the decoder also reads pictures of the size of its own output: pose, 0 to 1, and warped_source, -1 to 1, for detail that the latents
    /// lack, such as fingers and threads; and pose_mask [B, 1, H / 4, W / 4], the logit of the person being there: where it excludes a person, the
    /// output is warped_source, the inpainted background. With zeros it is the plain decoder.
    /// </summary>
    /// <remarks>The idea is the asymmetric decoder's (Zhu et al. 2023, arXiv:2306.04632), which reads the picture that is inpainted.</remarks>
    public bool Guided { get; init; }

    /// <summary>Side of the picture over side of the latents.</summary>
    public int Factor => PatchSize << (EncoderWidths.Length - 1);

    /// <summary>Ours, of the compact packages of all three systems, so that one training serves them: pictures of 256x256, 8
    /// channels at an eighth of the size.</summary>
    public static AutoencoderKlConfiguration Compact { get; } = new()
    {
        Height = 256, Width = 256, LatentChannels = 8, PatchSize = 2, MidAttention = false, DecoderMiddle = false, Groups = 0, ColourBase = true,
        EncoderWidths = [32, 64, 96], EncoderResnets = 1, DecoderWidths = [32, 64, 96], DecoderResnets = 1,
    };

    /// <summary>FPDM's pictures of 352x512.</summary>
    public static AutoencoderKlConfiguration FpdmPublished { get; } = new() { Height = 512, Width = 352 };
}

/// <summary>Stable Diffusion's autoencoder (diffusers' AutoencoderKL), encoder and decoder as graphs of their own.</summary>
public sealed class AutoencoderKl(AutoencoderKlConfiguration configuration)
{
    const float Epsilon = 1e-6f; // diffusers' autoencoder blocks

    readonly AutoencoderKlConfiguration _c = configuration;

    /// <summary>image [B, 3, H, W] in -1..1 to moments [B, 2 latent channels, h, w]: mean, then logarithm of the variance, not clamped.</summary>
    /// <param name="name">Of the graph; another one where a package holds the encoder at two sizes.</param>
    public Graph BuildEncoder(string name = "vae_encoder")
    {
        var graph = new Graph(name);
        var image = graph.Input("image", Value.Batch, _c.Channels, _c.Height, _c.Width);
        var x = graph.SpaceToDepth(image, _c.PatchSize);
        x = graph.Conv(x, "encoder.conv_in", _c.EncoderWidths[0]);
        for (var level = 0; level < _c.EncoderWidths.Length; level++)
        {
            var stem = $"encoder.down_blocks.{level}";
            for (var i = 0; i < _c.EncoderResnets; i++)
                x = Resnet(graph, x, $"{stem}.resnets.{i}", _c.EncoderWidths[level]);
            if (level < _c.EncoderWidths.Length - 1)
                x = graph.Conv(x, $"{stem}.downsamplers.0.conv", x[1], 3, 2, [0, 0, 1, 1]); // zeros at the right and the bottom only
        }
        x = Middle(graph, x, "encoder.mid_block");
        x = graph.NormSilu(x, "encoder.conv_norm_out", _c.Groups, Epsilon);
        x = graph.Conv(x, "encoder.conv_out", 2 * _c.LatentChannels);
        x = graph.Conv(x, "quant_conv", 2 * _c.LatentChannels, kernel: 1);
        graph.Output(_c.ColourBase ? graph.Add(x, graph.CellColours(image, _c.Factor, x[1])) : x, "moments");
        return graph;
    }

    /// <summary>latents [B, latent channels, h, w], already divided by the latent scale, and the guides where there are some, to image [B, 3, H, W].</summary>
    /// <param name="name">Of the graph; another one where a package holds the decoder at two sizes.</param>
    public Graph BuildDecoder(string name = "vae_decoder")
    {
        var graph = new Graph(name);
        var (height, width) = LatentSize();
        var latents = graph.Input("latents", Value.Batch, _c.LatentChannels, height, width);
        var pose = _c.Guided ? Picture("pose") : null;
        var warped = _c.Guided ? Picture("warped_source") : null;
        var guide = _c.Guided ? graph.Concat("guide", 1, pose!, warped!) : null;
        var (maskHeight, maskWidth) = (_c.Height / FlowPoseEncoder.MaskFactor, _c.Width / FlowPoseEncoder.MaskFactor);
        var mask = _c.Guided ? graph.Input("pose_mask", Value.Batch, 1, maskHeight, maskWidth) : null;
        var x = graph.Conv(latents, "post_quant_conv", _c.LatentChannels, kernel: 1);
        x = graph.Conv(x, "decoder.conv_in", _c.DecoderWidths[^1]);
        if (_c.DecoderMiddle)
            x = Middle(graph, x, "decoder.mid_block");
        for (var block = 0; block < _c.DecoderWidths.Length; block++)
        {
            var (stem, level) = ($"decoder.up_blocks.{block}", _c.DecoderWidths.Length - 1 - block);
            if (guide is not null && level < 2)
                x = graph.Add(x, Guide(guide, level, stem + ".guide", x[1]));
            for (var i = 0; i < _c.DecoderResnets; i++)
                x = Resnet(graph, x, $"{stem}.resnets.{i}", _c.DecoderWidths[level]);
            if (level > 0)
                x = graph.Upsample(x, $"{stem}.upsamplers.0", 2 * x[2], 2 * x[3]);
        }
        x = graph.NormSilu(x, "decoder.conv_norm_out", _c.Groups, Epsilon);
        x = graph.Conv(x, "decoder.conv_out", _c.Channels * _c.PatchSize * _c.PatchSize);
        x = graph.DepthToSpace(x, _c.PatchSize);
        if (_c.ColourBase)
            x = graph.Add(x, graph.FromCellColours(latents, _c.Channels, _c.Factor));
        graph.Output(mask is null ? x : graph.CompositeOverBackground(x, mask, warped!, FlowPoseEncoder.MaskFactor), "image");
        return graph;

        Value Guide(Value guide, int level, string stem, int channels) =>
            graph.Conv(graph.SpaceToDepth(guide, _c.PatchSize << level), stem, channels, kernel: level == 0 ? 3 : 1, bias: false, start: Initialisation.Zeros);

        Value Picture(string input) => graph.Input(input, Value.Batch, _c.Channels, _c.Height, _c.Width);
    }

    Value Middle(Graph graph, Value x, string stem)
    {
        x = Resnet(graph, x, stem + ".resnets.0", x[1]);
        if (_c.MidAttention)
            x = graph.PixelAttention(x, stem + ".attentions.0", _c.Groups, Epsilon);
        return Resnet(graph, x, stem + ".resnets.1", x[1]);
    }

    Value Resnet(Graph graph, Value x, string stem, int channels) => graph.Resnet(x, stem, channels, _c.Groups, Epsilon, activation: _c.Activation);

    (int Height, int Width) LatentSize()
    {
        if (_c.Height % _c.Factor != 0 || _c.Width % _c.Factor != 0)
            throw new InvalidOperationException($"A picture of {_c.Width}x{_c.Height} cannot be reduced {_c.Factor} times. Choose multiples of {_c.Factor}.");
        return (_c.Height / _c.Factor, _c.Width / _c.Factor);
    }
}
