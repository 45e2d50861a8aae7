using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

public sealed class Pix2PixUNetTests
{
    /// <summary>TensorFlow's tutorial prints 54,425,859 for its generator, statistics of the normalisation included.</summary>
    [Test]
    public void Has_as_many_values_as_the_published_generator() => Assert.That(Pix2PixUNet.Build().ParameterCount, Is.EqualTo(54_425_859));

    [Test]
    public void Draws_a_picture_of_the_same_size_within_the_range_of_tanh()
    {
        var picture = new float[3 * Pix2PixUNet.Side * Pix2PixUNet.Side];
        picture.AsSpan(0, picture.Length / 2).Fill(0.5f);
        var generated = Runtime.Run(Pix2PixUNet.Build(), new RandomWeights(1), [("picture", picture)])["generated"];
        Assert.That(generated, Has.Length.EqualTo(picture.Length).And.All.InRange(-1f, 1f));
        Assert.That(generated.Distinct().Count(), Is.GreaterThan(1000));
    }
}
