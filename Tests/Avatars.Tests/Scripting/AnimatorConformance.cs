using Avatars.Animation;
using Avatars.Rig;
using Avatars.Scripting;
using AnimationClip = Avatars.Scripting.AnimationClip;

namespace Avatars.Tests.Scripting;

/// <summary>Unity's Animator: numbered behaviours E1 to E30.</summary>
[Category("Conformance")]
public sealed partial class AnimatorConformance
{
    TestScene _scene = null!;
    ScriptedAvatar _avatar = null!;

    [SetUp] public void Begin()
    {
        _scene = new TestScene();
        _avatar = _scene.AddAvatar();
    }

    [TearDown] public void End() => _scene.Dispose();

    Animator Animator => _avatar.animator;

    Transform Bone(HumanBodyBones bone) => Animator.GetBoneTransform(bone)!;

    /// <summary>Calls code in OnAnimatorIK.</summary>
    sealed class IkPass : MonoBehaviour
    {
        public Action<Animator>? Pass { get; set; }

        public List<int> Layers { get; } = [];

        void OnAnimatorIK(int layerIndex)
        {
            Layers.Add(layerIndex);
            Pass?.Invoke(GetComponent<Animator>()!);
        }
    }

    IkPass Ik(Action<Animator>? pass = null)
    {
        var ik = _scene.Run(() => _avatar.gameObject.AddComponent<IkPass>());
        ik.Pass = pass;
        return ik;
    }

    /// <summary>A clip that moves child "Hips" up by a metre a second.</summary>
    AnimationClip Rising(float seconds = 1, string property = "localPosition.z")
    {
        var clip = new AnimationClip { name = "rising" };
        clip.SetCurve("Hips", typeof(Transform), property, AnimationCurve.Linear(0, 0, seconds, seconds));
        return clip;
    }

    float Risen => Bone(HumanBodyBones.Hips).localPosition.z;

    [Test] public void E1_Bones_need_a_humanoid() => _scene.Run(() =>
    {
        var animator = new GameObject().AddComponent<Animator>();
        Assert.That(() => animator.GetBoneTransform(HumanBodyBones.Hips), Throws.InvalidOperationException);
        animator.avatar = new HumanoidAvatar(null);
        Assert.That(() => animator.GetBoneTransform(HumanBodyBones.Hips), Throws.InvalidOperationException);
    });

    [Test] public void E2_A_wrong_bone_throws() => _scene.Run(() =>
    {
        Assert.That(() => Animator.GetBoneTransform((HumanBodyBones)(-1)), Throws.TypeOf<IndexOutOfRangeException>());
        Assert.That(() => Animator.GetBoneTransform(HumanBodyBones.LastBone), Throws.TypeOf<IndexOutOfRangeException>());
    });

    [Test] public void E3_An_absent_bone_is_null() => _scene.Run(() =>
    {
        Avatars.Scripting.Object.DestroyImmediate(Bone(HumanBodyBones.Jaw).gameObject);
        Animator.Rebind();
        Assert.That(Animator.GetBoneTransform(HumanBodyBones.Jaw), Is.Null);
    });

    [Test] public void E4_The_human_scale_is_1_for_other_rigs() => _scene.Run(() =>
    {
        Assert.That((new GameObject().AddComponent<Animator>().humanScale, Animator.isHuman), Is.EqualTo((1f, true)));
        Assert.That(Animator.humanScale, Is.InRange(0.7f, 1));
    });

    [Test] public void E5_Goals() => Assert.That(Enum.GetNames<AvatarIKGoal>(), Is.EqualTo(new[] { "LeftFoot", "RightFoot", "LeftHand", "RightHand" }));

    [Test] public void E6_Hints() => Assert.That(Enum.GetNames<AvatarIKHint>(), Is.EqualTo(new[] { "LeftKnee", "RightKnee", "LeftElbow", "RightElbow" }));

    [Test] public void E7_Targets() =>
        Assert.That(Enum.GetNames<AvatarTarget>(), Is.EqualTo(new[] { "Root", "Body", "LeftFoot", "RightFoot", "LeftHand", "RightHand" }));

    [Test] public void E8_OnAnimatorIK_is_called_before_the_solver_for_each_layer()
    {
        var before = Vector3.zero;
        var ik = Ik(animator =>
        {
            before = animator.GetBoneTransform(HumanBodyBones.LeftHand)!.position;
            animator.SetIKPosition(AvatarIKGoal.LeftHand, before + new Vector3(0, 0.1f, 0.1f));
            animator.SetIKPositionWeight(AvatarIKGoal.LeftHand, 1);
        });
        _scene.Frames(1);
        Assert.That(ik.Layers, Is.EqualTo(new[] { 0 }));
        Assert.That(Vector3.Distance(before, Bone(HumanBodyBones.LeftHand).position), Is.GreaterThan(0.1f));
    }

