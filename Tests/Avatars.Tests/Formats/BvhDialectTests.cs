using System.Numerics;
using Avatars.Animation;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Rig;
using Avatars.Tests.Rig;

namespace Avatars.Tests.Formats;

/// <summary>Files that other readers take: the motion is the same, and corrections are reported as warnings.</summary>
public sealed class BvhDialectTests
{
    const string Plain = """
        HIERARCHY
        ROOT hips
        {
            OFFSET 0 90 0
            CHANNELS 3 Zrotation Xrotation Yrotation
            JOINT leg
            {
                OFFSET 10 0 0
                CHANNELS 1 Zrotation
                End Site
                {
                    OFFSET 0 -40 0
                }
            }
        }
        MOTION
        Frames: 3
        Frame Time: 0.04
        0 0 0 10
        0 0 0 20
        0 0 0 30

        """;

    static string Change(string from, string to)
    {
        Assert.That(Plain, Does.Contain(from));
        return Plain.Replace(from, to, StringComparison.Ordinal);
    }

    static float[] Angles(string text, out List<string> warnings, float rate = 25)
    {
        warnings = [];
        var clip = BvhFile.Parse(text, "dialect.bvh", warnings);
        Assert.That(clip.FrameRate, Is.EqualTo(rate).Within(1e-3f));
        Assert.That(warnings, Is.All.StartsWith("dialect.bvh, line "));
        var pose = new JointTransform[clip.Skeleton.Count];
        return Enumerable.Range(0, clip.FrameCount).Select(frame =>
        {
            clip.Sample(frame / clip.FrameRate, pose);
            var along = Vector3.Transform(Vector3.UnitX, pose[1].Rotation);
            return MathF.Round(MathF.Atan2(along.Y, along.X) * 180 / MathF.PI, 3);
        }).ToArray();
    }

    /// <summary>Meaning the same, without a word.</summary>
    static IEnumerable<TestCaseData> Same()
    {
        yield return new TestCaseData(Plain).SetArgDisplayNames("as it is");
        yield return new TestCaseData(Plain.ToLowerInvariant()).SetArgDisplayNames("lower case");
        yield return new TestCaseData(Plain.ToUpperInvariant()).SetArgDisplayNames("upper case");
        yield return new TestCaseData(Plain.ReplaceLineEndings("\r\n")).SetArgDisplayNames("CRLF");
        yield return new TestCaseData("\uFEFF" + Plain).SetArgDisplayNames("byte order mark");
        yield return new TestCaseData(Plain.Replace("    ", "\t", StringComparison.Ordinal).Replace("0 0 0 ", "0\t0\t0\t", StringComparison.Ordinal))
            .SetArgDisplayNames("tabs");
        yield return new TestCaseData(Plain.TrimEnd()).SetArgDisplayNames("no newline at the end");
        yield return new TestCaseData(Plain + "\n\n \0\u001A").SetArgDisplayNames("old padding at the end");
        yield return new TestCaseData("# by hand\n// and so on\n" + Plain + "\n# end\n").SetArgDisplayNames("comments");
        yield return new TestCaseData(Change("Frames: 3", "Frames:3")).SetArgDisplayNames("Frames:3");
        yield return new TestCaseData(Change("Frames: 3", "Frames :\t3")).SetArgDisplayNames("Frames : 3");
        yield return new TestCaseData(Change("Frame Time: 0.04", "Frame Time:0.04")).SetArgDisplayNames("Frame Time:0.04");
        yield return new TestCaseData(Change("Frame Time: 0.04", "FrameTime: 4e-2")).SetArgDisplayNames("FrameTime: 4e-2");
        yield return new TestCaseData(Change("Frames: 3\nFrame Time: 0.04", "Frame Time: .04\nFrames: 3")).SetArgDisplayNames("heading in the other order");
        yield return new TestCaseData(Change("End Site", "End site")).SetArgDisplayNames("End site");
        yield return new TestCaseData(Change("End Site", "EndSite")).SetArgDisplayNames("EndSite");
        yield return new TestCaseData(Change("End Site", "End toe")).SetArgDisplayNames("an end with a name");
        yield return new TestCaseData(Change("        End Site\n        {\n            OFFSET 0 -40 0\n        }\n", "")).SetArgDisplayNames("no End Site");
        yield return new TestCaseData(Change("ROOT hips\n{", "ROOT hips {")).SetArgDisplayNames("brace on the line");
        yield return new TestCaseData(Change("OFFSET 10 0 0\n        CHANNELS 1 Zrotation", "CHANNELS 1 Zrotation\n        OFFSET 10 0 0"))
            .SetArgDisplayNames("channels before offset");
        yield return new TestCaseData(Change("0 0 0 10\n0 0 0 20\n0 0 0 30", "0 0\n0 10 0 0\n0 20 0 0\n0\n30")).SetArgDisplayNames("wrapped lines");
        yield return new TestCaseData(Change("0 0 0 20", "0.0, 0.0, 0.0, 20.0")).SetArgDisplayNames("commas between numbers");
        yield return new TestCaseData(Change("0 0 0 20", "0.0,0.0,0.0,20.0,")).SetArgDisplayNames("commas between numbers, no space");
        yield return new TestCaseData(Change("0 0 0 20", "0 0 0 2.0E+1")).SetArgDisplayNames("scientific notation");
        yield return new TestCaseData(Change("Zrotation\n        End", "zrot\n        End")).SetArgDisplayNames("short channel names");
        yield return new TestCaseData(Change("        CHANNELS 1 Zrotation\n", "        CHANNELS 1 Zrotation\n        JOINT fixed\n        {\n          "
            + "  OFFSET 1 2 3\n        }\n")).SetArgDisplayNames("a joint without channels");
    }

