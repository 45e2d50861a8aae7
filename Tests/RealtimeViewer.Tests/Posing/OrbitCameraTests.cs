using System.Numerics;

namespace Avatars.Viewer.Posing;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class OrbitCameraTests
{
    static readonly OrbitView Home = new(new Vector3(0, 0.9f, 0), 0, 0.1f, 3, 0.6f);
    readonly OrbitCamera _orbit = new(Home);

    [Test]
    public void The_target_stays_in_the_middle_of_the_picture_however_it_turns()
    {
        _orbit.Rotate(new Vector2(123, -45));
        Assert.That(_orbit.At(256, 256).TryProject(Home.Target, out var pixels, out var depth));
        Assert.That(Vector2.Distance(pixels, new(128)), Is.LessThan(1e-2f)); // pixels
        Assert.That(depth, Is.EqualTo(Home.Distance).Within(1e-4f));
    }

    [Test]
    public void Dragging_to_the_right_turns_the_front_of_the_person_to_the_right()
    {
        _orbit.Rotate(new Vector2(50, 0));
        var nose = Home.Target + new Vector3(0, 0, 0.3f);
        Assert.That(_orbit.At(256, 256).TryProject(nose, out var pixels, out _));
        Assert.That(pixels.X, Is.GreaterThan(130));
    }

    [Test]
    public void Panning_keeps_a_place_under_the_pointer()
    {
        _orbit.Rotate(new Vector2(80, 20));
        _orbit.At(400, 400).TryProject(Home.Target, out var before, out _);
        _orbit.Pan(new Vector2(30, -12), paneHeight: 400);
        _orbit.At(400, 400).TryProject(Home.Target, out var after, out _);
        Assert.That(Vector2.Distance(after - before, new(30, -12)), Is.LessThan(0.1f)); // pixels, which are points here
    }

    [Test]
    public void The_wheel_has_limits_and_the_way_home_is_short()
    {
        _orbit.Zoom(1000);
        Assert.That(_orbit.View.Distance, Is.EqualTo(0.3f));
        _orbit.Zoom(-1000);
        Assert.That(_orbit.View.Distance, Is.EqualTo(20f));
        _orbit.ResetView();
        Assert.That(_orbit.View, Is.EqualTo(Home));
    }

    [Test]
    public void It_never_goes_over_the_zenith()
    {
        _orbit.Rotate(new Vector2(0, 1e6f));
        Assert.That(_orbit.View.Pitch, Is.LessThan(MathF.PI / 2));
    }

    [Test]
    public void A_resting_camera_is_the_same_object()
    {
        var camera = _orbit.At(256, 256);
        Assert.That(_orbit.At(256, 256), Is.SameAs(camera));
        _orbit.Rotate(Vector2.One);
        Assert.That(_orbit.At(256, 256), Is.Not.SameAs(camera));
    }
}
