using System.Numerics;
using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Tests.Body;

public sealed class BodyPoseMapRendererTests
{
    const int Size = 128;

    static readonly Camera Front = Camera.Orbit(new Vector3(0, 0.85f, 0), 0.3f, 0, 4, 0.5f, Size, Size);
    static readonly TexturedPerson Red = TexturedPerson.Plain(HumanBody.Model, new RgbColor(200, 10, 10), new RgbColor(20, 40, 60));

    readonly RgbImage _map = new(Size, Size);
    readonly Keypoint[] _keypoints = new Keypoint[PoseMapStyle.Avatar.Layout.Count];

    static BodyPoseMapRenderer Renderer() => new(PoseMapStyle.Avatar, Size, Size) { Person = Red };

    static Quaternion Raised(HumanBodyBones bone) =>
        bone == HumanBodyBones.LeftUpperArm ? Quaternion.CreateFromAxisAngle(Vector3.UnitZ, 1.2f) : Quaternion.Identity;

    BodyPictures Draw(BodyPoseMapRenderer renderer, HumanoidMap rig, Matrix4x4[] joints)
    {
        renderer.Draw(new RigPose(rig, joints, [], Front), _map, _keypoints);
        return renderer.Pictures;
    }

    [Test]
    public void Pictures_show_the_person_on_the_body_and_the_background_beside_it()
    {
        var pictures = Draw(Renderer(), Red.Body.Map, HumanBody.Posed(Red.Body, Raised));
        var expected = new BodyRasterizer(HumanBody.Model, Size, Size);
        var surface = new PosedSurface(Red.Body);
        surface.Pose(HumanBody.Posed(Red.Body, Raised));
        expected.Draw(surface, Front);
        for (var i = 0; i < Size * Size; i++)
        {
            var isBody = expected.Triangles[i] != 0;
            Assert.That(pictures.Warped.Bytes[(3 * i)..(3 * i + 3)], Is.EqualTo(isBody ? new byte[] { 200, 10, 10 } : [20, 40, 60]), $"pixel {i}");
            Assert.That(pictures.State.Bytes[3 * i + 2], Is.EqualTo(isBody ? 255 : 0));
            Assert.That(pictures.State.Bytes[3 * i], Is.EqualTo(isBody ? 255 : 0), "a plain texture is known everywhere");
        }
    }

    [Test]
    public void Nearness_is_128_at_the_hips_and_127_more_a_metre_nearer()
    {
        var pictures = Draw(Renderer(), Red.Body.Map, HumanBody.Rest(Red.Body));
        int[] body = [.. Enumerable.Range(0, Size * Size).Where(i => pictures.State.Bytes[3 * i + 2] != 0)];
        Assert.That(body.Average(i => pictures.State.Bytes[3 * i + 1]), Is.InRange(129, 145), "skin is a hand's breadth before the joints");
    }

    [Test]
    public void A_hand_has_coordinates_three_times_as_far_apart_as_a_shin()
    {
        float PerPixel(HumanBodyBones lower, BodyPart part)
        {
            var coordinates = new BodyCoordinates(HumanBody.Model);
            var at = HumanBody.Model.Joints.Average[HumanBody.Model.Joints.IndexOf(lower)];
            return Vector3.Distance(coordinates.Of(at, part), coordinates.Of(at + new Vector3(0.01f, 0, 0), part));
        }
        var shin = PerPixel(HumanBodyBones.LeftLowerLeg, BodyPart.LeftShin);
        Assert.That(PerPixel(HumanBodyBones.LeftHand, BodyPart.LeftHand), Is.EqualTo(3 * shin).Within(1e-5));
        Assert.That(PerPixel(HumanBodyBones.Head, BodyPart.Head), Is.EqualTo(2 * shin).Within(1e-5));
    }

    [Test]
    public void Another_rigs_pose_is_drawn_in_the_persons_proportions()
    {
        var other = new ShapedBody(HumanBody.Model, [2.5f, -1.5f, 1]);
        var renderer = Renderer();
        Draw(renderer, Red.Body.Map, HumanBody.Posed(Red.Body, Raised));
        var expected = (Keypoint[])_keypoints.Clone();
        Draw(renderer, other.Map, HumanBody.Posed(other, Raised));
        for (var i = 0; i < 18; i++)
            Assert.That(Vector2.Distance(new(_keypoints[i].X, _keypoints[i].Y), new(expected[i].X, expected[i].Y)), Is.LessThan(2), $"keypoint {i}, pixels");
    }

