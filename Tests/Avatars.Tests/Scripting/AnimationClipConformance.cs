using Avatars.Animation;
using Avatars.Rig;
using Avatars.Scripting;
using AnimationClip = Avatars.Scripting.AnimationClip;

namespace Avatars.Tests.Scripting;

/// <summary>Unity's AnimationClip: numbered behaviours B1 to B22.</summary>
[Category("Conformance")]
public sealed class AnimationClipConformance
{
    const float Tolerance = 1e-5f;

    TestScene _scene = null!;

    [SetUp] public void Begin() => _scene = new TestScene();

    [TearDown] public void End() => _scene.Dispose();

    static AnimationCurve Line(float from, float to, float seconds = 1) => AnimationCurve.Linear(0, from, seconds, to);

    /// <summary>An object with a path a/b below it.</summary>
    static (GameObject Root, Transform B) Tree()
    {
        var (root, a, b) = (new GameObject("root"), new GameObject("a").transform, new GameObject("b").transform);
        a.parent = root.transform;
        b.parent = a;
        return (root, b);
    }

    void Run(Action<AnimationClip, GameObject, Transform> test) => _scene.Run(() =>
    {
        var (root, b) = Tree();
        test(new AnimationClip(), root, b);
    });

    sealed class Target : MonoBehaviour
    {
        public float speed = 0.5f;
        public List<string> Heard { get; } = [];

        void Step(float value) => Heard.Add($"step {value}");

        void Plain() => Heard.Add("plain");
    }

    [Test] public void B1_Curves_are_bound_by_path() => Run((clip, root, b) =>
    {
        clip.SetCurve("a/b", typeof(Transform), "localPosition.y", Line(0, 2));
        clip.SetCurve("", typeof(Transform), "localPosition.x", Line(0, 4));
        clip.SampleAnimation(root, 0.5f);
        Assert.That((b.localPosition.y, root.transform.localPosition.x), Is.EqualTo((1f, 2f)));
    });

    [Test] public void B2_The_same_binding_again_replaces_the_curve() => Run((clip, root, b) =>
    {
        clip.SetCurve("a/b", typeof(Transform), "localPosition.y", Line(0, 2));
        clip.SetCurve("a/b", typeof(Transform), "localPosition.y", Line(0, 6));
        clip.SampleAnimation(root, 0.5f);
        Assert.That(b.localPosition.y, Is.EqualTo(3));
    });

    [Test] public void B3_No_curve_removes_the_binding() => Run((clip, root, b) =>
    {
        clip.SetCurve("a/b", typeof(Transform), "localPosition.y", Line(1, 2));
        clip.SetCurve("a/b", typeof(Transform), "localPosition.y", null);
        clip.SampleAnimation(root, 0.5f);
        Assert.That((b.localPosition.y, clip.empty), Is.EqualTo((0f, true)));
    });

    [Test] public void B4_Curves_may_be_set_on_every_clip([Values] bool legacy) => Run((clip, root, b) =>
    {
        clip.legacy = legacy;
        clip.SetCurve("a/b", typeof(Transform), "localScale.z", Line(3, 3));
        clip.SampleAnimation(root, 0);
        Assert.That(b.localScale.z, Is.EqualTo(3));
    });

    [Test] public void B5_Rotations_are_set_by_component() => Run((clip, root, b) =>
    {
        var turn = Quaternion.Euler(0, 90, 0);
        for (var i = 0; i < 4; i++)
            clip.SetCurve("a/b", typeof(Transform), $"localRotation.{"xyzw"[i]}", Line(Quaternion.identity[i], turn[i]));
        clip.SampleAnimation(root, 1);
        Assert.That(Quaternion.Angle(b.localRotation, turn), Is.LessThan(0.01f));
        var single = new AnimationClip();
        single.SetCurve("a/b", typeof(Transform), "localRotation.y", Line(0, 0));
        single.SampleAnimation(root, 1);
        Assert.That(Quaternion.Angle(b.localRotation, Quaternion.identity), Is.LessThan(0.01f), "w stays, and alone it is no turn");
    });

    [Test] public void B6_The_length_is_the_last_keys_time() => Run((clip, _, _) =>
    {
        clip.SetCurve("a", typeof(Transform), "localPosition.x", Line(0, 1, 2.5f));
        clip.SetCurve("a", typeof(Transform), "localPosition.y", Line(0, 1, 1));
        Assert.That(clip.length, Is.EqualTo(2.5f));
        Assert.That(typeof(AnimationClip).GetProperty("length")!.CanWrite, Is.False);
    });

    [Test] public void B7_The_frame_rate_does_not_rescale_time() => Run((clip, root, b) =>
    {
        Assert.That(clip.frameRate, Is.EqualTo(60));
        clip.SetCurve("a/b", typeof(Transform), "localPosition.y", Line(0, 2));
        clip.frameRate = 30;
        clip.SampleAnimation(root, 0.5f);
        Assert.That((clip.length, b.localPosition.y), Is.EqualTo((1f, 1f)));
    });

