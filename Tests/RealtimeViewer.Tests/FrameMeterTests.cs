namespace Avatars.Viewer;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FrameMeterTests
{
    readonly FrameMeter _meter = new();

    [Test]
    public void The_rate_is_that_of_the_last_second()
    {
        for (var i = 0; i < 100; i++)
            _meter.Add(100);
        for (var i = 0; i < 50; i++)
            _meter.Add(20);
        Assert.That(_meter.Rate, Is.EqualTo(50).Within(0.01f));
    }

    [Test]
    public void There_is_no_rate_before_the_first_frame() => Assert.That(_meter.Rate, Is.Zero);

    [Test]
    public void Ages_count_back_from_the_newest_also_around_the_end()
    {
        for (var i = 0; i < 1000; i++)
            _meter.Add(i);
        Assert.That((_meter[0], _meter[5], _meter.Count), Is.EqualTo((999f, 994f, 300)));
    }
}
