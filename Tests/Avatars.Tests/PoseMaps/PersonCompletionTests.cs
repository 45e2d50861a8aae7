using System.Numerics;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Tests.PoseMaps;

public sealed class PersonCompletionTests
{
    static readonly KeypointPart Face = KeypointLayout.Avatar128.Part("face"), Left = KeypointLayout.Avatar128.Part("leftHand"),
        Right = KeypointLayout.Avatar128.Part("rightHand");

    /// <summary>The standard humanoid at rest, seen by a far camera, its head turned; as a rig draws it.</summary>
    static Keypoint[] Rig(float yaw, float pitch = 0, float roll = 0)
    {
        var map = StandardHumanoid.Map;
        var local = new JointTransform[map.Skeleton.Count];
        map.Skeleton.CopyRestTo(local);
        var head = map[HumanBodyBones.Head];
        local[head] = local[head] with { Rotation = local[head].Rotation * Quaternion.CreateFromYawPitchRoll(yaw, pitch, roll) };
        var model = new Matrix4x4[local.Length];
        LocalToModel.Run(map.Skeleton, local, model);
        var camera = new Camera { Position = new Vector3(0, 0.9f, 60), Width = 600, Height = 600, FocalLength = 60 * 300, Far = 100 }; // 300 pixels a metre
        var keypoints = new Keypoint[128];
        new RigKeypoints(map, KeypointLayout.Avatar128).Project(model, camera, keypoints);
        return keypoints;
    }

    static Keypoint[] BodyOf(Keypoint[] person) => [.. person[..18], .. new Keypoint[110]];

    /// <summary>Nose, eyes and ears of a turned head, without its face, give the face that the rig has: within 2 mm of the head on average.</summary>
    [Test]
    public void The_face_comes_back_from_nose_eyes_and_ears([Values(-40, -15, 0, 25, 45)] int yaw, [Values(-15, 0, 20)] int pitch,
        [Values(-20, 0, 10)] int roll)
    {
        var truth = Rig(yaw * MathF.PI / 180, pitch * MathF.PI / 180, roll * MathF.PI / 180);
        var person = BodyOf(truth);
        PersonCompletion.Run(person);
        var compared = Enumerable.Range(Face.Start, Face.Count).Where(i => truth[i].IsPresent && person[i].IsPresent).ToArray();
        Assert.That(compared, Has.Length.GreaterThan(48));
        Assert.That(compared.Average(i => Distance(truth[i], person[i])), Is.LessThan(0.6)); // pixels, 300 a metre
    }

    [Test]
    public void A_face_of_nose_and_eyes_alone_is_upright_between_them()
    {
        var truth = Rig(0);
        var person = BodyOf(truth);
        person[16] = person[17] = Keypoint.Missing; // ears
        PersonCompletion.Run(person);
        Assert.That(Enumerable.Range(Face.Start, Face.Count).Average(i => Distance(truth[i], person[i])), Is.LessThan(3)); // 1 cm
    }

    [Test]
    public void Only_a_nose_gives_a_face_of_the_bodys_size()
    {
        var truth = Rig(0);
        var person = BodyOf(truth);
        person[14] = person[15] = person[16] = person[17] = Keypoint.Missing;
        PersonCompletion.Run(person);
        // jaw's ends, pixels
        Assert.That(Distance(truth[Face.Start], truth[Face.Start + 16]), Is.EqualTo(Distance(person[Face.Start], person[Face.Start + 16])).Within(6));
    }

    [Test]
    public void Who_faces_away_gets_no_face()
    {
        var person = BodyOf(Rig(0));
        person[0] = person[14] = person[15] = Keypoint.Missing;
        PersonCompletion.Run(person);
        Assert.That(person[Face.Start..].Any(point => point.IsPresent), Is.False);
    }

    [Test]
    public void A_rotated_head_hides_its_far_side()
    {
        var person = BodyOf(Rig(80 * MathF.PI / 180));
        PersonCompletion.Run(person);
        Assert.That(person[Face.Start + 16].IsPresent, Is.Not.EqualTo(person[Face.Start].IsPresent), "one end of the jaw is seen");
    }

    /// <summary>The hand at rest continues the forearm, is as long as a hand, and is the mirror of the other one.</summary>
    [Test]
    public void Hands_at_rest_continue_the_forearms()
    {
        var truth = Rig(0);
        var person = BodyOf(truth);
        PersonCompletion.Run(person);
        foreach (var (hand, elbow, wrist) in new[] { (Left, 6, 7), (Right, 3, 4) })
        {
            Assert.That(Distance(person[hand.Start], person[wrist]), Is.LessThan(0.01));
            var forearm = Between(person[elbow], person[wrist]);
            var fingers = Between(person[hand.Start], person[hand.Start + 12]); // tip of the middle finger
            Assert.That(MathF.Acos(Vector2.Dot(Vector2.Normalize(forearm), Vector2.Normalize(fingers))) * 180 / MathF.PI, Is.LessThan(20), "degrees");
            Assert.That(fingers.Length() / 300, Is.EqualTo(0.16).Within(0.03), "metres from the wrist");
        }
        for (var i = 0; i < 21; i++)
            Assert.That(person[Left.Start + i].X - 300, Is.EqualTo(300 - person[Right.Start + i].X).Within(0.5), $"point {i}");
    }

    [Test]
    public void What_is_there_stays_and_a_hand_without_an_arm_is_not_made()
    {
        var person = BodyOf(Rig(0));
        person[Face.Start + 3] = new Keypoint(1, 2, 1);
        person[Left.Start + 5] = new Keypoint(3, 4, 1);
        person[4] = Keypoint.Missing;
        var before = (Keypoint[])person.Clone();
        PersonCompletion.Run(person);
        Assert.That(person, Is.EqualTo(before));
    }

    [Test]
    public void Published_styles_get_what_is_there()
    {
        var frame = new KeypointFrame(KeypointLayout.Body18, (600, 600), [Rig(0)[..18]]);
        Assert.That(frame.For(PoseMapStyle.PcdmsOpenpose, 600, 600)[18..].Any(point => point.IsPresent), Is.False);
        Assert.That(frame.For(PoseMapStyle.Avatar, 600, 600)[18..].Count(point => point.IsPresent), Is.EqualTo(110));
    }

    static float Distance(Keypoint a, Keypoint b) => Between(a, b).Length();

    static Vector2 Between(Keypoint a, Keypoint b) => new(b.X - a.X, b.Y - a.Y);
}
