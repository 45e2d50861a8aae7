using Avatars.ModelBuilding.Layers;

namespace Avatars.ModelBuilding.Networks;

/// <summary>How a global vector enters the time embedding.</summary>
public enum ClassEmbedding
{
    None,

    /// <summary>FPDM: <c>class_embedding.net.0</c>, exact GELU, <c>class_embedding.net.3</c>.</summary>
    Mlp,

    /// <summary>PCDMs: <c>class_embedding.linear_1</c>, SiLU, <c>class_embedding.linear_2</c>.</summary>
    Projection,
}

/// <summary>Sizes of a <see cref="UNet2DCondition"/>; the defaults are Stable Diffusion's.</summary>
public sealed record UNet2DConditionConfiguration
{
    /// <summary>Of the latents.</summary>
    public required int Height { get; init; }

    /// <inheritdoc cref="Height"/>
    public required int Width { get; init; }

    /// <summary>Cross-attention tokens.</summary>
    public required int Tokens { get; init; }

    /// <summary>Channels of a token.</summary>
    public required int TokenChannels { get; init; }

    public int InChannels { get; init; } = 4;

    public int OutChannels { get; init; } = 4;

    /// <summary>Channels per level, from full size downwards.</summary>
    public int[] Widths { get; init; } = [320, 640, 1280, 1280];

    /// <summary>Attention heads per level.</summary>
    public required int[] Heads { get; init; }

    /// <summary>Which levels attend on the way down.</summary>
    public bool[] DownAttention { get; init; } = [true, true, true, false];

    /// <summary>Which blocks attend on the way up, smallest first.</summary>
    public bool[] UpAttention { get; init; } = [false, true, true, true];

    /// <summary>Resnets per level on the way down; one more on the way up.</summary>
    public int ResnetsPerLevel { get; init; } = 2;

    public int Groups { get; init; } = 32;

    public float NormEpsilon { get; init; } = 1e-5f;

    /// <summary>As diffusers names it: "silu" ("swish"), "gelu", "relu" or "mish".</summary>
    public string Activation { get; init; } = "silu";

    /// <summary>The time's sinusoids begin with the cosines (diffusers' flip_sin_to_cos).</summary>
    public bool CosineFirst { get; init; } = true;

    /// <summary>Of the time's frequencies (diffusers' freq_shift).</summary>
    public float FrequencyShift { get; init; }

    /// <summary>Tokens are projected by linear layers (SD 2.x) instead of 1x1 convolutions (SD 1.x).</summary>
    public bool LinearProjection { get; init; }

    public ClassEmbedding ClassEmbedding { get; init; }

    /// <summary>Channels of the global vector.</summary>
    public int ClassChannels { get; init; }

    /// <summary>Inner width of <see cref="ClassEmbedding.Mlp"/>.</summary>
    public int ClassHidden { get; init; } = 768; // literal in FPDM's class

    /// <summary>Whether a pose feature map is added to conv_in's result.</summary>
    public bool PoseResidual { get; init; }

    /// <summary>
    /// pose_residual has OutChannels more: coarse latents, to which the network adds a correction. It then predicts the clean latents, not the noise
    /// or v, so that noise of the input cannot reach the output past the network.
    /// </summary>
    public bool CoarseLatents { get; init; }

    /// <summary>IMAGPose's cross-view attention behind the layers that <see cref="DownCrossView"/> and so on name; null where there is none.</summary>
    public CrossViewConfiguration? CrossView { get; init; }

    /// <summary>Which levels have it on the way down; all where this is null.</summary>
    public bool[]? DownCrossView { get; init; }

    /// <summary>Which blocks have it on the way up, smallest first; all where this is null.</summary>
    public bool[]? UpCrossView { get; init; }

    public bool MiddleCrossView { get; init; } = true;

    public static UNet2DConditionConfiguration StableDiffusion15 { get; } = new()
    {
        Height = 64, Width = 64, Tokens = 77, TokenChannels = 768, Heads = [8, 8, 8, 8],
    };

    public static UNet2DConditionConfiguration StableDiffusion21 { get; } = new()
    {
        Height = 64, Width = 64, Tokens = 77, TokenChannels = 1024, Heads = [5, 10, 20, 20], LinearProjection = true,
    };

    /// <summary>FPDM's published stage 2: Stable Diffusion 2.1 for pictures of 352x512.</summary>
    public static UNet2DConditionConfiguration FpdmPublished { get; } = StableDiffusion21 with
    {
        Height = 64, Width = 44, Tokens = 1297, ClassEmbedding = ClassEmbedding.Mlp, ClassChannels = 768, PoseResidual = true,
    };

    /// <summary>
    /// PCDMs' inpainting: Stable Diffusion 2.1-base on a canvas of two 512x512 tiles, from noise, mask and the visible half; the
    /// target's embedding is the last token and the class.
    /// </summary>
    public static UNet2DConditionConfiguration PcdmsInpainting { get; } = StableDiffusion21 with
    {
        Width = 128, InChannels = 9, Tokens = 258, ClassEmbedding = ClassEmbedding.Projection, ClassChannels = 1024, PoseResidual = true,
    };

    /// <summary>PCDMs' refining: noise and the coarse picture's latents come in.</summary>
    public static UNet2DConditionConfiguration PcdmsRefining { get; } = StableDiffusion21 with { InChannels = 8, Tokens = 257 };

    /// <summary>PCDMs' demo: inpainting without the target's embedding.</summary>
    public static UNet2DConditionConfiguration PcdmsDemo { get; } = PcdmsInpainting with { Tokens = 257, ClassEmbedding = ClassEmbedding.None,
        ClassChannels = 0 };

    /// <summary>IMAGPose's first stage, without cross-view attention: a canvas of four 512x512 tiles, and tokens of one tile's source.</summary>
    public static UNet2DConditionConfiguration ImagPoseStage1 { get; } = StableDiffusion15 with
    {
        Height = 128, Width = 128, InChannels = 9, Tokens = 257 + 16, PoseResidual = true,
    };

    /// <summary>IMAGPose's second stage and its end-to-end training.</summary>
    public static UNet2DConditionConfiguration ImagPosePublished { get; } = ImagPoseStage1 with { CrossView = new() };
}
