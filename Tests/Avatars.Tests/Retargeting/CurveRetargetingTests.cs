using System.Numerics;
using Avatars.Animation;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Tests.Rig;

namespace Avatars.Tests.Retargeting;

/// <summary>Whatever kind of curve moves the source, the target is where the curve says at the asked time.</summary>
public sealed class CurveRetargetingTests
{
    const float Degrees = 0.2f;

    [TestCase("gltf_keys_between.glb", 1.5f, 55f)]
    [TestCase("gltf_step.glb", 0.5f, -75f)]
    [TestCase("gltf_starts_in_t.glb", 0f, 0f)]
    [TestCase("gltf_starts_in_t.glb", 0.5f, -75f), Category("Cases")]
    public void Keys_are_met_whatever_their_spacing(string file, float seconds, float expected) =>
        Assert.That(Limbs.RightArm(MotionFile.Read(Path.Combine(SharedFolders.Cases, "trial", file)), seconds), Is.EqualTo(expected).Within(1));

    [Test, Category("Cases")]
    public void A_keyed_clip_that_starts_in_a_T_is_played_from_its_first_key() =>
        Assert.That(MotionFile.Read(Path.Combine(SharedFolders.Cases, "trial", "gltf_starts_in_t.glb")).For(StandardHumanoid.Map).Length,
            Is.EqualTo(2).Within(1e-5f));

    /// <summary>One arm turns about z: 0 at the first key, 1 radian at the last; what lies between depends on the interpolation.</summary>
    [TestCase(Interpolation.Linear, 1.9f, 0.475f)]
    [TestCase(Interpolation.Step, 1.9f, 0f)]
    [TestCase(Interpolation.Step, 3.9999f, 0f)]
    [TestCase(Interpolation.Step, 4f, 1f)]
    [TestCase(Interpolation.Cubic, 1f, 0.15625f)]
    [TestCase(Interpolation.Cubic, 3f, 0.84375f)]
    public void Curves_of_two_keys_four_seconds_apart_keep_their_shape(Interpolation interpolation, float seconds, float radians)
    {
        var person = Humanoids.Person();
        var arm = person.IndexOf("mixamorig:RightArm");
        Quaternion[] values = interpolation == Interpolation.Cubic
            ? [default, About(0), default, default, About(1), default] // tangents 0: nearly 3 t^2 - 2 t^3 of the half angle's sine
            : [About(0), About(1)];
        var curves = Enumerable.Repeat(JointCurves.AtRest, person.Count).ToArray();
        curves[arm] = new JointCurves(Rotation: new RotationCurve([0, 4], values, interpolation));
        var clip = new AnimationClip("arm", person, 30, curves).To(HumanoidMap.Find(person), StandardHumanoid.Map);
        var expected = interpolation == Interpolation.Cubic
            ? 2 * MathF.Atan2(MathF.Sin(0.5f) * radians, 1 - radians + MathF.Cos(0.5f) * radians) : radians;
        Assert.That(Limbs.RightArm(clip, seconds), Is.EqualTo(-expected * 180 / MathF.PI).Within(Degrees));
    }

    [Test]
    public void Two_curves_with_keys_of_their_own_are_both_met()
    {
        var person = Humanoids.Person();
        var curves = Enumerable.Repeat(JointCurves.AtRest, person.Count).ToArray();
        curves[person.IndexOf("mixamorig:RightArm")] = new JointCurves(Rotation: new RotationCurve([0, 0.7f, 3], [About(0), About(1), About(0)]));
        curves[person.IndexOf("mixamorig:Spine")] =
            new JointCurves(Rotation: new RotationCurve([0, 1.13f, 3], [About(0), About(0.3f), About(0)], Interpolation.Step));
        var clip = new AnimationClip("two", person, 30, curves).To(HumanoidMap.Find(person), StandardHumanoid.Map);
        Assert.That(Limbs.RightArm(clip, 0.7f), Is.EqualTo(-57.3f).Within(Degrees));
        Assert.That(Limbs.RightArm(clip, 1.1299f), Is.EqualTo(-57.3f * (3 - 1.13f) / 2.3f).Within(Degrees), "the spine has not jumped yet");
        Assert.That(Limbs.RightArm(clip, 1.1301f), Is.EqualTo(-57.3f * (3 - 1.13f) / 2.3f - 17.2f).Within(Degrees), "the spine has jumped");
    }

    [Test]
    public void A_long_clip_of_few_keys_takes_no_more_samples_than_it_may()
    {
        var curves = new[] { new JointCurves(Rotation: new RotationCurve([0, 80000], [About(0), About(1)])) };
        var clip = new AnimationClip("long", new Skeleton([new Joint("a", -1, JointTransform.Identity)]), 30, curves);
        var times = clip.TimesToSample(1 / 60f, 5000);
        Assert.That(times.Length, Is.InRange(4000, 5000));
        Assert.That((times[0], times[^1]), Is.EqualTo((0f, 80000f)));
        Assert.That(() => clip.TimesToSample(1 / 60f, 1), Throws.ArgumentException.With.Message.Contains("shorter clips"));
    }

    static Quaternion About(float radians) => Quaternion.CreateFromAxisAngle(Vector3.UnitZ, radians);
}
