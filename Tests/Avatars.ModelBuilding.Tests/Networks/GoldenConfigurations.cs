using System.Text.Json;
using Avatars.Fixtures;
using Avatars.ModelBuilding.Layers;

namespace Avatars.ModelBuilding.Networks;

/// <summary>Configurations from the published classes' constructor arguments, as the golden manifest lists them.</summary>
static class GoldenConfigurations
{
    public static UNet2DConditionConfiguration UNet(JsonElement c, int[] sample, int tokens, bool pose = false)
    {
        var widths = Integers(c, "block_out_channels");
        var kind = c.TryGetProperty("class_embed_type", out var type) ? type.GetString() : null;
        return new()
        {
            Height = sample[2], Width = sample[3], InChannels = c.GetProperty("in_channels").GetInt32(), OutChannels = c.GetProperty("out_channels").GetInt32(),
            Tokens = tokens, TokenChannels = c.GetProperty("cross_attention_dim").GetInt32(),
            Widths = widths, Heads = Heads(c.GetProperty("attention_head_dim"), widths.Length),
            DownAttention = Attention(c, "down_block_types"), UpAttention = Attention(c, "up_block_types"),
            ResnetsPerLevel = c.GetProperty("layers_per_block").GetInt32(), Groups = c.GetProperty("norm_num_groups").GetInt32(),
            NormEpsilon = c.TryGetProperty("norm_eps", out var epsilon) ? epsilon.GetSingle() : 1e-5f,
            LinearProjection = c.TryGetProperty("use_linear_projection", out var linear) && linear.GetBoolean(),
            ClassEmbedding = kind switch { "mlp" => ClassEmbedding.Mlp, "projection" => ClassEmbedding.Projection, _ => ClassEmbedding.None },
            ClassChannels = c.TryGetProperty("projection_class_embeddings_input_dim", out var channels) ? channels.GetInt32() : 0,
            PoseResidual = pose,
            CrossView = c.TryGetProperty("use_motion_module", out var isUsed) && isUsed.GetBoolean() ? CrossView(c.GetProperty("motion_module_kwargs")) : null,
            DownCrossView = Resolutions(c, widths.Length, level => !c.GetProperty("motion_module_decoder_only").GetBoolean() ? 1 << level : 0),
            UpCrossView = Resolutions(c, widths.Length, block => 8 >> block),
            MiddleCrossView = !c.TryGetProperty("motion_module_mid_block", out var middle) || middle.GetBoolean(),
        };
    }

    public static CrossViewConfiguration CrossView(JsonElement c) => new()
    {
        Heads = c.GetProperty("num_attention_heads").GetInt32(), Blocks = c.GetProperty("num_transformer_block").GetInt32(),
        Attentions = c.GetProperty("attention_block_types").GetArrayLength(), HasPositions = c.GetProperty("temporal_position_encoding").GetBoolean(),
        ChannelDivisor = c.GetProperty("temporal_attention_dim_div").GetInt32(),
    };

    /// <summary>Which blocks have a motion module: those whose resolution, as the published constructor counts it, is listed.</summary>
    static bool[]? Resolutions(JsonElement c, int levels, Func<int, int> resolutionOf) => c.TryGetProperty("motion_module_resolutions", out _)
        ? [.. Enumerable.Range(0, levels).Select(i => Integers(c, "motion_module_resolutions").Contains(resolutionOf(i)))] : null;

    public static AutoencoderKlConfiguration Autoencoder(JsonElement c, int height, int width) => new()
    {
        Height = height, Width = width, Channels = c.GetProperty("in_channels").GetInt32(), LatentChannels = c.GetProperty("latent_channels").GetInt32(),
        EncoderWidths = Integers(c, "block_out_channels"), DecoderWidths = Integers(c, "block_out_channels"),
        EncoderResnets = c.GetProperty("layers_per_block").GetInt32(), DecoderResnets = c.GetProperty("layers_per_block").GetInt32() + 1,
        Groups = c.GetProperty("norm_num_groups").GetInt32(),
    };

