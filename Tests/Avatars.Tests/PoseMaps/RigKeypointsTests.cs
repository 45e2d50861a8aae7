using System.Numerics;
using Avatars.Fixtures;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Tests.Rig;

namespace Avatars.Tests.PoseMaps;

public sealed class RigKeypointsTests
{
    const float Pixel = 0.02f; // float32 through a rig and a camera

    readonly Skeleton _skeleton = Humanoids.Person();
    readonly Camera _front = Camera.Orbit(new Vector3(0, 0.9f, 0), 0, 0, 4, 0.6f, 512, 512);

    Matrix4x4[] Model(Action<JointTransform[]>? change = null)
    {
        var pose = new JointTransform[_skeleton.Count];
        _skeleton.CopyRestTo(pose);
        change?.Invoke(pose);
        var model = new Matrix4x4[_skeleton.Count];
        LocalToModel.Run(_skeleton, pose, model);
        return model;
    }

    Keypoint[] Project(KeypointLayout layout, Camera camera, Matrix4x4[]? model = null, KeypointVisibility? visibility = null)
    {
        var keypoints = new Keypoint[layout.Count];
        new RigKeypoints(HumanoidMap.Find(_skeleton), layout, visibility: visibility).Project(model ?? Model(), camera, keypoints);
        return keypoints;
    }

    Matrix4x4 JointMatrix(Matrix4x4[] model, string name) => model[_skeleton.IndexOf("mixamorig:" + name)];

    [Test]
    public void Joints_fall_where_the_pinhole_formula_says()
    {
        var keypoints = Project(KeypointLayout.Avatar128, _front);
        foreach (var (keypoint, joint) in new[] { (5, "LeftArm"), (7, "LeftHand"), (10, "RightFoot"), (18, "LeftHand"), (18 + 5, "LeftHandIndex1"),
            (39 + 18, "RightHandPinky2") })
        {
            var position = JointMatrix(Model(), joint).Translation;
            var scale = _front.FocalLength / (4 - position.Z);
            Assert.That(keypoints[keypoint].X, Is.EqualTo(256 + position.X * scale).Within(Pixel), joint);
            Assert.That(keypoints[keypoint].Y, Is.EqualTo(256 - (position.Y - 0.9f) * scale).Within(Pixel), joint);
        }
        Assert.That(keypoints.Take(18).Select(keypoint => keypoint.Confidence), Is.All.EqualTo(1), "nothing of the body hides another part in a T pose");
    }

    [Test]
    public void The_neck_is_the_middle_of_the_shoulders()
    {
        var keypoints = Project(KeypointLayout.Body18, _front);
        Assert.That(keypoints[1].X, Is.EqualTo((keypoints[2].X + keypoints[5].X) / 2).Within(Pixel));
        Assert.That(keypoints[1].Y, Is.EqualTo((keypoints[2].Y + keypoints[5].Y) / 2).Within(Pixel));
    }

    [Test]
    public void A_finger_tip_lies_beyond_the_last_knuckle_and_bends_with_it()
    {
        var rig = new RigKeypoints(HumanoidMap.Find(_skeleton), KeypointLayout.Avatar128);
        var landmarks = new Vector3[128];
        rig.Locate(Model(), landmarks);
        Assert.That(Vector3.Distance(landmarks[26], new Vector3(0.865f + 1.02f * 0.025f, 1.40f, 0.03f)), Is.LessThan(1e-4f));

        var last = _skeleton.IndexOf("mixamorig:LeftHandIndex3");
        rig.Locate(Model(pose => pose[last] = pose[last] with { Rotation = Quaternion.CreateFromAxisAngle(Vector3.UnitZ, -MathF.PI / 2) }), landmarks);
        Assert.That(Vector3.Distance(landmarks[26], new Vector3(0.865f, 1.40f - 1.02f * 0.025f, 0.03f)), Is.LessThan(1e-4f));
    }

    static IEnumerable<KeypointLayout> WholeLayouts() => KeypointLayout.All.Where(layout => layout != KeypointLayout.Hand21);

