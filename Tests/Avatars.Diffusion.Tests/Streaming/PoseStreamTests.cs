using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.PoseMaps;
using Avatars.Systems;
using Avatars.Systems.Fpdm;
using static Avatars.Streaming.StreamTesting;

namespace Avatars.Streaming;

[CancelAfter(60_000)]
public sealed class PoseStreamTests
{
    [Test]
    public void The_newest_pose_wins_and_only_two_frames_are_in_flight()
    {
        using var generator = new FakeGenerator();
        using var stream = Start(generator);
        generator.Hold();
        stream.Submit(PoseAt(0));
        generator.IsAtWork.Wait();
        for (var i = 1; i <= 100; i++)
            stream.Submit(PoseAt(i));
        generator.Release();
        WaitFor(stream, 101);
        Assert.That(generator.Generated, Is.EqualTo(2), "the one in work, and the newest");
        Assert.That(stream.TryTake(), Is.True);
        Assert.That((stream.Frame.Number, stream.Frame.Request), Is.EqualTo((2L, 101L)));
    }

    [Test]
    public void Submitting_and_taking_never_wait_for_the_model()
    {
        using var generator = new FakeGenerator();
        using var stream = Start(generator);
        generator.Hold();
        stream.Submit(PoseAt(0));
        generator.IsAtWork.Wait();
        for (var i = 1; i <= 1000; i++)
        {
            stream.Submit(PoseAt(i));
            Assert.That(stream.TryTake(), Is.False);
        }
        generator.Release(); // whoever had waited for the model would not have come here
    }

    [Test]
    public void A_pose_that_does_not_move_costs_nothing_and_shows_the_same_bytes()
    {
        using var generator = new FakeGenerator();
        using var stream = Start(generator);
        WaitFor(stream, stream.Submit(PoseAt(3)));
        Assert.That(stream.TryTake(), Is.True);
        var shown = stream.Frame.Picture.Bytes.ToArray();
        for (var i = 0; i < 20; i++)
            WaitFor(stream, stream.Submit(PoseAt(3)));
        Assert.That((generator.Generated, stream.Skipped), Is.EqualTo((1, 20L)));
        Assert.That(stream.TryTake(), Is.False);
        Assert.That(stream.Frame.Picture.Bytes, Is.EqualTo(shown));
    }

    [Test]
    public void Another_source_or_other_settings_generate_the_last_pose_anew_on_the_worker()
    {
        using var generator = new FakeGenerator();
        using var stream = Start(generator);
        WaitFor(stream, stream.Submit(PoseAt(3)));
        var other = new RgbImage(5, 5);
        stream.SetSource(other);
        WaitUntil(() => generator.Generated == 2);
        stream.Configure(new GenerationSettings { Steps = 4 });
        WaitUntil(() => generator.Generated == 3);
        Assert.That((generator.Source, generator.Settings!.Steps), Is.EqualTo((other, 4)));
        Assert.That(generator.ThreadId, Is.Not.EqualTo(Environment.CurrentManagedThreadId));
    }

    [Test]
    public void Frames_arrive_whole_and_in_order_under_stress()
    {
        using var generator = new FakeGenerator();
        using var stream = Start(generator);
        var (taken, last) = (0, 0L);
        for (var i = 1; i <= 20_000; i++)
        {
            stream.Submit(PoseAt(i));
            if (i % 7 == 0)
                Thread.Yield();
            if (!stream.TryTake())
                continue;
            taken++;
            var frame = stream.Frame;
            Assert.That(frame.Number, Is.GreaterThan(last));
            Assert.That(frame.Request, Is.InRange(1, i));
            Assert.That(frame.Picture.Bytes.AsSpan().IndexOfAnyExcept((byte)frame.Number), Is.EqualTo(-1), "a torn frame");
            last = frame.Number;
        }
        Assert.That(taken, Is.GreaterThan(0));
        WaitFor(stream, 20_000);
        Assert.That(stream.TryTake() ? stream.Frame.Request : stream.Frame.Request, Is.EqualTo(20_000), "the last pose is always shown");
    }

