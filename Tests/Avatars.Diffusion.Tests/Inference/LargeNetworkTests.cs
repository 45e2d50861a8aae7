using System.Globalization;
using Avatars.Fixtures;
using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.Inference;

/// <summary>A network of 80 MiB: three layers of 2,600 channels.</summary>
[Platform("Linux", Reason = "Reads the process's memory from /proc.")]
public sealed class LargeNetworkTests
{
    const int Channels = 2600, Rows = 4096;
    const long Activation = (long)Rows * Channels * sizeof(float); // 41 MiB

    [Test]
    public void Gives_back_after_each_run_what_it_worked_in()
    {
        using var folder = new TemporaryFolder();
        using var network = new Network(Write(folder["layers.onnx"]), new InferenceOptions { Threads = 2 });
        Run(network, rows: 1); // the runtime keeps the first block that it takes
        using FloatTensor x = network.TensorFor(network.Input("x"), Rows), y = network.TensorFor(network.Output("y"), Rows);
        using var binding = new NetworkBinding(network).Read("x", x).Write("y", y);
        x.Span.Fill(0.5f);
        y.Span.Fill(0.5f); // its pages are there before anything is measured
        var before = ResidentBytes();
        binding.Run();
        var first = y.Span.ToArray();
        binding.Run();
        Assert.That(y.Span.SequenceEqual(first), "each run starts from nothing");
        Assert.That(ResidentBytes() - before - Activation, Is.LessThan(Activation / 2), "beyond the copy that this test holds; kept activations would be two");
    }

    static void Run(Network network, int rows)
    {
        using FloatTensor x = network.TensorFor(network.Input("x"), rows), y = network.TensorFor(network.Output("y"), rows);
        using var binding = new NetworkBinding(network).Read("x", x).Write("y", y);
        binding.Run();
    }

    static string Write(string path)
    {
        var graph = new Graph("layers");
        var value = graph.Input("x", Value.Batch, Channels);
        for (var i = 0; i < 3; i++)
            value = graph.Relu(graph.Linear(value, $"layer.{i}", Channels));
        graph.Output(value, "y");
        OnnxFile.Save(graph, path, new RandomWeights(1), externalFrom: 0);
        return path;
    }

    static long ResidentBytes()
    {
        GC.Collect();
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