    [TestCaseSource(nameof(WholeLayouts))]
    public void A_symmetric_pose_equals_its_mirror_in_every_layout(KeypointLayout layout)
    {
        var keypoints = Project(layout, _front);
        var mirrored = new Keypoint[layout.Count];
        layout.MirrorKeypoints(keypoints, 512, mirrored);
        for (var i = 0; i < layout.Count; i++)
        {
            Assert.That(mirrored[i].IsPresent, Is.EqualTo(keypoints[i].IsPresent), layout.Names[i]);
            if (!keypoints[i].IsPresent)
                continue;
            Assert.That(mirrored[i].X, Is.EqualTo(keypoints[i].X).Within(0.05f), layout.Names[i]);
            Assert.That(mirrored[i].Y, Is.EqualTo(keypoints[i].Y).Within(0.05f), layout.Names[i]);
        }
    }

    [TestCaseSource(nameof(WholeLayouts))]
    public void Every_layout_agrees_on_a_shoulder_and_a_knuckle(KeypointLayout layout)
    {
        var keypoints = Project(layout, _front);
        var model = Model();
        foreach (var (name, joint) in new[] { ("LeftShoulder", "LeftArm"), ("RightKnee", "RightLeg"), ("LeftHandIndex1", "LeftHandIndex1"),
            ("RightHandThumb2", "RightHandThumb2") })
        {
            var index = layout.IndexOf(name);
            if (index < 0)
                continue;
            Assert.That(_front.TryProject(JointMatrix(model, joint).Translation, out var pixels, out _), Is.True);
            Assert.That(Vector2.Distance(pixels, new Vector2(keypoints[index].X, keypoints[index].Y)), Is.LessThan(Pixel), name);
        }
    }

    [Test]
    public void What_a_rig_cannot_give_is_missing_and_everything_else_is_there()
    {
        var map = HumanoidMap.Find(_skeleton);
        foreach (var layout in WholeLayouts())
        {
            var rig = new RigKeypoints(map, layout);
            var missing = Enumerable.Range(0, layout.Count).Count(i => !rig.Has(i));
            var mesh = layout.Names.ToArray().Count(name => name.StartsWith("Mesh", StringComparison.Ordinal));
            var given = mesh switch { 0 => 0, 468 => 68, _ => 70 }; // the landmarks, and the centres of the irises
            Assert.That(missing, Is.EqualTo(mesh - given), layout.Name);
        }
    }

    [Test]
    public void The_face_layouts_agree_point_for_point()
    {
        var whole = Project(KeypointLayout.CocoWholeBody133, _front);
        var face = Project(KeypointLayout.Face68, _front);
        Assert.That(whole.Skip(23).Take(68), Is.EqualTo(face));
        var mesh = Project(KeypointLayout.MediaPipeFace468, _front);
        Assert.That(new[] { mesh[4], mesh[33], mesh[61], mesh[291], mesh[152] },
            Is.EqualTo(new[] { face[30], face[36], face[48], face[54], face[8] }), "nose tip, eye corner, mouth corners, chin");
    }

    [Test]
    public void From_behind_the_face_is_missing_and_the_ears_are_seen()
    {
        var behind = Camera.Orbit(new Vector3(0, 0.9f, 0), MathF.PI, 0, 4, 0.6f, 512, 512);
        var keypoints = Project(KeypointLayout.Avatar128, behind);
        Assert.That(keypoints[0].IsPresent || keypoints[14].IsPresent || keypoints[15].IsPresent, Is.False, "nose and eyes");
        Assert.That(keypoints.Skip(60 + 17).Any(keypoint => keypoint.IsPresent), Is.False, "brows, nose, eyes, lips");
        Assert.That(keypoints[16].Confidence, Is.EqualTo(1));
        Assert.That(keypoints[17].Confidence, Is.EqualTo(1));
    }

    [Test]
    public void In_profile_the_far_ear_and_eye_are_hidden()
    {
        var fromTheLeft = Camera.Orbit(new Vector3(0, 0.9f, 0), MathF.PI / 2, 0, 4, 0.6f, 512, 512);
        var model = Model(pose =>
        {
            foreach (var (name, rotation) in new[] { ("LeftArm", -MathF.PI / 2), ("RightArm", MathF.PI / 2) }) // arms down, out of the way
            {
                var joint = _skeleton.IndexOf("mixamorig:" + name);
                pose[joint] = pose[joint] with { Rotation = Quaternion.CreateFromAxisAngle(Vector3.UnitZ, rotation) };
            }
        });
        var keypoints = Project(KeypointLayout.Avatar128, fromTheLeft, model);
        Assert.That(keypoints[17].Confidence, Is.EqualTo(1), "left ear");
        Assert.That(keypoints[16].Confidence, Is.EqualTo(0.3f).Within(1e-4f), "right ear");
        Assert.That(keypoints[15].Confidence, Is.GreaterThan(0.9f), "left eye");
        Assert.That(keypoints[14].IsPresent, Is.False, "right eye");
    }

