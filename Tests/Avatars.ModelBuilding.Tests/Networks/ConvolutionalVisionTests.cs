using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

public sealed class ConvolutionalVisionTests
{
    const int Size = 128, Square = 16;

    static readonly ConvolutionalVisionConfiguration Small = new() { Size = Size, Widths = [16, 16, 32], CellChannels = 8, Projection = 24 };

    [Test]
    public void The_embedding_tells_where_something_is()
    {
        var here = Embed((32, 32));
        Assert.That(here, Has.Length.EqualTo(Small.Projection));
        Assert.That(Embed((32, 32)), Is.EqualTo(here));
        Assert.That(Cosine(here, Embed((80, 80))), Is.LessThan(0.99), "a mean over the picture would hardly differ");
        Assert.That(Cosine(here, Embed((34, 32))), Is.GreaterThan(Cosine(here, Embed((80, 32)))), "two pixels aside is nearer than half a picture");
    }

    /// <summary>A white square on black.</summary>
    static float[] Embed((int X, int Y) corner)
    {
        var pixels = new float[3 * Size * Size];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i % Size - corner.X, i / Size % Size - corner.Y);
            pixels[i] = x is >= 0 and < Square && y is >= 0 and < Square ? 2 : -1.8f;
        }
        return Runtime.Run(new ConvolutionalVision(Small).Build(), new RandomWeights(5), [("pixel_values", pixels)])["image_embeds"];
    }

    static double Cosine(float[] a, float[] b) =>
        a.Zip(b, (x, y) => (double)x * y).Sum() / Math.Sqrt(a.Sum(x => (double)x * x) * b.Sum(x => (double)x * x));
}
