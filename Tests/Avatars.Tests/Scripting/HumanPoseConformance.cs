using Avatars.Rig;
using Avatars.Scripting;
using Avatars.Solving;

namespace Avatars.Tests.Scripting;

/// <summary>Unity's HumanPose and HumanPoseHandler: numbered behaviours D1 to D22.</summary>
[Category("Conformance")]
public sealed class HumanPoseConformance
{
    TestScene _scene = null!;
    ScriptedAvatar _avatar = null!;

    [SetUp] public void Begin()
    {
        _scene = new TestScene();
        _avatar = _scene.AddAvatar();
    }

    [TearDown] public void End() => _scene.Dispose();

    HumanPoseHandler Handler() => new(_avatar.animator.avatar!, _avatar.transform);

    static HumanPose Get(HumanPoseHandler handler)
    {
        var pose = new HumanPose();
        handler.GetHumanPose(ref pose);
        return pose;
    }

    Transform Bone(HumanBodyBones bone) => _avatar.animator.GetBoneTransform(bone)!;

    static float[] TPose() => [.. Muscles.All.ToArray().Select(muscle => muscle.ToValue(muscle.TPoseDegrees))];

    [Test] public void D1_A_pose_has_body_and_95_muscles() => _scene.Run(() =>
    {
        var pose = Get(Handler());
        Assert.That(pose.muscles, Has.Length.EqualTo(95));
        Assert.That(pose.bodyPosition.y, Is.GreaterThan(0.5f));
        Assert.That(Quaternion.Angle(pose.bodyRotation, Quaternion.identity), Is.LessThan(5));
    });

    [Test] public void D2_Missing_muscles_are_zeros() => _scene.Run(() =>
    {
        var pose = Get(Handler()) with { muscles = null };
        Handler().SetHumanPose(ref pose);
        Assert.That(pose.muscles, Is.EqualTo(new float[95]));
    });

    [Test] public void D3_A_rotation_of_zeros_is_the_identity() => _scene.Run(() =>
    {
        var pose = Get(Handler()) with { bodyRotation = default };
        Handler().SetHumanPose(ref pose);
        Assert.That(pose.bodyRotation.w, Is.EqualTo(1));
        Assert.That(Quaternion.Angle(Get(Handler()).bodyRotation, Quaternion.identity), Is.LessThan(0.1f));
    });

    [Test] public void D4_Muscles_of_another_number_are_refused() => _scene.Run(() =>
    {
        var pose = new HumanPose { muscles = new float[94] };
        Assert.That(() => Handler().SetHumanPose(ref pose), Throws.InvalidOperationException);
    });

    [Test] public void D5_A_handler_needs_a_human_and_a_root() => _scene.Run(() =>
    {
        Assert.That(() => new HumanPoseHandler(null!, _avatar.transform), Throws.ArgumentNullException);
        Assert.That(() => new HumanPoseHandler(_avatar.animator.avatar!, (Transform)null!), Throws.ArgumentNullException);
        Assert.That(() => new HumanPoseHandler(new HumanoidAvatar(null), _avatar.transform), Throws.ArgumentException);
    });

    [Test] public void D6_A_handler_with_paths_is_tied_to_no_scene() => _scene.Run(() =>
    {
        Assert.That(() => new HumanPoseHandler(_avatar.animator.avatar!, (string[])null!), Throws.ArgumentNullException);
        var before = Bone(HumanBodyBones.Spine).localRotation;
        var handler = new HumanPoseHandler(_avatar.animator.avatar!, ["Hips", "Hips/Spine"]);
        var pose = new HumanPose();
        handler.GetInternalHumanPose(ref pose);
        pose.muscles![0] = 0.5f;
        handler.SetInternalHumanPose(ref pose);
        var again = new HumanPose();
        handler.GetInternalHumanPose(ref again);
        Assert.That(again.muscles![0], Is.EqualTo(0.5f).Within(1e-3f));
        Assert.That(Bone(HumanBodyBones.Spine).localRotation.Equals(before), Is.True);
    });

    [Test] public void D7_After_Dispose_a_handler_is_of_no_use() => _scene.Run(() =>
    {
        var handler = Handler();
        handler.Dispose();
        handler.Dispose();
        Assert.That(() => Get(handler), Throws.TypeOf<NullReferenceException>());
    });

    [Test] public void D8_A_handler_that_is_not_disposed_is_collected_like_any_object()
    {
        WeakReference Make() => new(_scene.Run(Handler));
        var forgotten = Enumerable.Range(0, 100).Select(_ => Make()).ToArray();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.That(forgotten.Count(one => one.IsAlive), Is.LessThan(2), "here it costs nothing to forget Dispose");
    }

