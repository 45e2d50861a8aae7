using System.Numerics;
using System.Runtime.InteropServices;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.PoseMaps;

namespace Avatars.Tests.PoseMaps;

public sealed class PoseMapRasterizerTests
{
    const int Size = 256;

    static readonly Keypoint[] WholeFigure = PeopleInPixels.Signer(new Vector2(128, 70), 256);
    static readonly Keypoint[] SigningDistance = PeopleInPixels.Signer(new Vector2(128, 110), 540);

    readonly PoseMapRasterizer _rasterizer = new(PoseMapStyle.Avatar, Size, Size);
    readonly RgbImage _map = new(Size, Size);

    static IEnumerable<PoseMapStyle> Styles => PoseMapStyle.All;

    [TestCaseSource(nameof(Styles))]
    public void A_style_is_found_by_its_name(PoseMapStyle style) => Assert.That(PoseMapStyle.Find(style.Name), Is.SameAs(style));

    [TestCaseSource(nameof(Styles))]
    public void Drawing_allocates_nothing(PoseMapStyle style)
    {
        var rasterizer = new PoseMapRasterizer(style, Size, Size);
        var keypoints = Enumerable.Range(0, style.Layout.Count).Select(i => new Keypoint(10 + i * 37 % 230, 10 + i * 91 % 230, 1)).ToArray();
        Assert.That(Allocations.Of(() => rasterizer.Draw(keypoints, _map)), Is.Zero);
    }

    [TestCaseSource(nameof(Styles))]
    public void No_person_gives_a_black_map(PoseMapStyle style)
    {
        Array.Fill(_map.Bytes, (byte)77);
        new PoseMapRasterizer(style, Size, Size).Draw(new Keypoint[style.Layout.Count], _map);
        Assert.That(_map.Bytes, Is.All.Zero);
    }

    [TestCaseSource(nameof(Styles))]
    public void Absurd_keypoints_draw_nothing_and_break_nothing(PoseMapStyle style)
    {
        float[] absurd = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, -1e9f, 1e9f];
        var keypoints = Enumerable.Range(0, style.Layout.Count).Select(i => new Keypoint(absurd[i % 6], absurd[(i + 1) % 6], 1)).ToArray();
        new PoseMapRasterizer(style, Size, Size).Draw(keypoints, _map);
        Assert.That(_map.Bytes, Is.All.Zero);
    }

    [TestCaseSource(nameof(Styles))]
    public void Keypoints_far_outside_are_clipped(PoseMapStyle style)
    {
        var random = new Random(3);
        var rasterizer = new PoseMapRasterizer(style, 64, 48);
        var map = new RgbImage(64, 48);
        for (var round = 0; round < 30; round++)
        {
            var keypoints = Enumerable.Range(0, style.Layout.Count).Select(_ => new Keypoint(random.Next(-3000, 3000), random.Next(-3000, 3000), 1)).ToArray();
            foreach (var span in rasterizer.Trace(keypoints))
            {
                Assert.That(span.X, Is.GreaterThanOrEqualTo(0));
                Assert.That(span.X + span.Length, Is.LessThanOrEqualTo(rasterizer.CanvasWidth));
                Assert.That(span.Y, Is.InRange(0, rasterizer.CanvasHeight - 1));
            }
        }
    }

    /// <summary>The fingers of a raised hand: its ten hues are in the map, in a whole figure and at signing distance.</summary>
    [TestCase(true), TestCase(false)]
    public void Every_finger_is_seen(bool isWholeFigure)
    {
        _rasterizer.Draw(isWholeFigure ? WholeFigure : SigningDistance, _map);
        for (var finger = 0; finger < 10; finger++)
        {
            var color = RgbColor.FromHsv(finger / 10.0, 1, 1);
            Assert.That(CountOf(color), Is.GreaterThanOrEqualTo(isWholeFigure ? 4 : 15), $"pixels of finger {finger}, {color}");
        }
    }

    [Test]
    public void A_missing_hand_is_left_out_and_nothing_else()
    {
        var keypoints = (Keypoint[])SigningDistance.Clone();
        keypoints.AsSpan(18, 21).Clear();
        _rasterizer.Draw(keypoints, _map);
        Assert.That(CountOf(RgbColor.FromHsv(0.2, 1, 1)), Is.Zero, "left index finger");
        Assert.That(CountOf(RgbColor.FromHsv(0.3, 1, 1)), Is.Positive, "right index finger");
    }

    [Test]
    public void Two_people_are_drawn_step_by_step()
    {
        var both = WholeFigure.Concat(PeopleInPixels.Signer(new Vector2(190, 80), 256)).ToArray();
        foreach (var style in new[] { PoseMapStyle.PcdmsDwpose, PoseMapStyle.Avatar })
        {
            var map = new RgbImage(Size, Size);
            var rasterizer = new PoseMapRasterizer(style, Size, Size);
            rasterizer.Draw(both, map);
            rasterizer.Draw(WholeFigure, _map);
            Assert.That(map.Bytes.Count(value => value > 0), Is.GreaterThan(1.5 * _map.Bytes.Count(value => value > 0)));
        }
    }

    [Test]
    public void The_training_canvas_of_fpdm_is_resized_as_pillow_does()
    {
        var keypoints = WholeFigure[..18];
        var wide = Array.ConvertAll(keypoints, point => new PreciseKeypoint((double)point.X * 375 / 352, (double)point.Y * 550 / 512, true));
        var canvas = new RgbImage(375, 550);
        new PoseMapRasterizer(PoseMapStyle.FpdmDeepFashionNative, 375, 550).Draw(wide, canvas);
        var map = new RgbImage(352, 512);
        new PoseMapRasterizer(PoseMapStyle.FpdmDeepFashion, 352, 512).Draw(keypoints, map);
        PictureAssert.AreSame(PictureResizer.Resize(canvas, 352, 512, ResizeFilter.Bicubic), map, "fpdm-deepfashion");
    }

    [Test]
    public void Spans_are_twelve_bytes_for_the_graphics_card() => Assert.That(Marshal.SizeOf<PixelSpan>(), Is.EqualTo(12));

    [Test]
    public void The_work_of_a_map_is_its_limbs_and_not_its_size()
    {
        var pixels = 0;
        foreach (var span in _rasterizer.Trace(SigningDistance))
            pixels += span.Length;
        Assert.That(pixels, Is.InRange(Size * Size / 50, Size * Size / 4));
    }

    [Test]
    public void Half_a_person_is_refused() =>
        Assert.That(() => _rasterizer.Draw(new Keypoint[127], _map), Throws.ArgumentException.With.Message.Contains("128").And.Message.Contains("127"));

    [Test]
    public void A_map_of_another_size_is_refused() =>
        Assert.That(() => _rasterizer.Draw(WholeFigure, new RgbImage(10, 10)), Throws.ArgumentException.With.Message.Contains("10x10"));

    int CountOf(RgbColor color) => _map.Bytes.Chunk(3).Count(pixel => pixel[0] == color.R && pixel[1] == color.G && pixel[2] == color.B);
}
