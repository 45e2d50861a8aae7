using System.Numerics;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Rig;
using Avatars.Solving;
using Avatars.Tests.Rig;
using FsCheck;
using FsCheck.Fluent;

namespace Avatars.Tests.Solving;

public sealed class HandShapeTests
{
    readonly HandRig _standard = new(StandardHumanoid.Map);

    [Test]
    public void The_library_has_the_alphabet_the_numbers_and_the_twelve_classes_of_HamNoSys()
    {
        Assert.That(HandShapes.All, Has.Count.GreaterThanOrEqualTo(60));
        for (var letter = 'a'; letter <= 'z'; letter++)
            Assert.That(HandShapes.TryFind($"asl-{letter}"), Is.Not.Null, $"asl-{letter}");
        for (var number = 0; number <= 9; number++)
            Assert.That(HandShapes.TryFind($"ASL-{number}"), Is.Not.Null, $"asl-{number}");
        foreach (var name in new[] { "fist", "flat", "finger2", "finger23", "finger23spread", "finger2345", "pinch12", "pinchall", "pinch12open", "cee12",
            "ceeall", "cee12open" })
            Assert.That(HandShapes.TryFind("hns-" + name), Is.Not.Null, name);
        Assert.That(() => HandShapes.Find("asl-ae"), Throws.InstanceOf<KeyNotFoundException>().With.Message.Contains("asl-a"));
    }

    [Test]
    public void Every_shape_is_within_the_limits_of_human_joints()
    {
        foreach (var shape in HandShapes.All)
            for (var finger = 1; finger < 5; finger++)
            {
                var first = HandShape.FirstAngle(finger);
                Assert.That(shape.Degrees[first], Is.InRange(-32, 20), $"{shape.Name}, finger {finger}, sideways");
                Assert.That(shape.Degrees[first + 1], Is.InRange(-20, 95), $"{shape.Name}, finger {finger}, knuckle");
                Assert.That(shape.Degrees[first + 2], Is.InRange(0, 110), $"{shape.Name}, finger {finger}, middle joint");
                Assert.That(shape.Degrees[first + 3], Is.InRange(0, 95), $"{shape.Name}, finger {finger}, end joint");
            }
    }

    [Test]
    public void A_shape_is_read_back_from_either_hand_of_any_skeleton()
    {
        var angles = Gen.Choose(0, HandShapes.All.Count - 1);
        Check.QuickThrowOnFailure(Prop.ForAll(angles.ToArbitrary(), Gen.Choose(0, 500).ToArbitrary(), (index, seed) =>
        {
            var shape = HandShapes.All[index];
            foreach (var rig in new[] { _standard, new HandRig(HumanoidMap.Find(Humanoids.Person(3, seed))) })
                foreach (var left in new[] { true, false })
                {
                    var local = new JointTransform[rig.Map.Skeleton.Count];
                    rig.Map.Skeleton.CopyRestTo(local);
                    rig.Apply(shape, left, local);
                    var read = new float[HandShape.AngleCount];
                    rig.Read(local, left, read);
                    for (var i = 0; i < read.Length; i++)
                        Assert.That(read[i], Is.EqualTo(shape.Degrees[i]).Within(0.05f), $"{shape.Name}, angle {i}, left {left}");
                }
        }));
    }

    [Test]
    public void The_right_hand_is_the_mirror_image_of_the_left()
    {
        var body = new PosedBody(Humanoids.Person());
        var rig = new HandRig(body.Map);
        foreach (var shape in HandShapes.All)
        {
            body.Reset();
            rig.Apply(shape, true, body.Local);
            body.Mirror();
            var mirrored = body.Local.ToArray();
            body.Reset();
            rig.Apply(shape, false, body.Local);
            for (var i = 0; i < mirrored.Length; i++)
                Assert.That(MathF.Abs(Quaternion.Dot(mirrored[i].Rotation, body.Local[i].Rotation)), Is.EqualTo(1).Within(1e-5), shape.Name);
        }
    }