    [TestCase(WrapMode.Loop, 0.5f), TestCase(WrapMode.ClampForever, 2f), TestCase(WrapMode.PingPong, 1.5f), TestCase(WrapMode.Once, 2f)]
    public void B8_The_wrap_mode_is_used_in_sampling(WrapMode mode, float expected) => Run((clip, root, b) =>
    {
        clip.SetCurve("a/b", typeof(Transform), "localPosition.y", Line(0, 2));
        clip.wrapMode = mode;
        clip.SampleAnimation(root, 1.25f);
        Assert.That(b.localPosition.y, Is.EqualTo(expected).Within(Tolerance));
    });

    [Test] public void B9_A_clip_with_a_curve_or_an_event_is_not_empty() => Run((clip, _, _) =>
    {
        Assert.That(clip.empty, Is.True);
        clip.AddEvent(new AnimationEvent());
        Assert.That(clip.empty, Is.False);
    });

    [Test] public void B10_ClearCurves_keeps_events() => Run((clip, _, _) =>
    {
        clip.SetCurve("a", typeof(Transform), "localPosition.x", Line(0, 1));
        clip.AddEvent(new AnimationEvent());
        clip.ClearCurves();
        Assert.That((clip.length, clip.events.Length), Is.EqualTo((0f, 1)));
    });

    /// <summary>Three keys, of which the middle one is written with the opposite sign.</summary>
    static void SetFlipped(AnimationClip clip)
    {
        var turns = new[] { Quaternion.Euler(0, 10, 0), Quaternion.Euler(0, 60, 0), Quaternion.Euler(0, 110, 0) };
        for (var i = 0; i < 4; i++)
            clip.SetCurve("a/b", typeof(Transform), $"localRotation.{"xyzw"[i]}",
                new AnimationCurve(turns.Select((turn, key) => new Keyframe(key, key == 1 ? -turn[i] : turn[i])).ToArray()));
    }

    [Test] public void B11_Continuity_flips_keys_so_that_neighbours_agree() => Run((clip, root, b) =>
    {
        SetFlipped(clip);
        clip.SampleAnimation(root, 0.5f);
        var before = Quaternion.Angle(b.localRotation, Quaternion.Euler(0, 35, 0));
        clip.EnsureQuaternionContinuity();
        clip.SampleAnimation(root, 0.5f);
        Assert.That(before, Is.GreaterThan(30));
        Assert.That(Quaternion.Angle(b.localRotation, Quaternion.Euler(0, 35, 0)), Is.LessThan(0.1f));
    });

    [Test] public void B12_Continuity_changes_no_rotation_at_a_key() => Run((clip, root, b) =>
    {
        SetFlipped(clip);
        clip.EnsureQuaternionContinuity();
        for (var key = 0; key < 3; key++)
        {
            clip.SampleAnimation(root, key);
            Assert.That(Quaternion.Angle(b.localRotation, Quaternion.Euler(0, 10 + 50 * key, 0)), Is.LessThan(0.01f));
        }
    });

    [Test] public void B13_Sampling_needs_no_animator() => Run((clip, root, b) =>
    {
        clip.SetCurve("a/b", typeof(Transform), "localPosition.y", Line(0, 2));
        clip.SampleAnimation(root, 1);
        Assert.That(root.GetComponent<Animator>(), Is.Null);
        Assert.That(b.localPosition.y, Is.EqualTo(2));
    });

    [Test] public void B14_A_missing_path_is_skipped() => Run((clip, root, _) =>
    {
        clip.SetCurve("nobody/here", typeof(Transform), "localPosition.y", Line(0, 2));
        clip.SetCurve("a", typeof(Transform), "localPosition.y", Line(0, 2));
        clip.SetCurve("a", typeof(Target), "speed", Line(0, 2));
        Assert.That(() => clip.SampleAnimation(root, 1), Throws.Nothing);
        Assert.That(root.transform.Find("a")!.localPosition.y, Is.EqualTo(2));
    });

    [Test] public void Fields_of_scripts_are_animated() => Run((clip, root, _) =>
    {
        var target = root.AddComponent<Target>();
        clip.SetCurve("", typeof(Target), "speed", Line(0, 2));
        clip.SampleAnimation(root, 0.5f);
        Assert.That(target.speed, Is.EqualTo(1));
    });

    [Test] public void B15_No_event_cannot_be_added() => Run((clip, _, _) => Assert.That(() => clip.AddEvent(null!), Throws.ArgumentNullException));

    [Test] public void B16_Events_are_a_copy_and_can_be_replaced() => Run((clip, _, _) =>
    {
        clip.AddEvent(new AnimationEvent { functionName = "one" });
        clip.events[0] = new AnimationEvent { functionName = "two" };
        Assert.That(clip.events[0].functionName, Is.EqualTo("one"));
        clip.events = [new AnimationEvent(), new AnimationEvent()];
        Assert.That(clip.events, Has.Length.EqualTo(2));
    });

