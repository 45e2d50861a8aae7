using System.Text.Json;
using Avatars.Fixtures;
using Avatars.ModelBuilding.Networks;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Packages;
using Avatars.ModelBuilding.Weights;
using Avatars.Models;

namespace Avatars.ModelBuilding.Importing;

/// <summary>What published folders say of themselves: every value is taken over, told, or refused by name.</summary>
public sealed class PublishedConfigTests
{
    // stabilityai/stable-diffusion-2-1 and -base, scheduler/scheduler_config.json: values from their model pages.
    const string StableDiffusion21 = """
        { "_class_name": "DDIMScheduler", "_diffusers_version": "0.8.0", "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear",
          "clip_sample": false, "num_train_timesteps": 1000, "prediction_type": "v_prediction", "set_alpha_to_one": false, "skip_prk_steps": true,
          "steps_offset": 1, "trained_betas": null }
        """;

    const string Base = """
        { "_class_name": "PNDMScheduler", "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "num_train_timesteps": 1000,
          "prediction_type": "epsilon", "set_alpha_to_one": false, "skip_prk_steps": true, "steps_offset": 1, "trained_betas": null, "clip_sample": false }
        """;

    static readonly SamplingDefaults Published = new("ddpm", 20, 2, "leading");

    [Test]
    public void Fpdm_samples_as_its_pipeline_makes_it_of_Stable_Diffusions_file()
    {
        var config = Config(StableDiffusion21);
        var read = PublishedSampling.Read(config, SchedulerClass.Named("DDPMScheduler"), Published);
        Assert.That(read.Schedule, Is.EqualTo(new ScheduleSettings("scaled_linear", 0.00085, 0.012, 1000)));
        Assert.That(read.PredictionType, Is.EqualTo("v_prediction"));
        Assert.That((read.Defaults.Sampler, read.Defaults.Steps, read.Defaults.Spacing, read.Defaults.Offset, read.Defaults.EndsClean,
            read.Defaults.Options), Is.EqualTo(("ddpm", 20, "leading", 1, true, Array.Empty<KeyValuePair<string, JsonElement>>())));
        Assert.That(read.LeftOut, Is.EquivalentTo(new[] { "set_alpha_to_one = false", "skip_prk_steps = true" }));
        Assert.That(config.Assumed, Does.Contain("timestep_spacing = \"leading\"").And.Contain("variance_type = \"fixed_small\""));
    }

    [Test]
    public void Pcdms_get_linspace_and_the_schedules_first_level_from_a_file_that_is_silent_about_both()
    {
        var read = PublishedSampling.Read(Config(Base), SchedulerClass.Named("UniPCMultistepScheduler"), Published);
        Assert.That((read.Defaults.Sampler, read.Defaults.Spacing, read.Defaults.EndsClean, read.PredictionType),
            Is.EqualTo(("unipc", "linspace", false, "epsilon")));
        Assert.That(read.LeftOut, Has.Member("clip_sample = false").And.Member("skip_prk_steps = true"));
    }

    [Test]
    public void Every_other_value_reaches_the_package()
    {
        var read = PublishedSampling.Read(Config("""
            { "_class_name": "DDPMScheduler", "trained_betas": [0.1, 0.2, 0.3], "num_train_timesteps": 3, "clip_sample": true,
              "clip_sample_range": 2.5, "variance_type": "fixed_large", "timestep_spacing": "trailing", "steps_offset": 2,
              "prediction_type": "sample", "rescale_betas_zero_snr": true }
            """), SchedulerClass.Named("DDPMScheduler"), Published);
        Assert.That((read.Schedule.Kind, read.Schedule.TrainSteps, read.Schedule.ZeroTerminalSnr), Is.EqualTo(("trained", 3, true)));
        Assert.That(read.Schedule.TrainedBetas, Is.EqualTo(new[] { 0.1, 0.2, 0.3 }));
        Assert.That((read.Defaults.Spacing, read.Defaults.Offset, read.PredictionType), Is.EqualTo(("trailing", 2, "sample")));
        Assert.That(read.Defaults.Options.Select(option => $"{option.Key}={option.Value}"),
            Is.EquivalentTo(new[] { "clip_sample=True", "clip_sample_range=2.5", "variance_type=fixed_large" }));
    }

    [TestCase("""{ "beta_curve": 1 }""", "field 'beta_curve'")]
    [TestCase("""{ "prediction_type": "flow" }""", "field 'prediction_type' is \"flow\"")]
    [TestCase("""{ "beta_schedule": "laplace" }""", "field 'beta_schedule'")]
    [TestCase("""{ "_class_name": "HeunDiscreteScheduler" }""", "HeunDiscreteScheduler")]
    [TestCase("""{ "num_train_timesteps": "many" }""", "field 'num_train_timesteps'")]
    public void A_value_that_cannot_be_honoured_is_refused_by_name(string json, string expected) => Assert.That(
        () => PublishedSampling.Read(Config(json), SchedulerClass.Named("DDPMScheduler"), Published),
        Throws.TypeOf<FormatException>().With.Message.Contains(expected));

