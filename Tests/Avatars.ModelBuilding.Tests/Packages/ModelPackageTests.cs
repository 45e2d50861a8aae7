using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;
using Avatars.Models;

namespace Avatars.ModelBuilding.Packages;

public sealed class ModelPackageTests
{
    string _folder = "";

    [SetUp]
    public void ChooseFolder() => _folder = Path.Combine(Path.GetTempPath(), $"avatar-{Guid.NewGuid():N}", "model");

    [TearDown]
    public void RemoveFolder()
    {
        if (Directory.Exists(Path.GetDirectoryName(_folder)))
            Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);
    }

    [Test]
    public void A_built_package_opens_and_is_whole()
    {
        Build();
        var package = ModelPackage.Open(_folder);
        package.VerifyAll();
        Assert.That(package.Manifest.Networks.Keys, Is.EqualTo(new[] { "tiny" }));
        Assert.That(package.Manifest.Provenance, Is.EqualTo("a test"));
        Assert.That(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(_folder)!).Count(), Is.EqualTo(1), "nothing beside it");
    }

    [Test]
    public void A_folder_that_is_in_use_is_left_alone()
    {
        Build();
        Assert.That(Build, Throws.TypeOf<IOException>().With.Message.Contains("there already"));
        ModelPackage.Open(_folder).VerifyAll();
    }

    [Test]
    public void A_build_that_fails_leaves_no_folder()
    {
        var blueprint = Blueprint();
        Assert.That(() => PackageWriting.Build(blueprint, _folder, new GivenWeights(new() { ["layer.weight"] = [1], ["layer.bias"] = [1] }),
            WeightStorage.Float32, ""), Throws.TypeOf<FormatException>());
        Assert.That(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(_folder)!), Is.Empty);
    }

    [TestCase("../tiny.onnx"), TestCase("/etc/passwd"), TestCase("other.onnx"), TestCase("tiny.onnx/"), TestCase("")]
    public void A_file_outside_the_package_is_refused(string file)
    {
        Build();
        Rewrite(text => text.Replace("\"tiny.onnx\"", $"\"{file}\"", StringComparison.Ordinal));
        Assert.That(() => ModelPackage.Open(_folder), Throws.TypeOf<FormatException>().With.Message.Contains("networks.tiny.file"));
    }

    [Test]
    public void A_network_name_cannot_hold_a_path()
    {
        Build();
        Rewrite(text => text.Replace("\"tiny", "\"../tiny", StringComparison.Ordinal));
        Assert.That(() => ModelPackage.Open(_folder), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void A_changed_missing_or_longer_file_is_refused()
    {
        Build();
        var network = Path.Combine(_folder, "tiny.onnx");
        var bytes = File.ReadAllBytes(network);
        bytes[^1] ^= 1;
        File.WriteAllBytes(network, bytes);
        Assert.That(() => ModelPackage.Open(_folder).VerifyAll(), Throws.TypeOf<FormatException>().With.Message.Contains("SHA-256"));
        File.WriteAllBytes(network, [.. bytes, 0]);
        Assert.That(() => ModelPackage.Open(_folder).VerifyAll(), Throws.TypeOf<FormatException>().With.Message.Contains("bytes"));
        File.Delete(network);
        Assert.That(() => ModelPackage.Open(_folder).VerifyAll(), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("lacks"));
    }

    [TestCase("\"formatVersion\": 2", "\"formatVersion\": 3", "reads version 2"), TestCase("\"system\": \"fpdm\",", "", "system")]
    [TestCase("{", "", "line 2"), TestCase("\"width\": 256", "\"width\": \"wide\"", "width")]
    public void A_broken_description_is_refused_with_its_place(string from, string to, string reason)
    {
        Build();
        Rewrite(text => text[..text.IndexOf(from, StringComparison.Ordinal)] + to + text[(text.IndexOf(from, StringComparison.Ordinal) + from.Length)..]);
        Assert.That(() => ModelPackage.Open(_folder),
            Throws.TypeOf<FormatException>().With.Message.Contains(reason).And.Message.Contains(ModelManifest.FileName));
    }

    [TestCase(WeightStorage.Float16), TestCase(WeightStorage.Float32)]
    public void Packing_changes_the_storage_and_keeps_the_arithmetic(WeightStorage storage)
    {
        Build();
        var packed = ModelPackage.Open(_folder).Pack(_folder + "-packed", storage);
        packed.VerifyAll();
        using var expected = new MemoryStream();
        OnnxFile.Write(Blueprint().Networks[0], expected, new RandomWeights(2), storage);
        Assert.That(OnnxRepack.StorageOf(packed.PathOf("tiny")), Is.EqualTo(storage));
        Assert.That(Run(packed.PathOf("tiny")), Is.EqualTo(Runtime.Run(expected.ToArray(), Input)["y"]));
    }

    [TestCase(WeightStorage.Float16), TestCase(WeightStorage.Float32)]
    public void Weights_in_a_file_of_their_own_are_the_same_weights(WeightStorage storage)
    {
        var (inside, outside) = (Wide(_folder, storage, OnnxFile.ExternalFrom), Wide(_folder + "-data", storage, externalFrom: 0));
        outside.VerifyAll();
        Assert.That(outside.Manifest.Networks["wide"].Data, Is.EqualTo(ModelPackage.Open(outside.Folder).Manifest.Networks["wide"].Data).And.Not.Null);
        Assert.That(new FileInfo(outside.PathOf("wide")).Length, Is.LessThan(2500), "the model is empty of weights");
        Assert.That(RunFile(outside.PathOf("wide")), Is.EqualTo(RunFile(inside.PathOf("wide"))));
        var packed = outside.Pack(_folder + "-packed", null);
        Assert.That(File.ReadAllBytes(packed.PathOf("wide")), Is.EqualTo(File.ReadAllBytes(inside.PathOf("wide"))));
    }

    [Test]
    public void A_changed_data_file_is_refused()
    {
        var package = Wide(_folder, WeightStorage.Float32, externalFrom: 0);
        var data = package.PathOf("wide") + ".data";
        var bytes = File.ReadAllBytes(data);
        bytes[^1] ^= 1;
        File.WriteAllBytes(data, bytes);
        Assert.That(package.VerifyAll, Throws.TypeOf<FormatException>().With.Message.Contains("wide.onnx.data").And.Message.Contains("SHA-256"));
        File.Delete(data);
        Assert.That(package.VerifyAll, Throws.TypeOf<FileNotFoundException>().With.Message.Contains("lacks"));
        Rewrite(text => text.Replace("wide.onnx.data", "../wide.onnx.data", StringComparison.Ordinal));
        Assert.That(() => ModelPackage.Open(_folder), Throws.TypeOf<FormatException>().With.Message.Contains("networks.wide.data.file"));
    }

    [Test]
    public void Packing_twice_gives_the_same_bytes_and_narrow_weights_widen_again()
    {
        Build();
        var once = ModelPackage.Open(_folder).Pack(_folder + "-1", WeightStorage.Float16);
        var twice = once.Pack(_folder + "-2", WeightStorage.Float16);
        Assert.That(File.ReadAllBytes(twice.PathOf("tiny")), Is.EqualTo(File.ReadAllBytes(once.PathOf("tiny"))));
        var wide = twice.Pack(_folder + "-3", WeightStorage.Float32);
        Assert.That(Run(wide.PathOf("tiny")), Is.EqualTo(Run(once.PathOf("tiny"))));
    }

    [Test]
    public void Packing_takes_new_weights_and_hashes_them()
    {
        Build();
        OnnxFile.Save(Blueprint().Networks[0], Path.Combine(_folder, "tiny.onnx"), new RandomWeights(99));
        var package = ModelPackage.Open(_folder);
        Assert.That(package.VerifyAll, Throws.TypeOf<FormatException>(), "trained, not packed yet");
        package.Pack(_folder + "-packed", WeightStorage.Float32).VerifyAll();
    }

    [TestCase(10), TestCase(100), TestCase(-1)]
    public void A_network_that_is_cut_short_is_not_packed(int length)
    {
        Build();
        var network = Path.Combine(_folder, "tiny.onnx");
        var bytes = File.ReadAllBytes(network);
        File.WriteAllBytes(network, length > 0 ? bytes[..length] : bytes[..^1]);
        Assert.That(() => ModelPackage.Open(_folder).Pack(_folder + "-packed", null),
            Throws.TypeOf<FormatException>().With.Message.Contains("tiny.onnx").And.Message.Contains("byte "));
        Assert.That(Directory.Exists(_folder + "-packed"), Is.False);
    }

    static readonly (string, float[])[] Input = [("x", [1, -2, 3])];

    static float[] Run(string path) => Runtime.Run(File.ReadAllBytes(path), Input)["y"];

    /// <summary>With a weight large enough to leave the model.</summary>
    static ModelPackage Wide(string folder, WeightStorage storage, long externalFrom)
    {
        var graph = new Graph("wide");
        graph.Output(graph.Linear(graph.Linear(graph.Input("x", Value.Batch, 3), "in", 1000), "out", 2), "y");
        return PackageWriting.Build(new(FpdmModel.Compact.ToBlueprint().Manifest, [graph]), folder, _ => new RandomWeights(2), storage,
            "a test", externalFrom);
    }

    static float[] RunFile(string path)
    {
        using var session = new Microsoft.ML.OnnxRuntime.InferenceSession(path);
        using var results = session.Run([Microsoft.ML.OnnxRuntime.NamedOnnxValue.CreateFromTensor("x",
            new Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<float>(new float[] { 1, -2, 3 }, [1, 3]))]);
        return [.. results[0].AsEnumerable<float>()];
    }

    void Build() => PackageWriting.Build(Blueprint(), _folder, new RandomWeights(2), WeightStorage.Float32, "a test");

    void Rewrite(Func<string, string> change)
    {
        var path = Path.Combine(_folder, ModelManifest.FileName);
        File.WriteAllText(path, change(File.ReadAllText(path)));
    }

    static ModelBlueprint Blueprint()
    {
        var graph = new Graph("tiny");
        graph.Output(graph.Silu(graph.Linear(graph.Input("x", Value.Batch, 3), "layer", 4)), "y");
        return new(FpdmModel.Compact.ToBlueprint().Manifest, [graph]);
    }
}
