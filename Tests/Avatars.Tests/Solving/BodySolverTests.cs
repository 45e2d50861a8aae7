using System.Numerics;
using Avatars.Fixtures;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Tests.Solving;

/// <summary>Laws of dragging: reach, limits, pins, the same result at any frame rate, mirror symmetry, idempotence, no allocation.</summary>
public sealed class BodySolverTests
{
    static readonly HumanBodyBones[] Draggable =
    [
        HumanBodyBones.LeftHand, HumanBodyBones.RightHand, HumanBodyBones.LeftFoot, HumanBodyBones.RightFoot, HumanBodyBones.Hips, HumanBodyBones.Head,
        HumanBodyBones.UpperChest, HumanBodyBones.LeftLowerArm, HumanBodyBones.RightLowerLeg, HumanBodyBones.LeftIndexDistal, HumanBodyBones.RightThumbDistal,
    ];

    readonly HumanoidMap _map = StandardHumanoid.Map;
    readonly MuscleSpace _muscles = new(StandardHumanoid.Map);
    readonly BodySolver _solver = new(StandardHumanoid.Map);

    [FsCheck.NUnit.Property(MaxTest = 200)]
    public void A_hand_reaches_every_place_in_front_of_the_body(FsCheck.DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var left = random.Next(2) == 0;
        var side = left ? 1 : -1;
        // Signing space: from the waist to the forehead, from the other shoulder outward, in front of the chest.
        var target = new Vector3(side * Between(random, -0.1f, 0.45f), Between(random, 0.95f, 1.6f), Between(random, 0.22f, 0.42f));
        var pose = StandingPose();
        _solver.Begin(pose, new SolveOptions { HipsStiffness = 1 });
        var missing = _solver.Drag(HumanBones.Side(left, HumanBodyBones.LeftHand), target, pose);
        Assert.That(missing, Is.LessThan(2e-3f), $"metres, target {target}, left {left}");
    }

    [FsCheck.NUnit.Property(MaxTest = 200)]
    public void No_bone_leaves_its_limits(FsCheck.DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var bone = Draggable[random.Next(Draggable.Length)];
        var pose = NaturalPose(random);
        _solver.Begin(pose, new SolveOptions { Pins = BodyPins.None });
        var from = _solver.PositionOf(bone);
        _solver.Drag(bone, from + 0.5f * Unit(random) * random.NextSingle(), pose);
        for (var i = 1; i < HumanBones.Count; i++)
            if (_map.Has((HumanBodyBones)i) && !JointLimits.IsThumb((HumanBodyBones)i))
                Assert.That(JointLimits.Human.Allows((HumanBodyBones)i, _muscles.DegreesOf(pose, (HumanBodyBones)i), 0.1f),
                    $"{(HumanBodyBones)i} at {_muscles.DegreesOf(pose, (HumanBodyBones)i)} after {bone}");
    }

    [FsCheck.NUnit.Property(MaxTest = 200)]
    public void Pinned_feet_stay_when_the_hips_or_a_hand_move(FsCheck.DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var pose = StandingPose();
        _solver.Begin(pose);
        var feet = (_solver.PositionOf(HumanBodyBones.LeftFoot), _solver.PositionOf(HumanBodyBones.RightFoot));
        var bone = random.Next(3) switch { 0 => HumanBodyBones.Hips, 1 => HumanBodyBones.LeftHand, _ => HumanBodyBones.Head };
        _solver.Drag(bone, _solver.PositionOf(bone) + 0.8f * Unit(random) * random.NextSingle(), pose);
        Assert.That(Vector3.Distance(_solver.PositionOf(HumanBodyBones.LeftFoot), feet.Item1), Is.LessThan(1e-3f), "metres");
        Assert.That(Vector3.Distance(_solver.PositionOf(HumanBodyBones.RightFoot), feet.Item2), Is.LessThan(1e-3f), "metres");
    }

    [FsCheck.NUnit.Property(MaxTest = 100)]
    public void The_result_does_not_depend_on_the_steps_between(FsCheck.DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var bone = Draggable[random.Next(Draggable.Length)];
        var start = NaturalPose(random);
        var (once, often) = ((JointTransform[])start.Clone(), (JointTransform[])start.Clone());
        _solver.Begin(start);
        var from = _solver.PositionOf(bone);
        var target = from + 0.4f * Unit(random);
        _solver.Drag(bone, target, once);
        _solver.Begin(start);
        for (var i = 1; i <= 7; i++)
            _solver.Drag(bone, Vector3.Lerp(from, target, i / 7f), often);
        _solver.Drag(bone, target, often);
        Assert.That(often, Is.EqualTo(once));
    }

