using System.Numerics;
using Avatars.Animation;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Tests.Rig;
using static Avatars.Tests.Retargeting.SourceFiles;

namespace Avatars.Tests.Retargeting;

public sealed class ClipOrientationTests
{
    const float Quarter = MathF.PI / 2;
    const float Degree = 1f;

    static AnimationClip Retarget(AnimationClip clip, Facing facing = Facing.Keep, RootMotion rootMotion = RootMotion.InPlace, float yaw = 0) =>
        clip.To(HumanoidMap.Find(clip.Skeleton), StandardHumanoid.Map, new RetargetingOptions { Facing = facing, RootMotion = rootMotion, YawRadians = yaw });

    static void AssertSame(AnimationClip actual, AnimationClip expected, float metres = 3e-3f)
    {
        Assert.That(actual.FrameCount, Is.EqualTo(expected.FrameCount));
        for (var frame = 0; frame < expected.FrameCount; frame++)
        {
            PosedPerson a = new(actual, frame / actual.FrameRate), e = new(expected, frame / expected.FrameRate);
            for (var joint = 0; joint < a.Positions.Length; joint++)
                Assert.That(Vector3.Distance(a.Positions[joint], e.Positions[joint]),
                    Is.LessThan(metres), $"{StandardHumanoid.Skeleton[joint].Name} in frame {frame}");
        }
    }

    static void AssertStands(AnimationClip clip)
    {
        for (var i = 0; i <= 10; i++)
        {
            var person = new PosedPerson(clip, clip.Length * i / 10);
            Assert.That(person.HeadAboveHips, Is.GreaterThan(0.5f), $"at {clip.Length * i / 10} s");
            Assert.That(person.HipsAboveFeet, Is.GreaterThan(0.5f), $"at {clip.Length * i / 10} s");
        }
    }

    // F1: up from the motion.

    [Test, Category("Cases")]
    public void Bones_along_x_stand_with_the_arm_10_degrees_below_the_horizontal()
    {
        var clip = PosedPerson.Case("up_bones_along_x.bvh");
        AssertStands(clip);
        var person = new PosedPerson(clip, 0.4f);
        Assert.That(person.Elevation(HumanBodyBones.RightUpperArm, HumanBodyBones.RightHand), Is.EqualTo(-10).Within(Degree));
        Assert.That(person.Elevation(HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftHand), Is.EqualTo(-75).Within(Degree));
        Assert.That(person.Facing, Is.EqualTo(0).Within(Degree));
    }

    [TestCase(1, 0, 0), TestCase(-1, 0, 0), TestCase(0, 0, 1), TestCase(0, 0, -1), TestCase(0, 1, 0), TestCase(0, -1, 0)]
    public void Offsets_along_any_axis_give_the_same_limbs(int x, int y, int z)
    {
        var expected = Retarget(Walk());
        var actual = Retarget(AlongAxis(Walk(), new Vector3(x, y, z)));
        AssertStands(actual);
        for (var frame = 0; frame < Frames; frame++)
        {
            PosedPerson a = new(actual, frame / Rate), e = new(expected, frame / Rate);
            foreach (var (from, to) in Limbs)
                Assert.That(PosedPerson.AngleTo(a[to] - a[from], e[to] - e[from]), Is.LessThan(Degree), $"{from} in frame {frame}");
            Assert.That(a.Facing, Is.EqualTo(e.Facing).Within(Degree), $"frame {frame}");
            Assert.That(a.TrunkLean, Is.EqualTo(e.TrunkLean).Within(2), $"frame {frame}");
        }
    }

    static IEnumerable<TestCaseData> Axes()
    {
        yield return new TestCaseData(Quaternion.CreateFromAxisAngle(Vector3.UnitX, Quarter), Vector3.UnitZ).SetArgDisplayNames("z up");
        yield return new TestCaseData(Quaternion.CreateFromAxisAngle(Vector3.UnitX, -Quarter), -Vector3.UnitZ).SetArgDisplayNames("z down");
        yield return new TestCaseData(Quaternion.CreateFromAxisAngle(Vector3.UnitZ, -Quarter), Vector3.UnitX).SetArgDisplayNames("x up");
        yield return new TestCaseData(Quaternion.CreateFromAxisAngle(Vector3.UnitZ, Quarter), -Vector3.UnitX).SetArgDisplayNames("x down");
        yield return new TestCaseData(Quaternion.CreateFromAxisAngle(Vector3.UnitX, 2 * Quarter), -Vector3.UnitY)
            .SetArgDisplayNames("y down, as cameras count");
        yield return new TestCaseData(Quaternion.CreateFromAxisAngle(Vector3.UnitX, Quarter) * Quaternion.CreateFromAxisAngle(Vector3.UnitY, 2.2f),
            Vector3.UnitZ).SetArgDisplayNames("z up, turned");
    }

