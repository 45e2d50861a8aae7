using System.Text.Json.Nodes;
using Avatars.Fixtures;
using Avatars.Models;

namespace Avatars.Inference;

public sealed class ModelPackageTests
{
    readonly TemporaryFolder _folder = new();
    string _package = "";
    string _json = "";

    [OneTimeSetUp]
    public void Write()
    {
        _package = TinyFpdm.Write(_folder);
        _json = File.ReadAllText(Path.Combine(_package, "model.json"));
    }

    [TearDown]
    public void Restore() => File.WriteAllText(Path.Combine(_package, "model.json"), _json);

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void Reads_what_was_written()
    {
        var package = ModelPackage.Open(_package);
        Assert.That((package.Manifest.System, package.Manifest.Width, package.Manifest.Height, package.Manifest.LatentChannels,
            package.Manifest.LatentFactor), Is.EqualTo(("fpdm", 64, 64, 4, 8)));
        Assert.That(package.Manifest.LatentScale, Is.EqualTo(0.18215));
        Assert.That(package.Manifest.Schedule, Is.EqualTo(new ScheduleSettings("scaled_linear", 0.00085, 0.012, 1000)));
        Assert.That(package.Manifest.PredictionType, Is.EqualTo("v_prediction"));
        Assert.That(package.Manifest.Defaults, Is.EqualTo(new SamplingDefaults("ddim", 1, 1, "trailing")));
        using var network = package.Load("combiner", new InferenceOptions());
        Assert.That(network.Inputs.Select(port => port.Name), Is.EquivalentTo(new[] { "image", "pose" }));
    }

    [TestCase("width", "0", "1 to 4096|8 to 4096"), TestCase("width", "100000", "from 8 to 4096")]
    [TestCase("width", "\"64\"", "width"), TestCase("width", "60", "does not divide")]
    [TestCase("latentScale", "0", "latentScale"), TestCase("latentScale", "1e99", "latentScale")]
    [TestCase("formatVersion", "3", "reads version 2"), TestCase("formatVersion", "1", "avatar model upgrade")]
    [TestCase("predictionType", "\"flow\"", "Known: epsilon"), TestCase("networks", "[]", "not an object")]
    [TestCase("schedule", "{}", "schedule.kind"), TestCase("defaults", "null", "defaults")]
    public void A_field_that_cannot_be_is_named(string field, string value, string message)
    {
        var json = JsonNode.Parse(_json)!;
        json[field] = JsonNode.Parse(value);
        Expect(json.ToJsonString(), message.Split('|')[^1]);
    }

    [TestCase("system"), TestCase("width"), TestCase("poseStyle"), TestCase("networks")]
    public void A_missing_field_is_named(string field)
    {
        var json = JsonNode.Parse(_json)!.AsObject();
        json.Remove(field);
        Expect(json.ToJsonString(), $"'{field}' is missing");
    }

    [Test]
    public void A_truncated_description_tells_the_line() => Expect(_json[..(_json.Length / 2)], "line ");

    [Test]
    public void A_huge_description_is_not_even_read() => Expect(new string(' ', (1 << 20) + 1), "bytes");

    [TestCase("../outside.onnx"), TestCase("/etc/passwd"), TestCase("sub/unet.onnx")]
    [TestCase("..\\unet.onnx"), TestCase("C:unet.onnx"), TestCase(".."), TestCase("")]
    public void A_file_outside_the_folder_is_refused(string file)
    {
        var json = JsonNode.Parse(_json)!;
        json["networks"]!["unet"]!["file"] = file;
        Expect(json.ToJsonString(), "networks.unet.file");
    }

    [TestCase("bytes", "-1"), TestCase("bytes", "1e30"), TestCase("sha256", "\"abc\"")]
    public void An_absurd_entry_is_refused(string field, string value)
    {
        var json = JsonNode.Parse(_json)!;
        json["networks"]!["unet"]![field] = JsonNode.Parse(value);
        Expect(json.ToJsonString(), "networks.unet." + field);
    }

    [Test]
    public void A_file_of_another_size_is_refused_before_it_is_loaded()
    {
        var json = JsonNode.Parse(_json)!;
        json["networks"]!["unet"]!["bytes"] = 5;
        File.WriteAllText(Path.Combine(_package, "model.json"), json.ToJsonString());
        Assert.That(() => ModelPackage.Open(_package).Load("unet", new InferenceOptions()), Throws.TypeOf<FormatException>().With.Message.Contains("says 5"));
    }

    [Test]
    public void A_file_with_other_contents_is_refused_before_it_is_loaded()
    {
        var path = Path.Combine(_package, "unet.onnx");
        var right = File.ReadAllBytes(path);
        try
        {
            var wrong = right.ToArray();
            wrong[^100] ^= 1;
            File.WriteAllBytes(path, wrong);
            Assert.That(() => ModelPackage.Open(_package).Load("unet", new InferenceOptions()),
                Throws.TypeOf<FormatException>().With.Message.Contains("SHA-256"));
            File.Delete(path);
            Assert.That(() => ModelPackage.Open(_package).Load("unet", new InferenceOptions()),
                Throws.TypeOf<FileNotFoundException>().With.Message.Contains("unet.onnx"));
        }
        finally
        {
            File.WriteAllBytes(path, right);
        }
    }