    [FsCheck.NUnit.Property(MaxTest = 100)]
    public void Dragging_to_where_it_is_changes_nothing_and_dragging_again_neither(FsCheck.DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var bone = Draggable[random.Next(Draggable.Length)];
        var start = NaturalPose(random);
        var result = (JointTransform[])start.Clone();
        _solver.Begin(start);
        _solver.Drag(bone, _solver.PositionOf(bone), result);
        AssertAlike(start, result, 0.2f, $"{bone} not moved");
        _solver.Begin(start);
        _solver.Drag(bone, _solver.PositionOf(bone) + 0.15f * Unit(random), result);
        var first = (JointTransform[])result.Clone();
        _solver.Begin(first);
        _solver.Drag(bone, _solver.PositionOf(bone), result);
        AssertAlike(first, result, 0.2f, $"{bone} moved before");
    }

    [FsCheck.NUnit.Property(MaxTest = 100)]
    public void Mirrored_input_gives_the_mirrored_result(FsCheck.DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var bone = Draggable[random.Next(Draggable.Length)];
        var body = new PosedBody(StandardHumanoid.Skeleton);
        NaturalPose(random).CopyTo(body.Local, 0);
        body.Update();
        var start = body.Local.ToArray();
        _solver.Begin(start);
        // Where a fingertip cannot arrive, many finger poses come equally near; it is dragged by what a finger can do.
        var target = _solver.PositionOf(bone) + (HumanBones.IsFinger(bone) ? 0.015f : 0.3f) * Unit(random);
        var result = start.ToArray();
        _solver.Drag(bone, target, result);
        Mirror(start).CopyTo(body.Local, 0);
        _solver.Begin(body.Local);
        var mirrored = body.Local.ToArray();
        _solver.Drag(HumanBones.Mirror(bone), target * new Vector3(-1, 1, 1), mirrored);
        var expected = Mirror(result);
        if (JointLimits.IsThumb(bone))
        {
            // Five angles place one tip: which of the nearest solutions is taken depends on rounding, so the tip is compared, and all other joints.
            var tip = Position(result, bone) * new Vector3(-1, 1, 1);
            Assert.That(Vector3.Distance(tip, Position(mirrored, HumanBones.Mirror(bone))), Is.LessThan(2e-3f), $"metres, {bone}");
            for (var i = 0; i < expected.Length; i++)
                expected[i] = JointLimits.IsThumb(_map.BoneOf(i)) ? mirrored[i] : expected[i];
        }
        AssertAlike(expected, mirrored, 1, bone.ToString());
    }

    [TestCase(false), TestCase(true)]
    public void A_smooth_drag_moves_the_elbow_smoothly(bool overHead)
    {
        var pose = StandingPose();
        _solver.Begin(pose, new SolveOptions { HipsStiffness = 1, SpineStiffness = 1, Limits = null });
        var shoulder = _solver.PositionOf(HumanBodyBones.LeftUpperArm);
        var before = Vector3.Zero;
        var largest = 0f;
        for (var i = 0; i <= 400; i++)
        {
            var angle = (overHead ? 0 : -1.4f) + 2.4f * i / 400;
            var direction = overHead ? new Vector3(0.4f, MathF.Sin(angle), MathF.Cos(angle)) : new Vector3(MathF.Sin(angle), 0.1f, MathF.Cos(angle));
            _solver.Drag(HumanBodyBones.LeftHand, shoulder + 0.3f * Vector3.Normalize(direction), pose);
            var elbow = _solver.PositionOf(HumanBodyBones.LeftLowerArm);
            if (i > 0)
                largest = MathF.Max(largest, Vector3.Distance(elbow, before));
            before = elbow;
        }
        Assert.That(largest, Is.LessThan(0.01f), "metres a step of 1.8 mm");
    }

