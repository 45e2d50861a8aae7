using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;

namespace Avatars.Systems.Fpdm;

public sealed class FpdmPipelineTests
{
    readonly TemporaryFolder _folder = new();
    readonly RgbImage _frame = new(64, 64);
    FpdmPipeline _pipeline = null!;

    [OneTimeSetUp]
    public void Load()
    {
        _pipeline = new FpdmPipeline(ModelPackage.Open(TinyFpdm.Write(_folder)), new InferenceOptions());
        _pipeline.SetSource(RandomPictures.Make(80, 100, seed: 1));
    }

    [OneTimeTearDown]
    public void Unload()
    {
        _pipeline.Dispose();
        _folder.Dispose();
    }

    [SetUp]
    public void Reset() => _pipeline.Configure(new GenerationSettings());

    [TestCase("ddim", 1, 1f), TestCase("ddim", 4, 2f), TestCase("ddpm", 3, 1.5f), TestCase("euler", 4, 1f)]
    [TestCase("dpm++", 4, 1f), TestCase("unipc", 4, 2f), TestCase("lcm", 4, 1f), TestCase("tcd", 4, 1f), TestCase("unclip", 4, 1f)]
    public void The_same_request_gives_the_same_bytes(string sampler, int steps, float guidance)
    {
        _pipeline.Configure(new GenerationSettings { Sampler = sampler, Steps = steps, Guidance = guidance, Seed = 5 });
        var first = Generate(RandomPictures.Make(64, 64, seed: 2));
        Generate(RandomPictures.Make(64, 64, seed: 3));
        Assert.That(Generate(RandomPictures.Make(64, 64, seed: 2)), Is.EqualTo(first));
    }

    [Test]
    public void Pose_seed_source_steps_and_guidance_all_matter()
    {
        var map = RandomPictures.Make(64, 64, seed: 2);
        var pictures = new List<byte[]> { Generate(map), Generate(RandomPictures.Make(64, 64, seed: 3)) };
        foreach (var settings in new GenerationSettings[] { new() { Seed = 8 }, new() { Steps = 4 }, new() { Guidance = 3 } })
        {
            _pipeline.Configure(settings);
            pictures.Add(Generate(map));
        }
        _pipeline.Configure(new GenerationSettings());
        _pipeline.SetSource(RandomPictures.Make(80, 100, seed: 9));
        pictures.Add(Generate(map));
        _pipeline.SetSource(RandomPictures.Make(80, 100, seed: 1));
        Assert.That(pictures.Select(Convert.ToBase64String), Is.Unique);
        Assert.That(Generate(map), Is.EqualTo(pictures[0]), "back at the first source and settings");
    }

    /// <summary>A narrow picture is seen as in a square frame, and not as the same picture stretched.</summary>
    [Test]
    public void A_source_of_another_shape_keeps_its_proportions()
    {
        var narrow = RandomPictures.Make(50, 100, seed: 4);
        var map = RandomPictures.Make(64, 64, seed: 2);
        byte[] Of(RgbImage source)
        {
            _pipeline.SetSource(source);
            return Generate(map);
        }

        var seen = Of(narrow);
        Assert.That(seen, Is.EqualTo(Of(PictureBars.Fit(narrow, 64, 64))));
        Assert.That(seen, Is.Not.EqualTo(Of(PictureResizer.Resize(narrow, 100, 100, ResizeFilter.Bicubic))));
        _pipeline.SetSource(RandomPictures.Make(80, 100, seed: 1));
    }

    [Test]
    public void A_pose_encoder_that_reads_the_source_reads_the_one_that_was_set()
    {
        using var folder = new TemporaryFolder();
        using var networks = new FpdmNetworks(ModelPackage.Open(TinyFpdm.Write(folder, model: TinyFpdm.Flowing)), new InferenceOptions());
        using var source = new FpdmSource(networks);
        using var pose = new FpdmPose(networks, source);
        float[] Residual(int seed)
        {
            source.Encode(RandomPictures.Make(80, 100, seed));
            pose.Encode(new TargetPose(RandomPictures.Make(64, 64, seed: 2)));
            return pose.Residual.Span.ToArray();
        }
        var (first, second) = (Residual(1), Residual(9));
        Assert.That(source.ForPose.Keys, Is.EquivalentTo(new[] { "foreground", "inpainted_background", "surface", "source_features" }));
        Assert.That(second, Is.Not.EqualTo(first));
        Assert.That(Residual(1), Is.EqualTo(first));
    }

