using System.Numerics;
using Avatars.Fixtures;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Tests.Rig;

namespace Avatars.Tests.Retargeting;

public sealed class LandmarkFitterTests
{
    const float Metres = 3e-3f; // float32, and thumbs whose roll landmarks cannot tell

    static readonly HumanoidMap Map = StandardHumanoid.Map;
    static readonly TPose T = TPose.OfRest(Map);

    /// <summary>A person who gestures, posed by turns of the bones away from the T pose.</summary>
    static JointTransform[] Gesture(Action<Dictionary<HumanBodyBones, Quaternion>>? change = null)
    {
        var rotations = new Dictionary<HumanBodyBones, Quaternion>();
        void Turn(HumanBodyBones bone, Vector3 axis, float radians) => rotations[bone] = Quaternion.CreateFromAxisAngle(Vector3.Normalize(axis), radians);
        Turn(HumanBodyBones.LeftUpperArm, new(0, 0.3f, -1), 0.8f);
        Turn(HumanBodyBones.LeftLowerArm, -Vector3.UnitY, 1.3f);
        Turn(HumanBodyBones.LeftHand, new(0, 0.2f, 1), 0.4f);
        Turn(HumanBodyBones.RightUpperArm, new(1, 0.2f, 1), 0.9f);
        Turn(HumanBodyBones.RightLowerArm, Vector3.UnitY, 1.1f);
        for (var finger = 1; finger < HumanBones.FingersPerHand; finger++)
            for (var segment = 0; segment < HumanBones.BonesPerFinger; segment++)
            {
                Turn(HumanBones.Finger(true, finger, segment), -Vector3.UnitZ, 0.2f * finger + 0.1f * segment);
                Turn(HumanBones.Finger(false, finger, segment), Vector3.UnitZ, 1.4f - 0.3f * finger);
            }
        Turn(HumanBodyBones.LeftUpperLeg, -Vector3.UnitX, 0.5f);
        Turn(HumanBodyBones.LeftLowerLeg, Vector3.UnitX, 0.7f);
        change?.Invoke(rotations);

        var skeleton = Map.Skeleton;
        var local = new JointTransform[skeleton.Count];
        for (var i = 0; i < local.Length; i++)
        {
            var parent = skeleton[i].Parent < 0 ? Quaternion.Identity : T.Rotations[skeleton[i].Parent];
            var inT = Quaternion.Conjugate(parent) * T.Rotations[i];
            var rotation = rotations.TryGetValue(Map.BoneOf(i), out var given) ? given : Quaternion.Identity;
            var here = Quaternion.Conjugate(T.Rotations[i]) * rotation * T.Rotations[i];
            local[i] = skeleton[i].Rest with { Rotation = Quaternion.Normalize(inT * here) };
        }
        return local;
    }

    /// <summary>What an ideal estimator finds.</summary>
    static Vector3[] LandmarksOf(JointTransform[] pose)
    {
        var model = new ModelPose(Map.Skeleton);
        model.Run(pose);
        var landmarks = new Vector3[(int)Landmark.Count];
        Vector3 Joint(HumanBodyBones bone) => model.Positions[Map[bone]];
        Vector3 OnHead(Vector3 inT) => Joint(HumanBodyBones.Head)
            + Vector3.Transform(inT, model.Rotations[Map[HumanBodyBones.Head]] * Quaternion.Conjugate(T.Rotations[Map[HumanBodyBones.Head]]));
        landmarks[(int)Landmark.Nose] = OnHead(new(0, -0.0066f, 0.152f));
        landmarks[(int)Landmark.LeftEar] = OnHead(new(0.0775f, 0.0164f, 0.033f));
        landmarks[(int)Landmark.RightEar] = OnHead(new(-0.0775f, 0.0164f, 0.033f));
        (Landmark, HumanBodyBones)[] joints =
        [
            (Landmark.LeftShoulder, HumanBodyBones.LeftUpperArm), (Landmark.LeftElbow, HumanBodyBones.LeftLowerArm),
                (Landmark.LeftWrist, HumanBodyBones.LeftHand),
            (Landmark.LeftHip, HumanBodyBones.LeftUpperLeg), (Landmark.LeftKnee, HumanBodyBones.LeftLowerLeg),
                (Landmark.LeftAnkle, HumanBodyBones.LeftFoot), (Landmark.LeftToe, HumanBodyBones.LeftToes),
        ];
        foreach (var (landmark, bone) in joints)
        {
            landmarks[(int)landmark] = Joint(bone);
            landmarks[(int)landmark + 1] = Joint(HumanBones.Mirror(bone));
        }
        for (var side = 0; side < 2; side++)
        {
            var hand = landmarks.AsSpan((int)(side == 0 ? Landmark.LeftHand : Landmark.RightHand), 21);
            hand[0] = Joint(HumanBones.Side(side == 0, HumanBodyBones.LeftHand));
            for (var finger = 0; finger < HumanBones.FingersPerHand; finger++)
            {
                for (var segment = 0; segment < HumanBones.BonesPerFinger; segment++)
                    hand[1 + 4 * finger + segment] = Joint(HumanBones.Finger(side == 0, finger, segment));
                var last = Map[HumanBones.Finger(side == 0, finger, 2)];
                var inT = T.Positions[last] - T.Positions[Map[HumanBones.Finger(side == 0, finger, 1)]];
                hand[4 + 4 * finger] = model.Positions[last] + Vector3.Transform(inT, model.Rotations[last] * Quaternion.Conjugate(T.Rotations[last]));
            }
        }
        return landmarks;
    }

