using Avatars.Fixtures;
using Avatars.ModelBuilding.Packages;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.Cli.Tests;

public sealed class DoctorCommandTests
{
    readonly TemporaryFolder _folder = new();
    string _model = "";

    [OneTimeSetUp]
    public void Write() => _model = TinyFpdm.Write(_folder);

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void A_healthy_machine_gets_a_report_without_private_names()
    {
        var (code, output, errors) = CommandLine.Run("doctor", "--model", _model);
        Assert.That(code, Is.Zero, output + errors);
        foreach (var line in new[] { "Avatar ", "System ", "Processor ", "Graphics card ", "OpenGL ", "ffmpeg ", "ONNX Runtime " })
            Assert.That(output, Does.Contain("\n" + line).Or.StartWith(line));
        Assert.That(output, Does.Match(@"  cuda +(no: .+|can be used)").And.Match(@"  cpu +can be used"));
        Assert.That(output, Does.Match(@"Chosen +\w+: the first of these that can be used"));
        Assert.That(output, Does.Contain("the same pose gives the same bytes"));
        Assert.That(output, Does.Contain("pictures differ by 0.000 of 255 on average").Or.Contain("Against cpu"));
        Assert.That(output, Does.Not.Contain(Environment.MachineName + "\n").And.Not.Contain(_folder.Path));
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Assert.That(output, Does.Not.Contain(home + "/"));
    }

    [Test]
    public void A_provider_that_is_absent_is_an_error_and_no_other_takes_its_place()
    {
        var absent = OperatingSystem.IsWindows() ? "coreml" : "directml";
        var (code, output, errors) = CommandLine.Run("doctor", "--model", _model, "--provider", absent);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain($"'{absent}' cannot be used here"));
        Assert.That(output, Does.Match($@"  {absent} +no: ").And.Not.Contain("Chosen").And.Not.Contain("Test on"));
    }

    /// <summary>As on processors where sums of 8-bit products overflow without an error: another picture.</summary>
    [Test]
    public void Wrong_pictures_in_eight_bits_are_found()
    {
        PackageWriting.Build(TinyFpdm.Model.ToBlueprint(), _model + "-8bit", _ => new AwakeWeights(new RandomWeights(2)), WeightStorage.Float32,
            "Other weights.", OnnxFile.ExternalFrom);
        try
        {
            var (code, output, _) = CommandLine.Run("doctor", "--model", _model);
            Assert.That(code, Is.EqualTo(1), output);
            Assert.That(output, Does.Match("In 8 bits on cpu .* WRONG: below 25 dB"));
        }
        finally
        {
            Directory.Delete(_model + "-8bit", recursive: true);
        }
    }

    [Test]
    public void A_damaged_model_is_named()
    {
        using var other = new TemporaryFolder();
        var model = TinyFpdm.Write(other);
        File.AppendAllText(Path.Combine(model, "unet.onnx"), "x");
        var (code, _, errors) = CommandLine.Run("doctor", "--model", model);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("unet.onnx"));
    }
}