    [Test]
    public void Every_sampler_gives_a_picture_of_its_own()
    {
        var map = RandomPictures.Make(64, 64, seed: 2);
        var pictures = Sampling.Samplers.Names.Select(sampler =>
        {
            _pipeline.Configure(new GenerationSettings { Sampler = sampler, Steps = 6, Spacing = "linspace" });
            return Convert.ToBase64String(Generate(map));
        });
        Assert.That(pictures.ToArray(), Is.Unique);
    }

    [TestCase(1, 1), TestCase(15, 64), TestCase(20, 100)]
    public void A_source_too_small_or_too_narrow_is_refused_and_the_old_one_stays(int width, int height)
    {
        var map = RandomPictures.Make(64, 64, seed: 2);
        var before = Generate(map);
        Assert.That(() => _pipeline.SetSource(RandomPictures.Make(width, height, seed: 3)),
            Throws.ArgumentException.With.Message.Contains($"{width}x{height}"));
        Assert.That(Generate(map), Is.EqualTo(before));
    }

    [TestCase("ddim", 1, 1f), TestCase("ddpm", 4, 2f), TestCase("euler", 3, 1f), TestCase("dpm++", 3, 1f)]
    [TestCase("unipc", 3, 1f), TestCase("lcm", 3, 1f), TestCase("tcd", 3, 1f), TestCase("unclip", 3, 1f)]
    public void A_frame_allocates_nothing(string sampler, int steps, float guidance)
    {
        _pipeline.Configure(new GenerationSettings { Sampler = sampler, Steps = steps, Guidance = guidance });
        var pose = new TargetPose(RandomPictures.Make(64, 64, seed: 2));
        Assert.That(Allocations.Of(() => _pipeline.Generate(pose, _frame)), Is.Zero);
    }

    [Test]
    public void A_pose_map_of_another_size_is_resized_and_then_allocates_nothing_either()
    {
        var pose = new TargetPose(RandomPictures.Make(50, 90, seed: 2));
        Assert.That(Allocations.Of(() => _pipeline.Generate(pose, _frame)), Is.Zero);
    }

    [Test]
    public void Stage_times_add_up_to_no_more_than_the_frame_took()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Generate(RandomPictures.Make(64, 64, seed: 2));
        var whole = watch.Elapsed.TotalMilliseconds;
        var times = _pipeline.Times;
        Assert.That(times.Total, Is.GreaterThan(0).And.LessThanOrEqualTo(whole));
        Assert.That(times.Runs, Is.GreaterThan(0).And.LessThanOrEqualTo(times.Total));
        Assert.That(new[] { times.Encode, times.Denoise, times.Decode }, Is.All.GreaterThan(0));
    }

    [Test]
    public void A_frame_of_the_wrong_size_is_refused() =>
        Assert.That(() => _pipeline.Generate(new TargetPose(RandomPictures.Make(64, 64, seed: 2)), new RgbImage(32, 64)),
            Throws.ArgumentException.With.Message.Contains("32x64"));

    [TestCase("euler-ish", 1, 1f), TestCase("ddim", 0, 1f), TestCase("ddim", 1001, 1f), TestCase("ddim", 1, float.NaN)]
    public void Settings_that_cannot_be_are_refused_and_the_old_ones_stay(string sampler, int steps, float guidance)
    {
        var before = _pipeline.Settings;
        Assert.That(() => _pipeline.Configure(new GenerationSettings { Sampler = sampler, Steps = steps, Guidance = guidance }),
            Throws.InstanceOf<ArgumentException>());
        Assert.That(_pipeline.Settings, Is.EqualTo(before));
    }

    [Test]
    public void Without_a_source_there_is_no_frame()
    {
        using var pipeline = new FpdmPipeline(ModelPackage.Open(Path.Combine(_folder.Path, "package")), new InferenceOptions());
        Assert.That(() => pipeline.Generate(new TargetPose(RandomPictures.Make(64, 64, seed: 2)), _frame),
            Throws.InvalidOperationException.With.Message.Contains("source"));
    }

    byte[] Generate(RgbImage map)
    {
        _pipeline.Generate(new TargetPose(map), _frame);
        return [.. _frame.Bytes];
    }
}
