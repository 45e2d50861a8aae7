using System.Numerics;
using Avatars.Fixtures;
using Avatars.Rig;

namespace Avatars.Tests.Rig;

public sealed class LocalToModelTests
{
    const float Tolerance = 1e-5f; // metres: float32 over an arm

    [TestCase(0.3f, 0.9f)]
    [TestCase(-1.2f, 2f)]
    public void A_planar_arm_follows_the_closed_form(float shoulder, float elbow)
    {
        var skeleton = new Skeleton([
            new Joint("shoulder", -1, JointTransform.Identity),
            new Joint("elbow", 0, new JointTransform(new Vector3(0.3f, 0, 0), Quaternion.Identity)),
            new Joint("hand", 1, new JointTransform(new Vector3(0.25f, 0, 0), Quaternion.Identity))]);
        var pose = new JointTransform[3];
        skeleton.CopyRestTo(pose);
        pose[0] = pose[0] with { Rotation = Quaternion.CreateFromAxisAngle(Vector3.UnitZ, shoulder) };
        pose[1] = pose[1] with { Rotation = Quaternion.CreateFromAxisAngle(Vector3.UnitZ, elbow) };
        var expected = new Vector3(
            0.3f * MathF.Cos(shoulder) + 0.25f * MathF.Cos(shoulder + elbow),
            0.3f * MathF.Sin(shoulder) + 0.25f * MathF.Sin(shoulder + elbow), 0);

        var matrices = new Matrix4x4[3];
        LocalToModel.Run(skeleton, pose, matrices);
        var model = new ModelPose(skeleton);
        model.Run(pose);
        Assert.That(Vector3.Distance(matrices[2].Translation, expected), Is.LessThan(Tolerance));
        Assert.That(Vector3.Distance(model.Positions[2], expected), Is.LessThan(Tolerance));
    }

    [Test]
    public void Matrices_and_quaternions_agree()
    {
        var skeleton = Humanoids.Person(axesSeed: 3);
        var pose = Humanoids.RandomPose(skeleton, seed: 4, radians: 2);
        var matrices = new Matrix4x4[skeleton.Count];
        LocalToModel.Run(skeleton, pose, matrices);
        var model = new ModelPose(skeleton);
        model.Run(pose);
        var probe = new Vector3(0.1f, -0.2f, 0.3f);
        for (var i = 0; i < skeleton.Count; i++)
            Assert.That(Vector3.Distance(Vector3.Transform(probe, matrices[i]), model.Positions[i] + Vector3.Transform(probe, model.Rotations[i])),
                Is.LessThan(Tolerance), skeleton[i].Name);
    }

    [Test]
    public void Rotating_a_branch_rotates_its_descendants_and_nothing_else()
    {
        var skeleton = Humanoids.Person(axesSeed: 5);
        var pose = Humanoids.RandomPose(skeleton, seed: 6, radians: 1);
        var model = new ModelPose(skeleton);
        model.Run(pose);
        var before = model.Positions.ToArray();
        var elbow = skeleton.IndexOf("mixamorig:LeftForeArm");
        var rotation = Quaternion.CreateFromAxisAngle(Vector3.UnitY, 0.7f);
        model.RotateBranch(elbow, rotation);
        for (var i = 0; i < skeleton.Count; i++)
        {
            var inArm = skeleton[i].Name.StartsWith("mixamorig:LeftHand", StringComparison.Ordinal);
            var expected = inArm ? before[elbow] + Vector3.Transform(before[i] - before[elbow], rotation) : before[i];
            Assert.That(Vector3.Distance(model.Positions[i], expected), Is.LessThan(Tolerance), skeleton[i].Name);
        }
    }

    [Test]
    public void Allocates_nothing()
    {
        var skeleton = Humanoids.Person();
        var pose = Humanoids.RandomPose(skeleton, 1, 1);
        var matrices = new Matrix4x4[skeleton.Count];
        var model = new ModelPose(skeleton);
        Assert.That(Allocations.Of(() => LocalToModel.Run(skeleton, pose, matrices)), Is.Zero);
        Assert.That(Allocations.Of(() => model.Run(pose)), Is.Zero);
    }

    [Test]
    public void A_pose_of_the_wrong_length_is_refused() =>
        Assert.That(() => LocalToModel.Run(Humanoids.Person(), new JointTransform[3], new Matrix4x4[3]),
            Throws.ArgumentException.With.Message.Contains("joints"));
}
