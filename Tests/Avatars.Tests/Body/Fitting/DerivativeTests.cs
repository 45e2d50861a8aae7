using System.Numerics;
using Avatars.Body;
using Avatars.Body.Fitting;

namespace Avatars.Tests.Body.Fitting;

/// <summary>Derivatives of points and rotations against finite differences.</summary>
public sealed class DerivativeTests
{
    const float Step = 2e-3f, Tolerance = 4e-3f; // metres a unit: float32 positions and a step that is not infinitely small

    [TestCase("pose", 15), TestCase("pose", 31), TestCase("leftHand", 8), TestCase("face", 61), TestCase("face", 470)]
    public void A_point_moves_as_its_derivatives_say(string set, int index)
    {
        var model = HumanBody.Model;
        var (random, state) = (new Random(7), new FitState(model) { Hips = new Vector3(0.1f, -0.2f, -3) });
        var start = new double[state.Count];
        for (var i = FitState.Rotations; i < start.Length; i++)
            start[i] = 0.3 * (random.NextDouble() - 0.5);
        state = state.Moved(start);
        var (joints, point) = (new FitKinematics(model), new FitPoint(model, model.PointsOf(set)[index]));
        joints.Update(state);
        var (moves, touched) = (new Vector3[state.Count], new List<int>());
        var isActive = new bool[state.Count];
        isActive.AsSpan().Fill(true);
        var place = point.Locate(state, joints, moves, touched, isActive);
        Assert.That(Vector3.Distance(place, point.Locate(state, joints)), Is.LessThan(1e-5f));
        Assert.That(touched.Distinct().Count(), Is.EqualTo(touched.Count));
        for (var i = 0; i < state.Count; i++)
        {
            var expected = (At(state, i, Step) - At(state, i, -Step)) / (2 * Step);
            Assert.That(Vector3.Distance(touched.Contains(i) ? moves[i] : Vector3.Zero, expected), Is.LessThan(Tolerance), $"unknown {i}");
        }

        Vector3 At(FitState from, int unknown, float step)
        {
            var steps = new double[from.Count];
            steps[unknown] = step;
            var moved = from.Moved(steps);
            joints.Update(moved);
            return point.Locate(moved, joints);
        }
    }

    [Test]
    public void A_point_is_where_the_posed_surface_has_it()
    {
        var model = HumanBody.Model;
        var state = new FitState(model) { Hips = new Vector3(0.1f, -0.2f, -3) };
        var steps = new double[state.Count];
        var random = new Random(3);
        for (var i = FitState.Rotations; i < steps.Length; i++)
            steps[i] = 0.4 * (random.NextDouble() - 0.5);
        state = state.Moved(steps);
        var joints = new FitKinematics(model);
        joints.Update(state);
        var body = new ShapedBody(model, state.Shape);
        var surface = new PosedSurface(body);
        var matrices = new Matrix4x4[body.Skeleton.Count];
        Avatars.Rig.LocalToModel.Run(body.Skeleton, state.ToPose(body.Skeleton), matrices);
        surface.Pose(matrices, state.Expression);
        foreach (var set in new[] { "pose", "leftHand", "rightHand", "face" })
            foreach (var point in model.PointsOf(set))
            {
                var expected = point.Locate(surface.Positions, surface.JointPositions);
                Assert.That(Vector3.Distance(new FitPoint(model, point).Locate(state, joints), expected), Is.LessThan(1e-4f));
            }
    }

    [Test]
    public void The_vector_of_a_rotation_changes_as_its_derivative_says()
    {
        var random = new Random(11);
        Vector3 Random(float size) =>
            size * new Vector3((float)random.NextDouble() - 0.5f, (float)random.NextDouble() - 0.5f, (float)random.NextDouble() - 0.5f);
        for (var i = 0; i < 50; i++)
        {
            var (vector, step) = (Random(3), Random(0.01f));
            Assert.That(Vector3.Distance(RotationVector.Of(RotationVector.ToQuaternion(vector)), vector), Is.LessThan(1e-4f));
            var changed = RotationVector.Of(RotationVector.ToQuaternion(step) * RotationVector.ToQuaternion(vector)) - vector;
            Assert.That(Vector3.Distance(changed, RotationVector.Change(vector, step)), Is.LessThan(2e-4f), $"{vector}");
        }
    }
}
