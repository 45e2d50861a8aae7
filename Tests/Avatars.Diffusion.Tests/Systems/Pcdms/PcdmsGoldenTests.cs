using Avatars.Fixtures;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Sampling;

namespace Avatars.Systems.Pcdms;

/// <summary>Each stage alone, from its inputs to its result, as the published pipelines run it.</summary>
[Category("Golden")]
public sealed class PcdmsGoldenTests
{
    static IEnumerable<TestCaseData> Priors() => GoldenCases.Of("pcdms_stage1_pipeline");

    static IEnumerable<TestCaseData> Inpaintings() => GoldenCases.Of("pcdms_stage2_pipeline");

    static IEnumerable<TestCaseData> Refinings() => GoldenCases.Of("pcdms_stage3_pipeline");

    [TestCaseSource(nameof(Priors))]
    public void Prior(GoldenCase golden)
    {
        using var folder = new TemporaryFolder();
        var package = ModelPackage.Open(GoldenPcdms.Write(golden, folder));
        using var networks = new PcdmsNetworks(package, new InferenceOptions());
        using var prior = new PcdmsPrior(networks, ((PcdmsSettings)package.Manifest.Settings).Prior!);
        prior.Encode(); // the input starts as zeros
        golden.Expect("zero_embeds", prior.SourceEmbedding.Span);
        golden.Input("source_pixel_values").ToFloats().CopyTo(prior.EncoderInput.Tensor.Span);
        prior.Encode();
        golden.Expect("source_embed", prior.SourceEmbedding.Span);
        golden.Input("s_pose").ToFloats().CopyTo(prior.SourcePose.Span);
        golden.Input("t_pose").ToFloats().CopyTo(prior.TargetPose.Span);

        var sampler = Sampler(golden);
        var latents = golden.Input("initial_latents").ToFloats();
        var noise = new RecordedNoise(golden.Input("variance_noise").ToFloats(), latents.Length);
        var clean = new float[latents.Length];
        List<float> inputs = [], outputs = [];
        for (var step = 0; step < sampler.Levels.Length; step++)
        {
            inputs.AddRange(latents);
            prior.Predict(latents, sampler.Levels[step], clean);
            outputs.AddRange(prior.Prediction);
            noise.Step = step;
            sampler.Step(step, latents, clean, noise);
        }
        golden.Expect("timesteps", Timesteps(sampler));
        golden.Expect("latents_in_per_step", inputs.ToArray());
        golden.Expect("predicted_per_step", outputs.ToArray());
        prior.ToEmbedding(latents);
        golden.Expect("image_embeds", latents.AsSpan());
    }

    [TestCaseSource(nameof(Inpaintings))]
    public void Inpainting(GoldenCase golden)
    {
        using var folder = new TemporaryFolder();
        var package = ModelPackage.Open(GoldenPcdms.Write(golden, folder));
        using var networks = new PcdmsNetworks(package, new InferenceOptions());
        using var source = new PcdmsSource(networks);
        var pictures = golden.Config.GetProperty("num_images_per_prompt").GetInt32();
        using var inpainting = new PcdmsInpainting(networks, (float)package.Manifest.LatentScale, Predictions.Named(package.Manifest.PredictionType),
            golden.Config.GetProperty("guidance_scale").GetSingle(), pictures);
        inpainting.Denoiser.Rescale = golden.Config.GetProperty("guidance_rescale").GetSingle();
        golden.Input("dinov2_last_hidden_state").ToFloats().CopyTo(source.Hidden.Span);
        inpainting.SetTokens(source);
        inpainting.SetTarget(golden.Input("pred_t_img_embed").ToFloats());
        golden.Input("pose").ToFloats().CopyTo(inpainting.Poses.Span);
        inpainting.EncodePoses();
        golden.Input("vae_image").ToFloats().CopyTo(inpainting.Canvas.Picture.Span);
        inpainting.Canvas.Encode();
        inpainting.SetVisible(inpainting.Canvas.Draw(Once(golden.Input("vae_posterior_noise"))));

        var latents = golden.Input("initial_latents").ToFloats();
        Walk(golden, inpainting.Denoiser, latents);
        List<float> decoded = [];
        foreach (var picture in latents.Chunk(inpainting.Canvas.LatentLength))
        {
            inpainting.Canvas.Decode(picture);
            decoded.AddRange(Pixels(inpainting.Canvas.Decoded.Span));
        }
        golden.Expect("image", decoded.ToArray());
    }

    [TestCaseSource(nameof(Refinings))]
    public void Refining(GoldenCase golden)
    {
        using var folder = new TemporaryFolder();
        var package = ModelPackage.Open(GoldenPcdms.Write(golden, folder));
        using var networks = new PcdmsNetworks(package, new InferenceOptions());
        using var source = new PcdmsSource(networks);
        using var refining = new PcdmsRefining(networks, ((PcdmsSettings)package.Manifest.Settings).Refiner!, (float)package.Manifest.LatentScale,
            Predictions.Named(package.Manifest.PredictionType), golden.Config.GetProperty("guidance_scale").GetSingle());
        golden.Input("dinov2_last_hidden_state").ToFloats().CopyTo(source.Hidden.Span);
        refining.SetSource(source);
        var encoder = refining.Encoder!;
        golden.Input("vae_gen_t_image").ToFloats().CopyTo(encoder.Picture.Span);
        var coarse = new float[encoder.LatentLength];
        encoder.Encode(coarse, golden.Input("vae_posterior_noise").ToFloats());
        refining.SetCoarse(coarse);

        var latents = golden.Input("initial_latents").ToFloats();
        Walk(golden, refining.Denoiser, latents);
        refining.Decoder.Decode(latents);
        golden.Expect("image", Pixels(refining.Decoder.Picture.Span));
    }

    /// <summary>All steps of the published sampler, checked one by one.</summary>
    static void Walk(GoldenCase golden, PcdmsDenoiser denoiser, float[] latents)
    {
        var sampler = Sampler(golden);
        var clean = new float[latents.Length];
        List<float> trace = [], outputs = [];
        for (var step = 0; step < sampler.Levels.Length; step++)
        {
            denoiser.Predict(latents, sampler.Levels[step], clean);
            if (step == 0)
                golden.Expect("unet_first_input", denoiser.Samples);
            outputs.AddRange(denoiser.Predictions);
            sampler.Step(step, latents, clean, new RecordedNoise([], 0));
            trace.AddRange(latents);
        }
        golden.Expect("timesteps", Timesteps(sampler));
        golden.Expect("unet_output_per_step", outputs.ToArray());
        golden.Expect("latents_per_step", trace.ToArray());
    }

    static ISampler Sampler(GoldenCase golden) =>
        new PublishedScheduler(golden.Config.GetProperty("scheduler"), golden.Config.GetProperty("num_inference_steps").GetInt32()).MakeSampler();

    static double[] Timesteps(ISampler sampler) => sampler.Levels.ToArray().Select(level => (double)level.Timestep).ToArray();

    static RecordedNoise Once(GoldenTensor draws) => new(draws.ToFloats(), draws.ToFloats().Length);

    /// <summary>[height, width, 3] in 0..1, as the published pipelines return it.</summary>
    static float[] Pixels(ReadOnlySpan<float> planes)
    {
        var plane = planes.Length / 3;
        var pixels = new float[planes.Length];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = Math.Clamp(planes[i % 3 * plane + i / 3] / 2 + 0.5f, 0, 1);
        return pixels;
    }
}
