using System.Text;
using System.Text.Json;
using Avatars.PoseMaps;

namespace Avatars.Tests.PoseMaps;

/// <summary>What is written for other programs is read again by our readers of their formats.</summary>
public sealed class KeypointExportTests
{
    static readonly KeypointLayout Layout = KeypointLayout.MediaPipeHolistic553;

    [TestCase(KeypointFormat.OpenPose, "body25"), TestCase(KeypointFormat.OpenPose18, "body18"), TestCase(KeypointFormat.Coco133, "cocoWholeBody133")]
    public void A_person_comes_back_where_it_was(KeypointFormat format, string body)
    {
        var frame = Frame(seed: 1);
        var read = KeypointsFile.Parse(Write([frame], format), "a.json");
        Assert.That(read.Canvas, Is.EqualTo((640.0, 480.0)));
        Assert.That(read.People, Has.Count.EqualTo(1));
        foreach (var (name, source) in new[] { ("RightWrist", "RightWrist"), ("LeftKnee", "LeftKnee"), ("LeftHandIndex4", "LeftHandIndex4"),
            ("RightHandWrist", "RightHandWrist"), ("Face30", "Mesh4"), ("Face48", "Mesh61") })
        {
            var (expected, actual) = (frame.People[0][Layout.IndexOf(source)], read.People[0][read.Layout.IndexOf(name)]);
            Assert.That((actual.X, actual.Y), Is.EqualTo((expected.X, expected.Y)), name);
        }
        Assert.That(KeypointLayout.Find(body).Count, Is.GreaterThan(0));
    }

    [Test]
    public void OpenPoses_pupils_are_the_irises_and_its_neck_lies_between_the_shoulders()
    {
        var frame = Frame(seed: 2);
        using var json = JsonDocument.Parse(Write([frame], KeypointFormat.OpenPose));
        var person = json.RootElement.GetProperty("people")[0];
        var (face, body) = (person.GetProperty("face_keypoints_2d"), person.GetProperty("pose_keypoints_2d"));
        Assert.That((face.GetArrayLength(), body.GetArrayLength()), Is.EqualTo((210, 75)));
        Assert.That(face[3 * 68].GetSingle(), Is.EqualTo(frame.People[0][Layout.IndexOf("Mesh468")].X)); // right pupil
        var neck = (frame.People[0][Layout.IndexOf("LeftShoulder")].X + frame.People[0][Layout.IndexOf("RightShoulder")].X) / 2;
        Assert.That(body[3].GetSingle(), Is.EqualTo(neck).Within(1e-3f));
    }

    [TestCase(KeypointFormat.OpenPose), TestCase(KeypointFormat.Coco133)]
    public void A_film_is_a_list_of_frames_and_a_frame_without_people_stays_one(KeypointFormat format)
    {
        var empty = new KeypointFrame(Layout, (640, 480), []);
        var text = Write([Frame(1), empty, Frame(3)], format);
        var third = KeypointsFile.Parse(text, "a.json", new KeypointReading { Frame = 3 });
        Assert.That(third.People[0][third.Layout.IndexOf("Nose")].X, Is.EqualTo(Frame(3).People[0][0].X));
    }

    [Test]
    public void A_missing_hand_is_an_empty_list()
    {
        var frame = Frame(seed: 4);
        var hand = Layout.Part("leftHand");
        frame.People[0].AsSpan(hand.Start, hand.Count).Clear();
        using var json = JsonDocument.Parse(Write([frame], KeypointFormat.OpenPose));
        Assert.That(json.RootElement.GetProperty("people")[0].GetProperty("hand_left_keypoints_2d").GetArrayLength(), Is.Zero);
    }

    static KeypointFrame Frame(int seed)
    {
        var random = new Random(seed);
        return new KeypointFrame(Layout, (640, 480), [[.. Enumerable.Range(0, Layout.Count)
            .Select(_ => new Keypoint(random.Next(10, 630), random.Next(10, 470), 0.9f))]]);
    }

    static string Write(KeypointFrame[] frames, KeypointFormat format)
    {
        using var stream = new MemoryStream();
        KeypointExport.Write(stream, frames, format);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
