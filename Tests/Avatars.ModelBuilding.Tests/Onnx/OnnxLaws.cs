using Avatars.Fixtures;
using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Quantization;
using Avatars.ModelBuilding.Weights;
using FsCheck;

namespace Avatars.ModelBuilding.Onnx;

/// <summary>Whatever is changed in an ONNX file, it is rewritten or refused with file and byte; the cases that once failed otherwise are refused.</summary>
public sealed class OnnxLaws
{
    string _folder = "";
    byte[] _valid = [], _plain = [];

    [OneTimeSetUp]
    public void Write()
    {
        _folder = Directory.CreateTempSubdirectory("avatar-onnx-laws").FullName;
        _valid = Model("small", graph => graph.Silu(graph.Conv(graph.Input("x", Value.Batch, 2, 4, 4), "conv", 3)));
        _plain = Model("plain", graph => graph.Sigmoid(graph.Conv(graph.Input("x", Value.Batch, 2, 4, 4), "conv", 3)));
    }

    byte[] Model(string name, Func<Graph, Value> body)
    {
        var graph = new Graph(name);
        graph.Output(body(graph), "y");
        OnnxFile.Save(graph, In(name + ".onnx"), new RandomWeights(1));
        return File.ReadAllBytes(In(name + ".onnx"));
    }

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [FsCheck.NUnit.Property(MaxTest = 1500)]
    public void Repacking(DoNotSize<int> seed) =>
        MutatedFile.IsReadOrRefused(_valid, ".onnx", seed.Item, path => OnnxRepack.Save(path, In("out.onnx"), (WeightStorage)(seed.Item & 1)));

    [FsCheck.NUnit.Property(MaxTest = 1500)]
    public void Plain_models(DoNotSize<int> seed) => MutatedFile.IsReadOrRefused(_plain, ".onnx", seed.Item, path =>
    {
        var model = PlainModel.Read(File.ReadAllBytes(path), path);
        _ = model.WithHalves().ToBytes();
    });

    [TestCase("ExternalData-41", "given twice"), TestCase("ExternalData-42", "is missing")]
    [TestCase("OnnxRepack-114", "name is missing"), TestCase("OnnxRepack-115", "name is missing")]
    [TestCase("OnnxRepack-116", "type is missing"), TestCase("OnnxRepack-122", "shape [1099511627776]")]
    [TestCase("OnnxRepack-123", "data stands there twice"), TestCase("OnnxRepack-131", "stands there twice")]
    [TestCase("PlainTensor-25", "no ONNX model")]
    public void A_known_fault_is_named(string name, string fault) =>
        Assert.That(() => OnnxRepack.Save(Case(name), In("out.onnx"), WeightStorage.Float16),
            Throws.TypeOf<FormatException>().With.Message.Contains(fault).And.Message.Contains(name + ".onnx"));

    [TestCase("OnnxRepack-138"), TestCase("OnnxRepack-139")]
    public void A_cast_that_is_none_of_a_weight_stays_as_it_is(string name)
    {
        OnnxRepack.Save(Case(name), In("out.onnx"), null);
        Assert.That(OnnxRepack.StorageOf(In("out.onnx")), Is.EqualTo(OnnxRepack.StorageOf(Case(name))));
    }

    [TestCase("PlainModel-81", "version"), TestCase("PlainModel-82", "version is missing")]
    [TestCase("PlainModel-85", "missing"), TestCase("PlainNode-63", "no outputs"), TestCase("PlainTensor-25", "no ONNX model")]
    public void A_known_fault_of_a_plain_model_is_named(string name, string fault) =>
        Assert.That(() => PlainModel.Read(File.ReadAllBytes(Case(name)), Case(name)).ToBytes(),
            Throws.TypeOf<FormatException>().With.Message.Contains(fault).And.Message.Contains(name + ".onnx"));

    static string Case(string name) => Path.Combine(SharedFolders.Cases, "fuzz", "11-onnx", name + ".onnx");

    string In(string name) => Path.Combine(_folder, name);
}
