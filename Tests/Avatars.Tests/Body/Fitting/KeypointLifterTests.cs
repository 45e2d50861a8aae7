using System.Numerics;
using Avatars.Body;
using Avatars.Body.Fitting;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Tests.Body.Fitting;

/// <summary>Poses that are known are drawn flat, and lifted again.</summary>
public sealed class KeypointLifterTests
{
    static readonly (HumanBodyBones From, HumanBodyBones To)[] Limbs =
    [
        (HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm), (HumanBodyBones.LeftLowerArm, HumanBodyBones.LeftHand),
        (HumanBodyBones.RightUpperArm, HumanBodyBones.RightLowerArm), (HumanBodyBones.RightLowerArm, HumanBodyBones.RightHand),
        (HumanBodyBones.LeftUpperLeg, HumanBodyBones.LeftLowerLeg), (HumanBodyBones.LeftLowerLeg, HumanBodyBones.LeftFoot),
        (HumanBodyBones.RightUpperLeg, HumanBodyBones.RightLowerLeg), (HumanBodyBones.RightLowerLeg, HumanBodyBones.RightFoot),
        (HumanBodyBones.Hips, HumanBodyBones.Neck),
    ];

    static readonly Lazy<KeypointLifter> Lifter = new(() => new KeypointLifter(BodyFile.Read(HumanBody.Path)));

    static IEnumerable<TestCaseData> Layouts() => new[] { KeypointLayout.Body25, KeypointLayout.CocoWholeBody133, KeypointLayout.Dwpose134,
        KeypointLayout.Body18 }.Select(layout => new TestCaseData(layout).SetArgDisplayNames(layout.Name));

    [TestCaseSource(nameof(Layouts))]
    public void A_waving_person_is_lifted_to_nearly_the_same_limbs(KeypointLayout layout)
    {
        foreach (var seconds in new[] { 0f, 1.4f, 2.5f })
        {
            var (flat, inPicture, worst) = Compare(layout, seconds, yaw: 0);
            Assert.That(inPicture, Is.LessThan(8), $"degrees in the picture on average, {seconds} s");
            Assert.That(flat, Is.LessThan(16), $"degrees in space on average, {seconds} s");
            Assert.That(worst, Is.LessThan(50), $"degrees of the worst limb, {seconds} s");
        }
    }

    [TestCase(25), TestCase(-25)]
    public void Who_looks_to_a_side_is_turned_to_that_side(float degrees)
    {
        var pose = Lift(KeypointLayout.Body25, 0, degrees * MathF.PI / 180, out _);
        var model = new ModelPose(StandardHumanoid.Skeleton);
        model.Run(pose);
        Vector3 At(HumanBodyBones bone) => model.Positions[StandardHumanoid.Map[bone]];
        var across = At(HumanBodyBones.LeftUpperArm) - At(HumanBodyBones.RightUpperArm);
        // The camera stands to the person's left for a positive yaw: seen from it, the right shoulder is farther away.
        var turned = MathF.Atan2(across.Z, across.X) * 180 / MathF.PI;
        Assert.That(turned, Is.EqualTo(degrees).Within(15), "degrees");
    }

    [Test]
    public void A_lifted_person_stands_on_the_floor_at_the_origin()
    {
        var pose = Lift(KeypointLayout.Body25, 0, 0, out _);
        var model = new ModelPose(StandardHumanoid.Skeleton);
        model.Run(pose);
        var hips = model.Positions[StandardHumanoid.Map[HumanBodyBones.Hips]];
        Assert.That((hips.X, hips.Z), Is.EqualTo((0f, 0f)));
        Assert.That(model.Positions[StandardHumanoid.Map[HumanBodyBones.LeftToes]].Y, Is.InRange(-0.01f, 0.1f), "metres");
    }

    [Test]
    public void Two_points_are_too_few()
    {
        var points = new Keypoint[25];
        points[2] = new Keypoint(100, 100, 1);
        points[5] = new Keypoint(150, 100, 1);
        Assert.That(() => Lifter.Value.Lift(points, KeypointLayout.Body25, 256, 256), Throws.TypeOf<FormatException>().With.Message.Contains("Too few"));
    }

    [Test]
    public void Half_a_body_is_enough()
    {
        var points = Flat(KeypointLayout.Body25, 1.4f, 0);
        foreach (var leg in new[] { 9, 10, 11, 12, 13, 14, 19, 20, 21, 22, 23, 24 })
            points[leg] = Keypoint.Missing;
        var pose = Lifter.Value.Lift(points, KeypointLayout.Body25, 512, 512);
        Assert.That(pose, Has.All.Matches<JointTransform>(joint => float.IsFinite(joint.Rotation.W) && float.IsFinite(joint.Translation.X)));
    }

    static (float InSpace, float InPicture, float Worst) Compare(KeypointLayout layout, float seconds, float yaw)
    {
        var lifted = Lift(layout, seconds, yaw, out var wanted);
        var (model, expected) = (new ModelPose(StandardHumanoid.Skeleton), new ModelPose(StandardHumanoid.Skeleton));
        model.Run(lifted);
        expected.Run(wanted);
        var (space, picture, worst) = (0f, 0f, 0f);
        foreach (var (from, to) in Limbs)
        {
            var seen = model.Positions[StandardHumanoid.Map[to]] - model.Positions[StandardHumanoid.Map[from]];
            var known = expected.Positions[StandardHumanoid.Map[to]] - expected.Positions[StandardHumanoid.Map[from]];
            var angle = Degrees(seen, known);
            (space, worst) = (space + angle / Limbs.Length, MathF.Max(worst, angle));
            picture += Degrees(seen with { Z = 0 }, known with { Z = 0 }) / Limbs.Length;
        }
        TestContext.Out.WriteLine($"{layout.Name} at {seconds} s: {space:F1} degrees in space, {picture:F1} in the picture, worst {worst:F1}");
        return (space, picture, worst);
    }

    static JointTransform[] Lift(KeypointLayout layout, float seconds, float yaw, out JointTransform[] wanted)
    {
        wanted = new JointTransform[StandardHumanoid.Skeleton.Count];
        Clip().Sample(seconds, wanted);
        return Lifter.Value.Lift(Flat(layout, seconds, yaw), layout, 512, 512);
    }

    static Keypoint[] Flat(KeypointLayout layout, float seconds, float yaw)
    {
        var sampler = new PoseSampler(Clip(), KeypointLayout.Avatar128, StandardHumanoid.Map);
        sampler.Sample(seconds);
        sampler.Project(Camera.Orbit(new Vector3(0, 0.95f, 0), yaw, 0.05f, 4, 0.55f, 512, 512));
        var points = new Keypoint[layout.Count];
        new KeypointConversion(KeypointLayout.Avatar128, layout).Run(sampler.Keypoints, points);
        return points;
    }

    static Avatars.Animation.AnimationClip Clip() =>
        MotionFile.Read(System.IO.Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh")).For(StandardHumanoid.Map);

    static float Degrees(Vector3 a, Vector3 b) =>
        MathF.Acos(Math.Clamp(Vector3.Dot(Vector3.Normalize(a), Vector3.Normalize(b)), -1, 1)) * 180 / MathF.PI;
}
