using System.Globalization;
using System.Numerics;
using Avatars.Fixtures;
using Avatars.PoseMaps;

namespace Avatars.Tests.PoseMaps;

public sealed class KeypointsFileTests
{
    [Test]
    public void What_is_written_is_read_again()
    {
        var path = Path.GetTempFileName();
        try
        {
            var people = new[] { PeopleInPixels.Signer(new Vector2(100, 70), 250), new Keypoint[128] };
            KeypointsFile.Write(path, new KeypointFrame(KeypointLayout.Avatar128, (320, 240), people));
            var read = KeypointsFile.Read(path);
            Assert.That(read.Layout, Is.SameAs(KeypointLayout.Avatar128));
            Assert.That(read.Canvas, Is.EqualTo((320.0, 240.0)));
            Assert.That(read.People, Is.EqualTo(people));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void Openpose_gives_body_hands_and_face()
    {
        var text = $"{{\"version\":1.3,\"people\":[{{\"person_id\":[-1],\"pose_keypoints_2d\":[{Numbers(25)}],\"face_keypoints_2d\":[{Numbers(70)}]," +
                   $"\"hand_left_keypoints_2d\":[{Numbers(21)}],\"hand_right_keypoints_2d\":[],\"pose_keypoints_3d\":[]}}]}}";
        var frame = KeypointsFile.Parse(text, "openpose.json");
        var person = frame.People.Single();
        Assert.That(frame.Canvas, Is.Null);
        Assert.That(person[8].X, Is.EqualTo(9), "right hip: number 9 of BODY_25");
        Assert.That(person[17].X, Is.EqualTo(18), "left ear");
        Assert.That(person[18 + 20].X, Is.EqualTo(20), "left little finger");
        Assert.That(person[60 + 67].X, Is.EqualTo(67), "inner lips");
        Assert.That(person.AsSpan(39, 21).ToArray(), Is.All.EqualTo(Keypoint.Missing), "right hand");
    }

    [Test]
    public void Fpdm_text_is_in_the_frame_of_its_pictures()
    {
        var lines = Enumerable.Range(0, 18).Select(i => i == 3 ? "-1.000000000000000000e+00 -1.000000000000000000e+00"
            : "1.280000000000000000e+02 6.400000000000000000e+01");
        var frame = KeypointsFile.Parse(string.Join("\n", lines) + "\n", "pose.txt");
        var keypoints = frame.For(KeypointLayout.Body18, 352, 512);
        Assert.That(keypoints[0], Is.EqualTo(new Keypoint(176, 128, 1)));
        Assert.That(keypoints[3].IsPresent, Is.False);
    }

    [TestCase("", "0 keypoints")]
    [TestCase("1 2\n3 x\n", "line 2")]
    [TestCase("1 2\n3 nan\n", "line 2")]
    [TestCase("{", "line 1")]
    [TestCase("{\"people\": 7}", "people: a list")]
    [TestCase("{\"people\": [7]}", "people[0]")]
    [TestCase("{\"people\": [{\"pose_keypoints_2d\": [1,2]}]}", "people[0].pose_keypoints_2d")]
    [TestCase("{\"layout\": \"body17\", \"keypoints\": []}", "body17")]
    [TestCase("{\"layout\": 3, \"keypoints\": []}", "layout")]
    [TestCase("{\"layout\": \"hand21\", \"keypoints\": [[1,2,1]]}", "21")]
    [TestCase("{\"layout\": \"hand21\", \"width\": -1, \"height\": 2, \"keypoints\": []}", "width")]
    [TestCase("{\"layout\": \"hand21\", \"width\": \"wide\", \"height\": 2, \"keypoints\": []}", "width")]
    [TestCase("{\"layout\": \"hand21\"}", "keypoints")]
    public void Damaged_text_is_refused_with_the_location(string text, string position)
    {
        var error = Assert.Throws<FormatException>(() => KeypointsFile.Parse(text, "some file"));
        Assert.That(error!.Message, Does.Contain("'some file'").And.Contain(position));
    }

    [TestCase("[1e999, 0, 1]"), TestCase("[1, 2, 3, 4, 5]"), TestCase("[\"1\", 2]"), TestCase("[true]"), TestCase("5")]
    public void A_broken_keypoint_is_refused_with_its_number(string point)
    {
        var points = string.Join(",", Enumerable.Range(0, 21).Select(i => i == 6 ? point : "[1,2]"));
        var error = Assert.Throws<FormatException>(() => KeypointsFile.Parse($"{{\"layout\":\"hand21\",\"keypoints\":[{points}]}}", "some file"));
        Assert.That(error!.Message, Does.Contain("'some file'").And.Contain("[6]"));
    }

    [Test]
    public void Keypoints_lie_beside_their_picture()
    {
        var folder = Directory.CreateTempSubdirectory("avatar-test-").FullName;
        try
        {
            var picture = Path.Combine(folder, "some.one.png");
            Assert.That(KeypointsFile.ReadSidecar(picture), Is.Null);
            KeypointsFile.Write(Path.Combine(folder, "some.one.keypoints.json"), new KeypointFrame(KeypointLayout.Body18, (10, 20), [new Keypoint[18]]));
            Assert.That(KeypointsFile.ReadSidecar(picture)!.Canvas, Is.EqualTo((10.0, 20.0)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void Deep_nesting_and_crowds_are_refused()
    {
        Assert.Throws<FormatException>(() => KeypointsFile.Parse("{\"people\":" + new string('[', 100_000), "deep"));
        Assert.Throws<FormatException>(() => KeypointsFile.Parse("{\"people\":[" + string.Join(",", Enumerable.Repeat("{}", 5000)) + "]}", "crowd"));
    }

    [Test]
    public void Every_truncation_is_refused()
    {
        var text = "{\"layout\":\"hand21\",\"width\":10,\"height\":10,\"keypoints\":[" + string.Join(",", Enumerable.Repeat("[1,2,1]", 21)) + "]}";
        Assert.That(KeypointsFile.Parse(text, "whole").People, Has.Count.EqualTo(1));
        for (var length = 0; length < text.Length; length++)
            Assert.Throws<FormatException>(() => KeypointsFile.Parse(text[..length], "cut"), text[..length]);
    }

    static string Numbers(int count) =>
        string.Join(",", Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},{i * 2},0.9")));
}
