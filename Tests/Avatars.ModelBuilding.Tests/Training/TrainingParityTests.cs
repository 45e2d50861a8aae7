using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Avatars.Fixtures;
using Avatars.Inference;
using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Networks;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Tests.Training;

/// <summary>The trainer must see the network that ONNX Runtime runs: same file, same inputs, same outputs.</summary>
public sealed class TrainingParityTests
{
    const float Tolerance = 1e-4f; // relative to the output's largest value where that exceeds 1
    const int Batch = 2, Tokens = 17, Side = 64;

    static readonly UNet2DConditionConfiguration Small = new()
    {
        Height = 8, Width = 8, Tokens = Tokens, TokenChannels = 48, InChannels = 8, OutChannels = 8, Widths = [32, 64], Heads = [1, 2],
        DownAttention = [false, true], UpAttention = [true, false], ResnetsPerLevel = 1, Groups = 16, LinearProjection = true,
        ClassEmbedding = ClassEmbedding.Mlp, ClassChannels = 32, ClassHidden = 64, PoseResidual = true,
    };

    static readonly UNet2DCondition UNet = new(Small);

    static readonly AutoencoderKl Autoencoder = new(new()
    {
        Height = Side, Width = Side, LatentChannels = 8, PatchSize = 2, Groups = 16,
        EncoderWidths = [16, 32, 48], EncoderResnets = 1, DecoderWidths = [16, 32, 48], DecoderResnets = 1,
    });

    /// <summary>As the compact package has it.</summary>
    static readonly AutoencoderKl PlainAutoencoder = new(new()
    {
        Height = Side, Width = Side, LatentChannels = 8, PatchSize = 2, Groups = 0, MidAttention = false, DecoderMiddle = false, ColourBase = true,
        EncoderWidths = [16, 32, 48], EncoderResnets = 1, DecoderWidths = [16, 32, 48], DecoderResnets = 1,
    });

    /// <summary>IMAGPose's, with cross-view attention that does something.</summary>
    static Graph CrossView()
    {
        var graph = new Graph("cross_view");
        var x = graph.Input("x", Value.Batch, 32, 6, 8);
        graph.Output(graph.Conv(graph.CrossView(graph.Conv(x, "conv_in", 32), "motion_modules.0", new() { Heads = 4 }), "conv_out", 8), "y");
        return graph;
    }

    static readonly Graph[] Networks =
    [
        CrossView(),
        new PatchEmbedding(new() { Height = 8, Width = 8, PatchSize = 4, TokenChannels = 48 }).Build(),
        UNet.BuildStep(),
        new UNet2DCondition(Small with { CoarseLatents = true }).BuildStep("refining_coarse_latents"),
        UNet.BuildSource(),
        Autoencoder.BuildEncoder(),
        Autoencoder.BuildDecoder(),
        PlainAutoencoder.BuildEncoder(),
        PlainAutoencoder.BuildDecoder(),
        new AutoencoderKl(new() { Height = Side, Width = Side, PatchSize = 2, MidAttention = false, Groups = 0, ColourBase = true, Guided = true,
            EncoderWidths = [16, 16, 32], DecoderWidths = [16, 16, 32] }).BuildDecoder("guided"),
        new PartEncoder(new() { Size = Side, Parts = 6, Widths = [16, 16, 32, 32], ValueChannels = 16, Hidden = 48 }).Build(),
        new PartEncoder(new() { Size = Side, Parts = 6, Widths = [16, 16, 32, 32], ValueChannels = 16, Hidden = 48, FeatureChannels = 16 }).Build(),
        new FlowPoseEncoder(new() { Size = Side, Widths = [16, 16, 32, 32], SourceFeatures = 16 }).Build(),
        new CoarsePredictor(new() { Size = 64, Features = 48, LatentChannels = 4, Width = 32, Embedding = 32 }).Build(),
        new Dinov2(new() { Height = Side, Width = Side, TrainedSize = 96, PatchSize = 16, Hidden = 48, Layers = 2, Heads = 2 }).Build(),
        new SourceProjector(new() { Tokens = Tokens, Channels = 48, Hidden = 48, TokenChannels = 48 }).Build(),
        new ConvolutionalVision(new() { Size = 64, Widths = [16, 16, 32], CellChannels = 8, Projection = 32 }).Build(),
        new ClipVision(new() { Height = Side, Width = Side, TrainedSize = Side, PatchSize = 16, Hidden = 48, Layers = 2, Heads = 2, MlpWidth = 96,
            Projection = 32 }).Build(),
        new Combiner(new() { Features = 32, Projection = 48, Hidden = 48 }).Build(),
        new PoseEncoder(new() { Height = Side, Width = Side, Widths = [16, 16, 32, 64], Embedding = 32 }).Build(),
        new PriorTransformer(new() { Embedding = 32, PoseHidden = 48, Heads = 2, HeadChannels = 16, Layers = 2 }).Build(),
        new UNet2DCondition(new() // PCDMs' inpainting
        {
            Height = 8, Width = 16, Tokens = Tokens, TokenChannels = 48, InChannels = 17, OutChannels = 8, Widths = [32, 64], Heads = [1, 2],
            DownAttention = [false, true], UpAttention = [true, false], ResnetsPerLevel = 1, Groups = 16, LinearProjection = true,
            ClassEmbedding = ClassEmbedding.Projection, ClassChannels = 32, PoseResidual = true,
        }).BuildStep("inpainting"),
    ];

