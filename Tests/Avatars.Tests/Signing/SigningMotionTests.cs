using Avatars.Rig;
using Avatars.Signing;

namespace Avatars.Tests.Signing;

/// <summary>Signing that is made while it plays: the frames of the whole clip, without keeping them.</summary>
public sealed class SigningMotionTests
{
    static IReadOnlyList<SigningItem> Text(string text) => new TextToSigns(ManualAlphabet.Of("ase")).Items(text, new List<string>());

    [TestCase(false), TestCase(true)]
    public void Its_frames_are_those_of_the_clip(bool leftHanded)
    {
        var options = new SigningOptions { Seed = 5, LeftHanded = leftHanded };
        var items = Text("jazz in the cool hall. hello there, all of you. bob too");
        var clip = new Signer().Compose("x", items, options);
        var motion = new Signer().Open("x", items, options);
        Assert.That(motion.FrameCount, Is.EqualTo(clip.Clip.FrameCount));
        Assert.That(motion.Signs, Is.EqualTo(clip.Signs));
        var (one, other) = (clip.Clip.MakePose(), motion.MakePose());
        Assert.That(other.WeightNames, Is.EquivalentTo(one.WeightNames));
        foreach (var from in new[] { 0, 200, 30 }) // on, on, and back
            for (var frame = from; frame < Math.Min(from + 300, motion.FrameCount); frame++)
            {
                clip.Clip.Sample(frame / options.FrameRate, one);
                motion.Sample(frame / options.FrameRate, other);
                for (var i = 0; i < one.Joints.Length; i++)
                    Assert.That(MathF.Abs(System.Numerics.Quaternion.Dot(one.Joints[i].Rotation, other.Joints[i].Rotation)), Is.GreaterThan(0.99999f),
                        $"frame {frame}, joint {i}");
                for (var i = 0; i < one.WeightNames.Count; i++)
                    Assert.That(other.Weights[other.IndexOf(one.WeightNames[i])], Is.EqualTo(one.Weights[i]).Within(1e-3f), $"frame {frame}");
            }
    }

    [Test]
    public void An_hour_of_signing_takes_no_more_memory_than_its_first_minutes()
    {
        const float Minute = 60;
        var motion = new Signer().Open("hour", Text(string.Join(' ', Enumerable.Repeat("hello all of you. we go to town", 420))), new SigningOptions());
        Assert.That(motion.Length, Is.GreaterThan(60 * Minute));
        var pose = motion.MakePose();
        var used = new List<long>();
        for (var frame = 0; frame / 5f < 60 * Minute; frame++) // 5 frames a second: every sign is composed
        {
            motion.Sample(frame / 5f, pose);
            if (frame is 600 * 5 or 3599 * 5)
                used.Add(GC.GetTotalMemory(forceFullCollection: true));
        }
        TestContext.Out.WriteLine($"after 10 minutes {used[0] / 1e6:0.0} MB, after an hour {used[1] / 1e6:0.0} MB");
        Assert.That(used[1] - used[0], Is.LessThan(2_000_000), "bytes");
    }

    [Test]
    public void Repetitions_that_multiply_are_left_out_with_a_report()
    {
        var inner = "<directedmotion direction='u'/>";
        for (var i = 0; i < 20; i++)
            inner = $"<rpt_motion repetition='continue_several'>{inner}</rpt_motion>";
        var sign = SignMovementTests.Sign("<handconfig handshape='flat'/>" + inner);
        Assert.That(sign.Diagnostics.Count(found => found.Code == "repetition"), Is.EqualTo(17), "three deep are kept");
        Assert.That(new Signer().Compose("x", [new NotatedSign(sign, "x", "")]).Clip.Length, Is.LessThan(20), "seconds");
    }
}
