using Avatars.Fixtures;
using Avatars.ModelBuilding.Networks;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Importing;

public sealed class MetricImportTests
{
    static readonly Graph Alex = new Lpips(LpipsBackbone.Alex, 64, 64).Build();
    static readonly PerceptualReferenceTests.FormulaWeights Weights = new();

    readonly TemporaryFolder _folder = new();

    static Weight[] Trunk => [.. Alex.Weights.Where(weight => !weight.Name.StartsWith("lin", StringComparison.Ordinal))];

    static Weight[] Lins => [.. Alex.Weights.Except(Trunk)];

    [OneTimeSetUp]
    public void Publish()
    {
        // torchvision's file also holds the classifier.
        SafetensorsWriter.Save(_folder["alexnet.safetensors"], [.. Trunk, new Weight("classifier.6.bias", [10], Initialisation.Zeros)], Weights);
        SafetensorsWriter.Save(_folder["alex.safetensors"], Lins, Weights);
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void Backbone_and_head_become_one_network()
    {
        using var import = new MetricImport("lpips-alex", _folder["alexnet.safetensors"], _folder["alex.safetensors"], 64, 64);
        var path = import.Save(_folder["metrics"]);
        Assert.That(Path.GetFileName(path), Is.EqualTo("lpips-alex.onnx"));
        float[] Distance(Func<IEnumerable<(string, float[])>, Dictionary<string, float[]>> run) =>
            run([("truth", Numbers.Random(3 * 64 * 64, 1)), ("picture", Numbers.Random(3 * 64 * 64, 2))])["distance"];
        Assert.That(Distance(inputs => Runtime.Run(File.ReadAllBytes(path), inputs)), Is.EqualTo(Distance(inputs => Runtime.Run(Alex, Weights, inputs))));
    }

    [Test, Category("Weights")]
    public void The_published_heads_fit()
    {
        foreach (var (name, backbone) in new[] { ("alex", LpipsBackbone.Alex), ("vgg", LpipsBackbone.Vgg) })
        {
            SafetensorsWriter.Save(_folder[name + "-trunk.safetensors"],
                [.. new Lpips(backbone, 64, 64).Build().Weights.Where(weight => weight.Name.StartsWith("features.", StringComparison.Ordinal))],
                Weights);
            using var import = new MetricImport("lpips-" + name, _folder[name + "-trunk.safetensors"],
                Path.Combine(SharedFolders.Weights, $"lpips_v0.1_{name}.pth"), 64, 64);
            var path = import.Save(_folder["published"]);
            var distance = Runtime.Run(File.ReadAllBytes(path),
                [("truth", Numbers.Random(3 * 64 * 64, 1)), ("picture", Numbers.Random(3 * 64 * 64, 2))])["distance"];
            Assert.That(distance, Is.All.GreaterThan(0), "published heads weigh without a sign");
        }
    }

    [Test]
    public void Another_backbone_is_refused_with_what_does_not_fit() =>
        Assert.That(() => new MetricImport("lpips-vgg", _folder["alexnet.safetensors"], _folder["alex.safetensors"], 64, 64),
            Throws.InstanceOf<FormatException>().With.Message.Contains("vgg16").And.Message.Contains("features.2.weight")
                .And.Message.Contains("features.0.weight [64, 3, 11, 11]"));

    [Test]
    public void A_head_is_asked_for_where_there_is_one_and_refused_where_there_is_none()
    {
        Assert.That(() => new MetricImport("lpips-alex", _folder["alexnet.safetensors"], null, 64, 64),
            Throws.ArgumentException.With.Message.Contains("--head"));
        Assert.That(() => new MetricImport("fid", _folder["alexnet.safetensors"], _folder["alex.safetensors"], 64, 64),
            Throws.ArgumentException.With.Message.Contains("--head"));
        Assert.That(() => new MetricImport("fvd", _folder["alexnet.safetensors"], null, 64, 64), Throws.ArgumentException.With.Message.Contains("lpips-alex"));
        Assert.That(() => new MetricImport("lpips-alex", _folder["alexnet.safetensors"], _folder["alex.safetensors"], 32, 64),
            Throws.ArgumentException.With.Message.Contains("64x32"));
    }
}
