using System.Numerics;
using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Tests.Body;

/// <summary>The face that landmarks are fitted with is the body's. AVATAR_WRITE_REFERENCE=1 writes it anew after the body was built again.</summary>
public sealed class FaceBasisTests
{
    static readonly string File = Path.Combine(SharedFolders.Repository, "Plugin", "Avatars", "Retargeting", "Faces", "face-basis.bin");

    /// <summary>The contours of lips, eyes, brows and oval that reduced files keep, and the nose.</summary>
    static readonly int[] Points =
    [
        0, 7, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65, 66, 67, 70, 78, 80, 81, 82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109,
        127, 132, 133, 136, 144, 145, 146, 148, 149, 150, 152, 153, 154, 155, 157, 158, 159, 160, 161, 162, 163, 172, 173, 176, 178, 181, 185, 191, 234, 246,
        249, 251, 263, 267, 269, 270, 276, 282, 283, 284, 285, 288, 291, 293, 295, 296, 297, 300, 308, 310, 311, 312, 314, 317, 318, 321, 323, 324, 332, 334,
        336, 338, 356, 361, 362, 365, 373, 374, 375, 377, 378, 379, 380, 381, 382, 384, 385, 386, 387, 388, 389, 390, 397, 398, 400, 402, 405, 409, 415, 454,
        466, 1, 2, 4, 5, 6, 19, 94, 97, 98, 168, 195, 197, 326, 327,
    ];

    [Test]
    public void The_shipped_face_is_the_bodys()
    {
        var expected = new MemoryStream();
        OfBody(HumanBody.Model).Write(expected);
        if (Environment.GetEnvironmentVariable("AVATAR_WRITE_REFERENCE") == "1")
            System.IO.File.WriteAllBytes(File, expected.ToArray());
        var (shipped, body) = (FaceBasis.Default, OfBody(HumanBody.Model));
        Assert.That(shipped.Points, Is.EqualTo(body.Points));
        void Same(Vector3[] a, Vector3[] b) => Assert.That(a.Zip(b, Vector3.Distance).Max(), Is.LessThan(2e-5f), "metres");
        Same(shipped.Average, body.Average);
        Same(shipped.Eyes, body.Eyes);
        for (var k = 0; k < body.Shapes.Length; k++)
            Same(shipped.Shapes[k], body.Shapes[k]);
        for (var e = 0; e < body.Moves.Length; e++)
            Same(shipped.Moves[e], body.Moves[e]);
    }

    static FaceBasis OfBody(BodyModel model)
    {
        var landmarks = model.PointsOf("face");
        Vector3[] Face(float[] shape, string[] names)
        {
            var body = new ShapedBody(model, shape);
            var driver = new FaceDriver(model, names);
            driver.Run(Array.ConvertAll(names, _ => 1f));
            var surface = new PosedSurface(body);
            surface.Pose(HumanBody.Rest(body), driver.Expression);
            var head = surface.JointPositions[model.Joints.IndexOf(HumanBodyBones.Head)];
            Vector3 Eye(HumanBodyBones bone) => surface.JointPositions[model.Joints.IndexOf(bone)] - head;
            return [.. Points.Select(point => landmarks[point].Locate(surface.Positions, surface.JointPositions) - head),
                Eye(HumanBodyBones.RightEye), Eye(HumanBodyBones.LeftEye)];
        }
        var average = Face([], []);
        Vector3[] Change(Vector3[] changed) => [.. changed.Zip(average, (a, b) => a - b).Take(Points.Length)];
        return new FaceBasis(Points, average[..Points.Length],
            [.. Enumerable.Range(0, model.Shapes.Count).Select(k =>
                Change(Face([.. Enumerable.Range(0, model.Shapes.Count).Select(i => i == k ? 1f : 0)], [])))],
            [.. FaceBasis.Expressions.Select(names => Change(Face([], names)))], average[Points.Length..]);
    }
}