    [TestCaseSource(nameof(Axes))]
    public void A_file_with_another_axis_up_gives_the_same_motion(Quaternion rotation, Vector3 up)
    {
        var expected = Retarget(Walk(), Facing.Camera, RootMotion.FromOrigin);
        var clip = Turned(Walk(), rotation, restToo: true);
        AssertSame(Retarget(clip, Facing.Camera, RootMotion.FromOrigin), expected);
        Assert.That(Vector3.Distance(ClipOrientation.Of(clip, HumanoidMap.Find(clip.Skeleton)).Up, up), Is.LessThan(1e-4f));
    }

    [TestCaseSource(nameof(Axes))]
    public void A_motion_with_another_axis_up_than_the_rest_pose_stands(Quaternion rotation, Vector3 up)
    {
        var expected = Retarget(Walk(), Facing.Camera, RootMotion.FromOrigin);
        var clip = Turned(Walk(), rotation, restToo: false);
        AssertSame(Retarget(clip, Facing.Camera, RootMotion.FromOrigin), expected);
        Assert.That(ClipOrientation.Of(clip, HumanoidMap.Find(clip.Skeleton)) is { Evidence: UpEvidence.Motion } found ? found.Up : default,
            Is.EqualTo(up).Using<Vector3>((a, b) => Vector3.Distance(a, b) < 1e-4f));
    }

    [Test]
    public void A_rest_pose_that_lies_under_an_upright_motion_does_not_matter()
    {
        var expected = Retarget(Walk());
        // The joints' own axes are turned with the rest pose, so that the same rotations mean another pose: undo it in the motion's root.
        foreach (var rotation in new[] { Quaternion.CreateFromAxisAngle(Vector3.UnitX, -Quarter), Quaternion.CreateFromAxisAngle(Vector3.UnitZ, Quarter),
            Quaternion.CreateFromAxisAngle(Vector3.UnitX, 1.1f) })
        {
            var lying = Turned(Walk(), rotation, restToo: true);
            AssertSame(Retarget(Turned(lying, Quaternion.Conjugate(rotation), restToo: false)), expected);
        }
    }

    [Test]
    public void Hips_turned_by_90_degrees_in_all_frames_are_stood_up()
    {
        var clip = Make(Humanoids.Person(), (pose, time) =>
        {
            Turn(pose, "Hips", Vector3.UnitX, Quarter);
            Turn(pose, "RightArm", Vector3.UnitZ, 1.2f - time);
        });
        AssertStands(Retarget(clip));
    }

    [TestCase(0), TestCase(1.5f), TestCase(3)]
    public void Who_lies_on_the_floor_keeps_lying(float yaw)
    {
        foreach (var isOnBack in new[] { true, false })
        {
            var clip = Make(Humanoids.Person(), (pose, time) =>
            {
                Move(pose, "Hips", new Vector3(0.3f, 0.12f - 0.95f, 0.1f * time));
                Turn(pose, "Hips", Vector3.UnitY, yaw);
                Turn(pose, "Hips", Vector3.UnitX, isOnBack ? -Quarter : Quarter);
                Turn(pose, "RightArm", Vector3.UnitZ, 1.2f - time);
            });
            var orientation = ClipOrientation.Of(clip, HumanoidMap.Find(clip.Skeleton));
            Assert.That((orientation.Up, orientation.IsLying), Is.EqualTo((Vector3.UnitY, true)));
            var kept = new PosedPerson(Retarget(clip), 0.4f);
            Assert.That(MathF.Abs(kept.HeadAboveHips), Is.LessThan(0.1f));
            // Seen from the side, the head on the left.
            var turned = new PosedPerson(Retarget(clip, Facing.Camera), 0.4f);
            Assert.That(turned[HumanBodyBones.Head].X - turned[HumanBodyBones.Hips].X, Is.LessThan(-0.5f));
            Assert.That(MathF.Abs(turned.HeadAboveHips), Is.LessThan(0.1f));
        }
    }

