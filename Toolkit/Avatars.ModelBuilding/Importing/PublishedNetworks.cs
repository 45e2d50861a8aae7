using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Networks;

namespace Avatars.ModelBuilding.Importing;

/// <summary>
/// The published classes' constructor arguments as configurations of the networks here: each value is taken over, has no effect
/// when a network is run, or is refused by name.
/// </summary>
/// <remarks>huggingface/diffusers 0.27.2: UNet2DConditionModel, AutoencoderKL; huggingface/transformers 4.40: CLIPVisionModelWithProjection,
/// Dinov2Model; muzishen/IMAGPose: UNet3DConditionModel.</remarks>
public static class PublishedNetworks
{
    static readonly string[] Activations = ["silu", "swish", "gelu", "relu", "mish"];

    /// <summary>What transformers writes into every configuration.</summary>
    static readonly string[] TransformersNotes =
    [
        "_name_or_path", "_commit_hash", "architectures", "model_type", "torch_dtype", "dtype", "transformers_version", "initializer_range",
        "initializer_factor", "logit_scale_init_value", "attn_implementation", "add_cross_attention", "bad_words_ids", "begin_suppress_tokens",
        "bos_token_id", "chunk_size_feed_forward", "cross_attention_hidden_size", "decoder_start_token_id", "diversity_penalty", "do_sample",
        "early_stopping", "encoder_no_repeat_ngram_size", "eos_token_id", "exponential_decay_length_penalty", "finetuning_task",
        "forced_bos_token_id", "forced_eos_token_id", "id2label", "is_decoder", "is_encoder_decoder", "label2id", "length_penalty", "max_length",
        "min_length", "no_repeat_ngram_size", "num_beam_groups", "num_beams", "num_return_sequences", "output_attentions", "output_hidden_states",
        "output_scores", "pad_token_id", "prefix", "problem_type", "pruned_heads", "remove_invalid_values", "repetition_penalty", "return_dict",
        "return_dict_in_generate", "sep_token_id", "suppress_tokens", "task_specific_params", "temperature", "tf_legacy_loss", "tie_encoder_decoder",
        "tie_word_embeddings", "tokenizer_class", "top_k", "top_p", "torchscript", "typical_p", "use_bfloat16",
    ];

    /// <param name="basis">Sizes of pictures and tokens, and what a system adds.</param>
    /// <param name="own">Values that the system has changed itself: the basis's stay.</param>
    /// <exception cref="FormatException">A value cannot be built here, or is not known.</exception>
    public static UNet2DConditionConfiguration UNet(PublishedConfig c, UNet2DConditionConfiguration basis, params string[] own)
    {
        c.Skip([.. own, "_class_name", "_diffusers_version", "_name_or_path", "sample_size", "dropout", "upcast_attention",
            "mid_block_only_cross_attention_dropout", "use_inflated_groupnorm"]);
        c.Only("center_input_sample", "false");
        c.Only("only_cross_attention", "false");
        c.Only("downsample_padding", "1");
        c.Only("mid_block_scale_factor", "1", "1.0");
        c.Only("transformer_layers_per_block", "1");
        c.Only("dual_cross_attention", "false");
        c.Only("resnet_time_scale_shift", "default");
        c.Only("resnet_skip_time_act", "false");
        c.Only("resnet_out_scale_factor", "1", "1.0");
        c.Only("time_embedding_type", "positional");
        c.Only("conv_in_kernel", "3");
        c.Only("conv_out_kernel", "3");
        c.Only("attention_type", "default");
        c.Only("class_embeddings_concat", "false");
        c.Only("mid_block_only_cross_attention", "null", "false");
        c.Only("addition_embed_type_num_heads", "64");
        c.Only("unet_use_cross_frame_attention", "null", "false");
        c.Only("unet_use_temporal_attention", "null", "false");
        string[] absent =
        [
            "reverse_transformer_layers_per_block", "encoder_hid_dim", "encoder_hid_dim_type", "num_attention_heads", "addition_embed_type",
            "addition_time_embed_dim", "num_class_embeds", "time_embedding_dim", "time_embedding_act_fn", "timestep_post_act", "time_cond_proj_dim",
            "cross_attention_norm",
        ];
        foreach (var name in absent)
            c.Only(name, "null");
        c.Word("mid_block_type", "UNetMidBlock2DCrossAttn", "UNetMidBlock3DCrossAttn");
        var widths = c.Integers("block_out_channels", 320, 640, 1280, 1280);
        string[] down = ["CrossAttnDownBlock2D", "DownBlock2D", "CrossAttnDownBlock3D", "DownBlock3D"];
        string[] up = ["CrossAttnUpBlock2D", "UpBlock2D", "CrossAttnUpBlock3D", "UpBlock3D"];
        var read = basis with
        {
            Widths = widths,
            Heads = c.Each("attention_head_dim", widths.Length, 8), // called so in the published classes, and holds numbers of heads
            DownAttention = Attend(c.Words("down_block_types", down, "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D")),
            UpAttention = Attend(c.Words("up_block_types", up, "UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D")),
            ResnetsPerLevel = c.Integer("layers_per_block", 2),
            Groups = c.Integer("norm_num_groups", 32),
            NormEpsilon = (float)c.Number("norm_eps", 1e-5),
            LinearProjection = c.Flag("use_linear_projection", false),
            Activation = c.Word("act_fn", Activations)!,
            CosineFirst = c.Flag("flip_sin_to_cos", true),
            FrequencyShift = (float)c.Number("freq_shift", 0),
            InChannels = own.Contains("in_channels") ? basis.InChannels : c.Integer("in_channels", 4),
            OutChannels = own.Contains("out_channels") ? basis.OutChannels : c.Integer("out_channels", 4),
            TokenChannels = own.Contains("cross_attention_dim") ? basis.TokenChannels : c.Integer("cross_attention_dim", 1280),
        };
        if (read.DownAttention.Length != widths.Length || read.UpAttention.Length != widths.Length)
            throw new FormatException($"'{c.File}': down_block_types, up_block_types and block_out_channels must be as many; "
                + $"there are {read.DownAttention.Length}, {read.UpAttention.Length} and {widths.Length}.");
        read = WithClasses(c, read, own);
        read = WithMotion(c, read);
        c.RequireAllRead();
        return read;
    }