    static IEnumerable<int> Numbers => Enumerable.Range(0, Networks.Length);

    [TestCaseSource(nameof(Numbers))]
    public void The_trainer_computes_what_the_runtime_computes(int number) => Compare(Networks[number], WeightStorage.Float32);

    [TestCase("unet"), TestCase("vae_decoder")]
    public void Weights_stored_as_float16_mean_the_same_to_both(string name) =>
        Compare(Networks.First(network => network.Name == name), WeightStorage.Float16);

    static void Compare(Graph definition, WeightStorage storage)
    {
        var folder = Directory.CreateTempSubdirectory("parity-").FullName;
        try
        {
            var graph = Path.Combine(folder, definition.Name + ".onnx");
            OnnxFile.Save(definition, graph, new AwakeWeights(new RandomWeights(11)), storage);
            var (inputs, outputs) = (Path.Combine(folder, "inputs.safetensors"), Path.Combine(folder, "outputs.safetensors"));
            using var network = new Network(graph, new InferenceOptions { Threads = 1 });
            var expected = RunHere(network, inputs);
            Python.RunGraph(graph, inputs, outputs);
            var made = SafetensorsFile.Read(outputs);
            Assert.That(made.Keys, Is.EquivalentTo(expected.Keys));
            foreach (var (output, values) in expected)
                AssertClose(output, made[output].ToFloats(), values);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static void AssertClose(string output, float[] made, float[] expected)
    {
        Assert.That(made, Has.Length.EqualTo(expected.Length), output);
        var allowed = Tolerance * Math.Max(1, expected.Max(Math.Abs));
        for (var i = 0; i < made.Length; i++)
            if (!(Math.Abs(made[i] - expected[i]) <= allowed))
                Assert.Fail($"{output}[{i}]: the trainer says {made[i]}, ONNX Runtime {expected[i]}; {allowed} is allowed.");
    }

    /// <summary>Whether the networks sample the input at computed positions. It is smooth then: in noise a small rounding of
    /// the position would change the value.</summary>
    static bool IsSampled(string input) => input is "pixel_values" or "foreground" or "inpainted_background" or "source_features";

    /// <summary>Runs on random inputs, which it also writes to <paramref name="inputsPath"/>.</summary>
    static Dictionary<string, float[]> RunHere(Network network, string inputsPath)
    {
        using var binding = new NetworkBinding(network);
        var random = new Random(5);
        var inputs = network.Inputs.ToDictionary(port => port.Name, port => network.TensorFor(port, Batch));
        foreach (var (name, tensor) in inputs)
        {
            var span = tensor.Span;
            for (var i = 0; i < span.Length; i++)
                span[i] = name == "timestep" ? random.Next(1000) : IsSampled(name) ? MathF.Sin(0.001f * i) : 2 * random.NextSingle() - 1;
            binding.Read(name, tensor);
        }
        var outputs = network.Outputs.ToDictionary(port => port.Name, port => network.TensorFor(port, Batch));
        foreach (var (name, tensor) in outputs)
            binding.Write(name, tensor);
        Write(inputsPath, inputs);
        binding.Run();
        var values = outputs.ToDictionary(pair => pair.Key, pair => pair.Value.Span.ToArray());
        foreach (var tensor in inputs.Values.Concat(outputs.Values))
            tensor.Dispose();
        return values;
    }

    static void Write(string path, Dictionary<string, FloatTensor> tensors)
    {
        var offset = 0;
        var entries = tensors.ToDictionary(pair => pair.Key, pair => new
        {
            dtype = "F32", shape = pair.Value.Shape.ToArray(), data_offsets = new[] { offset, offset += 4 * pair.Value.Length },
        });
        var header = JsonSerializer.SerializeToUtf8Bytes(entries);
        using var file = File.Create(path);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        file.Write(length);
        file.Write(header);
        foreach (var tensor in tensors.Values)
            file.Write(MemoryMarshal.AsBytes(tensor.Span));
    }
}
