using System.Numerics;
using Avatars.Body;
using Avatars.Rig;

namespace Avatars.ModelEvaluation.Tests;

public sealed class FaceMeasuresTests
{
    static readonly BodyModel Model = BodyFile.ReadShipped();
    static readonly FaceMeasures Neutral = Of([]);

    [Test]
    public void A_face_at_rest_looks_ahead_with_open_eyes_and_a_closed_mouth()
    {
        Assert.That(Neutral.Gaze, Is.Zero.Within(0.01));
        Assert.That(Neutral.Lids, Is.InRange(0.07, 0.12));
        Assert.That(Neutral.Mouth, Is.InRange(0, 0.03));
        Assert.That(Neutral.Brows, Is.InRange(0.2, 0.3), "brows stand a quarter of the eyes' distance above them");
    }

    [Test]
    public void Brows_rise_and_fall()
    {
        Assert.That(Of("eyebrows-left-up", "eyebrows-right-up").Brows, Is.GreaterThan(Neutral.Brows + 0.02));
        Assert.That(Of("eyebrows-left-down", "eyebrows-right-down").Brows, Is.LessThan(Neutral.Brows - 0.015));
    }

    [Test]
    public void Gaze_goes_to_the_persons_left_and_right()
    {
        Assert.That(Of("lookLeft").Gaze, Is.GreaterThan(0.02));
        Assert.That(Of("lookRight").Gaze, Is.EqualTo(-Of("lookLeft").Gaze).Within(0.01));
    }

    [Test]
    public void Lids_close_and_the_jaw_opens()
    {
        Assert.That(Of("blink").Lids, Is.LessThan(0.01));
        Assert.That(Of("jawOpen").Mouth, Is.GreaterThan(0.2));
    }

    /// <summary>Of the average body's face, seen from the front without perspective; y down, as in pictures.</summary>
    static FaceMeasures Of(params string[] weights)
    {
        var driver = new FaceDriver(Model, weights);
        driver.Run([.. weights.Select(_ => 1f)]);
        var body = new ShapedBody(Model, new float[Model.Shapes.Count]);
        var joints = new Matrix4x4[body.Skeleton.Count];
        var local = new JointTransform[joints.Length];
        body.Skeleton.CopyRestTo(local);
        LocalToModel.Run(body.Skeleton, local, joints);
        driver.TurnEyes(joints);
        var surface = new PosedSurface(body);
        surface.Pose(joints, driver.Expression);
        return FaceMeasures.Of([.. Model.PointsOf("face").Select(point => point.Locate(surface.Positions, surface.JointPositions) * new Vector3(1, -1, 1))]);
    }
}