    [Test]
    public void Who_lies_in_a_file_with_z_up_keeps_lying()
    {
        var lying = Make(Humanoids.Person(), (pose, time) =>
        {
            Move(pose, "Hips", new Vector3(0, 0.12f - 0.95f, 0));
            Turn(pose, "Hips", Vector3.UnitX, -Quarter);
        });
        var clip = Turned(lying, Quaternion.CreateFromAxisAngle(Vector3.UnitX, Quarter), restToo: true);
        Assert.That(MathF.Abs(new PosedPerson(Retarget(clip), 0.4f).HeadAboveHips), Is.LessThan(0.1f));
    }

    [Test]
    public void A_handstand_throughout_stays_one_and_stands_on_the_floor()
    {
        var clip = Make(Humanoids.Person(), (pose, time) =>
        {
            Move(pose, "Hips", new Vector3(0, 1.08f - 0.95f, 0));
            Turn(pose, "Hips", Vector3.UnitX, MathF.PI);
            Turn(pose, "LeftArm", Vector3.UnitZ, Quarter);
            Turn(pose, "RightArm", Vector3.UnitZ, -Quarter);
        });
        var person = new PosedPerson(Retarget(clip), 0.4f);
        Assert.That(person.HeadAboveHips, Is.LessThan(-0.5f));
        Assert.That(person.HipsAboveFeet, Is.LessThan(-0.5f));
        Assert.That(person[HumanBodyBones.LeftHand].Y, Is.EqualTo(0.1f).Within(0.1f), "metres above the floor");
    }

    [Test]
    public void A_cartwheel_turns_over_in_an_upright_file()
    {
        var clip = Make(Humanoids.Person(), (pose, time) =>
        {
            Turn(pose, "Hips", Vector3.UnitZ, time * 2 * MathF.PI / 1.6f);
            Turn(pose, "RightArm", Vector3.UnitZ, -1);
        });
        Assert.That(ClipOrientation.Of(clip, HumanoidMap.Find(clip.Skeleton)).Up, Is.EqualTo(Vector3.UnitY));
        var moved = Retarget(clip);
        Assert.That(new PosedPerson(moved, 0).HeadAboveHips, Is.GreaterThan(0.5f));
        Assert.That(new PosedPerson(moved, 0.8f).HeadAboveHips, Is.LessThan(-0.5f));
    }

    [Test]
    public void Up_that_the_format_states_is_believed()
    {
        var clip = Turned(Walk(), Quaternion.CreateFromAxisAngle(Vector3.UnitX, Quarter), restToo: true);
        var lying = clip.To(HumanoidMap.Find(clip.Skeleton), StandardHumanoid.Map, new RetargetingOptions { DeclaredUp = Vector3.UnitY });
        Assert.That(MathF.Abs(new PosedPerson(lying, 0).HeadAboveHips), Is.LessThan(0.1f));
    }

    // F2: facing.

    [Category("Cases"), TestCase("away_rest_pose.bvh"), TestCase("away_turned_root.bvh"), TestCase("zup_walk.bvh"), TestCase("head_standing.bvh"),
        TestCase("up_bones_along_x.bvh")]
    public void Faces_the_camera_when_asked(string file)
    {
        var clip = PosedPerson.Case(file, Facing.Camera);
        Assert.That(new PosedPerson(clip, 0.2f).Facing, Is.EqualTo(0).Within(Degree));
        AssertStands(clip);
    }

    [Category("Cases"), TestCase("away_rest_pose.bvh"), TestCase("away_turned_root.bvh")]
    public void Faces_away_when_the_recording_is_kept(string file) =>
        Assert.That(MathF.Abs(new PosedPerson(PosedPerson.Case(file), 0.2f).Facing), Is.EqualTo(180).Within(Degree));

    [TestCase(0.3f), TestCase(1.7f), TestCase(-2.9f)]
    public void A_rotated_recording_faces_the_camera_alike(float yaw)
    {
        var expected = Retarget(Walk(), Facing.Camera, RootMotion.FromOrigin);
        AssertSame(Retarget(Walk(yaw), Facing.Camera, RootMotion.FromOrigin), expected);
        AssertSame(Retarget(Turned(Walk(), Quaternion.CreateFromAxisAngle(Vector3.UnitY, yaw), restToo: true), Facing.Camera, RootMotion.FromOrigin),
            expected);
    }

