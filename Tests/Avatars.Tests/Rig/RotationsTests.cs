using System.Numerics;
using Avatars.Rig;

namespace Avatars.Tests.Rig;

public sealed class RotationsTests
{
    const float Tolerance = 2e-6f;

    [Test]
    public void Between_takes_one_direction_to_the_other_by_the_smallest_angle()
    {
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            var from = Vector3.Transform(Vector3.UnitX, Humanoids.RandomRotation(random));
            var to = Vector3.Transform(Vector3.UnitX, Humanoids.RandomRotation(random));
            var rotation = Rotations.FromTo(from, to * 3);
            Assert.That(Vector3.Distance(Vector3.Transform(from, rotation), to), Is.LessThan(1e-4f));
            Assert.That(2 * MathF.Acos(MathF.Min(1, MathF.Abs(rotation.W))), Is.EqualTo(MathF.Acos(Vector3.Dot(from, to))).Within(1e-3f));
        }
    }

    [Test]
    public void Opposite_directions_are_180_degrees_apart()
    {
        foreach (var axis in new[] { Vector3.UnitX, Vector3.UnitY, Vector3.UnitZ, Vector3.Normalize(new Vector3(1, -2, 3)) })
            Assert.That(Vector3.Distance(Vector3.Transform(axis, Rotations.FromTo(axis, -axis)), -axis), Is.LessThan(1e-5f));
    }

    [Test]
    public void Two_frames_turn_one_pair_of_directions_into_another()
    {
        var rotation = Quaternion.Normalize(new Quaternion(0.2f, -0.5f, 0.1f, 0.8f));
        Vector3 along = new(1, 2, 0.5f), across = new(0, 1, -1);
        Assert.That(Rotations.TryFromAxes(along, across, out var from), Is.True);
        Assert.That(Rotations.TryFromAxes(Vector3.Transform(along, rotation), Vector3.Transform(across, rotation), out var to), Is.True);
        var found = to * Quaternion.Conjugate(from);
        Assert.That(MathF.Abs(Quaternion.Dot(found, rotation)), Is.EqualTo(1).Within(Tolerance));
    }

    [Test]
    public void Parallel_directions_make_no_frame()
    {
        Assert.That(Rotations.TryFromAxes(Vector3.UnitX, Vector3.UnitX * 2, out _), Is.False);
        Assert.That(Rotations.TryFromAxes(Vector3.Zero, Vector3.UnitX, out _), Is.False);
    }

    [Test]
    public void The_twist_is_what_is_left_about_the_axis()
    {
        var twist = Quaternion.CreateFromAxisAngle(Vector3.UnitX, 0.8f);
        var swing = Quaternion.CreateFromAxisAngle(Vector3.UnitZ, 0.5f);
        var found = Rotations.Twist(swing * twist, Vector3.UnitX);
        Assert.That(MathF.Abs(Quaternion.Dot(found, twist)), Is.EqualTo(1).Within(Tolerance));
    }

    [Test]
    public void A_mirrored_turn_does_to_mirrored_places_what_the_turn_does_to_places()
    {
        var rotation = Quaternion.Normalize(new Quaternion(0.2f, -0.5f, 0.1f, 0.8f));
        Vector3 position = new(1, 2, 0.5f), mirror = new(-1, 1, 1);
        Assert.That(Vector3.Distance(Vector3.Transform(position * mirror, Rotations.MirrorX(rotation)), Vector3.Transform(position, rotation) * mirror),
            Is.LessThan(Tolerance));
    }
}
