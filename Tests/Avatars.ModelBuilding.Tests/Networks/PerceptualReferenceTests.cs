using System.Text.Json;
using Avatars.Fixtures;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

/// <summary>Against PyTorch's numbers with made-up weights; perceptual_reference.py has written them and says how.</summary>
public sealed class PerceptualReferenceTests
{
    const float Tolerance = 2e-4f; // relative: float32 through up to ninety convolutions

    static readonly JsonElement Reference = JsonDocument.Parse(File.ReadAllBytes(
        Path.Combine(SharedFolders.Repository, "Tests", "Avatars.ModelBuilding.Tests", "Networks", "perceptual_reference.json"))).RootElement;
    static readonly int Height = Reference.GetProperty("height").GetInt32(), Width = Reference.GetProperty("width").GetInt32();

    [TestCase(LpipsBackbone.Alex, "lpips-alex"), TestCase(LpipsBackbone.Vgg, "lpips-vgg")]
    public void Lpips_is_the_published_formula(LpipsBackbone backbone, string name)
    {
        var graph = new Lpips(backbone, Height, Width).Build();
        var distances = Runtime.Run(graph, new FormulaWeights(), [("truth", Picture("truth")), ("picture", Picture("picture"))])["distance"];
        Assert.That(graph.Name, Is.EqualTo(name));
        Assert.That(distances, Is.EqualTo(Floats(Reference.GetProperty(name))).Within(Tolerance));
    }

    [Test]
    public void Equal_pictures_have_no_distance()
    {
        var graph = new Lpips(LpipsBackbone.Alex, Height, Width).Build();
        Assert.That(Runtime.Run(graph, new FormulaWeights(), [("truth", Picture("truth")), ("picture", Picture("truth"))])["distance"], Is.All.Zero);
    }

    [Test]
    public void Inception_gives_torchvisions_features()
    {
        var expected = Reference.GetProperty("fid");
        var features = Runtime.Run(new InceptionFeatures(Height, Width).Build(), new FormulaWeights(),
            [("picture", Array.ConvertAll(Picture("picture"), value => 0.5f + 0.5f * value))])["features"];
        var every = expected.GetProperty("every").GetInt32();
        for (var row = 0; row < 2; row++)
        {
            var own = features[(row * InceptionFeatures.Channels)..((row + 1) * InceptionFeatures.Channels)];
            Assert.That(own.Where((_, i) => i % every == 0), Is.EqualTo(Floats(expected.GetProperty("features")[row])).Within(10 * Tolerance),
                $"picture {row}");
            Assert.That(Math.Sqrt(own.Sum(value => (double)value * value)), Is.EqualTo(expected.GetProperty("norm")[row].GetDouble())
                .Within(Tolerance).Percent);
        }
    }

    [Test]
    public void The_networks_have_the_published_sizes()
    {
        Assert.That(new Lpips(LpipsBackbone.Alex, 64, 64).Build().ParameterCount, Is.EqualTo(2_469_696 + 1152));
        Assert.That(new Lpips(LpipsBackbone.Vgg, 64, 64).Build().ParameterCount, Is.EqualTo(14_714_688 + 1472));
        // torchvision's 27,161,264 less fc (2,049,000) and AuxLogits (3,326,696), and with running statistics.
        var statistics = new InceptionFeatures(64, 64).Build().Weights.Where(weight => weight.Name.Contains(".running_", StringComparison.Ordinal))
            .Sum(weight => weight.Count);
        Assert.That(new InceptionFeatures(64, 64).Build().ParameterCount - statistics, Is.EqualTo(27_161_264 - 2_049_000 - 3_326_696));
    }

    static float[] Picture(string name) => FormulaWeights.Uniform(name, 2 * 3 * Height * Width);

    static float[] Floats(JsonElement list) => [.. list.EnumerateArray().Select(value => (float)value.GetDouble())];

    /// <summary>The weights of perceptual_reference.py.</summary>
    internal sealed class FormulaWeights : IWeightSource
    {
        public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight)
        {
            var values = Uniform(weight.Name, (int)weight.Count);
            var (offset, scale) = weight.Name switch
            {
                var name when name.EndsWith("running_var", StringComparison.Ordinal) => (1, 0.5f),
                var name when name.StartsWith("lin", StringComparison.Ordinal) => (0.5f, 0.5f),
                _ when weight.Shape.Length == 4 => (0, (float)Math.Sqrt(6.0 / (weight.Count / weight.Shape[0]))),
                var name when name.EndsWith("bn.weight", StringComparison.Ordinal) => (1, 0.3f),
                _ => (0, 0.1f),
            };
            yield return Array.ConvertAll(values, value => offset + scale * value);
        }

        public static float[] Uniform(string name, int count)
        {
            var state = name.Aggregate(14695981039346656037UL, (hash, letter) => (hash ^ letter) * 1099511628211UL);
            var values = new float[count];
            for (var i = 0; i < count; i++)
            {
                var z = state += 0x9E3779B97F4A7C15;
                z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
                z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
                values[i] = (float)(((z ^ (z >> 31)) >> 40) / (double)(1 << 23) - 1);
            }
            return values;
        }
    }
}