    [Test]
    public void Weights_in_a_file_of_their_own_are_checked_too()
    {
        using var parent = new TemporaryFolder();
        var package = TinyFpdm.Write(parent, externalFrom: 0);
        var data = Path.Combine(package, "unet.onnx.data");
        using (var network = ModelPackage.Open(package).Load("unet", new InferenceOptions()))
            Assert.That(network.Bytes, Is.EqualTo(new FileInfo(network.Path).Length + new FileInfo(data).Length));
        var bytes = File.ReadAllBytes(data);
        bytes[^100] ^= 1;
        File.WriteAllBytes(data, bytes);
        Assert.That(() => ModelPackage.Open(package).Load("unet", new InferenceOptions()),
            Throws.TypeOf<FormatException>().With.Message.Contains("networks.unet.data.sha256"));
        File.WriteAllBytes(data, bytes[..^1]);
        Assert.That(() => ModelPackage.Open(package).Load("unet", new InferenceOptions()),
            Throws.TypeOf<FormatException>().With.Message.Contains("networks.unet.data.bytes"));
        File.Delete(data);
        Assert.That(() => ModelPackage.Open(package).Load("unet", new InferenceOptions()),
            Throws.TypeOf<FileNotFoundException>().With.Message.Contains("unet.onnx.data"));
    }

    /// <summary>The hashes fit, but the model itself refers to a file that was not checked.</summary>
    [Test]
    public void A_network_that_points_to_another_file_is_refused()
    {
        using var parent = new TemporaryFolder();
        var package = TinyFpdm.Write(parent, externalFrom: 0);
        var path = Path.Combine(package, "model.json");
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        json["networks"]!["unet"]!.AsObject().Remove("data");
        File.WriteAllText(path, json.ToJsonString());
        Assert.That(() => ModelPackage.Open(package).Load("unet", new InferenceOptions()),
            Throws.TypeOf<FormatException>().With.Message.Contains("'unet.onnx.data'").And.Message.Contains("networks.unet.data"));
    }

    [TestCase("../outside.data"), TestCase("sub/unet.data")]
    public void A_data_file_outside_the_folder_is_refused(string file)
    {
        var json = JsonNode.Parse(_json)!;
        json["networks"]!["unet"]!["data"] = new JsonObject { ["file"] = file, ["bytes"] = 1, ["sha256"] = new string('0', 64) };
        Expect(json.ToJsonString(), "networks.unet.data.file");
    }

    [Test]
    public void A_file_that_is_no_network_is_a_clear_error()
    {
        var path = _folder["noise.onnx"];
        File.WriteAllBytes(path, RandomPictures.Make(20, 20, seed: 1).Bytes);
        Assert.That(() => new Network(path, new InferenceOptions()), Throws.TypeOf<FormatException>().With.Message.Contains("noise.onnx"));
    }

    [Test]
    public void A_folder_without_a_description_is_named() =>
        Assert.That(() => ModelPackage.Open(_folder.Path), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("model.json"));

    [Test]
    public void A_package_that_is_kept_as_links_loads()
    {
        using var other = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(_package))
            File.CreateSymbolicLink(other[Path.GetFileName(file)], file);
        using var network = ModelPackage.Open(other.Path).Load("combiner", new InferenceOptions());
        Assert.That(network.Inputs, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_link_to_another_file_is_refused_by_its_size_or_hash()
    {
        using var other = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(_package))
            File.CreateSymbolicLink(other[Path.GetFileName(file)], Path.GetFileName(file) == "combiner.onnx" ? Path.Combine(_package, "unet.onnx") : file);
        Assert.That(() => ModelPackage.Open(other.Path).Verify("combiner"), Throws.TypeOf<FormatException>().With.Message.Contains("bytes"));
        File.Delete(other["combiner.onnx"]);
        File.CreateSymbolicLink(other["combiner.onnx"], other["nowhere"]);
        Assert.That(() => ModelPackage.Open(other.Path).Verify("combiner"), Throws.InstanceOf<IOException>());
    }

    [FsCheck.NUnit.Property(MaxTest = 1500)]
    public void A_mutated_description_is_read_or_refused(FsCheck.DoNotSize<int> seed) =>
        Avatars.Fixtures.MutatedFile.IsReadOrRefused(System.Text.Encoding.UTF8.GetBytes(_json), ".json", seed.Item, path =>
    {
        File.Copy(path, Path.Combine(_package, "model.json"), overwrite: true);
        var package = ModelPackage.Open(_package);
        foreach (var network in package.Manifest.Networks.Keys)
            Assert.That(Path.GetDirectoryName(package.Verify(network)), Is.EqualTo(_package), "inside the folder");
    });

    void Expect(string json, string message)
    {
        File.WriteAllText(Path.Combine(_package, "model.json"), json);
        Assert.That(() => ModelPackage.Open(_package), Throws.TypeOf<FormatException>().With.Message.Contains(message).And.Message.Contains("model.json"));
    }
}