    [Test] public void D9_All_zero_is_a_pose_with_bent_limbs() => _scene.Run(() =>
    {
        var pose = Get(Handler()) with { muscles = new float[95] };
        Handler().SetHumanPose(ref pose);
        float Bend(HumanBodyBones root, HumanBodyBones mid, HumanBodyBones tip) =>
            Vector3.Angle(Bone(mid).position - Bone(root).position, Bone(tip).position - Bone(mid).position);
        Assert.That(Bend(HumanBodyBones.LeftUpperLeg, HumanBodyBones.LeftLowerLeg, HumanBodyBones.LeftFoot), Is.EqualTo(80).Within(5));
        Assert.That(Bend(HumanBodyBones.RightUpperArm, HumanBodyBones.RightLowerArm, HumanBodyBones.RightHand), Is.EqualTo(80).Within(5));
    });

    /// <summary>Degrees between the T pose and the T pose with one muscle at a value.</summary>
    float Turn(int muscle, float value, HumanBodyBones bone)
    {
        var pose = Get(Handler()) with { muscles = TPose() };
        Handler().SetHumanPose(ref pose);
        var before = Bone(bone).localRotation;
        pose.muscles![muscle] = value;
        Handler().SetHumanPose(ref pose);
        return Quaternion.Angle(before, Bone(bone).localRotation);
    }

    [TestCase(0, 1, 40), TestCase(0, -1, 40), TestCase(0, 0.5f, 20)]
    public void D10_A_value_is_a_share_of_the_range(int muscle, float value, float degrees) =>
        _scene.Run(() => Assert.That(Turn(muscle, value, HumanBodyBones.Spine), Is.EqualTo(degrees).Within(0.1f)));

    [Test] public void D11_Values_beyond_the_range_go_on() =>
        _scene.Run(() => Assert.That(Turn(0, 2, HumanBodyBones.Spine), Is.EqualTo(80).Within(0.1f)));

    [Test] public void D12_The_T_pose_comes_from_its_muscle_values() => _scene.Run(() =>
    {
        var pose = Get(Handler()) with { muscles = TPose() };
        Handler().SetHumanPose(ref pose);
        var arm = Bone(HumanBodyBones.LeftHand).position - Bone(HumanBodyBones.LeftUpperArm).position;
        var leg = Bone(HumanBodyBones.RightFoot).position - Bone(HumanBodyBones.RightUpperLeg).position;
        Assert.That(Vector3.Angle(arm, Vector3.left), Is.LessThan(1));
        Assert.That(Vector3.Angle(leg, Vector3.down), Is.LessThan(1));
    });

    [Test] public void D13_Swing_is_one_rotation_of_both_angles() => _scene.Run(() =>
    {
        var pose = Get(Handler()) with { muscles = TPose() };
        Handler().SetHumanPose(ref pose);
        var before = Bone(HumanBodyBones.Spine).localRotation;
        (pose.muscles![0], pose.muscles[1]) = (0.5f, 0.5f);
        Handler().SetHumanPose(ref pose);
        Assert.That(Quaternion.Angle(before, Bone(HumanBodyBones.Spine).localRotation), Is.EqualTo(20 * Mathf.Sqrt(2)).Within(0.05f));
    });

    [Test] public void D14_The_body_position_is_relative_to_the_root() => _scene.Run(() =>
    {
        var before = Get(Handler()).bodyPosition;
        _avatar.transform.position = new Vector3(5, 6, 7);
        Assert.That(Vector3.Distance(Get(Handler()).bodyPosition, before), Is.LessThan(1e-5f));
    });

    /// <summary>The standard person, larger or smaller.</summary>
    static HumanoidMap Scaled(float factor) => HumanoidMap.Find(new Skeleton([.. StandardHumanoid.Skeleton.Joints.ToArray()
        .Select(joint => joint with { Rest = joint.Rest with { Translation = joint.Rest.Translation * factor } })]));

    [Test] public void D15_One_pose_fits_tall_and_short_people() => _scene.Run(() =>
    {
        var tall = ScriptedAvatar.Create("tall", Scaled(1.5f));
        var handler = new HumanPoseHandler(tall.animator.avatar!, tall.transform);
        Assert.That(tall.animator.humanScale, Is.EqualTo(1.5f * _avatar.animator.humanScale).Within(1e-4f));
        Assert.That(Vector3.Distance(Get(handler).bodyPosition, Get(Handler()).bodyPosition), Is.LessThan(1e-4f));
        var pose = Get(Handler());
        pose.muscles![21] = 0;
        handler.SetHumanPose(ref pose);
        Handler().SetHumanPose(ref pose);
        Assert.That(tall.animator.GetBoneTransform(HumanBodyBones.Hips)!.position.y, Is.EqualTo(1.5f * Bone(HumanBodyBones.Hips).position.y).Within(1e-3f));
    });

