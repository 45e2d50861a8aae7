using System.Numerics;
using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Tests.Body;

/// <summary>Weights of a pose, as they reach the body that a model draws: measured on the pictures, in millimetres of the face.</summary>
public sealed class DrivenFaceTests
{
    const int Size = 256;

    static readonly RgbColor Skin = new(90, 90, 90), Mouth = new(255, 0, 0), EyeWhite = new(0, 255, 0), Pupil = new(255, 255, 0), Brow = new(0, 0, 255);
    static readonly int[] LeftBrow = [276, 283, 282, 295, 285]; // of MediaPipe's face
    static readonly Vector3 Middle = HumanBody.Average.JointRest[HumanBody.Model.Joints.IndexOf(HumanBodyBones.Head)] + new Vector3(0, 0.05f, 0.08f);
    static readonly Camera Front = Camera.LookAt(Middle + new Vector3(0, 0, 1), Middle, 0.22f, Size, Size);
    static readonly float PixelsPerMillimetre = Front.FocalLength / 1000;

    readonly BodyPoseMapRenderer _renderer = new(PoseMapStyle.Avatar, Size, Size) { Person = Painted() };
    readonly RgbImage _map = new(Size, Size);
    readonly Keypoint[] _keypoints = new Keypoint[PoseMapStyle.Avatar.Layout.Count];

    [TestCase("jawOpen", 0.5f), TestCase("jawOpen", 1f), TestCase("mouth-open", 0.5f), TestCase("aa", 1f)]
    public void The_mouth_opens_as_far_as_was_commanded(string name, float weight)
    {
        var expected = Moved(name, weight, 13).Y - Moved(name, weight, 14).Y;
        Assert.That(expected, Is.GreaterThan(5));
        Assert.That(Extent(Draw([name], [0]), Mouth), Is.LessThan(2));
        Assert.That(Extent(Draw([name], [weight]), Mouth), Is.EqualTo(expected).Within(3), "between the lips; the lower one rolls over its edge");
    }

    [TestCase("browInnerUp", 1f), TestCase("browOuterUpLeft", 1f), TestCase("browDownLeft", 1f), TestCase("browDown_L", 1f),
     TestCase("eyebrows-left-up", 1f), TestCase("surprised", 1f)]
    public void A_brow_moves_as_far_as_was_commanded(string name, float weight)
    {
        var expected = LeftBrow.Average(landmark => Moved(name, weight, landmark).Y);
        var moved = Centre(Draw([name], [weight]), Brow) - Centre(Draw([name], [0]), Brow);
        Assert.That(MathF.Abs(expected), Is.GreaterThan(1));
        Assert.That(-moved.Y, Is.EqualTo(expected).Within(0.8), "a skin that bends shows less of some triangles");
    }

    [Test]
    public void Lids_close_over_the_eye_of_their_side()
    {
        int Seen(string name, bool left) => Count(Draw([name], [1]), left, EyeWhite, Pupil);
        Assert.That(Seen("eyeBlinkLeft", left: true), Is.LessThan(0.05 * Seen("neutral", left: true)));
        Assert.That(Seen("eyeBlinkLeft", left: false), Is.EqualTo(Seen("neutral", left: false)));
        Assert.That(Seen("eyeWideRight", left: false), Is.GreaterThan(1.15 * Seen("neutral", left: false)));
        Assert.That(Seen("blink", left: false), Is.LessThan(0.05 * Seen("neutral", left: false)));
    }

    [TestCase("lookLeft", 1, 0), TestCase("lookRight", -1, 0), TestCase("lookUp", 0, 1), TestCase("lookDown", 0, -1)]
    public void Pupils_go_where_the_gaze_goes(string name, int left, int up)
    {
        var moved = Centre(Draw([name], [0.5f]), Pupil) - Centre(Draw([name], [0]), Pupil);
        var (side, above) = (12 * MathF.Sin(15 * MathF.PI / 180), 12 * MathF.Sin(10 * MathF.PI / 180)); // an eye's radius is 12 mm
        Assert.That(moved.X, Is.EqualTo(left * side).Within(1.8), "lids hide a part");
        Assert.That(-moved.Y, Is.EqualTo(up * above).Within(1.6), "lids hide a part");
    }