    public static ClipVisionConfiguration Clip(JsonElement c, int[] pixels) => new()
    {
        Height = pixels[2], Width = pixels[3], TrainedSize = c.GetProperty("image_size").GetInt32(), PatchSize = c.GetProperty("patch_size").GetInt32(),
        Channels = c.GetProperty("num_channels").GetInt32(), Hidden = c.GetProperty("hidden_size").GetInt32(), Layers = c.GetProperty("num_hidden_layers").GetInt32(),
        Heads = c.GetProperty("num_attention_heads").GetInt32(), MlpWidth = c.GetProperty("intermediate_size").GetInt32(), Projection = c.GetProperty("projection_dim").GetInt32(),
        QuickGelu = c.GetProperty("hidden_act").GetString() == "quick_gelu", Epsilon = c.GetProperty("layer_norm_eps").GetSingle(),
    };

    public static Dinov2Configuration Dinov2(JsonElement c, int[] pixels, PositionRule rule) => new()
    {
        Height = pixels[2], Width = pixels[3], TrainedSize = c.GetProperty("image_size").GetInt32(), PatchSize = c.GetProperty("patch_size").GetInt32(),
        Channels = c.GetProperty("num_channels").GetInt32(), Hidden = c.GetProperty("hidden_size").GetInt32(), Layers = c.GetProperty("num_hidden_layers").GetInt32(),
        Heads = c.GetProperty("num_attention_heads").GetInt32(), MlpRatio = c.GetProperty("mlp_ratio").GetInt32(), SwiGlu = c.GetProperty("use_swiglu_ffn").GetBoolean(),
        AttentionBias = c.GetProperty("qkv_bias").GetBoolean(), Epsilon = c.GetProperty("layer_norm_eps").GetSingle(), Positions = rule,
    };

    public static CombinerConfiguration Combiner(JsonElement c) => new()
    {
        Features = (c.TryGetProperty("img_feature_dim", out var features) ? features : c.GetProperty("clip_feature_dim")).GetInt32(),
        Projection = c.GetProperty("projection_dim").GetInt32(), Hidden = c.GetProperty("hidden_dim").GetInt32(),
        SecondProjection = c.TryGetProperty("clip_feature_dim", out _) ? "text_projection_layer" : "kpt_projection_layer",
    };

    public static PriorTransformerConfiguration Prior(JsonElement c, int coordinates) => new()
    {
        Embedding = c.GetProperty("embedding_dim").GetInt32(), Coordinates = coordinates, PoseHidden = c.GetProperty("pose_mlp_hidden").GetInt32(),
        Heads = c.GetProperty("num_attention_heads").GetInt32(), HeadChannels = c.GetProperty("attention_head_dim").GetInt32(), Layers = c.GetProperty("num_layers").GetInt32(),
    };

    public static PoseEncoderConfiguration PoseEncoder(int[] widths, int embedding, int[] pose) => new()
    {
        Height = pose[2], Width = pose[3], Channels = pose[1], Widths = widths, Embedding = embedding,
    };

    public static int[] Integers(JsonElement c, string name) => [.. c.GetProperty(name).EnumerateArray().Select(item => item.GetInt32())];

    /// <summary>The published field is called attention_head_dim and holds numbers of heads.</summary>
    static int[] Heads(JsonElement heads, int levels) => heads.ValueKind == JsonValueKind.Array
        ? [.. heads.EnumerateArray().Select(item => item.GetInt32())]
        : [.. Enumerable.Repeat(heads.GetInt32(), levels)];

    static bool[] Attention(JsonElement c, string blocks) => [.. c.GetProperty(blocks).EnumerateArray().Select(block => block.GetString()!.StartsWith("CrossAttn", StringComparison.Ordinal))];
}