    static UNet2DConditionConfiguration WithClasses(PublishedConfig c, UNet2DConditionConfiguration read, string[] own)
    {
        if (own.Contains("class_embed_type"))
            return read;
        var kind = c.Word("class_embed_type", null, "mlp", "projection") switch
        {
            "mlp" => ClassEmbedding.Mlp,
            "projection" => ClassEmbedding.Projection,
            _ => ClassEmbedding.None,
        };
        if (kind == ClassEmbedding.None)
            c.Only("projection_class_embeddings_input_dim", "null");
        var channels = kind == ClassEmbedding.None ? 0 : c.Integer("projection_class_embeddings_input_dim", read.ClassChannels);
        return read with { ClassEmbedding = kind, ClassChannels = channels };
    }

    /// <summary>IMAGPose's cross-view attention: behind the blocks whose resolution, as the published constructor counts it, is listed.</summary>
    static UNet2DConditionConfiguration WithMotion(PublishedConfig c, UNet2DConditionConfiguration read)
    {
        if (!c.Has("use_motion_module"))
            return read;
        c.Only("motion_module_type", "Vanilla");
        var isUsed = c.Flag("use_motion_module", false);
        var views = c.Has("motion_module_kwargs") && isUsed ? CrossView(c.Child("motion_module_kwargs")) : isUsed ? new() : null;
        int[] resolutions = c.Integers("motion_module_resolutions", 1, 2, 4, 8);
        var isDecoderOnly = c.Flag("motion_module_decoder_only", false);
        return read with
        {
            CrossView = views,
            DownCrossView = [.. Enumerable.Range(0, read.Widths.Length).Select(level => !isDecoderOnly && resolutions.Contains(1 << level))],
            UpCrossView = [.. Enumerable.Range(0, read.Widths.Length).Select(block => resolutions.Contains(8 >> block))],
            MiddleCrossView = c.Flag("motion_module_mid_block", true),
        };
    }

    /// <param name="channels">Of the module alone, whose configuration names them; null inside a UNet.</param>
    public static CrossViewConfiguration CrossView(PublishedConfig c, int? channels = null)
    {
        if (channels is not null)
            c.Only("in_channels", $"{channels}");
        c.Skip("temporal_position_encoding_max_len"); // at least the four quadrants
        c.Only("cross_frame_attention_mode", "null");
        c.Skip("zero_initialize"); // where training begins
        var views = new CrossViewConfiguration
        {
            Heads = c.Integer("num_attention_heads", 8), Blocks = c.Integer("num_transformer_block", 2),
            Attentions = c.Words("attention_block_types", ["Temporal_Self"], "Temporal_Self", "Temporal_Self").Length,
            HasPositions = c.Flag("temporal_position_encoding", false), ChannelDivisor = c.Integer("temporal_attention_dim_div", 1),
        };
        c.RequireAllRead();
        return views;
    }

