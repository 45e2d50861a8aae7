using System.Buffers.Binary;
using System.Text;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Tests.Formats;

/// <summary>Which person of a .pose file is taken, and what is said where there is none.</summary>
public sealed class PosePeopleTests
{
    static string Case(string name) => Path.Combine(SharedFolders.Cases, name);

    [Test, Category("Cases")]
    public void The_first_person_who_is_seen_is_taken()
    {
        var file = PoseFile.Read(Case("trial/pose_first_person_unseen.pose"));
        var control = PoseFile.Read(Case("trial/pose_control.pose"));
        Assert.That(file.PeopleSeen(), Is.EqualTo(new[] { 2 }));
        foreach (var landmarks in new[] { file.ToLandmarks(), file.ToLandmarks(2) })
            for (var frame = 0; frame < 3; frame++)
                Assert.That(landmarks.Frame(frame).ToArray(), Is.EqualTo(control.ToLandmarks().Frame(frame).ToArray()));
        var (clip, expected) = (MotionFile.Read(Case("trial/pose_first_person_unseen.pose")), MotionFile.Read(Case("trial/pose_control.pose")));
        for (var joint = 0; joint < clip.Skeleton.Count; joint++)
            Assert.That(clip.Clip.Curves[joint].Rotation!.Values, Is.EqualTo(expected.Clip.Curves[joint].Rotation!.Values));
    }

    [Category("Cases")]
    [TestCase("trial/pose_first_person_unseen.pose", 1, "person 1 is never seen. Seen: 2.")]
    [TestCase("trial/pose_first_person_unseen.pose", 3, "there is no person 3: it has 2 people. Give 1 to 2.")]
    [TestCase("trial/pose_first_person_unseen.pose", 0, "there is no person 0: it has 2 people. Give 1 to 2.")]
    [TestCase("trial/pose_control.pose", 2, "there is no person 2: it has one person. Give 1.")]
    [TestCase("trial/pose_nobody_seen.pose", null, "no person is detected")]
    public void What_is_missing_is_said_with_the_file(string name, int? person, string part) =>
        Assert.That(() => MotionFile.Read(Case(name), person: person), Throws.TypeOf<FormatException>().With.Message.StartsWith(Case(name) + ": ")
            .And.Message.Contains(part));

    [Test]
    public void Points_of_another_estimator_are_named()
    {
        var file = new PoseFile(0.2f, 10, 10, 0, [new PoseComponent("RADAR\n", "XYC", ["A"], [], [])], 25, 1, 1, [1, 2], [1]);
        Assert.That(() => file.ToLandmarks(), Throws.TypeOf<FormatException>().With.Message.Contains("RADAR").And.Message.Contains("MediaPipe"));
    }

    /// <summary>An 83-byte file that once took 7 GB, and its relatives.</summary>
    [Test, Category("Cases")]
    public void Frames_without_points_take_no_memory()
    {
        var bytes = File.ReadAllBytes(Case("fuzz/05a-no-points-10000000-frames.pose"));
        foreach (var frames in new uint[] { 10_000_000, int.MaxValue, uint.MaxValue })
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 6), frames);
            AssertRefusedCheaply(bytes, "none of the components has a point");
        }
    }

    [TestCase(uint.MaxValue), TestCase((uint)int.MaxValue), TestCase(10_000_001u)]
    public void Frames_without_people_are_bounded(uint frames) =>
        AssertRefusedCheaply(Header(0.2f, frames, people: 0), $"{frames} frames: at most 10000000 are read");

    [Test]
    public void Frames_without_people_are_refused() =>
        Assert.That(() => PoseFile.Parse(Header(0.2f, 10_000_000, people: 0), "empty").ToClip("empty"),
            Throws.TypeOf<FormatException>().With.Message.Contains("holds no person"));

    [Test]
    public void More_frames_than_a_motion_may_have_are_refused()
    {
        var file = new PoseFile(0.2f, 10, 10, 0, [new PoseComponent("POSE_LANDMARKS", "XYC", ["NOSE"], [], [])], 25, 200_001, 1, new float[400_002],
            new float[200_001]);
        Assert.That(() => file.ToLandmarks(), Throws.TypeOf<FormatException>().With.Message.Contains("200001 frames"));
    }

    [Test]
    public void A_crowd_in_one_frame_of_version_0_0_is_not_spread_over_all()
    {
        var bytes = new List<byte>(Header(0f, 0, 0));
        bytes.AddRange(BitConverter.GetBytes((ushort)25));
        bytes.AddRange(BitConverter.GetBytes((ushort)40_000));
        for (var frame = 0; frame < 40_000; frame++)
        {
            var people = frame == 0 ? 40_000 : 0;
            bytes.AddRange(BitConverter.GetBytes((ushort)people));
            for (var person = 0; person < people; person++)
                bytes.AddRange(new byte[2 + 12]);
        }
        AssertRefusedCheaply([.. bytes], "40000 frames of up to 40000 people do not fit in memory", 64 << 20);
    }

    [TestCase(1e38f), TestCase(float.PositiveInfinity), TestCase(float.NaN), TestCase(float.MaxValue)]
    public void Numbers_that_are_no_positions_count_as_missing(float number)
    {
        string[] points = ["LEFT_SHOULDER", "RIGHT_SHOULDER", "LEFT_HIP", "RIGHT_HIP", "LEFT_ELBOW"];
        var file = new PoseFile(0.2f, 400, 400, 0, [new PoseComponent("POSE_LANDMARKS", "XYC", points, [], [])], 25, 1, 1,
            [250, 100, 150, 100, 230, 250, 170, 250, number, 180], [1, 1, 1, 1, 1]);
        Assert.That(float.IsNaN(file.ToLandmarks().Frame(0)[(int)Landmark.LeftElbow].X));
        var clip = file.ToClip("far");
        var pose = new JointTransform[clip.Skeleton.Count];
        clip.Sample(0, pose);
        Assert.That(pose.All(joint => MathF.Abs(joint.Rotation.LengthSquared() - 1) < 1e-3f));
    }

    static void AssertRefusedCheaply(byte[] bytes, string part, long most = 1 << 20)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => PoseFile.Parse(bytes, "hostile.pose"), Throws.TypeOf<FormatException>().With.Message.Contains(part)
            .And.Message.StartsWith("hostile.pose, byte "));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(most), "bytes");
    }

    /// <summary>One component of one point; version 0.0 ends before its rate.</summary>
    static byte[] Header(float version, uint frames, int people)
    {
        var bytes = new List<byte>();
        void U16(int value) => bytes.AddRange(BitConverter.GetBytes((ushort)value));
        void Text(string text) { U16(text.Length); bytes.AddRange(Encoding.UTF8.GetBytes(text)); }
        bytes.AddRange(BitConverter.GetBytes(version));
        U16(10); U16(10); U16(0); U16(1);
        Text("POSE_LANDMARKS"); Text("XYC"); U16(1); U16(0); U16(0); Text("NOSE");
        if (version > 0.05f)
        {
            bytes.AddRange(BitConverter.GetBytes(25f));
            bytes.AddRange(BitConverter.GetBytes(frames));
            U16(people);
        }
        return [.. bytes];
    }
}
