using System.Numerics;
using Avatars.Fixtures;
using Avatars.Rig;
using Avatars.Solving;
using Avatars.Tests.Rig;
using FsCheck;
using FsCheck.Fluent;

namespace Avatars.Tests.Solving;

public sealed class MuscleSpaceTests
{
    const float Tolerance = 2e-3f; // of a muscle value: float32 through several rotations, some muscles span 7.5 degrees

    readonly MuscleSpace _standard = new(StandardHumanoid.Map);

    [Test]
    public void Values_survive_a_pose_of_any_skeleton()
    {
        var values = Gen.Choose(-90, 90).Select(value => value / 100f).ArrayOf(Muscles.Count);
        Check.QuickThrowOnFailure(Prop.ForAll(values.ToArbitrary(), Arb.From(Gen.Choose(0, 1000)), (muscles, seed) =>
        {
            foreach (var space in new[] { _standard, new MuscleSpace(HumanoidMap.Find(Humanoids.Person(2.5f, seed))) })
            {
                var read = ReadBack(space, muscles);
                for (var i = 0; i < Muscles.Count; i++)
                    if (space.Map.Has(Muscles.All[i].Bone))
                        Assert.That(read[i], Is.EqualTo(muscles[i]).Within(Tolerance), Muscles.All[i].Name);
            }
        }));
    }