    /// <param name="basis">Size of pictures.</param>
    /// <returns>The network, and what its latents are multiplied by.</returns>
    /// <exception cref="FormatException">A value cannot be built here, or is not known.</exception>
    public static (AutoencoderKlConfiguration Network, double LatentScale) Autoencoder(PublishedConfig c, AutoencoderKlConfiguration basis)
    {
        c.Skip("_class_name", "_diffusers_version", "_name_or_path", "sample_size", "force_upcast");
        foreach (var absent in new[] { "latents_mean", "latents_std", "shift_factor" })
            c.Only(absent, "null");
        foreach (var always in new[] { "use_quant_conv", "use_post_quant_conv", "mid_block_add_attention" })
            c.Only(always, "true");
        var widths = c.Integers("block_out_channels", 64);
        if (c.Words("down_block_types", ["DownEncoderBlock2D"], "DownEncoderBlock2D").Length != widths.Length
            || c.Words("up_block_types", ["UpDecoderBlock2D"], "UpDecoderBlock2D").Length != widths.Length)
            throw new FormatException($"'{c.File}': down_block_types, up_block_types and block_out_channels must be as many.");
        var (channels, layers) = (c.Integer("in_channels", 3), c.Integer("layers_per_block", 1));
        c.Only("out_channels", $"{channels}");
        var network = basis with
        {
            Channels = channels, LatentChannels = c.Integer("latent_channels", 4), EncoderWidths = widths, DecoderWidths = widths,
            EncoderResnets = layers, DecoderResnets = layers + 1,
            Groups = c.Integer("norm_num_groups", 32), Activation = c.Word("act_fn", Activations)!,
        };
        var scale = c.Number("scaling_factor", 0.18215);
        c.RequireAllRead();
        return (network, scale);
    }

    /// <param name="basis">Size of pictures.</param>
    /// <exception cref="FormatException">A value cannot be built here, or is not known.</exception>
    public static ClipVisionConfiguration Clip(PublishedConfig c, ClipVisionConfiguration basis)
    {
        var whole = c;
        if (c.Has("vision_config")) // of a whole CLIP model
        {
            c.Skip([.. TransformersNotes, "text_config", "text_config_dict", "vision_config_dict"]);
            c = c.Child("vision_config");
        }
        c.Skip([.. TransformersNotes, "attention_dropout", "dropout"]);
        c.Skip("projection_dim");
        var read = basis with
        {
            Hidden = c.Integer("hidden_size", 768), MlpWidth = c.Integer("intermediate_size", 3072), Layers = c.Integer("num_hidden_layers", 12),
            Heads = c.Integer("num_attention_heads", 12), Channels = c.Integer("num_channels", 3), TrainedSize = c.Integer("image_size", 224),
            PatchSize = c.Integer("patch_size", 32), Projection = whole.Integer("projection_dim", 512),
            QuickGelu = c.Word("hidden_act", "quick_gelu", "gelu") == "quick_gelu", Epsilon = (float)c.Number("layer_norm_eps", 1e-5),
        };
        c.RequireAllRead();
        whole.RequireAllRead();
        return read;
    }

    /// <param name="basis">Size of pictures, and the rule of positions.</param>
    /// <exception cref="FormatException">A value cannot be built here, or is not known.</exception>
    public static Dinov2Configuration Dinov2(PublishedConfig c, Dinov2Configuration basis)
    {
        c.Skip([.. TransformersNotes, "attention_probs_dropout_prob", "hidden_dropout_prob", "drop_path_rate", "layerscale_value", "apply_layernorm",
            "reshape_hidden_states", "out_features", "out_indices", "stage_names"]);
        c.Only("hidden_act", "gelu");
        var read = basis with
        {
            Hidden = c.Integer("hidden_size", 768), Layers = c.Integer("num_hidden_layers", 12), Heads = c.Integer("num_attention_heads", 12),
            MlpRatio = c.Integer("mlp_ratio", 4), Epsilon = (float)c.Number("layer_norm_eps", 1e-6), TrainedSize = c.Integer("image_size", 224),
            PatchSize = c.Integer("patch_size", 16), Channels = c.Integer("num_channels", 3),
            AttentionBias = c.Flag("qkv_bias", true), SwiGlu = c.Flag("use_swiglu_ffn", false),
        };
        c.RequireAllRead();
        return read;
    }

    static bool[] Attend(string[] blocks) => Array.ConvertAll(blocks, block => block.StartsWith("CrossAttn", StringComparison.Ordinal));
}
