using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Latents;
using Avatars.Models;
using Avatars.PoseMaps;
using Avatars.Sampling;

namespace Avatars.Systems.ImagPose;

/// <summary>IMAGPose's pipeline against what the published code computed.</summary>
[Category("Golden")]
public sealed class ImagPoseGoldenTests
{
    static IEnumerable<TestCaseData> Pipelines() => GoldenCases.Of("imagpose_pipeline");

    [TestCaseSource(nameof(Pipelines))]
    public void Generates_as_the_published_code_does(GoldenCase golden)
    {
        using var folder = new TemporaryFolder();
        var package = ModelPackage.Open(GoldenImagPose.Write(golden, folder));
        using var networks = new ImagPoseNetworks(package, new InferenceOptions());
        using var poses = new CanvasEncoder(networks.PoseEncoder, "pose", "pose_residual", ChannelNormalization.ZeroToOne, package.Manifest.Width,
            package.Manifest.Height);
        using var source = new ImagPoseSource(networks, poses, PoseMapStyle.Find(package.Manifest.PoseStyle),
            FlcModes.Named(((ImagPoseSettings)package.Manifest.Settings).FlcMode), package.Manifest.Width, package.Manifest.Height,
            (float)package.Manifest.LatentScale);
        var picture = golden.Input("ref_image");
        source.Features.Encode(new RgbImage(picture.Shape[1], picture.Shape[0], picture.Bytes.ToArray()));
        Array.ConvertAll(golden.Input("image_mask").ToFloats(), value => 2 * value - 1).CopyTo(source.Pictures.Input.Span);
        source.Encode();
        golden.Input("pose_image").ToFloats().CopyTo(poses.Input.Span);
        poses.Run();

        var scheduler = new PublishedScheduler(golden.Config.GetProperty("scheduler"), golden.Config.GetProperty("num_inference_steps").GetInt32());
        using var denoiser = new ImagPoseDenoiser(networks, Predictions.Named(package.Manifest.PredictionType),
            golden.Config.GetProperty("guidance_scale").GetSingle());
        denoiser.SetSource(source.Features.Tokens, golden.Input("flag_label").ToFloats(), source.Masked);
        denoiser.SetPose(poses.Canvas);
        var sampler = scheduler.MakeSampler();
        var latents = golden.Input("initial_latents").ToFloats();
        var clean = new float[latents.Length];
        List<float> trace = [], outputs = [];
        for (var step = 0; step < sampler.Levels.Length; step++)
        {
            denoiser.Predict(latents, sampler.Levels[step], clean);
            outputs.AddRange(denoiser.Predictions);
            sampler.Step(step, latents, clean, new GaussianNoise(0)); // eta is 0: none is drawn
            trace.AddRange(latents);
        }
        golden.Expect("timesteps", sampler.Levels.ToArray().Select(level => (double)level.Timestep).ToArray());
        golden.Expect("unet_output_per_step", outputs.ToArray());
        golden.Expect("latents_per_step", trace.ToArray());
        golden.Expect("image", Decode(networks, package, latents));
    }

    /// <summary>[1, height, width, 3] in 0..1, as the published pipeline returns it.</summary>
    static float[] Decode(ImagPoseNetworks networks, ModelPackage package, float[] latents)
    {
        using var decoder = new LatentDecoder(networks.Decoder, (float)package.Manifest.LatentScale);
        decoder.Decode(latents);
        var planes = decoder.Picture.Span.ToArray();
        var pixels = planes.Length / 3;
        return [.. Enumerable.Range(0, planes.Length).Select(i => Math.Clamp(planes[i % 3 * pixels + i / 3] / 2 + 0.5f, 0, 1))];
    }
}