    [Test]
    public void Blending_moves_every_angle_by_the_weight()
    {
        var blend = HandShapes.Find("flat").Blend(HandShapes.Find("fist"), 0.25f);
        Assert.That(blend.Degrees[HandShape.FirstAngle(2) + 2], Is.EqualTo(25).Within(1e-4));
        Assert.That(HandShapes.Nearest(blend.Degrees).Name, Is.Not.EqualTo("fist"));
        Assert.That(HandShapes.Nearest(HandShapes.Find("asl-y").Degrees, [HandShapes.Find("asl-a"), HandShapes.Find("asl-y")]).Name, Is.EqualTo("asl-y"));
    }

    [Test]
    public void Sliders_at_zero_change_nothing_and_at_one_curl_only_their_finger()
    {
        var flat = HandShapes.Find("flat");
        Assert.That(flat.With(default).Degrees.ToArray(), Is.EqualTo(flat.Degrees.ToArray()));
        var curled = flat.With(new HandSliders(Ring: 1));
        for (var finger = 1; finger < 5; finger++)
            Assert.That(curled.Degrees[HandShape.FirstAngle(finger) + 2], Is.EqualTo(finger == 3 ? 100 : 0));
        Assert.That(flat.With(new HandSliders(Spread: 1)).Degrees[HandShape.FirstAngle(4)], Is.EqualTo(-31));
    }

    [TestCase("a | 0 0 0 0 0 | 0 0 0 0 | 0 0 0 0 | 0 0 0 0", "line 1")]
    [TestCase("# note\na | 0 0 0 0 0 | 0 0 0 | 0 0 0 0 | 0 0 0 0 | 0 0 0 0", "line 2: 3 angles")]
    [TestCase("a | 0 0 0 0 NaN | 0 0 0 0 | 0 0 0 0 | 0 0 0 0 | 0 0 0 0", "'NaN'")]
    [TestCase("a | 0 0 0 0 400 | 0 0 0 0 | 0 0 0 0 | 0 0 0 0 | 0 0 0 0", "'400'")]
    public void A_wrong_line_is_named(string text, string message) =>
        Assert.That(() => HandShapes.Parse(new StringReader(text), "mine.txt"), Throws.InstanceOf<FormatException>().With.Message.Contains("mine.txt")
            .And.Message.Contains(message));

    [Test]
    public void Applying_and_reading_allocate_nothing()
    {
        var local = new JointTransform[StandardHumanoid.Skeleton.Count];
        StandardHumanoid.Skeleton.CopyRestTo(local);
        var shape = HandShapes.Find("asl-e");
        var read = new float[HandShape.AngleCount];
        Assert.That(Allocations.Of(() => { _standard.Apply(shape, true, local); _standard.Read(local, true, read); }), Is.Zero);
    }

    [Test]
    public void Angles_are_found_from_points_in_any_orientation_and_size()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(0, HandShapes.All.Count - 1).ToArbitrary(), Gen.Choose(0, 500).ToArbitrary(), (index, seed) =>
        {
            var shape = HandShapes.All[index];
            var turn = Humanoids.RandomRotation(new Random(seed));
            foreach (var left in new[] { true, false })
            {
                var points = HandPoints.Of(shape, left);
                for (var i = 0; i < points.Length; i++)
                    points[i] = Vector3.Transform(points[i], turn) * 730 + new Vector3(5, -9, 2);
                var read = new float[HandShape.AngleCount];
                Assert.That(HandShapeFit.TryRead(points, left, read));
                for (var finger = 1; finger < 5; finger++)
                    for (var i = shape.Degrees[HandShape.FirstAngle(finger) + 1] < 70 ? 0 : 1; i < 4; i++) // a bent knuckle hides the angle sideways
                        Assert.That(read[HandShape.FirstAngle(finger) + i], Is.EqualTo(shape.Degrees[HandShape.FirstAngle(finger) + i]).Within(6),
                            $"{shape.Name}, finger {finger}, angle {i}"); // the palm's axes are found from the knuckles, which are not quite square
            }
        }));
    }
}
