using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.PoseMaps;

namespace Avatars.Systems.ImagPose;

public sealed class ImagPosePipelineTests
{
    const int Side = TinyImagPose.Side;

    readonly TemporaryFolder _folder = new();
    readonly RgbImage _frame = new(Side, Side);
    ImagPosePipeline _pipeline = null!;

    [OneTimeSetUp]
    public void Load() => _pipeline = Load(TinyImagPose.Model());

    [OneTimeTearDown]
    public void Unload()
    {
        _pipeline.Dispose();
        _folder.Dispose();
    }

    [SetUp]
    public void Reset()
    {
        _pipeline.Configure(new GenerationSettings());
        _pipeline.SetSource(Person(1));
    }

    [TestCase("ddim", 1, 1f), TestCase("ddim", 4, 2f), TestCase("unipc", 3, 1.5f)]
    public void The_same_request_gives_the_same_bytes(string sampler, int steps, float guidance)
    {
        _pipeline.Configure(new GenerationSettings { Sampler = sampler, Steps = steps, Guidance = guidance, Seed = 5 });
        var first = Generate(2);
        Generate(3);
        Assert.That(Generate(2), Is.EqualTo(first));
    }

    [Test]
    public void Source_its_pose_target_pose_seed_steps_and_guidance_all_matter()
    {
        var pictures = new List<byte[]> { Generate(2), Generate(3) };
        foreach (var settings in new GenerationSettings[] { new() { Seed = 8 }, new() { Steps = 4 }, new() { Guidance = 3 } })
        {
            _pipeline.Configure(settings);
            pictures.Add(Generate(2));
        }
        _pipeline.Configure(new GenerationSettings());
        foreach (var person in new[] { Person(9), new PersonSource(View(1) with { Pose = Pose(30) }), new PersonSource(View(1), View(9)),
            new PersonSource(View(1), View(9), View(10)) })
        {
            _pipeline.SetSource(person);
            pictures.Add(Generate(2));
        }
        Assert.That(pictures.Select(Convert.ToBase64String), Is.Unique);
        _pipeline.SetSource(Person(1));
        Assert.That(Generate(2), Is.EqualTo(pictures[0]), "back at the first source and settings");
    }

    /// <summary>T1 is T3 with the same picture three times.</summary>
    [Test]
    public void One_picture_stands_for_three_of_the_same()
    {
        var one = Generate(2);
        _pipeline.SetSource(new PersonSource(View(1), View(1), View(1)));
        Assert.That(Generate(2), Is.EqualTo(one));
    }

    [Test]
    public void Poses_made_together_look_at_one_another_and_leave_the_next_single_one_alone()
    {
        var alone = Generate(2);
        var (first, second) = (Together(2, 3, 4), Together(2, 3, 5));
        Assert.That(first, Is.Unique);
        Assert.That(first[0], Is.Not.EqualTo(second[0]), "the third pose is seen by the first");
        Assert.That(Together(2, 3), Is.EqualTo(Together(2, 3, 3)[..2]), "the last pose fills what is left");
        Assert.That(Generate(2), Is.EqualTo(alone));
        Assert.That(Together(2)[0], Is.EqualTo(alone), "one pose alone has a canvas of its own");
        Assert.That(() => Together(1, 2, 3, 4), Throws.ArgumentException.With.Message.Contains("4 poses"));
    }

    [Test]
    public void Several_pictures_give_each_pose_a_canvas_of_its_own()
    {
        _pipeline.SetSource(new PersonSource(View(1), View(9)));
        Assert.That(Together(2, 3), Is.EqualTo(new[] { Generate(2), Generate(3) }));
    }

    [TestCase("consistent"), TestCase("published-inference"), TestCase("train-like")]
    public void Networks_of_the_whole_canvas_do_too_and_the_tokens_follow_the_mode(string mode)
    {
        using var whole = Load(TinyImagPose.Model(isWhole: true, mode));
        whole.SetSource(Person(1));
        var first = Generate(whole, 2);
        Assert.That(Generate(whole, 3), Is.Not.EqualTo(first));
        Assert.That(Generate(whole, 2), Is.EqualTo(first));
        Assert.That(Together(whole, 2, 3, 4), Is.Unique);
        if (mode == "consistent")
        {
            using var other = new ImagPosePipeline(ModelPackage.Open(TinyImagPose.Write(_folder, TinyImagPose.Model(isWhole: true, mode))),
                new InferenceOptions(), FlcMode.TrainLike);
            other.SetSource(Person(1));
            Assert.That(Generate(other, 2), Is.Not.EqualTo(first));
        }
    }

    [Test]
    public void A_mode_that_the_networks_were_not_made_for_is_refused() =>
        Assert.That(() => new ImagPosePipeline(ModelPackage.Open(TinyImagPose.Write(_folder)), new InferenceOptions(), FlcMode.PublishedInference),
            Throws.InstanceOf<FormatException>().With.Message.Contains("flcMode"));

