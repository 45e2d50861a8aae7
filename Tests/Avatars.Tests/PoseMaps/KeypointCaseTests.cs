using System.Numerics;
using Avatars.Fixtures;
using Avatars.PoseMaps;

namespace Avatars.Tests.PoseMaps;

/// <summary>The keypoint files of <c>cases/trial</c>: all are the person of <c>json_control.json</c>, with what they have.</summary>
public sealed class KeypointCaseTests
{
    static readonly int[] Neck = [1];

    static KeypointFrame Read(string name) => KeypointsFile.Read(Path.Combine(SharedFolders.Cases, "trial", $"json_{name}.json"));

    [TestCase("control", 128), TestCase("shares_with_canvas", 128), TestCase("comfy_list", 128), TestCase("face_69", 128), TestCase("editor_fkunn", 18),
        TestCase("old_names", 18), TestCase("body_only", 18)]
    [TestCase("17_points", 18), TestCase("133_points", 128), TestCase("coco_annotations", 18), TestCase("mmpose", 18)]
    public void Every_file_gives_the_person_of_the_control(string name, int points)
    {
        var control = Read("control").For(KeypointLayout.Avatar128, 400, 400);
        var frame = Read(name);
        Assert.That(frame.Canvas, Is.EqualTo(name is "old_names" or "mmpose" ? ((double, double)?)null : (400.0, 400.0)));
        var person = frame.For(KeypointLayout.Avatar128, 400, 400);
        Assert.That(frame.People, Has.Count.EqualTo(1));
        for (var i = 0; i < 128; i++)
        {
            Assert.That(person[i].IsPresent, Is.EqualTo(i < points), $"keypoint {i}");
            if (i < points)
                // pixels; COCO's neck is between the shoulders, 2 below
                Assert.That(Distance(control[i], person[i]), Is.LessThan(Neck.Contains(i) ? 2.1f : 0.01f), $"keypoint {i}");
        }
    }

    [Test]
    public void Of_minus_one_the_right_forearm_and_three_finger_tips_of_the_left_hand_are_missing()
    {
        var person = Read("minus_one").People[0];
        Assert.That(Enumerable.Range(0, 128).Where(i => !person[i].IsPresent), Is.EqualTo(new[] { 4, 18 + 8, 18 + 12, 18 + 16 }));
    }

    [Test]
    public void Of_nan_the_left_hand_is_missing()
    {
        var person = Read("nan_hand").People[0];
        Assert.That(Enumerable.Range(0, 128).Where(i => !person[i].IsPresent), Is.EqualTo(Enumerable.Range(18, 21)));
        Assert.That(person[39].X, Is.EqualTo(118));
    }

    [Test]
    public void Of_a_wide_picture_the_default_model_sees_the_control()
    {
        var control = Read("control").For(PoseMapStyle.Avatar, 256, 256);
        var wide = Read("wide_canvas").For(PoseMapStyle.Avatar, 256, 256);
        for (var i = 0; i < 128; i++)
            Assert.That(Distance(control[i], wide[i]), Is.LessThan(0.4f), $"keypoint {i}"); // pixels; the person stands half a pixel of 711 beside the middle
    }

    [Test]
    public void Of_a_body_the_default_model_sees_a_face_where_the_control_has_it()
    {
        var control = Read("control").For(PoseMapStyle.Avatar, 256, 256);
        var body = Read("body_only").For(PoseMapStyle.Avatar, 256, 256);
        Vector2 Middle(Keypoint[] person, int first, int count) => person.Skip(60 + first).Take(count)
            .Aggregate(Vector2.Zero, (sum, point) => sum + new Vector2(point.X, point.Y)) / count;
        Assert.That(body.Skip(60).All(point => point.IsPresent));
        Assert.That(Vector2.Distance(Middle(control, 36, 12), Middle(body, 36, 12)), Is.LessThan(2)); // eyes, pixels
        Assert.That(Vector2.Distance(Middle(control, 48, 20), Middle(body, 48, 20)), Is.LessThan(3)); // mouth
        Assert.That(Distance(body[18], body[7]), Is.LessThan(0.01f), "the left hand begins at its wrist");
    }

    [Test]
    public void Without_a_size_and_far_from_256_it_is_asked_for()
    {
        var error = Assert.Throws<ArgumentException>(() => Read("openpose_no_canvas").For(PoseMapStyle.Avatar, 256, 256));
        Assert.That(error!.Message, Does.Contain("256x256").And.Contain("x 940 to 1270").And.Contain("--canvas"));
    }

    [TestCase("10-surrogates/layout.json", "surrogate")]
    public void A_hostile_file_is_refused_by_name(string name, string message) =>
        Assert.That(() => KeypointsFile.Read(Path.Combine(SharedFolders.Cases, "fuzz", name)),
            Throws.TypeOf<FormatException>().With.Message.Contains(message).And.Message.Contains("layout.json"));

    [TestCase("1e308 1"), TestCase("1 -1e308"), TestCase("nan 1"), TestCase("1 inf")]
    public void Numbers_that_are_no_positions_are_refused(string line) =>
        Assert.That(() => KeypointsFile.Parse(string.Join("\n", Enumerable.Repeat("1 2", 17).Prepend(line)), "pose.txt"),
            Throws.TypeOf<FormatException>().With.Message.Contains("line 1"));

    [Test]
    public void A_hundred_people_at_the_edge_are_drawn_or_refused_in_a_moment()
    {
        var frame = KeypointsFile.Read(Path.Combine(SharedFolders.Cases, "fuzz", "17-100-people-at-the-edge.json"));
        Assert.That(frame.People, Has.Count.EqualTo(100));
        Assert.That(() => frame.For(PoseMapStyle.Avatar, 96, 64), Throws.ArgumentException.With.Message.Contains("outside"));
    }

    static float Distance(Keypoint a, Keypoint b) => Vector2.Distance(new(a.X, a.Y), new(b.X, b.Y));
}
