using Avatars.Fixtures;
using Avatars.Inference;
using Avatars.Latents;
using Avatars.Models;
using Avatars.Sampling;

namespace Avatars.Systems.Fpdm;

[Category("Golden")]
public sealed class FpdmGoldenTests
{
    static IEnumerable<TestCaseData> EndToEnd() => GoldenCases.Of("fpdm_end_to_end");

    static IEnumerable<TestCaseData> Guidances() => GoldenCases.Of("fpdm_guidance");

    [TestCaseSource(nameof(Guidances))]
    public void Batches_and_guides_as_the_published_pipeline_does(GoldenCase golden)
    {
        golden.RequireConfig("guidance_scale", "num_images_per_prompt");
        var scale = golden.Config.GetProperty("guidance_scale").GetSingle();
        var pictures = golden.Config.GetProperty("num_images_per_prompt").GetInt32();
        var branches = CumulativeGuidance.Branches(scale, scale);

        Expect("unet_encoder_hidden_states", Spread("s_img_proj_f", isFusion: false));
        Expect("unet_class_labels", Spread("fusion_img_embed", isFusion: true));
        Expect("unet_my_pose_cond", Spread("t_pose_f", isFusion: false));
        var guided = new float[golden.Output("guided").Count];
        CumulativeGuidance.Combine(golden.Input("noise_pred").ToFloats(), branches, guided);
        Expect("guided", guided);

        // Leaving out the branch that cancels changes nothing.
        var needed = CumulativeGuidance.BranchesThatCount(scale, scale);
        Assert.That(needed, Has.Length.EqualTo(2));
        var noise = golden.Input("noise_pred").ToFloats();
        var third = noise.Length / 3;
        CumulativeGuidance.Combine([.. noise[..third], .. noise[(2 * third)..]], needed, guided);
        Expect("guided", guided);

        void Expect(string name, float[] actual) => golden.Expect(name, actual);

        float[] Spread(string input, bool isFusion)
        {
            var condition = golden.Input(input).ToFloats();
            var batch = new float[condition.Length * branches.Length * pictures];
            CumulativeGuidance.Spread(condition, branches, pictures, isFusion, batch);
            return batch;
        }
    }

    [TestCaseSource(nameof(EndToEnd))]
    public void Generates_as_the_published_code_does(GoldenCase golden)
    {
        using var folder = new TemporaryFolder();
        var package = ModelPackage.Open(GoldenFpdm.Write(golden, folder));
        using var networks = new FpdmNetworks(package, new InferenceOptions());
        using var source = new FpdmSource(networks);
        golden.Input("src_processed_source_image").ToFloats().CopyTo(source.EncoderInput.Tensor.Span);
        golden.Input("fusion_processed_source_image").ToFloats().CopyTo(source.FusionInput.Tensor.Span);
        source.Run();
        using var pose = new FpdmPose(networks, source);
        golden.Input("target_pose").ToFloats().CopyTo(pose.EncoderInput.Tensor.Span);
        golden.Input("fusion_processed_target_pose").ToFloats().CopyTo(pose.FusionInput.Tensor.Span);
        pose.Run();

        var settings = golden.Config.GetProperty("hparams");
        var scale = settings.GetProperty("guidance_scale").GetSingle();
        var branches = scale > 1 ? CumulativeGuidance.Branches(scale, scale) : CumulativeGuidance.BranchesThatCount(scale, scale);
        using var denoiser = new FpdmDenoiser(networks, Predictions.Named(package.Manifest.PredictionType), branches,
            settings.GetProperty("num_images_per_prompt").GetInt32());
        denoiser.SetSource(source);
        denoiser.SetPose(pose);
        var sampler = new PublishedScheduler(golden.Config.GetProperty("scheduler"), settings.GetProperty("num_inference_steps").GetInt32()).MakeSampler();
        var latents = golden.Input("initial_latents").ToFloats();
        var noise = new RecordedNoise(golden.Input("variance_noise").ToFloats(), latents.Length);
        var clean = new float[latents.Length];
        List<float> trace = [], outputs = [];
        for (var step = 0; step < sampler.Levels.Length; step++)
        {
            denoiser.Predict(latents, sampler.Levels[step], clean);
            outputs.AddRange(denoiser.Predictions);
            noise.Step = step;
            sampler.Step(step, latents, clean, noise);
            trace.AddRange(latents);
        }
        golden.Expect("timesteps", sampler.Levels.ToArray().Select(level => (double)level.Timestep).ToArray());
        golden.Expect("unet_output_per_step", outputs.ToArray());
        golden.Expect("latents_per_step", trace.ToArray());
        golden.Expect("image", Decode(networks, package, latents));
    }

    /// <summary>[pictures, height, width, 3] in 0..1, as the published pipeline returns them.</summary>
    static float[] Decode(FpdmNetworks networks, ModelPackage package, float[] latents)
    {
        using var decoder = new LatentDecoder(networks.Decoder, (float)package.Manifest.LatentScale);
        var pictures = new List<float>();
        for (var at = 0; at < latents.Length; at += decoder.LatentLength)
        {
            decoder.Decode(latents.AsSpan(at, decoder.LatentLength));
            var planes = decoder.Picture.Span;
            var pixels = planes.Length / 3;
            for (var i = 0; i < pixels; i++)
                for (var channel = 0; channel < 3; channel++)
                    pictures.Add(Math.Clamp(planes[channel * pixels + i] / 2 + 0.5f, 0, 1));
        }
        return [.. pictures];
    }
}