    [Test]
    public void After_a_failure_poses_are_accepted_and_a_restart_shows_the_newest()
    {
        using var generator = new FakeGenerator { Failure = new IOException("the device went away") };
        using var stream = Start(generator);
        stream.Submit(PoseAt(0));
        WaitUntil(() => stream.Failure is not null);
        Assert.That(stream.Failure, Is.SameAs(generator.Failure));
        var newest = stream.Submit(PoseAt(1));
        Assert.That(stream.TryTake(), Is.False);
        generator.Failure = null;
        stream.Restart();
        WaitFor(stream, newest);
        Assert.That((stream.Failure, stream.TryTake(), stream.Frame.Request), Is.EqualTo(((Exception?)null, true, newest)));
    }

    [Test]
    public void After_a_failure_the_same_pose_is_generated_again_with_its_source()
    {
        using var generator = new FakeGenerator();
        using var stream = Start(generator);
        WaitFor(stream, stream.Submit(PoseAt(3)));
        var source = generator.Source;
        generator.Failure = new IOException("out of memory");
        stream.Submit(PoseAt(4));
        WaitUntil(() => stream.Failure is not null);
        generator.Failure = null;
        generator.Forget();
        stream.Restart();
        WaitUntil(() => generator.Generated == 2);
        Assert.That(generator.Source, Is.SameAs(source), "whatever the generator kept is set anew");
    }

    [Test]
    public void Other_settings_end_a_failure()
    {
        using var generator = new FakeGenerator { Failure = new ArgumentException("no such sampler") };
        using var stream = Start(generator);
        stream.Submit(PoseAt(0));
        WaitUntil(() => stream.Failure is not null);
        generator.Failure = null;
        stream.Configure(new GenerationSettings { Steps = 2 });
        WaitUntil(() => generator.Generated == 1);
        Assert.That(stream.Failure, Is.Null);
    }

    [Test]
    public void One_stream_shows_rigs_with_different_joints_and_keypoints_in_turn()
    {
        using var generator = new FakeGenerator();
        using var stream = Start(generator);
        var camera = Camera.LookAt(new(0, 1, 4), new(0, 0.9f, 0), 0.6f, generator.Width, generator.Height);
        WaitFor(stream, stream.Submit(Rigs.Standard, camera));
        WaitFor(stream, stream.Submit(PoseAt(1)));
        WaitFor(stream, stream.Submit(Rigs.WithProp, camera));
        WaitFor(stream, stream.Submit(Rigs.Standard, camera));
        Assert.That(generator.Generated, Is.EqualTo(4), "each is another pose");
    }

    [Test]
    public void A_frame_carries_the_pose_map_that_it_was_generated_from()
    {
        using var generator = new FakeGenerator();
        using var stream = Start(generator);
        WaitFor(stream, stream.Submit(PoseAt(5)));
        Assert.That(stream.TryTake(), Is.True);
        var expected = new RgbImage(generator.Width, generator.Height);
        new PoseMapRasterizer(Style, expected.Width, expected.Height).Draw(PoseAt(5), expected);
        Assert.That(stream.Frame.PoseMap.Bytes, Is.EqualTo(expected.Bytes));
        Assert.That(expected.Bytes.Count(value => value > 0), Is.GreaterThan(50));
    }

    [Test]
    public void A_weight_that_changes_is_another_pose()
    {
        using var generator = new FakeGenerator();
        using var stream = Start(generator);
        var camera = Camera.LookAt(new(0, 1, 4), new(0, 0.9f, 0), 0.6f, generator.Width, generator.Height);
        long Show(float smile) => stream.Submit(new RigPose(Rigs.Standard.Map, Rigs.Standard.Model, [smile], camera));
        WaitFor(stream, Show(0));
        WaitFor(stream, Show(0.001f));
        Assert.That(generator.Generated, Is.EqualTo(1));
        WaitFor(stream, Show(0.1f));
        Assert.That(generator.Generated, Is.EqualTo(2));
    }

