using System.Numerics;
using Avatars.Fixtures;
using Avatars.PoseMaps;

namespace Avatars.Tests.PoseMaps;

public sealed class CanvasWindowTests
{
    static KeypointFrame Signer(float x, float y, float height, (double, double) canvas) =>
        new(KeypointLayout.Avatar128, canvas, [PeopleInPixels.Signer(new Vector2(x, y), height)]);

    /// <summary>A person in the middle of a picture that is not square: as in the square in its middle.</summary>
    [TestCase(711, 400), TestCase(400, 711), TestCase(1920, 400)]
    public void In_a_wide_or_tall_picture_a_person_in_the_middle_is_as_in_its_square(int width, int height)
    {
        var square = Signer(200, 120, 330, (400, 400)).For(PoseMapStyle.Avatar, 256, 256);
        var other = Signer(width / 2f, height / 2f - 80, 330, (width, height)).For(PoseMapStyle.Avatar, 256, 256);
        for (var i = 0; i < 128; i++)
            Assert.That(Vector2.Distance(new(square[i].X, square[i].Y), new(other[i].X, other[i].Y)), Is.LessThan(0.01f), $"keypoint {i}"); // pixels
    }

    [Test]
    public void Proportions_stay_wherever_the_person_is([Values(150, 500, 1100, 1700)] int x, [Values(250, 700)] int height)
    {
        var points = Signer(x, 150, height, (1920, 1080)).For(PoseMapStyle.Avatar, 256, 256);
        var shoulders = points[5].X - points[2].X;
        var body = points[13].Y - points[1].Y;
        Assert.That(shoulders / body, Is.EqualTo(0.22 / 0.66).Within(1e-4));
        Assert.That(points.All(point => point.X is >= 0 and <= 256 && point.Y is >= 0 and <= 256), "all are in the map");
    }

    [Test]
    public void Someone_taller_than_the_shorter_side_is_seen_whole()
    {
        var tall = Signer(540, 400, 1500, (1080, 1920)).For(PoseMapStyle.Avatar, 256, 256);
        Assert.That(tall.Max(point => point.Y), Is.LessThan(256));
        Assert.That(tall.Min(point => point.Y), Is.GreaterThan(0));
        Assert.That((tall[5].X - tall[2].X) / (tall[13].Y - tall[1].Y), Is.EqualTo(0.22 / 0.66).Within(1e-4));
    }

    [Test]
    public void Published_styles_squash_as_they_were_trained()
    {
        var points = Signer(355, 120, 330, (711, 400)).For(PoseMapStyle.PcdmsDwpose, 256, 256);
        Assert.That((points[5].X - points[2].X) / (points[13].Y - points[1].Y), Is.EqualTo(0.22 / 0.66 * 400 / 711).Within(1e-4));
    }
}
