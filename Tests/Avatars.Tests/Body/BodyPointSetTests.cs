using System.Numerics;
using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Rig;

namespace Avatars.Tests.Body;

/// <summary>Points posed alone are those of the whole surface, and derivatives are what small steps measure.</summary>
public sealed class BodyPointSetTests
{
    static readonly BodyModel Model = HumanBody.Model;
    static readonly BodyPoint[] Points = [.. Model.PointsOf("pose"), .. Model.PointsOf("leftHand"), .. Model.PointsOf("face").Where((_, i) => i % 20 == 0)];

    readonly float[] _coefficients = [.. Model.Shapes.Select((_, k) => MathF.Sin(k))];
    readonly float[] _expression = [.. Model.Expressions.Select((_, k) => k % 3 == 0 ? 0.4f : 0)];
    readonly Quaternion[] _rotations = Rotations();

    static Quaternion[] Rotations()
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, HumanBones.Count + 1).Select(_ => Quaternion.Normalize(new Quaternion(random.NextSingle() - 0.5f,
            random.NextSingle() - 0.5f, random.NextSingle() - 0.5f, 1.2f)))];
    }

    Matrix4x4[] Pose(ShapedBody body) => HumanBody.Posed(body, bone => _rotations[(int)bone]);

    /// <summary>The pose with the hips at the origin, whatever the shape: a shaped body stands on its soles.</summary>
    Matrix4x4[] Rooted(float[] coefficients)
    {
        var pose = Pose(new ShapedBody(Model, coefficients));
        var toOrigin = Matrix4x4.CreateTranslation(-pose[0].Translation);
        return Array.ConvertAll(pose, matrix => matrix * toOrigin);
    }

    [Test]
    public void Points_are_where_the_whole_surface_has_them()
    {
        var body = new ShapedBody(Model, _coefficients);
        var surface = new PosedSurface(body);
        surface.Pose(Pose(body), _expression);
        var points = new BodyPointSet(Model, Points);
        points.Pose(_coefficients, _expression, Pose(body));
        for (var i = 0; i < Points.Length; i++)
            Assert.That(Vector3.Distance(points.Positions[i], Points[i].Locate(surface.Positions, surface.JointPositions)), Is.LessThan(1e-4f), $"point {i}");
    }

    [Test]
    public void Derivatives_by_shape_and_expression_are_what_small_steps_measure()
    {
        const float step = 0.05f; // the model is linear in both while the pose stays
        var pose = Rooted(_coefficients);
        var (before, after) = (new BodyPointSet(Model, Points), new BodyPointSet(Model, Points));
        before.Pose(_coefficients, _expression, pose);
        var shifts = new Vector3[Model.Joints.Count];
        foreach (var k in new[] { 0, 3, 11, 18, 23 })
        {
            var moved = (float[])_coefficients.Clone();
            moved[k] += step;
            after.Pose(moved, _expression, Rooted(moved));
            before.JointShifts(k, pose, shifts);
            for (var i = 0; i < Points.Length; i++)
                Near(before.ByShape(i, k, pose, shifts), (after.Positions[i] - before.Positions[i]) / step, $"point {i} by shape {k}");
        }
        foreach (var k in new[] { 0, 7, 20 })
        {
            var moved = (float[])_expression.Clone();
            moved[k] += step;
            after.Pose(_coefficients, moved, pose);
            for (var i = 0; i < Points.Length; i++)
                Near(before.ByExpression(i, k, pose), (after.Positions[i] - before.Positions[i]) / step, $"point {i} by expression {k}");
        }
    }

    [Test]
    public void The_arm_tells_how_a_turned_joint_moves_a_point()
    {
        const float angle = 1e-3f;
        var body = new ShapedBody(Model, _coefficients);
        var pose = Pose(body);
        var (before, after) = (new BodyPointSet(Model, Points), new BodyPointSet(Model, Points));
        before.Pose(_coefficients, _expression, pose);
        foreach (var bone in new[] { HumanBodyBones.Spine, HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftIndexProximal, HumanBodyBones.Neck })
        {
            var joint = Model.Joints.IndexOf(bone);
            var axis = Vector3.Normalize(new Vector3(1, -2, 0.5f));
            var turned = HumanBody.Turned(body, pose, joint, Quaternion.CreateFromAxisAngle(axis, angle));
            after.Pose(_coefficients, _expression, turned);
            for (var i = 0; i < Points.Length; i++)
                Near(Vector3.Cross(axis, before.Arm(i, joint, pose)), (after.Positions[i] - before.Positions[i]) / angle, $"point {i} by {bone}", 2e-3f);
        }
    }

    static void Near(Vector3 derivative, Vector3 measured, string what, float tolerance = 1e-4f) =>
        Assert.That(Vector3.Distance(derivative, measured), Is.LessThan(tolerance), $"{what}: {derivative} and {measured} metres");

    [Test]
    public void Allocates_nothing()
    {
        var points = new BodyPointSet(Model, Points);
        var pose = Pose(HumanBody.Average);
        Assert.That(Allocations.Of(() => points.Pose(_coefficients, _expression, pose)), Is.Zero);
    }
}
