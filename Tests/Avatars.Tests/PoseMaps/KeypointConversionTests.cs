using Avatars.PoseMaps;

namespace Avatars.Tests.PoseMaps;

public sealed class KeypointConversionTests
{
    static Keypoint[] Convert(KeypointLayout from, KeypointLayout to, Keypoint[] keypoints)
    {
        var result = new Keypoint[to.Count];
        new KeypointConversion(from, to).Run(keypoints, result);
        return result;
    }

    /// <summary>Keypoint i lies at (i, 0).</summary>
    static Keypoint[] Numbered(KeypointLayout layout) => Enumerable.Range(0, layout.Count).Select(i => new Keypoint(i, 0, 1)).ToArray();

    /// <summary>The order that the DWPose annotator of PCDMs and IMAGPose puts COCO's body into; 5.5 is the neck it adds.</summary>
    [Test]
    public void Coco_becomes_openpose_as_dwpose_does_it()
    {
        float[] expected = [0, 5.5f, 6, 8, 10, 5, 7, 9, 12, 14, 16, 11, 13, 15, 2, 1, 4, 3];
        var person = Convert(KeypointLayout.CocoWholeBody133, KeypointLayout.Avatar128, Numbered(KeypointLayout.CocoWholeBody133));
        Assert.That(person.Take(18).Select(point => point.X), Is.EqualTo(expected));
        Assert.That(person.Skip(18).Select(point => point.X), Is.EqualTo(Enumerable.Range(91, 42).Concat(Enumerable.Range(23, 68)).Select(i => (float)i)));
    }

    [Test]
    public void Of_one_shoulder_no_neck_is_made()
    {
        var keypoints = Numbered(KeypointLayout.CocoWholeBody133);
        keypoints[5] = Keypoint.Missing;
        Assert.That(Convert(KeypointLayout.CocoWholeBody133, KeypointLayout.Body18, keypoints)[1].IsPresent, Is.False);
    }

    /// <summary>What is symmetrical on the mesh has to be symmetrical on the face: the table is its own witness.</summary>
    [Test]
    public void The_face_on_the_mesh_is_symmetrical()
    {
        var (mesh, face) = (KeypointLayout.MediaPipeFace468, KeypointLayout.Face68);
        var points = Convert(mesh, face, Numbered(mesh));
        for (var i = 0; i < face.Count; i++)
            Assert.That((int)points[face.Mirror[i]].X, Is.EqualTo(mesh.Mirror[(int)points[i].X]), $"point {i}");
    }

    [Test]
    public void Mediapipe_gives_body_and_hands()
    {
        var person = Convert(KeypointLayout.MediaPipeHolistic75, KeypointLayout.Avatar128, Numbered(KeypointLayout.MediaPipeHolistic75));
        Assert.That(person.Take(18).All(point => point.IsPresent));
        Assert.That(person[1].X, Is.EqualTo(11.5f), "neck between the shoulders");
        Assert.That(person.Skip(18).Take(42).Select(point => point.X), Is.EqualTo(Enumerable.Range(33, 42).Select(i => (float)i)));
        Assert.That(person.Skip(60).Any(point => point.IsPresent), Is.False);
    }

    [Test]
    public void Layouts_that_share_nothing_are_refused() =>
        Assert.That(() => new KeypointConversion(KeypointLayout.Hand21, KeypointLayout.Face68),
            Throws.ArgumentException.With.Message.Contains("hand21").And.Message.Contains("face68"));
}
