using System.Numerics;
using Avatars.Fixtures;
using Avatars.Scenes;

namespace Avatars.Tests.Scenes;

public sealed class TriangleRasterizerTests
{
    const int Width = 7, Height = 5;

    struct Recorder : IFragmentShader
    {
        public required int[] Counts { get; init; }

        public Vector3 Sum { get; private set; }

        public void Shade(int pixel, Vector3 barycentric)
        {
            Counts[pixel]++;
            Sum += barycentric;
        }
    }

    static Recorder Draw(Vector2 a, Vector2 b, Vector2 c, bool isDoubleSided = true)
    {
        var recorder = new Recorder { Counts = new int[Width * Height] };
        new TriangleRasterizer(Width, Height).Draw(a, b, c, isDoubleSided, ref recorder);
        return recorder;
    }

    [Test]
    public void Two_triangles_of_a_rectangle_cover_each_pixel_centre_in_it()
    {
        Vector2 topLeft = new(1.2f, 0.9f), topRight = new(5.2f, 0.9f), bottomLeft = new(1.2f, 3.1f), bottomRight = new(5.2f, 3.1f);
        var (first, second) = (Draw(topLeft, bottomLeft, topRight), Draw(topRight, bottomLeft, bottomRight));
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
                Assert.That(first.Counts[y * Width + x] + second.Counts[y * Width + x], x is >= 1 and <= 4 && y is >= 1 and <= 2 ? Is.AtLeast(1)
                    : Is.Zero, $"{x} {y}");
    }

    [Test]
    public void Barycentric_weights_give_back_the_pixel_centre()
    {
        Vector2 a = new(0, 0), b = new(0, 4), c = new(6, 0);
        var recorder = Draw(a, b, c);
        var (sum, count) = (Vector2.Zero, 0);
        for (var i = 0; i < recorder.Counts.Length; i++)
            if (recorder.Counts[i] > 0)
                (sum, count) = (sum + new Vector2(i % Width + 0.5f, i / Width + 0.5f), count + 1);
        Assert.That(count, Is.GreaterThan(8));
        var weighted = recorder.Sum.X * a + recorder.Sum.Y * b + recorder.Sum.Z * c;
        Assert.That(Vector2.Distance(weighted, sum), Is.LessThan(1e-3f));
        Assert.That(recorder.Sum.X + recorder.Sum.Y + recorder.Sum.Z, Is.EqualTo(count).Within(1e-3));
    }

    [Test]
    public void A_triangle_that_runs_clockwise_shows_only_when_double_sided()
    {
        Vector2 a = new(0, 0), b = new(6, 0), c = new(0, 4);
        Assert.That(Draw(a, b, c, isDoubleSided: false).Counts.Sum(), Is.Zero);
        Assert.That(Draw(a, c, b, isDoubleSided: false).Counts.Sum(), Is.EqualTo(Draw(a, b, c).Counts.Sum()).And.GreaterThan(0));
    }

    [TestCase(-1e6f, -1e6f, 1e6f)]
    [TestCase(float.NaN, 0, 1)]
    [TestCase(float.PositiveInfinity, 0, 1)]
    public void Corners_far_outside_or_not_finite_stay_inside_the_picture(float x, float y, float other) =>
        Assert.That(() => Draw(new(x, y), new(other, y), new(0, other)), Throws.Nothing);

    [Test]
    public void Allocates_nothing()
    {
        var recorder = new Recorder { Counts = new int[Width * Height] };
        var rasterizer = new TriangleRasterizer(Width, Height);
        Assert.That(Allocations.Of(() => rasterizer.Draw(new(0, 0), new(0, 4), new(6, 0), true, ref recorder)), Is.Zero);
    }
}