    [TestCaseSource(nameof(Same))]
    public void The_same_motion_is_read_without_a_warning(string text)
    {
        Assert.That(Angles(text, out var warnings), Is.EqualTo(new[] { 10f, 20, 30 }));
        Assert.That(warnings, Is.Empty);
    }

    [TestCase("Frames: 3", "Frames: 2", "10 20", "what stands behind the last of 2 frames")]
    [TestCase("Frames: 3", "Frames: 8", "10 20 30", "8 frames are announced, but 3 are there")]
    [TestCase("Frames: 3", "Frames: 2147483647", "10 20 30", "but 3 are there")]
    [TestCase("Frames: 3", "Frames: -1", "10 20 30", "those that are there")]
    [TestCase("0 0 0 30", "0 0 0 30\nThe End", "10 20 30", "what stands behind")]
    [TestCase("0 0 0 20", "0 0 0 -nan(ind)", "10 10 30", "line 20: something that is no number")]
    [TestCase("0 0 0 10", "0 0 0 1.#QNAN", "0 20 30", "line 19: something that is no number")]
    [TestCase("0 0 0 20", "0 0 0 1e30", "10 10 30", "something that is no number")]
    [TestCase("0 0 0 20", "0 0 0 20,5", "10 20.5 30", "decimal commas")]
    [TestCase("0 0 0 20", "0 0 0 20 7", "10 20 30", "more than 4 numbers stand on a line")]
    [TestCase("0 0 0 20", "0 0 0", "10 10 30", "fewer than 4 numbers stand on a line")]
    [TestCase("0 0 0 30", "0 0 0", "10 20", "the last frame is not whole")]
    [TestCase("CHANNELS 1 Z", "CHANNELS 2 Z", "10 20 30", "2 channels are announced, but 1 are named")]
    [TestCase("}\nMOTION", "MOTION", "10 20 30", "1 closing braces } are missing")]
    [TestCase("}\nMOTION", "}\n}\nMOTION", "10 20 30", "a closing brace } too many")]
    [TestCase("JOINT leg", "JOINT hips", "10 20 30", "a second joint named 'hips' is called 'hips (2)'")]
    [TestCase("JOINT leg", "JOINT", "10 20 30", "a joint without a name")]
    [TestCase("OFFSET 0 -40 0", "OFFSET 0 nan 0", "10 20 30", "the offset of an End Site is not a number")]
    public void Corrections_are_reported(string from, string to, string expected, string warning)
    {
        Assert.That(Angles(Change(from, to), out var warnings), Is.EqualTo(expected.Split(' ').Select(float.Parse)));
        Assert.That(warnings, Has.Count.EqualTo(1).And.Some.Contains(warning));
    }

