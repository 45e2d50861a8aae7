using System.Numerics;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Rig;

namespace Avatars.Tests.Formats;

public sealed class BvhFileTests
{
    const string Hierarchy = """
        HIERARCHY
        ROOT hips
        {
            OFFSET 0 90 0
            CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation
            JOINT upper leg
            {
                OFFSET 10 0 0
                CHANNELS 3 Yrotation Zrotation Xrotation
                End Site
                {
                    OFFSET 0 -40 0
                }
            }
        }

        """;

    const string Whole = Hierarchy + "MOTION\nFrames: 2\nFrame Time: 0.04\n1 2 3 10 20 30 40 50 60\n1 2 3 0 0 0 0 0 0\n";

    [Test]
    public void Joints_offsets_and_end_sites_are_read()
    {
        var clip = BvhFile.Parse(Whole, "test.bvh");
        Assert.That(clip.Skeleton.Joints.ToArray().Select(joint => (joint.Name, joint.Parent)),
            Is.EqualTo(new[] { ("hips", -1), ("upper leg", 0), ("upper leg_end", 1) }));
        Assert.That(clip.Skeleton[2].Rest.Translation, Is.EqualTo(new Vector3(0, -40, 0)));
        Assert.That(clip.Name, Is.EqualTo("test"));
        Assert.That(clip.FrameCount, Is.EqualTo(2));
        Assert.That(clip.FrameRate, Is.EqualTo(25).Within(1e-4f));
    }

    [Test]
    public void Rotations_are_taken_in_each_joints_own_order()
    {
        var clip = BvhFile.Parse(Whole, "test.bvh");
        var pose = new JointTransform[3];
        clip.Sample(0, pose);
        // Column vectors: R = Rz(10) Rx(20) Ry(30), so a vector meets y first. With row vectors the product is written backward.
        var hips = Matrix4x4.CreateRotationY(Degrees(30)) * Matrix4x4.CreateRotationX(Degrees(20)) * Matrix4x4.CreateRotationZ(Degrees(10));
        var leg = Matrix4x4.CreateRotationX(Degrees(60)) * Matrix4x4.CreateRotationZ(Degrees(50)) * Matrix4x4.CreateRotationY(Degrees(40));
        Assert.That(pose[0].Translation, Is.EqualTo(new Vector3(1, 2, 3)), "the position replaces the offset");
        AssertSame(pose[0].Rotation, hips);
        AssertSame(pose[1].Rotation, leg);
        Assert.That(pose[1].Translation, Is.EqualTo(new Vector3(10, 0, 0)));
    }

    [TestCase("", "ends where 'HIERARCHY'")]
    [TestCase("PNG", "line 1: 'PNG' where 'HIERARCHY'")]
    [TestCase("HIERARCHY\nROOT a\n{\nOFFSET 0 x 0", "line 4: 'x' where an offset")]
    [TestCase("HIERARCHY\nROOT a\n{\nOFFSET 0 NaN 0", "finite number")]
    [TestCase("HIERARCHY\nROOT a\n{\nOFFSET 0 1e30 0", "numbers up to")]
    [TestCase("HIERARCHY\nROOT a\n{\nOFFSET 0 0 0\nCHANNELS 1000000 Xrotation", "1000000 channels")]
    [TestCase("HIERARCHY\nROOT a\n{\nOFFSET 0 0 0\nCHANNELS 1 Wrotation", "the channel 'Wrotation'")]
    [TestCase("HIERARCHY\nROOT a\n{\nOFFSET 0 0 0\nCHANNELS 0\nBONE b", "line 6: 'BONE'")]
    [TestCase(Hierarchy + "MOTION\nFrames: 2000000000\nFrame Time: 0.04\n1 2 3", "ends in the first frame: 3 numbers for 9 channels")]
    [TestCase(Hierarchy + "MOTION\nFrames: 1\nFrame Time: 4000\n1 2 3 4 5 6 7 8 9", "frame time of 4000 s")]
    [TestCase(Hierarchy + "MOTION\nFrames: 1\nFrame Time: 0.1\n1 2 3 4 5 up 7 8 9", "line 19: 'up' where a rotation")]
    [TestCase("HIERARCHY\nROOT a\n{\nOFFSET 0 0 0\nCHANNELS 0\n}\nMOTION\nFrames: 2147483647\nFrame Time: 1\n", "no joint has a channel")]
    [TestCase(Hierarchy + "MOTION\nFrames: 0\nFrame Time: 0.04\n", "ends in the first frame: 0 numbers")]
    [TestCase(Hierarchy + "MOTION\nFrames: 1\nFrame Time: 0.1\n1 2 3 4 5 6 7 8         ", "ends in the first frame: 8 numbers")]
    public void Damage_is_reported_with_its_line(string text, string part) =>
        Assert.That(() => BvhFile.Parse(text, "broken.bvh"), Throws.TypeOf<FormatException>().With.Message.Contains(part)
            .And.Message.StartsWith("broken.bvh, line "));

    [Test]
    public void A_file_cut_anywhere_is_refused_or_whole_but_never_crashes()
    {
        for (var length = 0; length < Whole.Length - 2; length++)
        {
            try
            {
                var clip = BvhFile.Parse(Whole[..length], "cut.bvh");
                var whole = Whole[..length].Split("0.04\n")[1].Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Length / 9;
                Assert.That(clip.FrameCount, Is.EqualTo(whole), "a frame that is not whole is left out");
            }
            catch (FormatException error)
            {
                Assert.That(error.Message, Does.StartWith("cut.bvh, line "));
            }
        }
    }

    static IEnumerable<TestCaseData> Files() => SharedFolders.Files(SharedFolder.Assets, "", "*.bvh");

    [TestCaseSource(nameof(Files)), Category("Assets")]
    public void Every_BVH_of_the_assets_is_read_whole(string path)
    {
        var clip = BvhFile.Read(path);
        var frames = File.ReadLines(path).First(line => line.StartsWith("Frames:", StringComparison.Ordinal));
        Assert.That(clip.FrameCount, Is.EqualTo(int.Parse(frames[7..])));
        var joints = File.ReadLines(path).Count(line => line.TrimStart().StartsWith("JOINT", StringComparison.Ordinal)
            || line.TrimStart().StartsWith("ROOT", StringComparison.Ordinal) || line.TrimStart().StartsWith("End", StringComparison.Ordinal));
        Assert.That(clip.Skeleton.Count, Is.EqualTo(joints));
    }

    static float Degrees(float degrees) => degrees * MathF.PI / 180;

    static void AssertSame(Quaternion rotation, Matrix4x4 expected)
    {
        foreach (var axis in new[] { Vector3.UnitX, Vector3.UnitY, Vector3.UnitZ })
            Assert.That(Vector3.Distance(Vector3.Transform(axis, rotation), Vector3.TransformNormal(axis, expected)), Is.LessThan(1e-5f));
    }
}