    [Test]
    public void Lids_follow_eyes_that_the_pose_turns()
    {
        int Seen(float degrees)
        {
            var eyes = HumanBody.Posed(HumanBody.Average, bone => bone is HumanBodyBones.LeftEye or HumanBodyBones.RightEye
                ? Quaternion.CreateFromAxisAngle(Vector3.UnitX, degrees * MathF.PI / 180) : Quaternion.Identity);
            _renderer.Draw(new RigPose(HumanBody.Average.Map, eyes, [], Front), _map, _keypoints);
            return Count(_renderer.Pictures.Warped, true, EyeWhite, Pupil);
        }
        Assert.That(Seen(20), Is.LessThan(0.75 * Seen(0)), "looks down");
        Assert.That(Seen(-20), Is.GreaterThan(Seen(0)), "looks up");
    }

    [Test]
    public void The_face_of_the_skeleton_drawing_moves_with_the_surface()
    {
        const int face = 60, upperLip = face + 62, lowerLip = face + 66, innerBrow = face + 22; // of the 128 keypoints: inner lips, left brow
        Vector2 At(int keypoint) => new Vector2(_keypoints[keypoint].X, _keypoints[keypoint].Y) / PixelsPerMillimetre;
        Draw(["neutral"], [1]);
        var (closed, brow, map) = (At(lowerLip).Y - At(upperLip).Y, At(innerBrow), (byte[])_map.Bytes.Clone());
        var painted = Centre(_renderer.Pictures.Warped, Brow);
        Draw(["aa", "browInnerUp"], [1, 1]);
        Assert.That(At(lowerLip).Y - At(upperLip).Y - closed, Is.EqualTo(Moved("aa", 1, 13).Y - Moved("aa", 1, 14).Y).Within(1.5));
        Assert.That(brow.Y - At(innerBrow).Y, Is.EqualTo(4).Within(1.5));
        Assert.That(Vector2.Distance(brow, painted), Is.LessThan(25), "the drawing lies over the body");
        Assert.That(_map.Bytes, Is.Not.EqualTo(map));
    }

    [Test]
    public void Other_names_are_another_face()
    {
        Assert.That(Extent(Draw(["jawOpen", "blink"], [1, 0]), Mouth), Is.GreaterThan(10));
        Assert.That(Extent(Draw(["blink", "jawOpen"], [1, 0]), Mouth), Is.LessThan(2));
        Assert.That(Extent(Draw([], []), Mouth), Is.LessThan(2));
    }

    [Test]
    public void Allocates_nothing_a_frame()
    {
        string[] names = ["jawOpen", "browInnerUp"];
        var (joints, weights) = (HumanBody.Rest(HumanBody.Average), new float[2]);
        void Draw()
        {
            weights[0] = weights[0] < 0.5f ? 1 : 0.2f;
            _renderer.Draw(new RigPose(HumanBody.Average.Map, joints, weights, Front, names), _map, _keypoints);
        }
        Draw();
        Assert.That(Allocations.Of(Draw), Is.Zero);
    }

    RgbImage Draw(string[] names, float[] weights)
    {
        _renderer.Draw(new RigPose(HumanBody.Average.Map, HumanBody.Rest(HumanBody.Average), weights, Front, names), _map, _keypoints);
        return _renderer.Pictures.Warped;
    }