    [Test]
    public void A_unet_is_what_its_configuration_says()
    {
        var read = PublishedNetworks.UNet(Config("""
            { "_class_name": "UNet2DConditionModel", "act_fn": "mish", "norm_eps": 1e-6, "norm_num_groups": 8, "attention_head_dim": [2, 4],
              "block_out_channels": [16, 32], "cross_attention_dim": 24, "down_block_types": ["CrossAttnDownBlock2D", "DownBlock2D"],
              "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D"], "layers_per_block": 1, "flip_sin_to_cos": false, "freq_shift": 1,
              "in_channels": 9, "out_channels": 4, "use_linear_projection": true, "sample_size": 64 }
            """), Sizes);
        Assert.That((read.Activation, read.NormEpsilon, read.Groups, read.CosineFirst, read.FrequencyShift, read.TokenChannels, read.InChannels),
            Is.EqualTo(("mish", 1e-6f, 8, false, 1f, 24, 9)));
        Assert.That(read.Heads, Is.EqualTo(new[] { 2, 4 }));
        Assert.That(read.DownAttention, Is.EqualTo(new[] { true, false }));
    }

    [TestCase("resnet_time_scale_shift", "\"scale_shift\""), TestCase("mid_block_scale_factor", "2")]
    [TestCase("transformer_layers_per_block", "2"), TestCase("addition_embed_type", "\"text\"")]
    [TestCase("only_cross_attention", "true"), TestCase("conv_in_kernel", "5"), TestCase("act_fn", "\"tanh\"")]
    [TestCase("class_embed_type", "\"timestep\""), TestCase("future_flag", "1")]
    public void A_unet_that_cannot_be_built_is_refused_by_the_value(string name, string value) => Assert.That(
        () => PublishedNetworks.UNet(Config($$"""{ "{{name}}": {{value}} }"""), Sizes), Throws.TypeOf<FormatException>().With.Message.Contains($"'{name}'"));

    [Test]
    public void An_autoencoders_scaling_factor_is_read_and_its_absence_told()
    {
        var config = Config("""
            { "block_out_channels": [8, 16], "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D"],
              "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D"], "norm_num_groups": 4, "act_fn": "gelu" }
            """);
        var (network, scale) = PublishedNetworks.Autoencoder(config, new() { Height = 16, Width = 16 });
        Assert.That((network.Activation, network.Groups, scale), Is.EqualTo(("gelu", 4, 0.18215)));
        Assert.That(config.Assumed, Does.Contain("scaling_factor = 0.18215"));
    }

    [Test]
    public void Configurations_beside_the_weights_are_written_into_the_package()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["scheduler"]);
        var scheduler = StableDiffusion21.Replace("v_prediction", "epsilon", StringComparison.Ordinal)
            .Replace("\"steps_offset\": 1", "\"steps_offset\": 3", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder["scheduler"], "scheduler_config.json"), scheduler);
        var blueprint = TinyImagPose.Model().ToBlueprint();
        SafetensorsWriter.Save(folder["all.safetensors"],
            [.. blueprint.Networks.SelectMany(network => network.Weights).DistinctBy(weight => weight.Name)], new RandomWeights(1));
        var system = PublishedSystem.Of("imagpose") with
        {
            Blueprint = () => blueprint,
            Configure = configs => Configured.Sampled(blueprint, configs, "DDIMScheduler", 0.5),
        };
        var found = new PublishedConfigs([folder["all.safetensors"], folder["scheduler"]]);
        var manifest = system.Configure!(found).Manifest;
        Assert.That((manifest.PredictionType, manifest.LatentScale, manifest.Schedule.ZeroTerminalSnr, manifest.Defaults.Offset,
            manifest.Defaults.EndsClean), Is.EqualTo(("epsilon", 0.5, false, 3, false)));
        Assert.That(ModelManifest.Parse(manifest.ToBytes(), "model.json").Defaults.Offset, Is.EqualTo(3));
        Assert.That(found.Report, Has.Some.Contains("scheduler_config.json").And.Some.Contains("assumed: "));
        Assert.That(PublishedConfigs.IsWithoutWeights(folder["scheduler"]), Is.True, "no weights are looked for there");
        Directory.Delete(folder["scheduler"], recursive: true);
    }

    [Test]
    public void Networks_that_do_not_belong_together_are_refused()
    {
        using var folder = new TemporaryFolder();
        var vae = Directory.CreateDirectory(folder["vae"]).FullName;
        File.WriteAllText(Path.Combine(vae, "config.json"), """
            { "_class_name": "AutoencoderKL", "latent_channels": 16, "block_out_channels": [8], "norm_num_groups": 4 }
            """);
        Assert.That(() => Configured.Fpdm(new PublishedConfigs([folder["vae"]])), Throws.TypeOf<FormatException>().With.Message.Contains("latent_channels"));
        Directory.Delete(vae, recursive: true);
    }

    [Test]
    public void An_unknown_field_of_model_json_is_named()
    {
        var json = System.Text.Encoding.UTF8.GetString(TinyFpdm.Model.ToBlueprint().Manifest.ToBytes())
            .Replace("\"trainSteps\"", "\"trainStep\"", StringComparison.Ordinal);
        Assert.That(() => ModelManifest.Parse(System.Text.Encoding.UTF8.GetBytes(json), "model.json"),
            Throws.TypeOf<FormatException>().With.Message.Contains("trainStep").And.Message.Contains("model.json"));
    }

    static UNet2DConditionConfiguration Sizes { get; } = new() { Height = 8, Width = 8, Tokens = 3, TokenChannels = 0, Heads = [] };

    static PublishedConfig Config(string json) => new("config.json", JsonDocument.Parse(json).RootElement.Clone());
}