    [Test]
    public void A_far_target_takes_the_spine_and_then_the_hips_with_it_by_their_stiffness()
    {
        var target = new Vector3(0.2f, 1.1f, 1.1f);
        float Leans(SolveOptions options, out float hips)
        {
            var pose = StandingPose();
            _solver.Begin(pose, options);
            var (neck, pelvis) = (_solver.PositionOf(HumanBodyBones.Neck), _solver.PositionOf(HumanBodyBones.Hips));
            _solver.Drag(HumanBodyBones.LeftHand, target, pose);
            hips = Vector3.Distance(_solver.PositionOf(HumanBodyBones.Hips), pelvis);
            return Vector3.Distance(_solver.PositionOf(HumanBodyBones.Neck), neck);
        }
        Assert.That(Leans(new SolveOptions { SpineStiffness = 1, HipsStiffness = 1 }, out var still), Is.LessThan(1e-5));
        Assert.That(still, Is.Zero);
        Assert.That(Leans(new SolveOptions { SpineStiffness = 0, HipsStiffness = 1 }, out still), Is.GreaterThan(0.1));
        Assert.That(still, Is.Zero);
        Leans(new SolveOptions { SpineStiffness = 0, HipsStiffness = 0 }, out var moved);
        Assert.That(moved, Is.GreaterThan(0.05));
    }

    [Test]
    public void A_hand_put_into_the_chest_touches_it()
    {
        var volume = BodyVolume.Of(_map);
        var pose = StandingPose();
        _solver.Begin(pose, new SolveOptions { Volume = volume });
        _solver.Drag(HumanBodyBones.LeftHand, new Vector3(0, 1.25f, 0.02f), pose);
        var model = new ModelPose(_map.Skeleton);
        model.Run(pose);
        var distance = volume.DistanceTo(model, model.Positions[_map[HumanBodyBones.LeftHand]], bone => bone.ToString().Contains("Left",
            StringComparison.Ordinal));
        Assert.That(distance, Is.InRange(0.015f, 0.05f), "metres of the wrist joint from the skin");
    }

    [TestCase(true), TestCase(false)]
    public void The_thumb_meets_every_finger(bool left)
    {
        for (var finger = 1; finger < 5; finger++)
        {
            var pose = StandingPose();
            Assert.That(_solver.TouchThumb(left, finger, pose), Is.LessThan(1e-3f), $"metres, finger {finger}");
            var angles = new float[HandShape.AngleCount];
            new HandRig(_map).Read(pose, left, angles);
            Assert.That(angles[HandShape.FirstAngle(finger) + 1], Is.InRange(-20.1f, 90.1f));
            Assert.That(angles[HandShape.FirstAngle(finger) + 2], Is.InRange(-0.1f, 110.1f));
        }
    }

    [FsCheck.NUnit.Property(MaxTest = 100)]
    public void A_fingertip_reaches_where_another_shape_had_it(FsCheck.DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var finger = random.Next(1, 5);
        var pose = StandingPose();
        var rig = new HandRig(_map);
        var shaped = (JointTransform[])pose.Clone();
        var goal = new float[HandShape.AngleCount];
        var first = HandShape.FirstAngle(finger);
        (goal[first], goal[first + 1], goal[first + 2]) = (Between(random, -8, 8), Between(random, 0, 80), Between(random, 0, 90));
        goal[first] *= 1 - goal[first + 1] / 90; // a bent knuckle does not spread
        goal[first + 3] = goal[first + 2] * 2 / 3;
        rig.Apply(goal, true, shaped);
        var bone = HumanBones.Finger(true, finger, 2);
        _solver.Begin(shaped);
        var target = _solver.PositionOf(bone);
        Assert.That(_solver.ReachWithFinger(true, finger, target, pose), Is.LessThan(1e-3f), $"metres, finger {finger}");
    }

    [FsCheck.NUnit.Property(MaxTest = 100)]
    public void Eyes_and_head_turn_to_a_place_in_front(FsCheck.DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var pose = StandingPose();
        var target = new Vector3(Between(random, -1, 1), Between(random, 1.1f, 2), 1.5f);
        _solver.Begin(pose);
        _solver.LookAt(target, pose);
        var model = new ModelPose(_map.Skeleton);
        model.Run(pose);
        var eye = _map[HumanBodyBones.LeftEye];
        var gaze = Vector3.Transform(Vector3.UnitZ, model.Rotations[eye]);
        var angle = MathF.Acos(Math.Clamp(Vector3.Dot(gaze, Vector3.Normalize(target - model.Positions[eye])), -1, 1)) * 180 / MathF.PI;
        Assert.That(angle, Is.LessThan(2), $"degrees, target {target}");
    }