    [Test]
    public void A_wide_background_is_cut_at_its_sides_and_not_squeezed()
    {
        var wide = new RgbImage(300, 100);
        for (var i = 0; i < 300 * 100; i++)
            wide.Bytes[3 * i] = (byte)(i % 300 is >= 100 and < 200 ? 250 : 0);
        var background = new BodyPoseMapRenderer(PoseMapStyle.Avatar, Size, Size) { Person = Red with { Background = wide } }.Pictures.Background;
        Assert.That(background.Bytes.Where((_, i) => i % 3 == 0), Is.All.EqualTo(250));
    }

    /// <summary>Pixels of a picture with the head 300 pixels high, in which 1 mm is a pixel.</summary>
    [TestCase("eyebrows-*-up", 2f, 6f), TestCase("eyebrows-*-inner-up", 1f, 4f), TestCase("eyebrows-*-down", -4f, -1f)]
    public void Brows_of_the_drawing_move_with_those_of_the_face(string weight, float least, float most)
    {
        string[] names = [weight.Replace("*", "left"), weight.Replace("*", "right")];
        var head = Red.Body.JointRest[HumanBody.Model.Joints.IndexOf(HumanBodyBones.Head)] + new Vector3(0, 0.05f, 0);
        var (side, renderer) = (300, new BodyPoseMapRenderer(PoseMapStyle.Avatar, 300, 300) { Person = Red });
        var camera = Camera.LookAt(head + new Vector3(0, 0, 1), head, 2 * MathF.Atan(0.15f / 0.9f), side, side);
        float Height(float amount)
        {
            renderer.Draw(new RigPose(Red.Body.Map, HumanBody.Rest(Red.Body), [amount, amount], camera, names), new RgbImage(side, side), _keypoints);
            var face = KeypointLayout.Avatar128.Part("face").Start;
            return Enumerable.Range(face + 17, 10).Average(i => -_keypoints[i].Y);
        }
        Assert.That(Height(1) - Height(0), Is.InRange(least, most));
    }

    [Test]
    public void An_expression_is_marked_where_it_moves_the_face_and_nowhere_at_rest()
    {
        const int side = 300; // 1 mm a pixel
        var head = Red.Body.JointRest[HumanBody.Model.Joints.IndexOf(HumanBodyBones.Head)] + new Vector3(0, 0.05f, 0);
        var camera = Camera.LookAt(head + new Vector3(0, 0, 1), head, 2 * MathF.Atan(0.15f / 0.9f), side, side);
        var renderer = new BodyPoseMapRenderer(PoseMapStyle.Avatar, side, side) { Person = Red };
        var face = KeypointLayout.Avatar128.Part("face").Start;
        byte At(float blink, int from, int to)
        {
            renderer.Draw(new RigPose(Red.Body.Map, HumanBody.Rest(Red.Body), [blink], camera, ["blink"]), new RgbImage(side, side), _keypoints);
            var (a, b) = (_keypoints[face + from], _keypoints[face + to]);
            return renderer.Pictures.Expressed[side * (int)((a.Y + b.Y) / 2) + (int)((a.X + b.X) / 2)];
        }
        Assert.That(At(1, 36, 39), Is.GreaterThan(250), "the right lids");
        Assert.That(At(1, 42, 45), Is.GreaterThan(250), "the left lids");
        Assert.That(At(1, 8, 57), Is.Zero, "the chin");
        At(0, 36, 39);
        Assert.That(renderer.Pictures.Expressed, Is.All.Zero);
    }

    [Test]
    public void Without_a_person_the_error_says_what_to_do() =>
        Assert.That(Assert.Throws<InvalidOperationException>(() => Draw(new BodyPoseMapRenderer(PoseMapStyle.Avatar, Size, Size), Red.Body.Map,
            HumanBody.Rest(Red.Body)))!.Message, Does.Contain("Analyse the picture"));

    [Test]
    public void Keypoints_alone_are_refused() =>
        Assert.That(Assert.Throws<NotSupportedException>(() => Renderer().Draw(_keypoints, _map))!.Message, Does.Contain("motion with a skeleton"));

    [Test]
    public void Allocates_nothing_a_frame()
    {
        var (renderer, joints) = (Renderer(), HumanBody.Rest(Red.Body));
        Draw(renderer, Red.Body.Map, joints);
        Assert.That(Allocations.Of(() => Draw(renderer, Red.Body.Map, joints)), Is.Zero);
    }
}