    static JointTransform[] Fit(Vector3[] landmarks)
    {
        var result = new JointTransform[Map.Skeleton.Count];
        new LandmarkFitter(T).Fit(landmarks, result);
        return result;
    }

    static void AssertSamePositions(JointTransform[] expected, JointTransform[] found, float tolerance = Metres)
    {
        var want = new ModelPose(Map.Skeleton);
        want.Run(expected);
        var got = new ModelPose(Map.Skeleton);
        got.Run(found);
        for (var i = 0; i < want.Positions.Length; i++)
            Assert.That(Vector3.Distance(want.Positions[i], got.Positions[i]), Is.LessThan(tolerance), Map.Skeleton[i].Name);
    }

    [Test]
    public void A_gesture_is_found_again_from_its_landmarks()
    {
        var gesture = Gesture();
        AssertSamePositions(gesture, Fit(LandmarksOf(gesture)));
    }

    [Test]
    public void A_rotated_and_leaning_body_is_recovered()
    {
        var gesture = Gesture(rotations => rotations[HumanBodyBones.Hips] = Quaternion.CreateFromAxisAngle(Vector3.Normalize(new Vector3(0.1f, 1, 0.15f)),
            0.8f));
        AssertSamePositions(gesture, Fit(LandmarksOf(gesture)));
    }

    [Test]
    public void A_rotated_hand_rotates_the_forearm_partly()
    {
        var gesture = Gesture(rotations => rotations[HumanBodyBones.LeftHand] = Quaternion.CreateFromAxisAngle(Vector3.UnitX, 1f)); // about the forearm
        var found = Fit(LandmarksOf(gesture));
        AssertSamePositions(gesture, found);
        var hand = found[Map[HumanBodyBones.LeftHand]].Rotation;
        Assert.That(2 * MathF.Acos(MathF.Abs(hand.W)), Is.EqualTo(0.4f).Within(0.02f), "radians: the wrist keeps two fifths");
    }

    [Test]
    public void Fingers_that_bend_backward_are_straightened()
    {
        var landmarks = LandmarksOf(Gesture());
        var straight = Gesture(rotations =>
        {
            for (var segment = 0; segment < 3; segment++)
                rotations[HumanBones.Finger(true, 1, segment)] = Quaternion.Identity;
        });
        var broken = LandmarksOf(Gesture(rotations =>
        {
            for (var segment = 0; segment < 3; segment++)
                rotations[HumanBones.Finger(true, 1, segment)] = segment == 0 ? Quaternion.Identity : Quaternion.CreateFromAxisAngle(Vector3.UnitZ, 0.6f);
        }));
        broken.AsSpan((int)Landmark.LeftHand + 5, 4).CopyTo(landmarks.AsSpan((int)Landmark.LeftHand + 5, 4));
        AssertSamePositions(straight, Fit(landmarks), 0.01f);
    }

    [Test]
    public void Without_landmarks_a_person_stands_with_hanging_arms()
    {
        var landmarks = new Vector3[(int)Landmark.Count];
        Array.Fill(landmarks, new Vector3(float.NaN));
        var pose = Fit(landmarks);
        var model = new ModelPose(Map.Skeleton);
        model.Run(pose);
        Assert.That(model.Positions[Map[HumanBodyBones.LeftHand]].Y, Is.LessThan(model.Positions[Map[HumanBodyBones.Chest]].Y));
        foreach (var position in model.Positions)
            Assert.That(float.IsFinite(position.X + position.Y + position.Z), Is.True);
    }

    [Test]
    public void A_hand_alone_bends_its_fingers_on_a_hanging_arm()
    {
        var landmarks = LandmarksOf(Gesture());
        landmarks.AsSpan(0, (int)Landmark.LeftHand).Fill(new Vector3(float.NaN));
        var pose = Fit(landmarks);
        var expected = Gesture()[Map[HumanBodyBones.RightMiddleIntermediate]].Rotation;
        Assert.That(MathF.Abs(Quaternion.Dot(pose[Map[HumanBodyBones.RightMiddleIntermediate]].Rotation, expected)), Is.EqualTo(1).Within(1e-4f));
    }

