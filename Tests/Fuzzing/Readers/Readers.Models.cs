using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Avatars.Fixtures;
using Avatars.Fuzzing.Mutation;
using Avatars.Inference;
using Avatars.ModelBuilding.Importing;
using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Quantization;
using Avatars.ModelBuilding.TfLite;
using Avatars.ModelBuilding.Weights;
using Avatars.Models;

namespace Avatars.Fuzzing;

static partial class Readers
{
    static readonly Lazy<CaseFiles> Package = new(() =>
    {
        using var folder = new TemporaryFolder();
        return CaseFiles.OfFolder(TinyFpdm.Write(folder));
    });

    static IEnumerable<Reader> Models() =>
    [
        new("onnx", path => OnnxStructure.Read(path), OnnxSeeds, ProtobufMutation.Of, 300),
        new("onnx-session", LoadNetwork, OnnxSeeds, ProtobufMutation.Of, 100),
        new("onnx-repack", path => OnnxRepack.Save(path, Path.Combine(Path.GetTempPath(), "repacked.onnx"), WeightStorage.Float16), OnnxSeeds,
            ProtobufMutation.Of, 150),
        new("onnx-plain", path => _ = PlainModel.Read(File.ReadAllBytes(path), path).WithHalves().ToBytes(), () => OnnxSeeds().Skip(1),
            ProtobufMutation.Of, 150),
        new("tflite", path => TfLiteConversion.Convert(Files.WholeFile.Read(path, 1 << 30), path, "small"), () => [CaseFiles.One("a.tflite",
            SmallTfLite.Bytes())], ByteMutation.Binary, 300),
        new("safetensors", ReadTensors, () => [CaseFiles.One("a.safetensors", TinyCheckpoints.Safetensors)], ArchiveMutation.Safetensors, 300),
        new("torch-zip", ReadTensors, () => [CaseFiles.One("a.pt", TinyCheckpoints.Zip)], ArchiveMutation.Zip, 300),
        new("torch-old", ReadTensors, () => [CaseFiles.One("a.pt", TinyCheckpoints.OldStream)], ArchiveMutation.Pickle, 300),
        new("shard-index", path => new CheckpointSources([path]).Dispose(), () => [CaseFiles.Of("",
            ("model.safetensors.index.json", """{"metadata":{"total_size":18},"weight_map":{"x":"a.safetensors","y":"a.safetensors"}}"""u8.ToArray()),
            ("a.safetensors", TinyCheckpoints.Safetensors))], ByEnding, 150) { NamesFile = false, FollowsLinks = true },
        new("import", path => new CheckpointImport(PublishedSystem.Of("fpdm"), [path]).Dispose(), () => [CaseFiles.Of("",
            ("config.json", """{"_class_name":"UNet2DConditionModel","sample_size":32,"block_out_channels":[320,640],"act_fn":"silu"}"""u8.ToArray()),
            ("scheduler_config.json", """{"_class_name":"DDIMScheduler","beta_start":0.00085,"num_train_timesteps":1000,"clip_sample":false}"""u8.ToArray()),
            ("diffusion_pytorch_model.safetensors", TinyCheckpoints.Safetensors))], ByEnding, 100)
            { NamesFile = false, FollowsLinks = true, SeedsAreRefused = true, IsOneLine = false },
        new("package", OpenPackage, () => [Package.Value], ByEnding, 150) { FollowsLinks = true },
        new("network", LoadPackage, () => [Package.Value], ByEnding, 12) { FollowsLinks = true },
        new("perception", path => PerceptionModels.Open(path), () => [CaseFiles.Of("", ("networks.json", PerceptionList()))], JsonMutation.Of, 80)
            { FollowsLinks = true },
        new("recipe", path => Cli.Training.Recipe.Read(path), () => Seeds.Files("Training/recipes", "*.json", "a.json"), JsonMutation.Of, 150),
    ];

    static byte[] PerceptionList()
    {
        var result = new { file = "hand.onnx", bytes = 3, sha256 = new string('a', 64) };
        var networks = new { hand = new { result, sourceSha256 = new string('b', 64) } };
        return JsonSerializer.SerializeToUtf8Bytes(new { formatVersion = 1, version = PerceptionModels.Version, licence = "Apache-2.0", networks });
    }

    static IEnumerable<CaseFiles> OnnxSeeds()
    {
        yield return Onnx(graph => graph.Silu(graph.Conv(graph.Input("x", Value.Batch, 2, 4, 4), "conv", 3)), "a.onnx");
        yield return Onnx(graph => graph.Sigmoid(graph.Conv(graph.Input("x", Value.Batch, 2, 4, 4), "conv", 3)), "a.onnx");
    }

    static CaseFiles Onnx(Func<Graph, Value> body, string name) => Seeds.Written(name, path =>
    {
        var graph = new Graph("small");
        graph.Output(body(graph), "y");
        OnnxFile.Save(graph, path, new RandomWeights(1));
    });

    static void LoadNetwork(string path)
    {
        using var network = new Network(path, new InferenceOptions());
    }

    static void ReadTensors(string path)
    {
        using var file = TensorFiles.Open(path);
        foreach (var name in file.Entries.Keys)
            if (file.Entries[name].Count < 1 << 20) // a view may repeat one value; importers compare its shape first
                foreach (var piece in file.Read(name))
                    _ = piece.Length;
    }

    static void OpenPackage(string folder)
    {
        var package = ModelPackage.Open(folder);
        package.VerifyAll();
    }

    /// <summary>Sizes and hashes are made right first, as whoever changes a network on purpose would.</summary>
    static void LoadPackage(string folder)
    {
        var path = Path.Combine(folder, ModelManifest.FileName);
        try
        {
            var json = JsonNode.Parse(Bytes(path))!;
            foreach (var (name, entry) in json["networks"]!.AsObject())
            {
                var bytes = Bytes(Path.Combine(folder, name + NetworkFile.Ending));
                (entry!["bytes"], entry["sha256"]) = (bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
            }
            File.WriteAllText(path, json.ToJsonString());
        }
        catch (Exception)
        {
            // It stays as the mutation left it.
        }
        static byte[] Bytes(string file) => Files.WholeFile.Read(file, CaseMutation.MostBytes);

        var package = ModelPackage.Open(folder);
        foreach (var network in package.Manifest.Networks.Keys)
            package.Load(network, new InferenceOptions()).Dispose();
    }
}