    [Test] public void E9_Calls_outside_the_pass_only_warn() => _scene.Run(() =>
    {
        Animator.SetIKPosition(AvatarIKGoal.LeftHand, Vector3.zero);
        Animator.SetLookAtWeight(1);
        Animator.SetBoneLocalRotation(HumanBodyBones.Head, Quaternion.identity);
        Animator.bodyPosition = Vector3.zero;
        Assert.That(_scene.Log.Select(entry => entry.Type), Is.EqualTo(Enumerable.Repeat(LogType.Warning, 4)));
        Animator.logWarnings = false;
        Animator.SetIKPosition(AvatarIKGoal.LeftHand, Vector3.zero);
        Assert.That(_scene.Log, Has.Count.EqualTo(4));
    });

    [TestCase(0f), TestCase(0.5f), TestCase(1f)]
    public void E10_A_weight_blends_between_animation_and_goal(float weight)
    {
        var start = Bone(HumanBodyBones.RightHand).position;
        var goal = Bone(HumanBodyBones.RightUpperArm).position + new Vector3(0.1f, 0, 0.35f);
        Ik(animator =>
        {
            animator.SetIKPosition(AvatarIKGoal.RightHand, goal);
            animator.SetIKPositionWeight(AvatarIKGoal.RightHand, weight);
        });
        _scene.Frames(5); // weights do not add up over frames
        Assert.That(Vector3.Distance(Bone(HumanBodyBones.RightHand).position, Vector3.Lerp(start, goal, weight)), Is.LessThan(1e-3f));
    }

    [Test] public void E10_Rotation_weighs_apart_from_position()
    {
        var position = Bone(HumanBodyBones.RightHand).position;
        var wanted = Quaternion.Euler(0, 0, 0);
        Ik(animator =>
        {
            animator.SetIKRotation(AvatarIKGoal.RightHand, wanted);
            animator.SetIKRotationWeight(AvatarIKGoal.RightHand, 1);
        });
        _scene.Frames(2);
        Assert.That(Vector3.Distance(Bone(HumanBodyBones.RightHand).position, position), Is.LessThan(1e-4f));
        _scene.Run(() => Assert.That(Quaternion.Angle(Animator.GetIKRotation(AvatarIKGoal.RightHand), wanted), Is.LessThan(0.1f)));
    }

    [Test] public void E11_Weights_do_not_persist()
    {
        var start = Bone(HumanBodyBones.RightHand).position;
        var isOn = true;
        Ik(animator =>
        {
            if (!isOn)
                return;
            animator.SetIKPosition(AvatarIKGoal.RightHand, new Vector3(0.2f, 1.2f, 0.3f));
            animator.SetIKPositionWeight(AvatarIKGoal.RightHand, 1);
        });
        _scene.Frames(1);
        Assert.That(Vector3.Distance(Bone(HumanBodyBones.RightHand).position, start), Is.GreaterThan(0.1f));
        isOn = false;
        _scene.Frames(1);
        Assert.That(Vector3.Distance(Bone(HumanBodyBones.RightHand).position, start), Is.LessThan(1e-4f));
    }

    [TestCase(AvatarIKGoal.LeftHand, HumanBodyBones.LeftHand, -0.25f, 1.1f, 0.3f)]
    [TestCase(AvatarIKGoal.RightHand, HumanBodyBones.RightHand, 0.1f, 1.6f, 0.2f)]
    [TestCase(AvatarIKGoal.LeftFoot, HumanBodyBones.LeftFoot, -0.15f, 0.3f, 0.2f)]
    [TestCase(AvatarIKGoal.RightFoot, HumanBodyBones.RightFoot, 0.2f, 0.2f, -0.2f)]
    public void E12_A_reachable_goal_is_reached_in_the_world(AvatarIKGoal goal, HumanBodyBones bone, float x, float y, float z)
    {
        _scene.Run(() => _avatar.transform.SetPositionAndRotation(new Vector3(1, 0, 2), Quaternion.Euler(0, 120, 0)));
        var target = _avatar.transform.TransformPoint(new Vector3(x, y, z));
        Ik(animator =>
        {
            animator.SetIKPosition(goal, target);
            animator.SetIKPositionWeight(goal, 1);
        });
        _scene.Frames(1);
        Assert.That(Vector3.Distance(Bone(bone).position, target), Is.LessThan(1e-3f));
    }

    [Test] public void E13_Out_of_reach_the_limb_is_straight_and_points_at_the_goal()
    {
        var target = new Vector3(2, 3, 4);
        Ik(animator =>
        {
            animator.SetIKPosition(AvatarIKGoal.RightHand, target);
            animator.SetIKPositionWeight(AvatarIKGoal.RightHand, 1);
        });
        _scene.Frames(1);
        var (a, b, c) = (Bone(HumanBodyBones.RightUpperArm).position, Bone(HumanBodyBones.RightLowerArm).position, Bone(HumanBodyBones.RightHand).position);
        Assert.That(Vector3.Angle(b - a, c - b), Is.LessThan(0.5f));
        Assert.That(Vector3.Angle(c - a, target - a), Is.LessThan(0.1f));
    }