    [Test]
    public void Gaps_are_filled_between_and_held_outside()
    {
        var clip = new LandmarkClip(5, 25, LandmarkDepth.Length);
        clip.Frame(1)[0] = new Vector3(1, 0, 0);
        clip.Frame(3)[0] = new Vector3(3, 2, 0);
        clip.FillGaps();
        Assert.That(Enumerable.Range(0, 5).Select(frame => clip.Frame(frame)[0]),
            Is.EqualTo(new[] { new Vector3(1, 0, 0), new(1, 0, 0), new(2, 1, 0), new(3, 2, 0), new(3, 2, 0) }));
        Assert.That(float.IsNaN(clip.Frame(2)[1].X), Is.True, "what is never seen stays missing");
    }

    [Test]
    public void Smoothing_keeps_even_motion_and_quiets_jitter()
    {
        var clip = new LandmarkClip(41, 25, LandmarkDepth.Length);
        for (var frame = 0; frame < 41; frame++)
        {
            clip.Frame(frame)[0] = new Vector3(frame, 0, 0);
            clip.Frame(frame)[1] = new Vector3(frame % 2, 0, 0);
        }
        clip.Smooth(0.08f);
        Assert.That(clip.Frame(20)[0].X, Is.EqualTo(20).Within(1e-3f));
        Assert.That(MathF.Abs(clip.Frame(20)[1].X - clip.Frame(21)[1].X), Is.LessThan(0.01f));
    }

    /// <summary>Files stretch a hand's z by a factor that they do not tell. Bones are stiff, so it can be found.</summary>
    [TestCase(1f)]
    [TestCase(0.002f)]
    [TestCase(30f)]
    public void Hands_bend_the_same_whatever_the_unit_of_depth(float unit)
    {
        JointTransform[] Pose(float t) => Gesture(rotations =>
        {
            rotations[HumanBodyBones.RightHand] = Quaternion.CreateFromAxisAngle(Vector3.Normalize(new Vector3(1, 0.5f, 0.2f)), 2 * t - 1);
            for (var segment = 0; segment < 3; segment++)
                rotations[HumanBones.Finger(false, 2, segment)] = Quaternion.CreateFromAxisAngle(Vector3.UnitZ, t);
        });
        var clip = new LandmarkClip(20, 25, LandmarkDepth.Length);
        for (var frame = 0; frame < 20; frame++)
        {
            LandmarksOf(Pose(frame / 19f)).CopyTo(clip.Frame(frame));
            for (var i = (int)Landmark.LeftHand; i < (int)Landmark.Count; i++)
                clip.Frame(frame)[i].Z *= unit;
        }
        var found = clip.ToClip("hand", Map, smoothSeconds: 0);
        var pose = new JointTransform[Map.Skeleton.Count];
        foreach (var frame in new[] { 0, 7, 13, 19 })
        {
            found.Sample(frame / 25f, pose);
            var want = Pose(frame / 19f)[Map[HumanBodyBones.RightMiddleIntermediate]].Rotation;
            var got = pose[Map[HumanBodyBones.RightMiddleIntermediate]].Rotation;
            Assert.That(2 * MathF.Acos(MathF.Min(1, MathF.Abs(Quaternion.Dot(want, got)))),
                Is.LessThan(0.12f), $"radians, frame {frame}: factors are tried in steps of a quarter");
        }
    }

    /// <summary>From a flat picture the places in it are kept, and a forearm toward the camera is not taken for a short one.</summary>
    [Test]
    public void A_flat_picture_gets_its_depth_back()
    {
        var gestures = Enumerable.Range(0, 10).Select(i => Gesture(rotations =>
        {
            rotations[HumanBodyBones.LeftUpperArm] = Quaternion.CreateFromAxisAngle(Vector3.UnitZ, -1.3f); // hangs
            rotations[HumanBodyBones.LeftLowerArm] = Quaternion.CreateFromAxisAngle(-Vector3.UnitY, 0.17f * i); // comes forward
            rotations.Remove(HumanBodyBones.LeftHand);
        })).ToArray();
        var clip = new LandmarkClip(10, 25, LandmarkDepth.None);
        for (var i = 0; i < 10; i++)
        {
            var landmarks = LandmarksOf(gestures[i]);
            for (var j = 0; j < (int)Landmark.LeftHand; j++)
                clip.Frame(i)[j] = landmarks[j] with { Z = 0 };
        }
        var found = clip.ToClip("flat", Map, smoothSeconds: 0);
        var pose = new JointTransform[Map.Skeleton.Count];
        found.Sample(9 / 25f, pose);
        var model = new ModelPose(Map.Skeleton);
        model.Run(pose);
        var forearm = Vector3.Normalize(model.Positions[Map[HumanBodyBones.LeftHand]] - model.Positions[Map[HumanBodyBones.LeftLowerArm]]);
        Assert.That(forearm.Z, Is.GreaterThan(0.9f), "1.5 radians forward");
    }

    [Test]
    public void A_frame_allocates_nothing()
    {
        var fitter = new LandmarkFitter(T);
        var landmarks = LandmarksOf(Gesture());
        var result = new JointTransform[Map.Skeleton.Count];
        Assert.That(Allocations.Of(() => fitter.Fit(landmarks, result)), Is.Zero);
    }
}
