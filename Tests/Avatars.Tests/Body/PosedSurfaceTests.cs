using System.Numerics;
using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Rig;

namespace Avatars.Tests.Body;

public sealed class PosedSurfaceTests
{
    const float Tolerance = 1e-5f; // metres: float32 over two metres
    static readonly ShapedBody Body = HumanBody.Average;

    [Test]
    public void At_rest_the_surface_is_the_rest_surface()
    {
        var surface = new PosedSurface(Body);
        surface.Pose(HumanBody.Rest(Body));
        for (var i = 0; i < surface.Positions.Length; i++)
        {
            Assert.That(Vector3.Distance(surface.Positions[i], Body.Rest[i]), Is.LessThan(Tolerance), $"vertex {i}");
            Assert.That(Vector3.Dot(surface.Normals[i], Body.RestNormals[i]), Is.EqualTo(1).Within(1e-5f), $"vertex {i}");
        }
    }

    /// <summary>The formula of linear blend skinning with matrices, in double precision.</summary>
    [Test]
    public void Each_vertex_is_the_weighted_mean_of_what_its_joints_do()
    {
        var random = new Random(5);
        var pose = HumanBody.Posed(Body, _ => Quaternion.Normalize(new Quaternion(random.NextSingle() - 0.5f, random.NextSingle() - 0.5f,
            random.NextSingle() - 0.5f, 1.5f)));
        var surface = new PosedSurface(Body);
        surface.Pose(pose);
        for (var i = 0; i < surface.Positions.Length; i += 7)
        {
            var expected = Vector3.Zero;
            for (var k = 4 * i; k < 4 * i + 4; k++)
            {
                var joint = Body.Model.Mesh.Joints[k];
                expected += Body.Model.Mesh.Weights[k] / 255f * Vector3.Transform(Body.Rest[i] - Body.JointRest[joint], pose[joint]);
            }
            Assert.That(Vector3.Distance(surface.Positions[i], expected), Is.LessThan(Tolerance), $"metres, vertex {i}");
        }
    }

    [Test]
    public void A_bent_elbow_moves_the_hand_rigidly_and_leaves_the_rest()
    {
        var surface = new PosedSurface(Body);
        surface.Pose(HumanBody.Posed(Body, bone => bone == HumanBodyBones.LeftLowerArm ? Quaternion.CreateFromAxisAngle(Vector3.UnitX, -1)
            : Quaternion.Identity));
        var face = Body.Model.PointsOf("face");
        var (finger, wrist) = (Body.Model.PointsOf("leftHand")[8], Body.Model.PointsOf("leftHand")[0]);
        Assert.That(Vector3.Distance(At(face[1], surface), face[1].Locate(Body.Rest, Body.JointRest)), Is.LessThan(Tolerance));
        Assert.That(Vector3.Distance(At(finger, surface), At(wrist, surface)),
            Is.EqualTo(Vector3.Distance(finger.Locate(Body.Rest, Body.JointRest), wrist.Locate(Body.Rest, Body.JointRest))).Within(Tolerance));
        Assert.That(Vector3.Distance(At(finger, surface), finger.Locate(Body.Rest, Body.JointRest)), Is.GreaterThan(0.2f), "metres");
    }

    static Vector3 At(BodyPoint point, PosedSurface surface) => point.Locate(surface.Positions, surface.JointPositions);

    [Test]
    public void An_expression_moves_its_vertices_and_goes_away_again()
    {
        var surface = new PosedSurface(Body);
        var expression = new float[Body.Model.Expressions.Count];
        var lips = (Upper: Body.Model.PointsOf("face")[13], Lower: Body.Model.PointsOf("face")[14]);
        surface.Pose(HumanBody.Rest(Body));
        var closed = Vector3.Distance(At(lips.Upper, surface), At(lips.Lower, surface));
        expression[Body.Model.IndexOfExpression("mouth-open")] = 0.6f;
        surface.Pose(HumanBody.Rest(Body), expression);
        Assert.That(Vector3.Distance(At(lips.Upper, surface), At(lips.Lower, surface)) - closed, Is.GreaterThan(0.01f), "metres between the lips");
        surface.Pose(HumanBody.Rest(Body));
        Assert.That(Vector3.Distance(At(lips.Upper, surface), At(lips.Lower, surface)), Is.EqualTo(closed).Within(Tolerance));
    }

    [Test]
    public void Displacements_go_along_the_normals()
    {
        var displaced = new ShapedBody(Body.Model, [], Enumerable.Repeat(0.01f, Body.Model.VertexCount).ToArray());
        for (var i = 0; i < displaced.Rest.Length; i++)
            Assert.That(Vector3.Dot(displaced.Rest[i] - Body.Rest[i], Body.RestNormals[i]), Is.EqualTo(0.01f).Within(1e-6f), $"metres, vertex {i}");
    }

    [Test]
    public void Allocates_nothing()
    {
        var surface = new PosedSurface(Body);
        var pose = HumanBody.Rest(Body);
        var expression = new float[Body.Model.Expressions.Count];
        var turn = 0;
        Assert.That(Allocations.Of(() =>
        {
            expression[3] = ++turn % 2;
            surface.Pose(pose, expression);
        }), Is.Zero);
    }

    [Test]
    public void A_pose_of_another_skeleton_is_refused() =>
        Assert.That(() => new PosedSurface(Body).Pose(new Matrix4x4[3]), Throws.ArgumentException.With.Message.Contains("3"));
}