    [Test] public void B17_Defaults_of_an_event()
    {
        var one = new AnimationEvent();
        Assert.That((one.time, one.functionName, one.stringParameter, (object?)one.objectReferenceParameter, one.intParameter, one.floatParameter,
            (int)one.messageOptions), Is.EqualTo((0f, "", "", (object?)null, 0, 0f, 0)));
    }

    [Test] public void B18_An_event_fires_once_when_playback_passes_it_and_over_the_seam()
    {
        Target target = null!;
        Animator animator = null!;
        Run((clip, root, _) =>
        {
            (target, animator) = (root.AddComponent<Target>(), root.AddComponent<Animator>());
            clip.SetCurve("a", typeof(Transform), "localPosition.y", Line(0, 1));
            clip.wrapMode = WrapMode.Loop;
            clip.AddEvent(new AnimationEvent { time = 0.05f, functionName = "Step", floatParameter = 7 });
            clip.AddEvent(new AnimationEvent { time = 0.95f, functionName = "Plain" });
            animator.Play(clip);
        });
        _scene.Frames(9, 0.1);
        Assert.That(target.Heard, Is.EqualTo(new[] { "step 7" }));
        _scene.Frames(4, 0.1);
        Assert.That(target.Heard, Is.EqualTo(new[] { "step 7", "plain", "step 7" }));
        animator.fireEvents = false;
        _scene.Frames(20, 0.1);
        Assert.That(target.Heard, Has.Count.EqualTo(3));
    }

    [Test] public void An_event_without_a_receiver_is_an_error()
    {
        Run((clip, root, _) =>
        {
            clip.SetCurve("a", typeof(Transform), "localPosition.y", Line(0, 1));
            clip.AddEvent(new AnimationEvent { functionName = "Nobody" });
            root.AddComponent<Animator>().Play(clip);
        });
        _scene.Frames(1);
        Assert.That(_scene.Log.Single().Message, Does.Contain("Nobody"));
    }

    /// <summary>A person at the T pose whose muscle is animated by name; the bone's turn in degrees after a second.</summary>
    float TurnOf(string muscle, HumanBodyBones bone)
    {
        var avatar = _scene.AddAvatar();
        return _scene.Run(() =>
        {
            var clip = new AnimationClip();
            clip.SetCurve("", typeof(Animator), muscle, Line(0, 1));
            clip.SampleAnimation(avatar.gameObject, 0);
            var before = avatar.animator.GetBoneTransform(bone)!.localRotation;
            clip.SampleAnimation(avatar.gameObject, 1);
            Assert.That(clip.humanMotion, Is.True);
            return Quaternion.Angle(before, avatar.animator.GetBoneTransform(bone)!.localRotation);
        });
    }

    [TestCase("Spine Front-Back", HumanBodyBones.Spine, 40), TestCase("LeftHand.Thumb.1 Stretched", HumanBodyBones.LeftThumbProximal, 20)]
    [TestCase("LeftHand.Thumb.Spread", HumanBodyBones.LeftThumbProximal, 25), TestCase("Right Forearm Stretch", HumanBodyBones.RightLowerArm, 80)]
    public void B19_Humanoid_curves_are_named_by_muscle(string muscle, HumanBodyBones bone, float degrees) =>
        Assert.That(TurnOf(muscle, bone), Is.EqualTo(degrees).Within(0.1f));

    [Test] public void B20_HumanTraits_finger_names_mean_the_same() =>
        Assert.That(TurnOf("Left Thumb 1 Stretched", HumanBodyBones.LeftThumbProximal),
            Is.EqualTo(TurnOf("LeftHand.Thumb.1 Stretched", HumanBodyBones.LeftThumbProximal)).Within(1e-3f));

    [Test] public void B21_Root_curves_move_the_body()
    {
        var avatar = _scene.AddAvatar();
        _scene.Run(() =>
        {
            var handler = new HumanPoseHandler(avatar.animator.avatar!, avatar.transform);
            var pose = new HumanPose();
            handler.GetHumanPose(ref pose);
            var clip = new AnimationClip();
            clip.SetCurve("", typeof(Animator), "Spine Front-Back", Line(0, 0));
            clip.SetCurve("", typeof(Animator), "RootT.x", Line(pose.bodyPosition.x + 1, pose.bodyPosition.x + 1));
            Assert.That(clip.hasRootCurves, Is.True);
            var hips = avatar.animator.GetBoneTransform(HumanBodyBones.Hips)!;
            var before = hips.position;
            clip.SampleAnimation(avatar.gameObject, 0);
            Assert.That(hips.position.x - before.x, Is.EqualTo(avatar.animator.humanScale).Within(1e-3f));
        });
    }

    [Test] public void B22_Flags_exist() => Run((clip, _, _) =>
    {
        Assert.That((clip.humanMotion, clip.hasRootCurves, clip.legacy), Is.EqualTo((false, false, false)));
        clip.localBounds = (Vector3.one, Vector3.one);
        Assert.That(clip.localBounds.Center, Is.EqualTo(Vector3.one));
    });
}
