using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.PoseMaps;
using Avatars.Systems;
using static Avatars.Streaming.StreamTesting;

namespace Avatars.Streaming;

[CancelAfter(60_000), FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FramesInFlightTests : IDisposable
{
    readonly FakeGenerator _first = new(), _second = new();

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    [Test]
    public void As_many_frames_are_in_work_as_there_are_generators_and_the_newest_pose_waits()
    {
        using var stream = StartHeld();
        stream.Submit(PoseAt(0));
        WaitUntil(() => AtWork() == 1);
        stream.Submit(PoseAt(1));
        WaitUntil(() => AtWork() == 2);
        for (var i = 2; i <= 100; i++)
            stream.Submit(PoseAt(i));
        _first.Release();
        _second.Release();
        WaitUntil(() => stream.Answered == 101);
        stream.Dispose(); // waits for an older frame that is still in work
        Assert.That(_first.Generated + _second.Generated, Is.EqualTo(3), "two in work, and the newest");
    }

    [Test]
    public void A_frame_that_a_later_one_has_overtaken_is_not_shown()
    {
        using var stream = StartHeld();
        stream.Submit(PoseAt(0));
        WaitUntil(() => AtWork() == 1);
        var (slow, fast) = _first.IsAtWork.IsSet ? (_first, _second) : (_second, _first);
        stream.Submit(PoseAt(1));
        WaitUntil(() => AtWork() == 2);
        fast.Release();
        WaitUntil(() => stream.Answered == 2);
        Assert.That(stream.TryTake(), Is.True);
        slow.Release();
        WaitUntil(() => slow.Generated == 1);
        stream.Submit(PoseAt(2));
        WaitUntil(() => stream.Answered == 3);
        Assert.That(stream.TryTake(), Is.True);
        Assert.That((stream.Frame.Number, stream.Frame.Request), Is.EqualTo((2L, 3L)), "frame 1 of pose 2, frame 2 of pose 3");
    }

    [Test]
    public void A_pose_in_work_is_not_made_twice_and_answers_later_requests_once_it_is_finished()
    {
        using var stream = StartHeld();
        stream.Submit(PoseAt(0));
        WaitUntil(() => AtWork() == 1);
        var again = stream.Submit(PoseAt(0));
        WaitUntil(() => stream.Skipped == 1);
        Assert.That(stream.Answered, Is.Zero, "its picture is not there yet");
        _first.Release();
        _second.Release();
        WaitUntil(() => stream.Answered == again);
        Assert.That(_first.Generated + _second.Generated, Is.EqualTo(1));
    }

    [Test]
    public void Another_source_and_other_settings_reach_every_generator()
    {
        using var stream = StartHeld();
        _first.Release();
        _second.Release();
        var other = new RgbImage(5, 5);
        stream.SetSource(other);
        stream.Configure(new GenerationSettings { Steps = 4 });
        for (var i = 0; _first.Settings?.Steps != 4 || _second.Settings?.Steps != 4; i++)
        {
            stream.Submit(PoseAt(i));
            Thread.Sleep(1);
        }
        Assert.That((_first.Source, _second.Source), Is.EqualTo((other, other)));
    }

    [Test]
    public void When_generators_fail_the_stream_says_so_and_can_still_end()
    {
        _first.Failure = _second.Failure = new IOException("the device went away");
        var stream = StartHeld();
        _first.Release();
        _second.Release();
        stream.Submit(PoseAt(0));
        WaitUntil(() => stream.Failure is not null);
        Assert.That(stream.Failure!.Message, Is.EqualTo("the device went away"));
        Assert.That(Task.Run(stream.Dispose).Wait(HangGuard.Patience), Is.True);
    }

    [Test]
    public void Two_pipelines_on_the_same_networks_make_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        using var generators = FrameGenerators.LoadSeveral(ModelPackage.Open(TinyFpdm.Write(folder)), new InferenceOptions(), framesInFlight: 2);
        generators.SetSource(RandomPictures.Make(64, 64, seed: 1));
        var frames = generators.Select(_ => new RgbImage(64, 64)).ToArray();
        Task.WaitAll([.. Enumerable.Range(0, 2).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 10; i++) // the other pose first, so that neither sees the other's
                generators[worker].Generate(new TargetPose(MapAt(i < 9 ? worker + i : 20)), frames[worker]);
        }))]);
        Assert.That(frames[0].Bytes, Is.EqualTo(frames[1].Bytes));
        Assert.That(frames[0].Bytes.Distinct().Count(), Is.GreaterThan(8), "a picture");
    }

    [Test]
    public void More_than_is_possible_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.That(() => FrameGenerators.LoadSeveral(ModelPackage.Open(TinyFpdm.Write(folder)), new InferenceOptions(), 17),
            Throws.ArgumentException.With.Message.Contains("16 are the most"));
        using var other = new TemporaryFolder();
        Assert.That(() => FrameGenerators.LoadSeveral(ModelPackage.Open(TinyImagPose.Write(other)), new InferenceOptions(), 2),
            Throws.ArgumentException.With.Message.Contains("one at a time"));
        Assert.That(() => new PoseStream([]), Throws.ArgumentException);
    }

    int AtWork() => (_first.IsAtWork.IsSet ? 1 : 0) + (_second.IsAtWork.IsSet ? 1 : 0);

    PoseStream StartHeld()
    {
        _first.Hold();
        _second.Hold();
        var stream = new PoseStream([_first, _second]);
        stream.SetSource(new RgbImage(4, 4));
        return stream;
    }

    static RgbImage MapAt(int step)
    {
        var map = new RgbImage(64, 64);
        new PoseMapRasterizer(Style, 64, 64).Draw(PoseAt(step), map);
        return map;
    }
}