    [Test]
    public void The_published_schedule_can_be_asked_for()
    {
        using var linear = new ImagPosePipeline(ModelPackage.Open(TinyImagPose.Write(_folder)), new InferenceOptions(), schedule: "linear");
        linear.SetSource(Person(1));
        linear.Configure(new GenerationSettings { Steps = 4 });
        _pipeline.Configure(new GenerationSettings { Steps = 4 });
        Assert.That(Generate(linear, 2), Is.Not.EqualTo(Generate(2)));
    }

    [Test]
    public void A_source_of_unknown_pose_is_refused_and_the_old_one_stays()
    {
        var before = Generate(2);
        Assert.That(() => _pipeline.SetSource(RandomPictures.Make(80, 100, seed: 3)), Throws.ArgumentException.With.Message.Contains(".keypoints.json"));
        Assert.That(() => _pipeline.SetSource(new PersonSource(View(1), View(2), View(3), View(4))),
            Throws.ArgumentException.With.Message.Contains("up to 3"));
        Assert.That(() => _pipeline.SetSource(new PersonSource(new SourceView(new RgbImage(3, 3), Pose(1)))),
            Throws.ArgumentException.With.Message.Contains("3x3"));
        Assert.That(Generate(2), Is.EqualTo(before));
    }

    [TestCase("ddim", 1, 1f, false), TestCase("ddim", 4, 2f, false), TestCase("ddim", 1, 1f, true)]
    public void A_frame_allocates_nothing(string sampler, int steps, float guidance, bool isWhole)
    {
        using var pipeline = Load(TinyImagPose.Model(isWhole));
        pipeline.SetSource(Person(1));
        pipeline.Configure(new GenerationSettings { Sampler = sampler, Steps = steps, Guidance = guidance });
        var (pose, small) = (Target(2), new TargetPose(RandomPictures.Make(50, 40, seed: 2)));
        Assert.That(Allocations.Of(() => pipeline.Generate(pose, _frame)), Is.Zero);
        Assert.That(Allocations.Of(() => pipeline.Generate(small, _frame)), Is.Zero, "a map of another size, once it was seen");
    }

    [Test]
    public void Stage_times_add_up_to_no_more_than_the_frame_took()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Generate(2);
        var whole = watch.Elapsed.TotalMilliseconds;
        var times = _pipeline.Times;
        Assert.That(times.Total, Is.GreaterThan(0).And.LessThanOrEqualTo(whole));
        Assert.That(times.Runs, Is.GreaterThan(0).And.LessThanOrEqualTo(times.Total));
        Assert.That(new[] { times.Encode, times.Denoise, times.Decode }, Is.All.GreaterThan(0));
    }

    [TestCase(false), TestCase(true)]
    public void A_frame_of_the_wrong_size_is_refused(bool isWhole)
    {
        using var pipeline = Load(TinyImagPose.Model(isWhole));
        pipeline.SetSource(Person(1));
        Assert.That(() => pipeline.Generate(Target(2), new RgbImage(32, 64)), Throws.ArgumentException.With.Message.Contains("32x64"));
    }

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
        using var pipeline = Load(TinyImagPose.Model());
        Assert.That(() => pipeline.Generate(Target(2), _frame), Throws.InvalidOperationException.With.Message.Contains("source"));
    }

    ImagPosePipeline Load(ModelBuilding.Packages.ImagPoseModel model) => new(ModelPackage.Open(TinyImagPose.Write(_folder, model)), new InferenceOptions());

    static PersonSource Person(int seed) => new(View(seed));

    static SourceView View(int seed) => new(RandomPictures.Make(80, 100, seed), Pose(seed));

    static KeypointFrame Pose(int seed) => new(KeypointLayout.Avatar128, (80, 100),
        [[.. Enumerable.Range(0, 128).Select(i => new Keypoint((i * 7 + seed * 13) % 80, (i * 11 + seed * 5) % 100, 1))]]);

    static TargetPose Target(int seed) => new(RandomPictures.Make(Side, Side, seed));

    byte[] Generate(int seed) => Generate(_pipeline, seed);

    byte[] Generate(ImagPosePipeline pipeline, int seed)
    {
        pipeline.Generate(Target(seed), _frame);
        return [.. _frame.Bytes];
    }

    byte[][] Together(params int[] seeds) => Together(_pipeline, seeds);

    static byte[][] Together(ImagPosePipeline pipeline, params int[] seeds)
    {
        var frames = Array.ConvertAll(seeds, _ => new RgbImage(Side, Side));
        pipeline.Generate(Array.ConvertAll(seeds, Target), frames);
        return Array.ConvertAll(frames, frame => frame.Bytes);
    }
}
