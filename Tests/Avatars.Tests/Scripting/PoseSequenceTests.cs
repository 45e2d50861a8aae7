using Avatars.Animation;
using Avatars.Rig;
using Avatars.Scripting;
using Avatars.Solving;
using AnimationClip = Avatars.Scripting.AnimationClip;

namespace Avatars.Tests.Scripting;

public sealed class PoseSequenceTests
{
    static readonly Vector3 Front = new(0.2f, 1.2f, 0.35f); // within reach of the right hand

    TestScene _scene = null!;
    ScriptedAvatar _avatar = null!;

    [SetUp] public void Begin()
    {
        _scene = new TestScene();
        _avatar = _scene.AddAvatar();
    }

    [TearDown] public void End() => _scene.Dispose();

    Transform Bone(HumanBodyBones bone) => _avatar.animator.GetBoneTransform(bone)!;

    PoseSequence Pose(Func<PoseSequence, PoseSequence> say) => _scene.Run(() => say(_avatar.Pose()));

    Vector3 RightHand => Bone(HumanBodyBones.RightHand).position;

    [Test]
    public void A_hand_is_at_its_target_after_the_time_and_stays()
    {
        var start = RightHand;
        Pose(pose => pose.Reach(Hand.Right, Front).In(0.5f));
        _scene.Frames(1, 0);
        Assert.That(Vector3.Distance(RightHand, start), Is.LessThan(1e-4f));
        _scene.Frames(5, 0.1);
        Assert.That(Vector3.Distance(RightHand, Front), Is.LessThan(1e-3f));
        _scene.Frames(20, 0.1);
        Assert.That(Vector3.Distance(RightHand, Front), Is.LessThan(1e-3f));
    }

    [Test]
    public void Both_hands_take_mirrored_places()
    {
        Pose(pose => pose.Reach(Hand.Both, Front).In(0));
        _scene.Frames(1);
        Assert.That(Vector3.Distance(Bone(HumanBodyBones.LeftHand).position, new Vector3(-Front.x, Front.y, Front.z)), Is.LessThan(1e-3f));
    }

    [Test]
    public void A_released_hand_goes_back()
    {
        var start = RightHand;
        Pose(pose => pose.Reach(Hand.Right, Front).In(0.2f).Then().Release(Hand.Right).In(0.2f));
        _scene.Frames(6, 0.1);
        Assert.That(Vector3.Distance(RightHand, start), Is.LessThan(1e-4f));
    }

    [Test]
    public void Then_is_after_And_is_together()
    {
        var times = new List<string>();
        void Note(string what) => times.Add($"{what} {Time.time:F1}");
        var sequence = Pose(pose => pose.Do(() => Note("a")).And().Hold(0.3f).Then().Do(() => Note("b")).Then().Hold(0.2f).And().Do(() => Note("c"))
            .Then().Do(() => Note("d")));
        Assert.That(sequence.Duration, Is.EqualTo(0.5f).Within(1e-5f));
        _scene.Frames(8, 0.1);
        Assert.That(times, Is.EqualTo(new[] { "a 0.1", "b 0.4", "c 0.4", "d 0.6" }));
        Assert.That(sequence.IsPlaying, Is.False);
    }

    [Test]
    public void Repeating_runs_again()
    {
        var count = 0;
        var sequence = Pose(pose => pose.Do(() => count++).And().Hold(0.2f).Repeat(3));
        _scene.Frames(10, 0.1);
        Assert.That((count, sequence.IsPlaying), Is.EqualTo((3, false)));
        var endless = Pose(pose => pose.Do(() => count++).And().Hold(0.2f).Repeat());
        _scene.Frames(100, 0.1);
        Assert.That((count, endless.IsPlaying), Is.EqualTo((53, true)));
    }

    /// <summary>The pose at 1.2 s of a sentence of everything, stepped at a rate.</summary>
    JointTransform[] PoseAt(int framesPerSecond)
    {
        using var scene = new TestScene();
        var avatar = scene.AddAvatar();
        scene.Run(() =>
        {
            var clip = new AnimationClip();
            clip.SetCurve("", typeof(Animator), "Spine Left-Right", AnimationCurve.Linear(0, 0, 2, 0.5f));
            avatar.Pose().Play(clip).In(0.1f).Then().Reach(Hand.Right, Front).In(0.33f).With(Ease.Out).And().Shape(Hand.Right, "fist").In(0.2f)
                .Then().Reach(Hand.Right, Front + 0.1f * Vector3.up).In(0.17f).And().Turn(HumanBodyBones.Head, new Vector3(10, 20, 0)).In(0.8f)
                .And().Muscle("Left Arm Down-Up", 0.5f).In(0.4f).And().Express("smile", 1).In(1)
                .Then().LookAt(new Vector3(1, 1, 2)).In(0.3f);
            avatar.Pose().Reach(Hand.Left, new Vector3(-0.3f, 1, 0.3f)).In(0.1f).Then().Release(Hand.Left).In(0.1f).Repeat();
        });
        scene.Frames(1, 0);
        for (var i = 0; i < framesPerSecond * 1.2f - 0.01f; i++)
            scene.Scene.Step(1.0 / framesPerSecond);
        var pose = new Pose(StandardHumanoid.Skeleton, "smile");
        scene.Run(() => avatar.CopyTo(pose));
        Assert.That(pose.Weights[0], Is.GreaterThan(0.7f));
        return pose.Joints.ToArray();
    }