    [TestCase("Frame Time: 0.04", "Frame Time: -0.04", 25, "negative")]
    [TestCase("Frame Time: 0.04", "Frame Time: 0", 30, "30 frames a second are assumed")]
    [TestCase("Frame Time: 0.04", "", 30, "no frame time is given")]
    [TestCase("Frame Time: 0.04", "Frame Time: 40", 1 / 40f, "milliseconds")]
    [TestCase("Frame Time: 0.04", "Frame Time: 0,04", 25, "decimal commas")]
    public void An_impossible_frame_time_is_reported(string from, string to, float rate, string warning)
    {
        Assert.That(Angles(Change(from, to), out var warnings, rate), Is.EqualTo(new[] { 10f, 20, 30 }));
        Assert.That(warnings, Has.Count.EqualTo(1).And.Some.Contains(warning));
    }

    [Test]
    public void Two_roots_are_two_trees()
    {
        var second = Plain[Plain.IndexOf("ROOT", StringComparison.Ordinal)..Plain.IndexOf("MOTION", StringComparison.Ordinal)]
            .Replace("hips", "prop", StringComparison.Ordinal);
        var text = Plain.Replace("MOTION", second + "MOTION", StringComparison.Ordinal).Replace(" 10\n", " 10 0 0 0 1\n", StringComparison.Ordinal)
            .Replace(" 20\n", " 20 0 0 0 2\n", StringComparison.Ordinal).Replace(" 30\n", " 30 0 0 0 3\n", StringComparison.Ordinal);
        var clip = BvhFile.Parse(text, "two.bvh");
        Assert.That(clip.Skeleton.Joints.ToArray().Count(joint => joint.Parent < 0), Is.EqualTo(2));
        Assert.That(Angles(text, out _), Is.EqualTo(new[] { 10f, 20, 30 }));
    }

    /// <summary>One and the same motion in each dialect: the right arm rises from 10 degrees below to 55 above the horizontal.</summary>
    [TestCase("bvh_extra_frame.bvh", 5), TestCase("bvh_fewer_frames.bvh", 5), TestCase("bvh_lower.bvh", 5),
        TestCase("bvh_static_joint_without_channels.bvh", 5)]
    [TestCase("bvh_comment.bvh", 5), TestCase("bvh_trailing_text.bvh", 5), TestCase("bvh_nan.bvh", 5), TestCase("bvh_frametime_nospace.bvh", 5),
        Category("Cases")]
    public void Cases_move_the_arm_as_they_should(string file, int frames)
    {
        var motion = MotionFile.Read(Path.Combine(SharedFolders.Cases, "trial", file));
        Assert.That(motion.Clip.FrameCount, Is.EqualTo(frames));
        Assert.That(Limbs.RightArm(motion, 0.2f), Is.EqualTo(-10).Within(0.5f));
        Assert.That(Limbs.RightArm(motion, 0.8f), Is.EqualTo(55).Within(0.5f));
    }

    /// <summary>One joint turns, for 199,000 frames: no more memory than its numbers need, about three seconds on a busy core.</summary>
    [Test, Category("Cases")]
    public void A_long_motion_of_one_channel_takes_little_memory()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clip = MotionFile.Read(Path.Combine(SharedFolders.Cases, "fuzz/17-person-one-channel-199000-frames.bvh"))
            .For(StandardHumanoid.Map, Avatars.Retargeting.RootMotion.InPlace);
        Assert.That(clip.FrameCount, Is.GreaterThan(190_000));
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(150L << 20), "bytes kept");
    }
}