    [Test]
    public void Ending_waits_for_the_frame_in_work_and_no_longer()
    {
        using var generator = new FakeGenerator();
        var stream = Start(generator);
        generator.Hold();
        stream.Submit(PoseAt(0));
        generator.IsAtWork.Wait();
        stream.Submit(PoseAt(1));
        var ending = Task.Run(stream.Dispose);
        Assert.That(ending.Wait(50), Is.False, "the worker still uses the generator");
        generator.Release();
        Assert.That(ending.Wait(HangGuard.Patience), Is.True);
        Assert.That(generator.Generated, Is.EqualTo(1));
        Assert.That(() => stream.Submit(PoseAt(2)), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(stream.Dispose, Throws.Nothing);
    }

    [Test]
    public void Nothing_is_asked_of_the_model_before_there_is_a_source()
    {
        using var generator = new FakeGenerator();
        using var stream = new PoseStream(generator);
        stream.Submit(PoseAt(0));
        Assert.That(generator.IsAtWork.Wait(100), Is.False);
        stream.SetSource(new RgbImage(4, 4));
        WaitFor(stream, 1);
        Assert.That(generator.Generated, Is.EqualTo(1));
    }

    [Test]
    public void Submitting_and_taking_allocate_nothing()
    {
        using var generator = new FakeGenerator();
        using var stream = Start(generator);
        var pose = PoseAt(1);
        Assert.That(Allocations.Of(() =>
        {
            stream.Submit(pose);
            stream.TryTake();
        }), Is.Zero);
    }

    [Test]
    public void Keypoints_of_another_layout_are_refused()
    {
        using var generator = new FakeGenerator();
        using var stream = Start(generator);
        Assert.That(() => stream.Submit(new Keypoint[18]), Throws.ArgumentException.With.Message.Contains("128"));
    }

    [Test]
    public void A_real_model_streams_what_it_generates_alone()
    {
        using var folder = new TemporaryFolder();
        var package = ModelPackage.Open(TinyFpdm.Write(folder));
        var source = RandomPictures.Make(64, 64, seed: 1);
        var expected = new RgbImage(64, 64);
        using var pipeline = new FpdmPipeline(package, new InferenceOptions());
        pipeline.SetSource(source);
        var map = new RgbImage(64, 64);
        new PoseMapRasterizer(Style, 64, 64).Draw(PoseAt(7), map);
        pipeline.Generate(new TargetPose(map), expected);

        using var generator = FrameGenerators.Load(package, new InferenceOptions());
        using var stream = new PoseStream(generator);
        stream.SetSource(source);
        for (var i = 0; i <= 7; i++)
            stream.Submit(PoseAt(i));
        WaitFor(stream, 8);
        Assert.That(stream.TryTake(), Is.True);
        Assert.That(stream.Frame.Picture.Bytes, Is.EqualTo(expected.Bytes));
        Assert.That(stream.Frame.Latency, Is.GreaterThanOrEqualTo(stream.Frame.Times.Total));
        Assert.That(stream.Frame.Times.PoseMap, Is.GreaterThan(0));
    }

    [Test]
    public void A_source_that_the_model_cannot_show_is_refused_at_once_and_the_stream_goes_on()
    {
        using var folder = new TemporaryFolder();
        var package = ModelPackage.Open(TinyImagPose.Write(folder));
        using var generator = FrameGenerators.Load(package, new InferenceOptions());
        using var stream = new PoseStream(generator);
        var picture = RandomPictures.Make(64, 64, seed: 1);
        Assert.That(() => stream.SetSource(picture), Throws.ArgumentException.With.Message.Contains(".keypoints.json"));
        stream.SetSource(new PersonSource(new SourceView(picture, new KeypointFrame(Style.Layout, null, [PoseAt(3)]))));
        WaitFor(stream, stream.Submit(PoseAt(7)));
        Assert.That(stream.TryTake(), Is.True);
    }

    static PoseStream Start(FakeGenerator generator)
    {
        var stream = new PoseStream(generator);
        stream.SetSource(new RgbImage(4, 4));
        return stream;
    }

    static void WaitFor(PoseStream stream, long request) => WaitUntil(() => stream.Answered >= request);
}