    [Test]
    public void Yaw_rotates_to_the_persons_left()
    {
        var person = new PosedPerson(Retarget(Walk(), Facing.Camera, yaw: MathF.PI / 6), 0);
        Assert.That(person.Facing, Is.EqualTo(30).Within(3), "degrees; the walk sways a little");
        Assert.That(person[HumanBodyBones.LeftUpperLeg].Z, Is.LessThan(person[HumanBodyBones.RightUpperLeg].Z), "the left hip goes back");
    }

    [Test]
    public void Who_turns_around_begins_toward_the_camera_and_keeps_turning()
    {
        var clip = Make(Humanoids.Person(), (pose, time) =>
        {
            Turn(pose, "Hips", Vector3.UnitY, 2 + (time > 0.75f ? MathF.PI : 0));
            Turn(pose, "RightArm", Vector3.UnitZ, 1);
        });
        var moved = Retarget(clip, Facing.Camera);
        Assert.That(new PosedPerson(moved, 0).Facing, Is.EqualTo(0).Within(Degree));
        Assert.That(MathF.Abs(new PosedPerson(moved, 1.6f).Facing), Is.EqualTo(180).Within(Degree));
    }

    [Test]
    public void A_glance_aside_at_the_beginning_does_not_rotate_the_clip()
    {
        var clip = Make(Humanoids.Person(), (pose, time) => Turn(pose, "Hips", Vector3.UnitY, time < 0.1f ? 1.5f : 0));
        Assert.That(new PosedPerson(Retarget(clip, Facing.Camera), 1).Facing, Is.EqualTo(0).Within(Degree));
    }

    // F3: paths and units.

    [Test, Category("Cases")]
    public void The_path_with_z_up_is_that_of_the_control()
    {
        foreach (var rootMotion in new[] { RootMotion.InPlace, RootMotion.FromOrigin })
            AssertSame(PosedPerson.Case("zup_walk.bvh", Facing.Camera, rootMotion), PosedPerson.Case("yup_walk_control.bvh", Facing.Camera, rootMotion),
                0.01f);
        var inPlace = PosedPerson.Case("zup_walk.bvh");
        for (var i = 0; i < 5; i++)
        {
            var hips = new PosedPerson(inPlace, i * 0.2f)[HumanBodyBones.Hips];
            Assert.That(new Vector2(hips.X, hips.Z).Length(), Is.LessThan(1e-3f));
            Assert.That(hips.Y, Is.EqualTo(0.89f).Within(0.05f));
        }
    }

    [TestCase(100), TestCase(39.37f), TestCase(0.01f), TestCase(1000)]
    public void The_unit_of_length_does_not_matter(float unitsPerMetre) =>
        AssertSame(Retarget(Turned(Walk(), Quaternion.Identity, restToo: true, unitsPerMetre), rootMotion: RootMotion.FromOrigin),
            Retarget(Walk(), rootMotion: RootMotion.FromOrigin));

    // Recorded clips of every kind that is there.

    static IEnumerable<TestCaseData> Recordings() => SharedFolders.Files(SharedFolder.Assets, "motion", "*.bvh");

    [TestCaseSource(nameof(Recordings)), Category("Assets")]
    public void Recordings_have_y_up_and_face_the_camera(string path)
    {
        var clip = BvhFile.Read(path);
        var orientation = ClipOrientation.Of(clip, HumanoidMap.Find(clip.Skeleton));
        Assert.That(orientation.Up, Is.EqualTo(Vector3.UnitY));
        var moved = Retarget(clip, Facing.Camera);
        var facings = Enumerable.Range(0, 50).Select(i => new PosedPerson(moved, moved.Length * i / 49).Facing).ToArray();
        Assert.That(facings.Count(facing => MathF.Abs(facing) < 45),
            Is.GreaterThanOrEqualTo(facings.Count(facing => MathF.Abs(facing) > 135) - 2), "who turns around does both");
    }

    static readonly (HumanBodyBones From, HumanBodyBones To)[] Limbs =
    [
        (HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm), (HumanBodyBones.LeftLowerArm, HumanBodyBones.LeftHand),
        (HumanBodyBones.RightUpperArm, HumanBodyBones.RightLowerArm), (HumanBodyBones.RightLowerArm, HumanBodyBones.RightHand),
        (HumanBodyBones.LeftUpperLeg, HumanBodyBones.LeftLowerLeg), (HumanBodyBones.LeftLowerLeg, HumanBodyBones.LeftFoot),
        (HumanBodyBones.RightUpperLeg, HumanBodyBones.RightLowerLeg), (HumanBodyBones.RightLowerLeg, HumanBodyBones.RightFoot),
    ];
}
