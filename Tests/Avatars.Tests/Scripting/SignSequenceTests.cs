using Avatars.Rig;
using Avatars.Scripting;
using Avatars.Signing;

namespace Avatars.Tests.Scripting;

/// <summary>Signs in a script: the joints of the film, by the scene's time, and back to where they were.</summary>
public sealed class SignSequenceTests
{
    TestScene _scene = null!;
    ScriptedAvatar _avatar = null!;

    [SetUp] public void Begin()
    {
        _scene = new TestScene();
        _avatar = _scene.AddAvatar();
    }

    [TearDown] public void End() => _scene.Dispose();

    PoseSequence Sign(string text, float rate = 1) => _scene.Run(() => _avatar.Pose().Sign(text, rate: rate));

    Pose Now()
    {
        var pose = new Pose(_avatar.Body.Skeleton, "eye-left-closure");
        _avatar.CopyTo(pose);
        return pose;
    }

    /// <summary>The largest angle between two poses' arm and hand joints, degrees.</summary>
    float Difference(Pose one, Pose other)
    {
        var most = 0f;
        for (var i = 0; i < one.Joints.Length; i++)
        {
            var between = System.Numerics.Quaternion.Normalize(System.Numerics.Quaternion.Conjugate(one.Joints[i].Rotation) * other.Joints[i].Rotation);
            most = MathF.Max(most, 2 * MathF.Asin(MathF.Min(1, new System.Numerics.Vector3(between.X, between.Y, between.Z).Length())) * 180 / MathF.PI);
        }
        return most;
    }

    [TestCase(1), TestCase(2)]
    public void The_joints_are_those_of_the_film(float rate)
    {
        var items = new TextToSigns(ManualAlphabet.Of("ase")).Items("hi", new List<string>());
        var film = new Signer(_avatar.Body).Compose("x", items, new SigningOptions { Idle = false, RestSeconds = 0.3f, Rate = rate, FrameRate = 60 });
        var sequence = Sign("hi", rate);
        Assert.That(sequence.Duration, Is.EqualTo(film.Clip.Length).Within(1e-4f));
        _scene.Frames(1, 0);
        _scene.Frames(10, 0.08);
        var shown = film.Clip.MakePose();
        film.Clip.Sample(0.8f, shown);
        Assert.That(Difference(Now(), shown), Is.LessThan(0.1f), "degrees, 0.8 s on");
    }

    [Test]
    public void The_pose_at_a_time_does_not_depend_on_the_frame_rate()
    {
        Sign("good hi");
        _scene.Frames(1, 0);
        _scene.Frames(20, 0.1);
        var slow = Now();
        using var other = new TestScene();
        var avatar = other.AddAvatar();
        other.Run(() => avatar.Pose().Sign("good hi"));
        other.Frames(1, 0);
        other.Frames(80, 0.025);
        var pose = new Pose(avatar.Body.Skeleton);
        avatar.CopyTo(pose);
        Assert.That(Difference(slow, pose), Is.LessThan(0.01f));
    }

    [Test]
    public void At_its_end_the_hands_are_where_they_were()
    {
        var before = Now();
        var sequence = Sign("hi");
        _scene.Frames(1, 0);
        _scene.Frames(10, 0.1);
        Assert.That(Difference(Now(), before), Is.GreaterThan(30), "degrees: the arm is up");
        _scene.Frames((int)(sequence.Duration * 10) + 1, 0.1);
        Assert.That(sequence.IsPlaying, Is.False);
        Assert.That(Difference(Now(), before), Is.LessThan(0.05f));
    }

    [Test]
    public void A_cancelled_one_stays_and_is_released()
    {
        var before = Now();
        using var stop = new CancellationTokenSource();
        var sequence = _scene.Run(() => _avatar.Pose().Sign("hello").Until(stop.Token));
        _scene.Frames(1, 0);
        _scene.Frames(10, 0.1);
        stop.Cancel();
        _scene.Frames(1, 0.1);
        var held = Now();
        _scene.Frames(5, 0.1);
        Assert.That(sequence.Ended.IsCanceled, Is.True);
        Assert.That(Difference(Now(), held), Is.LessThan(0.01f));
        _scene.Run(() => _avatar.Pose().Release(Hand.Both).In(0.3f));
        _scene.Frames(6, 0.1);
        Assert.That(Difference(Now(), before), Is.LessThan(0.05f));
    }

    [Test]
    public void Signs_after_stopped_ones_begin_where_those_are()
    {
        var first = Sign("hello");
        _scene.Frames(1, 0);
        _scene.Frames(10, 0.1);
        var held = Now();
        _scene.Run(first.Stop);
        Sign("ok");
        _scene.Frames(1, 0);
        _scene.Frames(1, 0.01);
        Assert.That(Difference(Now(), held), Is.LessThan(3), "degrees, a hundredth of a second later");
    }

    [Test]
    public void What_cannot_be_signed_is_said()
    {
        Assert.That(() => Sign(""), Throws.InstanceOf<FormatException>().With.Message.Contains("nothing to sign"));
        Assert.That(() => Sign("日本"), Throws.InstanceOf<FormatException>().With.Message.Contains("日"));
        Assert.That(() => _scene.Run(() => _avatar.Pose().Sign("hi", language: "xyz")), Throws.ArgumentException.With.Message.Contains("xyz"));
        Assert.That(() => Sign("hi", 9), Throws.ArgumentException.With.Message.Contains("0.2 to 5"));
        Assert.That(() => _scene.Run(() => _avatar.Pose().Sign("hi", lexicons: "no-such-folder")), Throws.InstanceOf<FileNotFoundException>());
    }
}
