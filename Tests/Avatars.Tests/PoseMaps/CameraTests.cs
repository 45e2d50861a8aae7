using System.Numerics;
using Avatars.PoseMaps;

namespace Avatars.Tests.PoseMaps;

public sealed class CameraTests
{
    const float Pixel = 1e-3f; // float32 over a few hundred pixels

    readonly Camera _camera = Camera.Orbit(new Vector3(0.1f, 1, 0), yaw: 0.4f, pitch: 0.2f, distance: 3, verticalFieldOfView: 0.6f, width: 320, height: 240);

    [Test]
    public void The_target_falls_on_the_middle_of_the_picture()
    {
        Assert.That(_camera.TryProject(new Vector3(0.1f, 1, 0), out var pixels, out var depth), Is.True);
        Assert.That(pixels.X, Is.EqualTo(160).Within(Pixel));
        Assert.That(pixels.Y, Is.EqualTo(120).Within(Pixel));
        Assert.That(depth, Is.EqualTo(3).Within(1e-5f));
    }

    [Test]
    public void From_the_front_the_characters_left_is_right_and_up_is_up()
    {
        var front = Camera.Orbit(Vector3.Zero, 0, 0, 2, 0.8f, 200, 200);
        Assert.That(front.TryProject(new Vector3(0.1f, 0.05f, 0), out var pixels, out _), Is.True);
        Assert.That(pixels.X, Is.EqualTo(100 + front.FocalLength * 0.1f / 2).Within(Pixel));
        Assert.That(pixels.Y, Is.EqualTo(100 - front.FocalLength * 0.05f / 2).Within(Pixel));
    }

    [Test]
    public void The_field_of_view_reaches_from_edge_to_edge()
    {
        var front = Camera.Orbit(Vector3.Zero, 0, 0, 2, 0.8f, 100, 200);
        Assert.That(front.VerticalFieldOfView, Is.EqualTo(0.8f).Within(1e-5f));
        Assert.That(front.TryProject(new Vector3(0, 2 * MathF.Tan(0.4f), 0), out var top, out _), Is.True);
        Assert.That(top.Y, Is.Zero.Within(Pixel));
    }

    [TestCase(0.3f, 1.2f, 0.4f)]
    [TestCase(-0.5f, 0.2f, -0.6f)]
    [TestCase(0f, 1f, 1.5f)]
    public void The_matrices_for_OpenGL_give_the_same_pixels(float x, float y, float z)
    {
        var point = new Vector3(x, y, z);
        var clip = Vector4.Transform(new Vector4(point, 1), _camera.View * _camera.Projection);
        var expected = new Vector2((clip.X / clip.W + 1) / 2 * _camera.Width, (1 - clip.Y / clip.W) / 2 * _camera.Height);
        Assert.That(_camera.TryProject(point, out var pixels, out _), Is.True);
        Assert.That(Vector2.Distance(pixels, expected), Is.LessThan(Pixel));
    }

    [Test]
    public void The_planes_map_to_the_ends_of_OpenGLs_depth()
    {
        foreach (var (distance, expected) in new[] { (_camera.Near, -1f), (_camera.Far, 1f) })
        {
            var clip = Vector4.Transform(new Vector4(_camera.Position + _camera.Forward * distance, 1), _camera.View * _camera.Projection);
            Assert.That(clip.Z / clip.W, Is.EqualTo(expected).Within(1e-3f));
        }
    }

    [Test]
    public void Nothing_is_seen_before_the_near_or_behind_the_far_plane()
    {
        var camera = _camera with { Near = 1, Far = 4 };
        Assert.That(camera.TryProject(camera.Position + camera.Forward * 0.99f, out _, out _), Is.False);
        Assert.That(camera.TryProject(camera.Position + camera.Forward * 1.01f, out _, out _), Is.True);
        Assert.That(camera.TryProject(camera.Position + camera.Forward * 4.01f, out _, out _), Is.False);
        Assert.That(camera.TryProject(camera.Position - camera.Forward, out _, out _), Is.False);
    }

    [Test]
    public void Looking_at_a_position_equals_the_orbit_from_there()
    {
        var looking = Camera.LookAt(_camera.Position, new Vector3(0.1f, 1, 0), 0.6f, 320, 240);
        Assert.That(MathF.Abs(Quaternion.Dot(looking.Orientation, _camera.Orientation)), Is.EqualTo(1).Within(1e-5f));
    }

    [Test]
    public void A_larger_picture_shows_the_same_view()
    {
        var larger = _camera.WithSize(640, 480);
        _camera.TryProject(new Vector3(0.3f, 1.1f, 0.2f), out var small, out _);
        larger.TryProject(new Vector3(0.3f, 1.1f, 0.2f), out var large, out _);
        Assert.That(Vector2.Distance(small * 2, large), Is.LessThan(Pixel));
    }

    [TestCase(0f)]
    [TestCase(4f)]
    [TestCase(float.NaN)]
    public void An_impossible_field_of_view_is_refused(float fieldOfView) =>
        Assert.That(() => Camera.Orbit(Vector3.Zero, 0, 0, 1, fieldOfView, 64, 64), Throws.ArgumentException);
}
