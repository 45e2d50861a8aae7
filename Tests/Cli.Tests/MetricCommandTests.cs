using Avatars.Fixtures;
using Avatars.ModelBuilding.Networks;
using Avatars.ModelBuilding.Weights;

namespace Avatars.Cli.Tests;

public sealed class MetricCommandTests
{
    readonly TemporaryFolder _folder = new();

    [OneTimeSetUp]
    public void Publish()
    {
        var weights = new Lpips(LpipsBackbone.Alex, 64, 64).Build().Weights.ToLookup(weight => weight.Name.StartsWith("lin", StringComparison.Ordinal));
        SafetensorsWriter.Save(_folder["alexnet.safetensors"], [.. weights[false]], new RandomWeights(1));
        SafetensorsWriter.Save(_folder["alex.safetensors"], [.. weights[true]], new RandomWeights(1));
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void Backbone_and_head_are_imported()
    {
        var (code, output, errors) = Import("alex.safetensors", "--size", "128x96");
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("128x96"));
        Assert.That(File.Exists(Path.Combine(_folder["metrics"], "lpips-alex.onnx")));
    }

    [Test]
    public void A_file_that_does_not_fit_is_named_and_nothing_is_written()
    {
        var (code, _, errors) = Import("alexnet.safetensors", "--out", _folder["none"]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("alexnet.safetensors").And.Contain("lin0.model.1.weight").And.Not.Contain("   at "));
        Assert.That(Directory.Exists(_folder["none"]), Is.False);
    }

    (int Code, string Output, string Errors) Import(string head, params string[] more) => CommandLine.Run(
        ["metric", "import", "--metric", "lpips-alex", "--backbone", _folder["alexnet.safetensors"], "--head", _folder[head],
            .. more.Contains("--out") ? [] : new[] { "--out", _folder["metrics"] }, .. more]);
}
