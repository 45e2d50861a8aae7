using System.Globalization;
using System.Numerics;
using Avatars.Fixtures;
using Avatars.PoseMaps;

namespace Avatars.Tests.PoseMaps;

/// <summary>One person as the detectors number the points, for texts of keypoint files. The orders are those of the tools' documentation, written
/// down here once more.</summary>
static class FilePerson
{
    public const int Width = 600, Height = 480;

    /// <summary>Body 18, left hand, right hand, face.</summary>
    public static Keypoint[] Truth { get; } = PeopleInPixels.Signer(new Vector2(300, 120), 330);

    /// <summary>COCO's joints by their number in OpenPose's 18.</summary>
    static readonly int[] CocoOrder = [0, 15, 14, 17, 16, 5, 2, 6, 3, 7, 4, 11, 8, 12, 9, 13, 10];

    public static Vector2[] Body18 => Take(0, 18);

    public static Vector2[] LeftHand => Take(18, 21);

    public static Vector2[] RightHand => Take(39, 21);

    public static Vector2[] Face => Take(60, 68);

    public static Vector2[] Coco17 => Array.ConvertAll(CocoOrder, joint => Body18[joint]);

    public static Vector2[] Body25 => [.. Body18[..8], Hips, .. Body18[8..14], .. Body18[14..], .. Feet];

    public static Vector2[] Halpe26 => [.. Coco17, new(301, 60), Body18[1], Hips, .. Feet];

    public static Vector2[] WholeBody133 => [.. Coco17, .. Feet, .. Face, .. LeftHand, .. RightHand];

    public static Vector2[] Dwpose134 => [.. Body18, .. Feet, .. Face, .. LeftHand, .. RightHand];

    public static Vector2[] Body135 => [.. Coco17, Body18[1], new(301, 60), .. Feet, .. LeftHand[1..], .. RightHand[1..], .. Face, new(1, 2), new(3, 4)];

    public static Vector2[] Halpe136 => [.. Halpe26, .. Face, .. LeftHand, .. RightHand];

    /// <summary>MediaPipe's 33: points that OpenPose has not are in the middle.</summary>
    public static Vector2[] MediaPipe33
    {
        get
        {
            var points = Enumerable.Repeat(new Vector2(300, 200), 33).ToArray();
            (int Media, int Open)[] pairs = [(0, 0), (2, 15), (5, 14), (7, 17), (8, 16), (11, 5), (12, 2), (13, 6), (14, 3), (15, 7), (16, 4), (23, 11),
                (24, 8), (25, 12), (26, 9), (27, 13), (28, 10)];
            foreach (var (media, open) in pairs)
                points[media] = Body18[open];
            return points;
        }
    }

    static Vector2 Hips => (Body18[8] + Body18[11]) / 2;

    static Vector2[] Feet => [new(330, 350), new(335, 351), new(325, 345), new(270, 350), new(265, 351), new(275, 345)];

    static Vector2[] Take(int start, int count) => Truth.Skip(start).Take(count).Select(point => new Vector2(point.X, point.Y)).ToArray();

    /// <summary>x, y, third, one behind the other.</summary>
    public static string Flat(Vector2[] points, string? third = "0.9", float scaleX = 1, float scaleY = 1) =>
        "[" + string.Join(", ", points.Select(point => Number(point.X * scaleX) + ", " + Number(point.Y * scaleY) + (third is null ? "" : ", " + third)))
            + "]";

    /// <summary>[x, y] or [x, y, third] a point.</summary>
    public static string Pairs(Vector2[] points, string? third = null) =>
        "[" + string.Join(", ", points.Select(point => $"[{Number(point.X)}, {Number(point.Y)}{(third is null ? "" : ", " + third)}]")) + "]";

    /// <summary>{"x", "y"} a point, in shares of the picture, with more fields behind.</summary>
    public static string Objects(Vector2[] points, string more = "", float scaleX = 1, float scaleY = 1) =>
        "[" + string.Join(", ", points.Select(point => $"{{\"x\": {Number(point.X * scaleX)}, \"y\": {Number(point.Y * scaleY)}{more}}}")) + "]";

    public static string Same(string value, int count) => "[" + string.Join(", ", Enumerable.Repeat(value, count)) + "]";

    static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Asserts that a frame holds this person where the flags say so.</summary>
    /// <param name="neck">False where the tool has none, so that it lies between the shoulders.</param>
    public static void AssertIn(KeypointFrame frame, bool hands, bool face, bool neck = true, int width = Width, int height = Height)
    {
        Assert.That(frame.People, Has.Count.EqualTo(1));
        var person = frame.For(KeypointLayout.Avatar128, width, height);
        for (var i = 0; i < Truth.Length; i++)
        {
            var expected = new Vector2(Truth[i].X, Truth[i].Y);
            if (i == 1 && !neck)
                expected = (Body18[2] + Body18[5]) / 2;
            var isThere = i < 18 || (i < 60 ? hands : face);
            Assert.That(person[i].IsPresent, Is.EqualTo(isThere), $"keypoint {i}");
            if (isThere)
                // pixels
                Assert.That(Vector2.Distance(new Vector2(person[i].X, person[i].Y), expected),
                    Is.LessThan(0.01f), $"keypoint {i}: {person[i]} for {expected}");
        }
    }
}
