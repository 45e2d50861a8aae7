namespace Avatars.Viewer.Posing;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PlaybackTests
{
    readonly Playback _playback = new();

    [SetUp]
    public void Start() => _playback.Start(length: 2, frameRate: 10);

    [Test]
    public void It_starts_again_at_the_end_when_looping()
    {
        _playback.Advance(2.5f);
        Assert.That(_playback.Time, Is.EqualTo(0.5f).Within(1e-5f));
        Assert.That(_playback.IsPlaying);
    }

    [Test]
    public void It_stops_at_the_end_otherwise_and_plays_from_the_start_again()
    {
        _playback.IsLooping = false;
        _playback.Advance(2.5f);
        Assert.That((_playback.Time, _playback.IsPlaying), Is.EqualTo((2f, false)));
        _playback.Toggle();
        Assert.That((_playback.Time, _playback.IsPlaying), Is.EqualTo((0f, true)));
    }

    [Test]
    public void Speed_stretches_time_and_a_pause_holds_it()
    {
        _playback.Speed = 0.5f;
        _playback.Advance(1);
        _playback.IsPlaying = false;
        _playback.Advance(1);
        Assert.That(_playback.Time, Is.EqualTo(0.5f).Within(1e-5f));
    }

    [Test]
    public void Steps_go_to_whole_frames_and_pause()
    {
        _playback.Seek(0.53f);
        _playback.StepFrames(1);
        Assert.That(_playback.Time, Is.EqualTo(0.6f).Within(1e-5f));
        Assert.That(_playback.IsPlaying, Is.False);
        _playback.StepFrames(-100);
        Assert.That(_playback.Time, Is.Zero);
    }

    [Test]
    public void A_single_pose_stands_still()
    {
        _playback.Start(length: 0, frameRate: 30);
        _playback.Advance(1);
        Assert.That(_playback.Time, Is.Zero);
    }
}
