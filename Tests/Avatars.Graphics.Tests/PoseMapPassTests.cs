using System.Numerics;
using Avatars.Fixtures;
using Avatars.Graphics;
using Avatars.Imaging;
using Avatars.PoseMaps;

namespace Avatars.Tests.Graphics;

public sealed class PoseMapPassTests : GpuTests
{
    const int Size = 256;

    readonly RgbImage _expected = new(Size, Size);
    readonly RgbImage _actual = new(Size, Size);

    static IEnumerable<PoseMapStyle> Styles => PoseMapStyle.All;

    [TestCaseSource(nameof(Styles))]
    public void Draws_what_the_rasterizer_draws(PoseMapStyle style)
    {
        using var pass = new PoseMapPass(Gl, style, Size, Size);
        var rasterizer = new PoseMapRasterizer(style, Size, Size);
        for (var seed = 0; seed < 20; seed++)
        {
            var keypoints = Scattered(style.Layout.Count * (1 + seed % 2), seed);
            rasterizer.Draw(keypoints, _expected);
            pass.Draw(keypoints);
            pass.Read(_actual);
            PictureAssert.AreSame(_expected, _actual, $"{style.Name}-{seed}", levels: 1);
        }
    }

    [TestCase(375, 256), TestCase(256, 550), TestCase(375, 550), TestCase(600, 700)]
    public void A_style_with_a_canvas_is_resized_as_on_the_CPU(int width, int height)
    {
        var style = PoseMapStyle.All.First(style => style.Canvas is not null);
        var (expected, actual) = (new RgbImage(width, height), new RgbImage(width, height));
        using var pass = new PoseMapPass(Gl, style, width, height);
        var keypoints = Scattered(style.Layout.Count, seed: 4);
        new PoseMapRasterizer(style, width, height).Draw(keypoints, expected);
        pass.Draw(keypoints);
        pass.Read(actual);
        PictureAssert.AreSame(expected, actual, $"canvas-{width}x{height}", levels: 1);
    }

    [TestCase(256, 70, TestName = "Draws a whole figure as the rasterizer does"), TestCase(540, 110, TestName = "Draws a signer as the rasterizer does")]
    public void Draws_people(float scale, float neckY)
    {
        var keypoints = PeopleInPixels.Signer(new Vector2(128, neckY), scale);
        using var pass = new PoseMapPass(Gl, PoseMapStyle.Avatar, Size, Size);
        new PoseMapRasterizer(PoseMapStyle.Avatar, Size, Size).Draw(keypoints, _expected);
        pass.Draw(keypoints);
        pass.Read(_actual);
        Assert.That(_expected.Bytes, Has.Some.GreaterThan(200));
        PictureAssert.AreSame(_expected, _actual, $"person-{scale}", levels: 1);
    }

    [TestCaseSource(nameof(Styles))]
    public void Allocates_nothing(PoseMapStyle style)
    {
        using var pass = new PoseMapPass(Gl, style, Size, Size);
        var keypoints = Scattered(style.Layout.Count, seed: 1);
        Assert.That(Allocations.Of(() => pass.Draw(keypoints)), Is.Zero);
    }

    [Test]
    public void A_picture_of_another_size_is_refused()
    {
        using var pass = new PoseMapPass(Gl, PoseMapStyle.Avatar, 64, 48);
        Assert.That(() => pass.Read(new RgbImage(48, 64)), Throws.ArgumentException.With.Message.Contains("64x48"));
    }

    /// <summary>Keypoints in and around the picture, a tenth of them missing.</summary>
    static Keypoint[] Scattered(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count)
            .Select(_ => new Keypoint(random.Next(-30, Size + 30) + 0.25f, random.Next(-30, Size + 30) + 0.75f, random.Next(10) == 0 ? 0 : 1))];
    }
}