    [Test]
    public void A_hand_behind_the_back_is_hidden_but_known()
    {
        var arm = _skeleton.IndexOf("mixamorig:LeftArm");
        var elbow = _skeleton.IndexOf("mixamorig:LeftForeArm");
        var model = Model(pose =>
        {
            pose[arm] = pose[arm] with { Rotation = Quaternion.CreateFromAxisAngle(Vector3.UnitY, 0.5f)
                * Quaternion.CreateFromAxisAngle(Vector3.UnitZ, -1.75f) };
            pose[elbow] = pose[elbow] with { Rotation = Quaternion.CreateFromAxisAngle(Vector3.UnitY, 2.1f) };
        });
        var hand = JointMatrix(model, "LeftHand").Translation;
        Assert.That(hand.Z, Is.LessThan(-0.12f), "the test's own pose: the hand is behind the back");
        Assert.That(MathF.Abs(hand.X), Is.LessThan(0.06f));
        Assert.That(Project(KeypointLayout.Body18, _front, model)[7].Confidence, Is.EqualTo(0.3f).Within(1e-4f));
        Assert.That(Project(KeypointLayout.Body18, _front, model, KeypointVisibility.All)[7].Confidence, Is.EqualTo(1));
        var behind = Camera.Orbit(new Vector3(0, 0.9f, 0), MathF.PI, 0, 4, 0.6f, 512, 512);
        Assert.That(Project(KeypointLayout.Body18, behind, model)[7].Confidence, Is.EqualTo(1));
    }

    [Test]
    public void Beyond_the_far_plane_and_before_the_near_plane_everything_is_missing()
    {
        Assert.That(Project(KeypointLayout.Avatar128, _front with { Far = 3 }).Any(keypoint => keypoint.IsPresent), Is.False);
        Assert.That(Project(KeypointLayout.Avatar128, _front with { Near = 5 }).Any(keypoint => keypoint.IsPresent), Is.False);
    }

    [Test]
    public void Joint_axes_and_units_do_not_change_the_keypoints()
    {
        var expected = Project(KeypointLayout.Avatar128, _front);
        var turned = Humanoids.Person(axesSeed: 9);
        var pose = new JointTransform[turned.Count];
        turned.CopyRestTo(pose);
        var model = new Matrix4x4[turned.Count];
        LocalToModel.Run(turned, pose, model);
        var keypoints = new Keypoint[128];
        new RigKeypoints(HumanoidMap.Find(turned), KeypointLayout.Avatar128).Project(model, _front, keypoints);
        for (var i = 0; i < 128; i++)
            Assert.That(Vector2.Distance(new(keypoints[i].X, keypoints[i].Y), new(expected[i].X, expected[i].Y)), Is.LessThan(0.05f),
                KeypointLayout.Avatar128.Names[i]);
    }

    [Test]
    public void A_characters_own_face_is_used_as_it_is()
    {
        var own = FaceTemplate.Default.Scaled(1.5f, new Vector3(0, 0.01f, 0));
        var landmarks = new Vector3[68];
        new RigKeypoints(HumanoidMap.Find(_skeleton), KeypointLayout.Face68, own).Locate(Model(), landmarks);
        Assert.That(Vector3.Distance(landmarks[30], JointMatrix(Model(), "Head").Translation + own.Points[30]), Is.LessThan(1e-5f));
    }

    [Test]
    public void One_hand_without_a_side_is_refused() =>
        Assert.That(() => new RigKeypoints(HumanoidMap.Find(_skeleton), KeypointLayout.Hand21), Throws.ArgumentException.With.Message.Contains("which hand"));

    [Test]
    public void Allocates_nothing()
    {
        var rig = new RigKeypoints(HumanoidMap.Find(_skeleton), KeypointLayout.Avatar128);
        var model = Model();
        var keypoints = new Keypoint[128];
        var landmarks = new Vector3[128];
        Assert.That(Allocations.Of(() => rig.Project(model, _front, keypoints)), Is.Zero);
        Assert.That(Allocations.Of(() => rig.Locate(model, landmarks)), Is.Zero);
    }
}
