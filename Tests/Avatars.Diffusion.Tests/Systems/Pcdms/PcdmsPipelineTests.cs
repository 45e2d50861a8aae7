using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.ModelBuilding.Packages;
using Avatars.Models;
using Avatars.PoseMaps;
using Avatars.Sampling;

namespace Avatars.Systems.Pcdms;

[TestFixtureSource(nameof(Models))]
public sealed class PcdmsPipelineTests(PcdmsModel model)
{
    static readonly PoseMapStyle Style = PoseMapStyle.Avatar;

    TemporaryFolder _folder = null!;
    PcdmsPipeline _pipeline = null!;
    readonly RgbImage _frame = new(64, 64);

    static IEnumerable<TestFixtureData> Models() =>
        new[] { TinyPcdms.Model, TinyPcdms.LikePublished, TinyPcdms.Demo }.Select(model => new TestFixtureData(model).SetArgDisplayNames(model.Name));

    GenerationSettings Default => new() { Guidance = 1 };

    [OneTimeSetUp]
    public void Load()
    {
        _folder = new TemporaryFolder();
        _pipeline = new PcdmsPipeline(ModelPackage.Open(TinyPcdms.Write(model, _folder)), new InferenceOptions { Threads = 1 });
        _pipeline.SetSource(Person(picture: 1, pose: 1));
    }

    [OneTimeTearDown]
    public void Unload()
    {
        _pipeline.Dispose();
        _folder.Dispose();
    }

    [SetUp]
    public void Reset() => _pipeline.Configure(Default);

    [TestCaseSource(typeof(Samplers), nameof(Samplers.Names))]
    public void The_same_request_gives_the_same_bytes_with_every_sampler(string sampler)
    {
        _pipeline.Configure(new GenerationSettings { Sampler = sampler, Steps = 3, Guidance = 2, Spacing = "linspace", EndsClean = false, Seed = 5 });
        var first = Generate(Pose(2));
        Generate(Pose(3));
        Assert.That(Generate(Pose(2)), Is.EqualTo(first));
    }

    [Test]
    public void Picture_both_poses_seed_steps_and_guidance_all_matter()
    {
        var pictures = new List<byte[]> { Generate(Pose(2)), Generate(Pose(3)) };
        foreach (var settings in new[] { Default with { Seed = 8 }, Default with { Steps = 4 }, Default with { Guidance = 3 } })
        {
            _pipeline.Configure(settings);
            pictures.Add(Generate(Pose(2)));
        }
        _pipeline.Configure(Default);
        foreach (var person in new[] { Person(picture: 9, pose: 1), Person(picture: 1, pose: 9) })
        {
            _pipeline.SetSource(person);
            pictures.Add(Generate(Pose(2)));
        }
        _pipeline.SetSource(Person(picture: 1, pose: 1));
        Assert.That(pictures.Select(Convert.ToBase64String), Is.Unique);
        Assert.That(Generate(Pose(2)), Is.EqualTo(pictures[0]), "back at the first source and settings");
    }

    [Test]
    public void Guidance_set_before_or_after_the_source_is_the_same()
    {
        _pipeline.Configure(Default with { Guidance = 2 });
        var after = Generate(Pose(2));
        _pipeline.SetSource(Person(picture: 1, pose: 1));
        Assert.That(Generate(Pose(2)), Is.EqualTo(after));
    }

    [Test]
    public void The_first_stage_reads_the_keypoints_and_not_the_map_alone()
    {
        var pose = Pose(2);
        var blind = new TargetPose(pose.Map);
        if (model.Prior is null)
        {
            Assert.That(Generate(blind), Is.EqualTo(Generate(pose)));
            return;
        }
        Assert.That(() => Generate(blind), Throws.ArgumentException.With.Message.Contains("keypoints"));
        Assert.That(Generate(new TargetPose(pose.Map, Style.Layout, Keypoints(3))), Is.Not.EqualTo(Generate(pose)));
    }

    [Test]
    public void The_third_stage_can_be_left_out()
    {
        var refined = Generate(Pose(2));
        _pipeline.Refines = false;
        var coarse = Generate(Pose(2));
        _pipeline.Refines = true;
        Assert.That(coarse, model.Refiner is null ? Is.EqualTo(refined) : Is.Not.EqualTo(refined));
        Assert.That(Generate(Pose(2)), Is.EqualTo(refined));
    }

    [TestCase("ddim", 1, 1f), TestCase("unipc", 4, 2f)]
    public void A_frame_allocates_nothing(string sampler, int steps, float guidance)
    {
        _pipeline.Configure(new GenerationSettings { Sampler = sampler, Steps = steps, Guidance = guidance });
        var pose = Pose(2);
        Assert.That(Allocations.Of(() => _pipeline.Generate(pose, _frame)), Is.Zero);
    }

    [Test]
    public void Stage_times_add_up_to_no_more_than_the_frame_took()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Generate(Pose(2));
        var whole = watch.Elapsed.TotalMilliseconds;
        Assert.That(_pipeline.Times.Total, Is.GreaterThan(0).And.LessThanOrEqualTo(whole));
        Assert.That(_pipeline.Times.Runs, Is.GreaterThan(0).And.LessThanOrEqualTo(_pipeline.Times.Total));
    }

    [Test]
    public void A_source_without_its_pose_or_without_a_person_is_refused_and_the_old_one_stays()
    {
        var before = Generate(Pose(2));
        Assert.That(() => _pipeline.SetSource(RandomPictures.Make(64, 64, seed: 3)), Throws.ArgumentException.With.Message.Contains("keypoints.json"));
        Assert.That(() => _pipeline.SetSource(new PersonSource(new SourceView(RandomPictures.Make(64, 64, seed: 3),
            new KeypointFrame(Style.Layout, (64, 64), [])))), Throws.ArgumentException.With.Message.Contains("no person"));
        Assert.That(() => _pipeline.SetSource(new PersonSource(new SourceView(RandomPictures.Make(1, 1, seed: 3),
            new KeypointFrame(Style.Layout, (64, 64), [Keypoints(1)])))), Throws.ArgumentException.With.Message.Contains("1x1"));
        Assert.That(Generate(Pose(2)), Is.EqualTo(before));
    }

    [TestCase("euler-ish", 1, 1f), TestCase("ddim", 0, 1f), TestCase("ddim", 1, float.NaN)]
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
        using var pipeline = new PcdmsPipeline(ModelPackage.Open(Path.Combine(_folder.Path, model.Name)), new InferenceOptions { Threads = 1 });
        Assert.That(() => pipeline.Generate(Pose(2), _frame), Throws.InvalidOperationException.With.Message.Contains("source"));
    }

    byte[] Generate(TargetPose pose)
    {
        _pipeline.Generate(pose, _frame);
        return [.. _frame.Bytes];
    }

    static PersonSource Person(int picture, int pose) =>
        new(new SourceView(RandomPictures.Make(80, 100, seed: picture), new KeypointFrame(Style.Layout, (64, 64), [Keypoints(pose)])));

    static TargetPose Pose(int seed) => TargetPose.Draw(new KeypointFrame(Style.Layout, (64, 64), [Keypoints(seed)]), Style, 64, 64);

    static Keypoint[] Keypoints(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Style.Layout.Count).Select(_ => new Keypoint(64 * random.NextSingle(), 64 * random.NextSingle(), 1))];
    }
}