    [TestCase(50), TestCase(100), TestCase(25)]
    public void The_pose_depends_on_the_time_not_on_the_frame_rate(int framesPerSecond)
    {
        var (expected, actual) = (PoseAt(500), PoseAt(framesPerSecond));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.That(MathF.Abs(System.Numerics.Quaternion.Dot(actual[i].Rotation, expected[i].Rotation)), Is.GreaterThan(0.99999f),
                StandardHumanoid.Skeleton[i].Name);
            Assert.That(System.Numerics.Vector3.Distance(actual[i].Translation, expected[i].Translation), Is.LessThan(1e-4f));
        }
    }

    [Test]
    public void The_same_script_gives_the_same_bytes() => Assert.That(PoseAt(50), Is.EqualTo(PoseAt(50)));

    [Test]
    public void A_stopped_sequence_ends_where_it_is_and_its_waiters_learn_it()
    {
        var sequence = Pose(pose => pose.Reach(Hand.Right, Front).In(1));
        _scene.Frames(6, 0.1);
        var half = RightHand;
        _scene.Run(sequence.Stop);
        _scene.Frames(10, 0.1);
        Assert.That(Vector3.Distance(RightHand, half), Is.LessThan(1e-4f));
        Assert.That(sequence.Ended.IsCanceled, Is.True);
    }

    [Test]
    public void A_token_cancels()
    {
        using var source = new CancellationTokenSource();
        var sequence = Pose(pose => pose.Hold(10).Until(source.Token));
        _scene.Frames(2);
        source.Cancel();
        _scene.Frames(2);
        Assert.That(sequence.IsPlaying, Is.False);
    }

    [Test]
    public void Hand_shapes_are_those_of_the_library([Values("fist", "asl-y", "flat")] string name)
    {
        Pose(pose => pose.Shape(Hand.Both, name).In(0.2f));
        _scene.Frames(5, 0.1);
        var local = new JointTransform[StandardHumanoid.Skeleton.Count];
        var pose = new Pose(StandardHumanoid.Skeleton);
        _scene.Run(() => _avatar.CopyTo(pose));
        pose.Joints.CopyTo(local);
        var hands = new HandRig(StandardHumanoid.Map);
        foreach (var left in new[] { true, false })
        {
            var degrees = new float[HandShape.AngleCount];
            hands.Read(local, left, degrees);
            Assert.That(HandShape.Distance(degrees, HandShapes.Find(name).Degrees), Is.LessThan(1));
        }
    }

    [Test]
    public void A_muscle_moves_to_its_value()
    {
        Pose(pose => pose.Muscle("Left Forearm Stretch", 0).In(0.2f));
        _scene.Frames(5, 0.1);
        var (a, b, c) = (Bone(HumanBodyBones.LeftUpperArm).position, Bone(HumanBodyBones.LeftLowerArm).position, Bone(HumanBodyBones.LeftHand).position);
        Assert.That(Vector3.Angle(b - a, c - b), Is.EqualTo(80).Within(2));
    }

    [Test]
    public void Looking_turns_the_head_and_ahead_turns_it_back()
    {
        var before = Bone(HumanBodyBones.Head).rotation;
        Pose(pose => pose.LookAt(Bone(HumanBodyBones.Head).position + new Vector3(5, 0, 5)).In(0.2f).Then().Hold(0.2f).Then().LookAhead().In(0.2f));
        _scene.Frames(4, 0.1);
        Assert.That(Quaternion.Angle(before, Bone(HumanBodyBones.Head).rotation), Is.EqualTo(45 * 0.84f).Within(2),
            "trunk a fifth, head four fifths of the rest");
        _scene.Frames(5, 0.1);
        Assert.That(Quaternion.Angle(before, Bone(HumanBodyBones.Head).rotation), Is.LessThan(0.1f));
    }

    [Test]
    public void The_camera_walks_around_the_person()
    {
        Pose(pose => pose.Camera(new Vector3(0, 1, 0), 0, 0, 3).In(0).Then().Camera(new Vector3(0, 1, 0), 90, 0, 2).In(1));
        _scene.Frames(1, 0);
        Near(_avatar.camera.transform.position, new Vector3(0, 1, 3));
        _scene.Frames(10, 0.1);
        Near(_avatar.camera.transform.position, new Vector3(-2, 1, 0)); // the person's left
        var view = _scene.Run(() => _avatar.Shot()).Camera!;
        Assert.That(view.Forward.X, Is.EqualTo(-1).Within(1e-4f), "from the person's left, which is +X in the library's space, to the person");
    }

    static void Near(Vector3 actual, Vector3 expected) => Assert.That(Vector3.Distance(actual, expected), Is.LessThan(1e-4f), $"{actual}");

    [Test]
    public void Wrong_words_say_what_is_expected() => _scene.Run(() =>
    {
        Assert.That(() => _avatar.Pose().In(1), Throws.InvalidOperationException);
        Assert.That(() => _avatar.Pose().Hold(1).In(-1), Throws.ArgumentException);
        Assert.That(() => _avatar.Pose().Hold(1).In(float.NaN), Throws.ArgumentException);
        Assert.That(() => _avatar.Pose().Shape(Hand.Left, "fisst"), Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("fist"));
        Assert.That(() => _avatar.Pose().Muscle("Left Wing", 1), Throws.ArgumentException.With.Message.Contains("Left Wing"));
    });

    sealed class Awaiting : AvatarBehaviour
    {
        public List<float> Ended { get; } = [];

        async void Start()
        {
            await Pose().Hold(0.3f);
            Ended.Add(Time.time);
            await Pose().Hold(0.2f);
            Ended.Add(Time.time);
        }
    }

    [Test]
    public void A_sequence_can_be_awaited()
    {
        var script = _scene.Run(() => _avatar.gameObject.AddComponent<Awaiting>());
        _scene.Frames(10, 0.1);
        Assert.That(script.Ended, Is.EqualTo(new[] { 0.5f, 0.8f }).Within(0.11f));
    }
}