    [Test]
    public void The_same_values_point_the_limbs_of_two_skeletons_alike()
    {
        var other = new MuscleSpace(HumanoidMap.Find(Humanoids.Person(1, axesSeed: 4)));
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(-90, 90).Select(value => value / 100f).ArrayOf(Muscles.Count).ToArbitrary(), muscles =>
        {
            foreach (var bone in new[] { HumanBodyBones.LeftLowerArm, HumanBodyBones.RightHand, HumanBodyBones.LeftFoot,
                HumanBodyBones.RightIndexIntermediate })
            {
                var parent = HumanBones.Parent(bone);
                Assert.That(Vector3.Distance(Direction(_standard, muscles, parent, bone), Direction(other, muscles, parent, bone)), Is.LessThan(2e-3f),
                    bone.ToString());
            }
        }));
    }

    // Unity's neutral pose is half-bent: upper arm 39 degrees below the horizontal and turned forward, elbow bent by 80 degrees.
    [Test]
    public void Zero_is_the_neutral_pose_and_not_the_T()
    {
        var zero = new float[Muscles.Count];
        var arm = Direction(_standard, zero, HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm);
        var forearm = Direction(_standard, zero, HumanBodyBones.LeftLowerArm, HumanBodyBones.LeftHand);
        Assert.That(Degrees(arm, forearm), Is.EqualTo(80).Within(0.1));
        Assert.That(arm.Y, Is.EqualTo(-0.60f).Within(0.02));
        Assert.That(arm.Z, Is.EqualTo(0.45f).Within(0.02));
        Assert.That(forearm.Z, Is.GreaterThan(0.7f), "the forearm points forward");
        var thigh = Direction(_standard, zero, HumanBodyBones.RightUpperLeg, HumanBodyBones.RightLowerLeg);
        Assert.That(Degrees(thigh, Direction(_standard, zero, HumanBodyBones.RightLowerLeg, HumanBodyBones.RightFoot)), Is.EqualTo(80).Within(0.1));
        Assert.That(Degrees(thigh, -Vector3.UnitY), Is.EqualTo(30).Within(0.1));
        Assert.That(thigh.Z, Is.GreaterThan(0), "the thigh is raised forward");
    }

    [TestCase("Left Arm Down-Up", HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm, 0, 1, 0)]
    [TestCase("Right Arm Down-Up", HumanBodyBones.RightUpperArm, HumanBodyBones.RightLowerArm, 0, 1, 0)]
    [TestCase("Left Arm Front-Back", HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm, 0, 0, -1)]
    [TestCase("Right Arm Front-Back", HumanBodyBones.RightUpperArm, HumanBodyBones.RightLowerArm, 0, 0, -1)]
    [TestCase("Left Upper Leg Front-Back", HumanBodyBones.LeftUpperLeg, HumanBodyBones.LeftLowerLeg, 0, 0, -1)]
    [TestCase("Left Upper Leg In-Out", HumanBodyBones.LeftUpperLeg, HumanBodyBones.LeftLowerLeg, 1, 0, 0)]
    [TestCase("Right Upper Leg In-Out", HumanBodyBones.RightUpperLeg, HumanBodyBones.RightLowerLeg, -1, 0, 0)]
    [TestCase("Spine Front-Back", HumanBodyBones.Spine, HumanBodyBones.Chest, 0, 0, -1)]
    [TestCase("Neck Tilt Left-Right", HumanBodyBones.Neck, HumanBodyBones.Head, -1, 0, 0)]
    [TestCase("Right Foot Up-Down", HumanBodyBones.RightFoot, HumanBodyBones.RightToes, 0, -1, 0)]
    [TestCase("Left Hand Down-Up", HumanBodyBones.LeftHand, HumanBodyBones.LeftMiddleProximal, 0, 1, 0)]
    [TestCase("Right Index 1 Stretched", HumanBodyBones.RightIndexProximal, HumanBodyBones.RightIndexIntermediate, 0, 1, 0)]
    [TestCase("Left Index Spread", HumanBodyBones.LeftIndexProximal, HumanBodyBones.LeftIndexIntermediate, 0, 0, 1)]
    [TestCase("Left Little Spread", HumanBodyBones.LeftLittleProximal, HumanBodyBones.LeftLittleIntermediate, 0, 0, -1)]
    public void The_second_word_of_a_name_is_the_positive_direction(string name, HumanBodyBones from, HumanBodyBones to, float x, float y, float z)
    {
        var values = TPoseValues();
        var before = Direction(_standard, values, from, to);
        values[Muscles.IndexOf(name)] += 0.2f;
        var change = Direction(_standard, values, from, to) - before;
        Assert.That(Vector3.Dot(Vector3.Normalize(change), new Vector3(x, y, z)), Is.GreaterThan(0.82f)); // within 35 degrees: a foot slopes at rest
    }

    [TestCase("Left Lower Leg Stretch"), TestCase("Right Forearm Stretch")]
    public void A_straight_limb_is_at_the_end_of_its_range(string name) => Assert.That(TPoseValues()[Muscles.IndexOf(name)], Is.EqualTo(1).Within(1e-4));

    [Test]
    public void Mirrored_values_give_the_mirrored_pose()
    {
        var body = new PosedBody(HumanoidMap.Find(Humanoids.Person()).Skeleton);
        var space = new MuscleSpace(body.Map);
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(-90, 90).Select(value => value / 100f).ArrayOf(Muscles.Count).ToArbitrary(), muscles =>
        {
            body.Reset();
            space.Write(muscles, body.Local);
            body.Mirror();
            var mirrored = (float[])muscles.Clone();
            Muscles.Mirror(mirrored);
            var expected = body.Local.ToArray();
            space.Write(mirrored, body.Local);
            for (var i = 0; i < expected.Length; i++)
                Assert.That(MathF.Abs(Quaternion.Dot(expected[i].Rotation, body.Local[i].Rotation)), Is.EqualTo(1).Within(1e-5), body.Skeleton[i].Name);
        }));
    }

    [Test]
    public void Converting_allocates_nothing()
    {
        var local = new JointTransform[StandardHumanoid.Skeleton.Count];
        StandardHumanoid.Skeleton.CopyRestTo(local);
        var values = new float[Muscles.Count];
        Assert.That(Allocations.Of(() => { _standard.Read(local, values); _standard.Write(values, local); }), Is.Zero);
    }

    [Test]
    public void The_body_placement_moves_the_hips_only()
    {
        var map = HumanoidMap.Find(Humanoids.Person(1, axesSeed: 2));
        var local = Humanoids.RandomPose(map.Skeleton, 3, 0.6f);
        var before = local.ToArray();
        var placement = new BodyPlacement(map);
        var facing = Quaternion.CreateFromYawPitchRoll(0.7f, -0.2f, 0.1f);
        placement.Write(new Vector3(0.3f, 1.1f, -2), facing, local);
        var (position, rotation) = placement.Read(local);
        Assert.That(Vector3.Distance(position, new Vector3(0.3f, 1.1f, -2)), Is.LessThan(1e-5));
        Assert.That(MathF.Abs(Quaternion.Dot(rotation, facing)), Is.EqualTo(1).Within(1e-5));
        for (var i = 0; i < local.Length; i++)
            if (i != map[HumanBodyBones.Hips])
                Assert.That(local[i], Is.EqualTo(before[i]));
    }

    [Test]
    public void A_standing_person_faces_forward_with_its_mass_about_one_scale_high()
    {
        var local = new JointTransform[StandardHumanoid.Skeleton.Count];
        StandardHumanoid.Skeleton.CopyRestTo(local);
        var (position, rotation) = new BodyPlacement(StandardHumanoid.Map).Read(local);
        Assert.That(position.Y, Is.InRange(0.95f, 1.15f));
        Assert.That(Vector3.Distance(Vector3.Transform(Vector3.UnitZ, rotation), Vector3.UnitZ), Is.LessThan(0.05));
    }

    float[] TPoseValues()
    {
        var values = new float[Muscles.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Muscles.All[i].ToValue(Muscles.All[i].TPoseDegrees);
        return values;
    }

    static float[] ReadBack(MuscleSpace space, float[] muscles)
    {
        var local = new JointTransform[space.Map.Skeleton.Count];
        space.Map.Skeleton.CopyRestTo(local);
        space.Write(muscles, local);
        var read = new float[Muscles.Count];
        space.Read(local, read);
        return read;
    }

    static Vector3 Direction(MuscleSpace space, float[] muscles, HumanBodyBones from, HumanBodyBones to)
    {
        var local = new JointTransform[space.Map.Skeleton.Count];
        space.Map.Skeleton.CopyRestTo(local);
        space.Write(muscles, local);
        var model = new ModelPose(space.Map.Skeleton);
        model.Run(local);
        return Vector3.Normalize(model.Positions[space.Map[to]] - model.Positions[space.Map[from]]);
    }

    static float Degrees(Vector3 a, Vector3 b) => MathF.Acos(Math.Clamp(Vector3.Dot(a, b), -1, 1)) * 180 / MathF.PI;
}