    [TestCase(1f, 1.2f, -0.6f), TestCase(0.4f, 2f, 0), TestCase(0.2f, 0.4f, 0.4f)]
    public void E14_A_hint_puts_the_elbow_in_its_plane(float x, float y, float z)
    {
        var (target, hint) = (new Vector3(0.3f, 1.3f, 0.3f), new Vector3(x, y, z));
        Ik(animator =>
        {
            animator.SetIKPosition(AvatarIKGoal.RightHand, target);
            animator.SetIKPositionWeight(AvatarIKGoal.RightHand, 1);
            animator.SetIKHintPosition(AvatarIKHint.RightElbow, hint);
            animator.SetIKHintPositionWeight(AvatarIKHint.RightElbow, 1);
        });
        _scene.Frames(1);
        var (a, b, c) = (Bone(HumanBodyBones.RightUpperArm).position, Bone(HumanBodyBones.RightLowerArm).position, Bone(HumanBodyBones.RightHand).position);
        var line = (c - a).normalized;
        Assert.That(Vector3.Angle(Vector3.ProjectOnPlane(b - a, line), Vector3.ProjectOnPlane(hint - a, line)), Is.LessThan(1));
        Assert.That(Vector3.Distance(c, target), Is.LessThan(1e-3f));
    }

    /// <summary>Degrees that head and spine turned toward a point, which is at this angle to the side.</summary>
    (float Head, float Spine, float Eye) Look(float yaw, Action<Animator> weights)
    {
        var head = Bone(HumanBodyBones.Head);
        var forward = new Vector3(Mathf.Sin(yaw * Mathf.Deg2Rad), 0, Mathf.Cos(yaw * Mathf.Deg2Rad));
        var point = head.position + 100 * forward;
        Quaternion headBefore = head.rotation, spineBefore = Bone(HumanBodyBones.Spine).rotation, eyeBefore = Bone(HumanBodyBones.LeftEye).rotation;
        var ik = Ik(animator =>
        {
            animator.SetLookAtPosition(point);
            weights(animator);
        });
        _scene.Frames(1);
        _scene.Run(() => Avatars.Scripting.Object.DestroyImmediate(ik));
        return (Quaternion.Angle(headBefore, head.rotation), Quaternion.Angle(spineBefore, Bone(HumanBodyBones.Spine).rotation),
            Quaternion.Angle(eyeBefore, Bone(HumanBodyBones.LeftEye).rotation));
    }

    [Test] public void E15_By_default_the_head_alone_turns()
    {
        var (head, spine, eye) = Look(40, animator => animator.SetLookAtWeight(1));
        Assert.That(head, Is.EqualTo(40).Within(1));
        Assert.That(spine, Is.LessThan(0.01f));
        Assert.That(eye, Is.EqualTo(head).Within(0.1f), "carried by the head");
        Assert.That(Look(40, animator => animator.SetLookAtWeight(1, 1, 0)).Spine, Is.GreaterThan(8));
    }

    [TestCase(0f, 140f), TestCase(0.5f, 90f), TestCase(0.75f, 45f), TestCase(1f, 0f)]
    public void E16_The_clamp_restrains_the_turn(float clamp, float degrees) =>
        Assert.That(Look(140, animator => animator.SetLookAtWeight(1, 0, 1, 0, clamp)).Head, Is.EqualTo(degrees).Within(1.5f));

    [Test] public void E17_The_weight_multiplies_the_others()
    {
        Assert.That(Look(40, animator => animator.SetLookAtWeight(0.5f)).Head, Is.EqualTo(20).Within(1));
        Assert.That(Look(40, animator => animator.SetLookAtWeight(0.5f, 0, 0.5f)).Head, Is.EqualTo(10).Within(1));
    }

    [Test] public void E18_The_body_can_be_moved_in_the_pass_and_the_root_is_the_object()
    {
        _scene.Run(() => Animator.rootPosition = new Vector3(1, 0, 0));
        Assert.That(_avatar.transform.position.x, Is.EqualTo(1));
        var before = Bone(HumanBodyBones.Hips).position;
        Ik(animator => animator.bodyPosition += new Vector3(0, -0.1f, 0.2f));
        _scene.Frames(3);
        Assert.That(Vector3.Distance(Bone(HumanBodyBones.Hips).position, before + new Vector3(0, -0.1f, 0.2f)), Is.LessThan(1e-3f));
        _scene.Run(() => Assert.That(Animator.bodyPosition.x, Is.EqualTo(1).Within(0.02f)));
    }

    [Test] public void E19_A_bones_rotation_is_set_for_a_frame()
    {
        var before = Bone(HumanBodyBones.Head).localRotation;
        var wanted = Quaternion.Euler(10, 20, 30);
        var isOn = true;
        Ik(animator =>
        {
            if (isOn)
                animator.SetBoneLocalRotation(HumanBodyBones.Head, wanted);
        });
        _scene.Frames(1);
        Assert.That(Bone(HumanBodyBones.Head).localRotation == wanted, Is.True);
        isOn = false;
        _scene.Frames(1);
        Assert.That(Bone(HumanBodyBones.Head).localRotation == before, Is.True);
    }
}