    /// <summary>Millimetres that a landmark of the face moves.</summary>
    static Vector3 Moved(string name, float weight, int landmark)
    {
        var driver = new FaceDriver(HumanBody.Model, [name]);
        driver.Run([weight]);
        var surface = new PosedSurface(HumanBody.Average);
        surface.Pose(HumanBody.Rest(HumanBody.Average), driver.Expression);
        var point = HumanBody.Model.PointsOf("face")[landmark];
        return 1000 * (point.Locate(surface.Positions, surface.JointPositions) - point.Locate(HumanBody.Average.Rest, HumanBody.Average.JointRest));
    }

    /// <summary>Millimetres from the highest to the lowest pixel of a colour in the middle columns.</summary>
    static float Extent(RgbImage picture, RgbColor colour)
    {
        int[] rows = [.. Pixels(picture, colour).Where(pixel => Math.Abs(pixel.X - Size / 2) < 4).Select(pixel => pixel.Y)];
        return rows.Length == 0 ? 0 : (rows.Max() - rows.Min() + 1) / PixelsPerMillimetre;
    }

    static Vector2 Centre(RgbImage picture, RgbColor colour)
    {
        var pixels = Pixels(picture, colour).ToArray();
        return new Vector2((float)pixels.Average(pixel => pixel.X), (float)pixels.Average(pixel => pixel.Y)) / PixelsPerMillimetre;
    }

    static int Count(RgbImage picture, bool left, params RgbColor[] colours) =>
        colours.Sum(colour => Pixels(picture, colour).Count(pixel => pixel.X > Size / 2 == left));

    static IEnumerable<(int X, int Y)> Pixels(RgbImage picture, RgbColor colour) => Enumerable.Range(0, Size * Size)
        .Where(i => Math.Abs(picture.Bytes[3 * i] - colour.R) + Math.Abs(picture.Bytes[3 * i + 1] - colour.G) + Math.Abs(picture.Bytes[3 * i + 2] - colour.B)
            < 120).Select(i => (i % Size, i / Size));

    /// <summary>A body whose left brow, eyes and the mouth's inside have colours of their own.</summary>
    static TexturedPerson Painted()
    {
        const int side = 2048;
        var texels = new byte[4 * side * side];
        for (var i = 0; i < texels.Length; i += 4)
            (texels[i], texels[i + 1], texels[i + 2], texels[i + 3]) = (Skin.R, Skin.G, Skin.B, 255);
        var mesh = HumanBody.Model.Mesh;
        var brow = LeftBrow.Select(landmark => HumanBody.Model.PointsOf("face")[landmark].A).ToHashSet();
        for (var triangle = 0; triangle < mesh.TriangleCount; triangle++)
        {
            var (a, b, c) = mesh.Corners(triangle);
            var isPupil = HumanBody.Average.RestNormals[a].Z > 0.95f;
            if (mesh.Parts[triangle] is BodyPart.Cavity or BodyPart.Teeth or BodyPart.Tongue)
                Fill(triangle, Mouth);
            else if (mesh.Parts[triangle] is BodyPart.LeftEye or BodyPart.RightEye)
                Fill(triangle, isPupil ? Pupil : EyeWhite);
            else if (brow.Contains(a) || brow.Contains(b) || brow.Contains(c))
                Fill(triangle, Brow);
        }
        return new TexturedPerson(HumanBody.Average, new BodyTexture(new RgbaImage(side, side, texels)), new RgbImage(Size, Size));

        void Fill(int triangle, RgbColor colour)
        {
            Vector2 At(int corner) => mesh.TextureCoordinates[mesh.Triangles[3 * triangle + corner]] * side;
            var (a, b, c) = (At(0), At(1), At(2));
            const int steps = 64;
            for (var i = 0; i <= steps; i++)
                for (var j = 0; j <= steps - i; j++)
                {
                    var at = a + (b - a) * i / steps + (c - a) * j / steps;
                    var texel = 4 * (Math.Clamp((int)at.Y, 0, side - 1) * side + Math.Clamp((int)at.X, 0, side - 1));
                    (texels[texel], texels[texel + 1], texels[texel + 2]) = (colour.R, colour.G, colour.B);
                }
        }
    }
}
