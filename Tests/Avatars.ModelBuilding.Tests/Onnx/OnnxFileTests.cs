using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Onnx;

public sealed class OnnxFileTests
{
    [Test]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_does_not()
    {
        Assert.That(BytesOf(seed: 3), Is.EqualTo(BytesOf(seed: 3)));
        Assert.That(BytesOf(seed: 3), Is.Not.EqualTo(BytesOf(seed: 4)));
    }

    [Test]
    public void Half_storage_computes_with_the_rounded_weights()
    {
        var graph = Small();
        var x = Numbers.Random(2 * 3 * 8 * 8, 1);
        var narrow = Runtime.Run(graph, new RandomWeights(7), [("x", x)], WeightStorage.Float16)["y"];
        var rounded = Runtime.Run(graph, new Rounded(new RandomWeights(7)), [("x", x)])["y"];
        var exact = Runtime.Run(graph, new RandomWeights(7), [("x", x)])["y"];
        Numbers.AssertClose(narrow, Array.ConvertAll(rounded, value => (double)value));
        Assert.That(narrow, Is.Not.EqualTo(exact), "rounding shows");
        Assert.That(BytesOf(7, WeightStorage.Float16), Has.Length.LessThan(BytesOf(7).Length));
    }

    [Test]
    public void A_value_beyond_half_is_refused() =>
        Assert.That(() => BytesOf(new Constant(70_000), WeightStorage.Float16), Throws.TypeOf<FormatException>().With.Message.Contains("65504"));

    [Test]
    public void A_source_of_the_wrong_length_is_refused() =>
        Assert.That(() => BytesOf(new Short()), Throws.TypeOf<FormatException>().With.Message.Contains("gave 1 values"));

    [Test]
    public void A_failed_save_leaves_nothing_behind()
    {
        var path = Path.Combine(Path.GetTempPath(), $"avatar-{Guid.NewGuid():N}.onnx");
        Assert.That(() => OnnxFile.Save(Small(), path, new Short()), Throws.TypeOf<FormatException>());
        Assert.That(Directory.EnumerateFiles(Path.GetTempPath(), Path.GetFileName(path) + "*"), Is.Empty);
    }

    [Test]
    public void Initial_weights_have_the_moments_of_their_distribution()
    {
        var uniform = Collect(new Weight("u", [200_000], Initialisation.FanIn(25)));
        Assert.That(uniform.Max(Math.Abs), Is.LessThanOrEqualTo(0.2f).And.GreaterThan(0.199f));
        Assert.That(uniform.Average(), Is.Zero.Within(0.001));
        var normal = Collect(new Weight("n", [200_000], Initialisation.Normal(0.5f)));
        Assert.That(normal.Average(), Is.Zero.Within(0.005));
        Assert.That(normal.Average(value => value * value), Is.EqualTo(0.25).Within(0.005));
    }

    static Graph Small()
    {
        var graph = new Graph("small");
        var x = graph.GroupNorm(graph.Conv(graph.Input("x", Value.Batch, 3, 8, 8), "conv", 4), "norm", 2, 1e-5f);
        graph.Output(graph.Linear(graph.ToTokens(x), "linear", 300), "y");
        return graph;
    }

    static byte[] BytesOf(ulong seed, WeightStorage storage = WeightStorage.Float32) => BytesOf(new RandomWeights(seed), storage);

    static byte[] BytesOf(IWeightSource source, WeightStorage storage = WeightStorage.Float32)
    {
        using var bytes = new MemoryStream();
        OnnxFile.Write(Small(), bytes, source, storage);
        return bytes.ToArray();
    }

    static float[] Collect(Weight weight) => [.. new RandomWeights(1).Read(weight).SelectMany(piece => piece.ToArray())];

    sealed class Rounded(IWeightSource source) : IWeightSource
    {
        public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight) =>
            source.Read(weight).Select(piece => (ReadOnlyMemory<float>)Array.ConvertAll(piece.ToArray(), value => (float)(Half)value));
    }

    sealed class Constant(float value) : IWeightSource
    {
        public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight) => [Enumerable.Repeat(value, (int)weight.Count).ToArray()];
    }

    sealed class Short : IWeightSource
    {
        public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight) => [new float[1]];
    }
}