    [Test]
    public void Twist_moves_from_the_hand_to_the_forearm_and_the_hand_stays()
    {
        var pose = StandingPose();
        var hand = _map[HumanBodyBones.LeftHand];
        var axis = Vector3.Normalize(pose[hand].Translation);
        pose[hand] = pose[hand] with { Rotation = Quaternion.CreateFromAxisAngle(axis, 1.2f) };
        var model = new ModelPose(_map.Skeleton);
        model.Run(pose);
        var before = model.Rotations[hand];
        TwistDistribution.Apply(_map, HumanBodyBones.LeftHand, 0.5f, pose);
        model.Run(pose);
        Assert.That(MathF.Abs(Quaternion.Dot(before, model.Rotations[hand])), Is.EqualTo(1).Within(1e-5));
        Assert.That(2 * MathF.Acos(pose[hand].Rotation.W), Is.EqualTo(0.6f).Within(1e-3));
        Assert.That(2 * MathF.Acos(pose[_map[HumanBodyBones.LeftLowerArm]].Rotation.W), Is.EqualTo(0.6f).Within(1e-3));
    }

    [Test]
    public void Solving_allocates_nothing()
    {
        var pose = StandingPose();
        var start = StandingPose();
        var options = new SolveOptions { Volume = BodyVolume.Of(_map) };
        foreach (var bone in Draggable)
            Assert.That(Allocations.Of(() =>
            {
                _solver.Begin(start, options);
                _solver.Drag(bone, new Vector3(0.2f, 1, 0.9f), pose);
            }), Is.Zero, bone.ToString());
        Assert.That(Allocations.Of(() => { _solver.LookAt(new Vector3(1, 1, 1), pose); _solver.TouchThumb(true, 2, pose); }), Is.Zero);
    }

    [Test]
    public void A_target_that_is_no_place_is_refused()
    {
        var pose = StandingPose();
        _solver.Begin(pose);
        Assert.That(() => _solver.Drag(HumanBodyBones.LeftHand, new Vector3(float.NaN, 0, 0), pose), Throws.ArgumentException);
    }

    JointTransform[] StandingPose()
    {
        var pose = new JointTransform[_map.Skeleton.Count];
        _map.Skeleton.CopyRestTo(pose);
        return pose;
    }

    /// <summary>Muscle values of an everyday pose: standing, every joint within the middle of its range.</summary>
    JointTransform[] NaturalPose(Random random)
    {
        var pose = StandingPose();
        var values = new float[Muscles.Count];
        _muscles.Read(pose, values);
        for (var i = 0; i < values.Length; i++)
            values[i] = Math.Clamp(values[i] + Between(random, -0.25f, 0.25f), -0.9f, 0.9f);
        foreach (var side in new[] { "Left", "Right" })
        {
            values[Muscles.IndexOf(side + " Forearm Stretch")] = Between(random, -0.5f, 0.9f);
            values[Muscles.IndexOf(side + " Lower Leg Stretch")] = Between(random, 0.5f, 0.95f);
        }
        _muscles.Write(values, pose);
        JointLimits.Human.Apply(_muscles, pose);
        return pose;
    }

    /// <summary>Of a fingertip or joint, as the solver has it.</summary>
    Vector3 Position(JointTransform[] pose, HumanBodyBones bone)
    {
        _solver.Begin(pose);
        return _solver.PositionOf(bone);
    }

    JointTransform[] Mirror(JointTransform[] pose)
    {
        var mirrored = (JointTransform[])pose.Clone();
        for (var i = 0; i < pose.Length; i++)
        {
            var from = _map[HumanBones.Mirror(_map.BoneOf(i))];
            mirrored[i] = pose[from] with { Translation = pose[from].Translation * new Vector3(-1, 1, 1), Rotation = Rotations.MirrorX(pose[from].Rotation) };
        }
        return mirrored;
    }

    void AssertAlike(JointTransform[] expected, JointTransform[] actual, float degrees, string what)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            var angle = 2 * MathF.Acos(MathF.Min(1, MathF.Abs(Quaternion.Dot(expected[i].Rotation, actual[i].Rotation)))) * 180 / MathF.PI;
            Assert.That(angle, Is.LessThan(degrees), $"degrees, {what}, joint {_map.Skeleton[i].Name}");
            Assert.That(Vector3.Distance(expected[i].Translation, actual[i].Translation), Is.LessThan(2e-3f), $"{what}, joint {_map.Skeleton[i].Name}");
        }
    }

    static float Between(Random random, float from, float to) => from + (to - from) * random.NextSingle();

    static Vector3 Unit(Random random) => Vector3.Normalize(new Vector3(random.NextSingle() - 0.5f, random.NextSingle() - 0.5f, random.NextSingle() - 0.5f));
}
