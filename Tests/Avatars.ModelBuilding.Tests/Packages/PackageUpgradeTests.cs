using System.Security.Cryptography;
using System.Text.Json;
using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Packages;

public sealed class PackageUpgradeTests
{
    static readonly float[] Warped = Numbers.Random(3 * 8 * 8, 1);

    string _folder = "";

    string Old => Path.Combine(_folder, "old");

    string New => Path.Combine(_folder, "new");

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("avatar-upgrade").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Networks_and_ports_get_their_new_names_and_the_outputs_stay()
    {
        WriteVersion1();
        PackageUpgrade.Save(Old, New);
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(New, "model.json")));
        var network = json.RootElement.GetProperty("networks").GetProperty("coarse_predictor");
        var bytes = File.ReadAllBytes(Path.Combine(New, "coarse_predictor.onnx"));
        Assert.That(json.RootElement.GetProperty("formatVersion").GetInt32(), Is.EqualTo(2));
        Assert.That(network.GetProperty("bytes").GetInt32(), Is.EqualTo(bytes.Length));
        Assert.That(network.GetProperty("sha256").GetString(), Is.EqualTo(HashOf(bytes)));
        Assert.That(json.RootElement.GetProperty("quality").GetProperty("eightBits").GetProperty("coarse_predictor").GetInt32(), Is.EqualTo(12));
        Assert.That(json.RootElement.GetProperty("latentScale").GetRawText(), Is.EqualTo("1.050275"), "what is not a name is not touched");
        Assert.That(Directory.EnumerateFiles(New).Select(Path.GetFileName), Is.EquivalentTo(new[] { "model.json", "coarse_predictor.onnx" }));

        var expected = Runtime.Run(File.ReadAllBytes(Path.Combine(Old, "drafter.onnx")), [("brought_over", Warped)])["draft"];
        Assert.That(Runtime.Run(bytes, [("warped_source", Warped)])["coarse_latents"], Is.EqualTo(expected));
    }

    [TestCase("mend.resnets.0.conv1.weight:float32", "flow_refinement.resnets.0.conv1.weight:float32"), TestCase("mend:input", "flow_refinement:input")]
    [TestCase("drafted", "coarse"), TestCase("draft", "coarse_latents"), TestCase("draft.mend.bias", "coarse.correction.bias")]
    [TestCase("_inlfunc_Look_handicap", "_inlfunc_DistanceAttention_cost"), TestCase("Look", "DistanceAttention"), TestCase("absent", "penalty")]
    [TestCase("picture", "picture"), TestCase("mender", "mender"), TestCase("pose_residual", "pose_residual")]
    public void Names_change_by_whole_words(string old, string expected) => Assert.That(PackageUpgrade.NewName(old), Is.EqualTo(expected));

    [Test]
    public void The_person_without_the_background_is_renamed_where_it_is_that() =>
        Assert.That(PackageUpgrade.NewName("picture", hasForeground: true), Is.EqualTo("foreground"));

    [TestCase("\"formatVersion\": 1", "\"formatVersion\": 2", "format version 2")]
    [TestCase("\"formatVersion\": 1", "\"formatVersion\": \"1\"", "no format version")]
    [TestCase("\"file\": \"drafter.onnx\"", "\"file\": \"../drafter.onnx\"", "networks.'drafter'")]
    [TestCase("\"sha256\": \"", "\"sha256\": \"0", "SHA-256")]
    [TestCase("\"networks\"", "\"works\"", "'networks'")]
    public void Other_packages_are_refused_and_nothing_is_left(string from, string to, string message)
    {
        WriteVersion1();
        var path = Path.Combine(Old, "model.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace(from, to, StringComparison.Ordinal));
        Assert.That(() => PackageUpgrade.Save(Old, New), Throws.TypeOf<FormatException>().With.Message.Contains(message));
        Assert.That(Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName), Is.EqualTo(new[] { "old" }));
    }

    void WriteVersion1()
    {
        Directory.CreateDirectory(Old);
        var graph = new Graph("drafter");
        graph.Output(graph.Silu(graph.Conv(graph.Input("brought_over", Value.Batch, 3, 8, 8), "draft.keep", 2)), "draft");
        var file = Path.Combine(Old, "drafter.onnx");
        OnnxFile.Save(graph, file, new RandomWeights(1));
        var bytes = File.ReadAllBytes(file);
        File.WriteAllText(Path.Combine(Old, "model.json"), $$"""
            {
              "formatVersion": 1, "latentScale": 1.050275,
              "networks": { "drafter": { "file": "drafter.onnx", "bytes": {{bytes.Length}}, "sha256": "{{HashOf(bytes)}}" } },
              "quality": { "eightBits": { "drafter": 12 } }
            }
            """);
    }

    static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