    [Test] public void D16_The_body_faces_where_hips_and_shoulders_do() => _scene.Run(() =>
    {
        Bone(HumanBodyBones.Hips).Rotate(Vector3.up, 30, Space.World);
        Assert.That(Quaternion.Angle(Get(Handler()).bodyRotation, Quaternion.Euler(0, 30, 0)), Is.LessThan(3));
    });

    [Test] public void D17_The_body_is_at_the_centre_of_mass() => _scene.Run(() =>
    {
        var before = Get(Handler()).bodyPosition;
        Assert.That(before.y * _avatar.animator.humanScale, Is.InRange(0.85f, 1.15f), "metres above the ground: the navel of a person of 1.67 m");
        Bone(HumanBodyBones.LeftUpperLeg).Rotate(Vector3.right, -90, Space.World); // the thigh forward
        var after = Get(Handler()).bodyPosition;
        Assert.That(after.z - before.z, Is.GreaterThan(0.02f));
        Assert.That(after.y - before.y, Is.GreaterThan(0.02f));
    });

    [Test] public void D18_Setting_a_pose_moves_the_hips_so_that_the_body_fits() => _scene.Run(() =>
    {
        var pose = Get(Handler());
        pose.bodyPosition += new Vector3(0.2f, 0.1f, 0.3f);
        pose.bodyRotation = Quaternion.Euler(0, 40, 0);
        pose.muscles![21] = -0.5f;
        Handler().SetHumanPose(ref pose);
        var after = Get(Handler());
        Assert.That(Vector3.Distance(after.bodyPosition, pose.bodyPosition), Is.LessThan(1e-4f));
        Assert.That(Quaternion.Angle(after.bodyRotation, pose.bodyRotation), Is.LessThan(0.1f));
    });

    [Test] public void D19_A_pose_inside_the_ranges_is_read_back([NUnit.Framework.Range(1, 5)] int seed) => _scene.Run(() =>
    {
        var random = new System.Random(seed);
        var pose = Get(Handler());
        for (var i = 0; i < 95; i++)
            pose.muscles![i] = (float)random.NextDouble() * 1.8f - 0.9f;
        Handler().SetHumanPose(ref pose);
        Assert.That(Get(Handler()).muscles, Is.EqualTo(pose.muscles).Within(1e-3f));
    });

    [Test] public void D20_Muscles_of_absent_bones_read_as_0_and_are_ignored() => _scene.Run(() =>
    {
        var names = new List<string>();
        var joints = new List<Joint>();
        foreach (var joint in StandardHumanoid.Skeleton.Joints.ToArray().Where(joint => joint.Name is not ("Jaw" or "LeftEye" or "RightEye")))
        {
            names.Add(joint.Name);
            joints.Add(joint with { Parent = joint.Parent < 0 ? -1 : names.IndexOf(StandardHumanoid.Skeleton[joint.Parent].Name) });
        }
        var blind = ScriptedAvatar.Create("blind", HumanoidMap.Find(new Skeleton(joints)));
        var handler = new HumanPoseHandler(blind.animator.avatar!, blind.transform);
        var pose = Get(handler);
        for (var muscle = 15; muscle <= 20; muscle++)
            pose.muscles![muscle] = 0.7f;
        handler.SetHumanPose(ref pose);
        Assert.That(Get(handler).muscles![15..21], Is.All.Zero);
    });

    [Test] public void D21_Goals_have_fixed_rotations_to_their_bones() => _scene.Run(() =>
    {
        var pose = Get(Handler()) with { muscles = TPose() };
        Handler().SetHumanPose(ref pose);
        // In the T pose: feet as they stand, hands with Z along the fingers and Y out of the back.
        Assert.That(Quaternion.Angle(_avatar.animator.GetIKRotation(AvatarIKGoal.LeftFoot), Quaternion.identity), Is.LessThan(0.5f));
        Assert.That(Quaternion.Angle(_avatar.animator.GetIKRotation(AvatarIKGoal.LeftHand), Quaternion.LookRotation(Vector3.left)), Is.LessThan(0.5f));
        Assert.That(Quaternion.Angle(_avatar.animator.GetIKRotation(AvatarIKGoal.RightHand), Quaternion.LookRotation(Vector3.right)), Is.LessThan(0.5f));
    });

    [Test] public void D22_Without_a_scene_the_root_is_at_the_origin() => _scene.Run(() =>
    {
        _avatar.transform.position = new Vector3(3, 0, 0);
        var handler = new HumanPoseHandler(_avatar.animator.avatar!, Array.Empty<string>());
        Assert.That(Get(handler).bodyPosition.x, Is.EqualTo(0).Within(1e-3f));
    });
}
