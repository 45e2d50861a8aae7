using Avatars.Imaging;

namespace Avatars.Tests.Imaging;

public sealed class InpaintedBackgroundTests
{
    const int Width = 48, Height = 32;

    /// <summary>A slope of brightness with a red rectangle, the person, in its middle.</summary>
    static (RgbImage Picture, float[] Matte) Scene()
    {
        var (picture, matte) = (new RgbImage(Width, Height), new float[Width * Height]);
        for (var i = 0; i < matte.Length; i++)
        {
            var (y, x) = Math.DivRem(i, Width);
            matte[i] = x is >= 18 and < 30 && y is >= 8 and < 24 ? 1 : 0;
            for (var k = 0; k < 3; k++)
                picture.Bytes[3 * i + k] = matte[i] > 0 ? (byte)(k == 0 ? 255 : 0) : (byte)(40 + 3 * x);
        }
        return (picture, matte);
    }

    [Test]
    public void Smooth_what_is_not_the_person_stays_and_the_rest_continues_it()
    {
        var (picture, matte) = Scene();
        var background = InpaintedBackground.Smooth(picture, matte, margin: 2);
        for (var i = 0; i < matte.Length; i++)
        {
            var (y, x) = Math.DivRem(i, Width);
            var isKept = x is < 16 or >= 32 || y is < 6 or >= 26;
            for (var k = 0; k < 3; k++)
                Assert.That(background.Bytes[3 * i + k], Is.EqualTo(40 + 3 * x).Within(isKept ? 0 : 12), $"{x}, {y}");
        }
    }

    [Test]
    public void A_person_that_fills_the_picture_leaves_black() =>
        Assert.That(InpaintedBackground.Of(Scene().Picture, Enumerable.Repeat(1f, Width * Height).ToArray(), margin: 0).Bytes, Is.All.Zero);

    [Test]
    public void A_matte_of_another_size_is_refused() =>
        Assert.That(Assert.Throws<ArgumentException>(() => InpaintedBackground.Of(Scene().Picture, new float[7], margin: 0))!.Message, Does.Contain("48x32"));

    const int RoomWidth = 160, RoomHeight = 120, Floor = 80; // rows above the floor

    /// <summary>Vertical stripes above a noisy floor, and a person who stands before both.</summary>
    static (RgbImage Truth, RgbImage Picture, float[] Matte) Room()
    {
        var random = new Random(5);
        var (truth, picture, matte) = (new RgbImage(RoomWidth, RoomHeight), new RgbImage(RoomWidth, RoomHeight), new float[RoomWidth * RoomHeight]);
        for (var i = 0; i < matte.Length; i++)
        {
            var (y, x) = Math.DivRem(i, RoomWidth);
            var level = y >= Floor ? 40 + random.Next(50) : x % 10 < 5 ? 210 : 150;
            matte[i] = x is >= 65 and < 92 && y is >= 20 and < 100 ? 1 : 0;
            for (var k = 0; k < 3; k++)
                (truth.Bytes[3 * i + k], picture.Bytes[3 * i + k]) = ((byte)level, (byte)(matte[i] > 0 ? 255 * k / 2 : level));
        }
        return (truth, picture, matte);
    }

    [Test]
    public void Structure_continues_behind_the_person()
    {
        var (truth, picture, matte) = Room();
        var background = InpaintedBackground.Of(picture, matte, margin: 2);
        var (stripes, stripeCount, inside, outside) = (0.0, 0, new List<double>(), new List<double>());
        for (var i = 0; i < matte.Length; i++)
        {
            var (y, x) = Math.DivRem(i, RoomWidth);
            var isTaken = x is >= 63 and < 94 && y is >= 18 and < 104; // the margin, twice as much below
            if (!isTaken)
                Assert.That(background.Bytes[3 * i], Is.EqualTo(truth.Bytes[3 * i]), $"{x}, {y}");
            if (isTaken && y < Floor - 1)
                (stripes, stripeCount) = (stripes + Math.Abs(background.Bytes[3 * i] - truth.Bytes[3 * i]), stripeCount + 1);
            if (y > Floor)
                (isTaken ? inside : outside).Add(background.Bytes[3 * i]);
        }
        Assert.That(stripes / stripeCount, Is.LessThan(12), "levels: the stripes, 60 levels apart, stand where they were");
        Assert.That(inside.Average(), Is.EqualTo(outside.Average()).Within(8), "levels of the floor");
        Assert.That(Deviation(inside), Is.GreaterThan(0.5 * Deviation(outside)), "the floor's grain is not smeared");

        static double Deviation(List<double> values) => Math.Sqrt(values.Average(value => Math.Pow(value - values.Average(), 2)));
    }

    [Test]
    public void The_same_picture_gives_the_same_bytes()
    {
        var (_, picture, matte) = Room();
        Assert.That(InpaintedBackground.Of(picture, matte, margin: 2).Bytes, Is.EqualTo(InpaintedBackground.Of(picture, matte, margin: 2).Bytes));
    }
}
