using System.Text;
using System.Text.Json.Nodes;
using Avatars.Fixtures;

namespace Avatars.Models;

public sealed class ModelManifestTests
{
    static IReadOnlyList<ModelManifest> Full => FullManifests.All;

    static IEnumerable<FullManifests.Mutation> Mutations => FullManifests.Mutations();

    static IEnumerable<string> Shipped =>
        Directory.EnumerateFiles(Path.Combine(SharedFolders.Repository, "Models"), ModelManifest.FileName, SearchOption.AllDirectories).Order();

    [TestCaseSource(nameof(Shipped))]
    public void A_package_that_ships_is_read_and_written_to_the_byte(string path) =>
        Assert.That(Encoding.UTF8.GetString(ModelManifest.Read(path).ToBytes()), Is.EqualTo(File.ReadAllText(path)));

    [TestCase("fpdm"), TestCase("imagpose"), TestCase("pcdms")]
    public void Every_field_is_written_and_read_again(string system)
    {
        var manifest = Full.First(one => one.System == system);
        var bytes = manifest.ToBytes();
        var read = ModelManifest.Parse(bytes, "model.json");
        Assert.That(Encoding.UTF8.GetString(read.ToBytes()), Is.EqualTo(Encoding.UTF8.GetString(bytes)));
        Assert.That((read.System, read.Settings), Is.EqualTo((manifest.System, manifest.Settings)));
        Assert.That((read.Name, read.Description, read.Licence, read.Provenance, read.PoseStyle, read.PredictionType),
            Is.EqualTo((manifest.Name, manifest.Description, manifest.Licence, manifest.Provenance, manifest.PoseStyle, manifest.PredictionType)));
        Assert.That((read.Width, read.Height, read.LatentChannels, read.LatentScale, read.LatentFactor, read.SourceSize),
            Is.EqualTo((256, 128, 8, 1.050275, 8, 224)));
        Assert.That(read.Sizes, Is.EqualTo(new FrameSize[] { new(256, 128), new(384, 512) }));
        Assert.That(read.Schedule with { TrainedBetas = [] }, Is.EqualTo(manifest.Schedule with { TrainedBetas = [] }));
        Assert.That(read.Schedule.TrainedBetas, Is.EqualTo(manifest.Schedule.TrainedBetas));
        Assert.That(read.Defaults with { Options = [] }, Is.EqualTo(manifest.Defaults with { Options = [] }));
        var options = read.Defaults.OptionTexts.Select(option => $"{option.Key}={string.Concat(option.Value.Where(letter => !char.IsWhiteSpace(letter)))}");
        Assert.That(options, Is.EqualTo(new[] { "solver_order=3", "lambda_min_clipped=-Infinity", "timesteps=[2,1,0]", "thresholding=null" }));
        Assert.That(read.Networks, Is.EqualTo(manifest.Networks));
        Assert.That(read.Quality.ToJsonString(), Is.EqualTo(manifest.Quality.ToJsonString()).And.Contains("24.0"));
        Assert.That((read.Training!.Recipe, read.Training.Commit, read.Training.IsModified, read.Training.IsAccepted),
            Is.EqualTo(("smoke", "unknown", true, false)));
        Assert.That(read.Training.Stages.ToJsonString(), Is.EqualTo(manifest.Training!.Stages.ToJsonString()));
    }

    [Test]
    public void The_full_manifests_leave_no_property_out() => Assert.That(
        from manifest in Full
        from part in new object[] { manifest, manifest.Schedule, manifest.Defaults, manifest.Settings, manifest.Networks["unet"], manifest.Training! }
        from property in part.GetType().GetProperties()
        where property.GetValue(part) is null or false or System.Collections.ICollection { Count: 0 } && property.Name != nameof(TrainingRecord.IsAccepted)
        select $"{part.GetType().Name}.{property.Name}",
        Is.EquivalentTo(new[] { "SamplingDefaults.EndsClean", "SamplingDefaults.EndsClean", "SamplingDefaults.EndsClean" }));

    [TestCaseSource(nameof(Mutations))]
    public void A_field_that_is_missing_unknown_null_or_of_another_kind_is_named(FullManifests.Mutation mutation)
    {
        var bytes = Encoding.UTF8.GetBytes(mutation.Json);
        if (mutation.Fault == "missing" && FullManifests.IsOptional(mutation.System, mutation.Place))
            Assert.That(ModelManifest.Parse(bytes, "a/model.json").ToBytes(), Is.Not.Empty);
        else
            Assert.That(() => ModelManifest.Parse(bytes, "a/model.json"), Throws.TypeOf<FormatException>()
                .With.Message.StartsWith("'a/model.json', field '" + mutation.Place).And.Message.EndsWith(".")
                .And.Message.Match("Build the package again|avatar model build|Take it out"));
    }

    [TestCase("fpdm", "flcMode", "\"consistent\""), TestCase("fpdm", "prior", "{ \"steps\": 3 }"), TestCase("imagpose", "fusionSize", "128")]
    [TestCase("imagpose", "refiner", "{}"), TestCase("pcdms", "flcMode", "\"consistent\"")]
    public void A_field_of_another_system_is_refused(string system, string field, string value) =>
        Refuses(With(system, field, value), $"field '{field}' is not a field that this program knows");

    [TestCase("1", "an old package"), TestCase("3", "Update Avatar"), TestCase("0", "not a whole number")]
    [TestCase("\"2\"", "not a whole number"), TestCase("2.5", "not a whole number")]
    public void Another_version_is_refused_with_what_to_do(string version, string reason) =>
        Refuses(With("fpdm", "formatVersion", version), "'formatVersion' is " + version, reason);

    [Test]
    public void An_old_package_is_told_from_its_version_whatever_else_it_holds() =>
        Refuses("""{ "formatVersion": 1, "colour": 1 }""", "avatar model upgrade", "folders of Models");

    [TestCase("fpdm", "system", "\"other\"", "Known: fpdm, imagpose, pcdms"), TestCase("imagpose", "flcMode", "\"other\"", "Known: consistent")]
    [TestCase("fpdm", "sizes", "[\"256x128\", \"big\"]", "not a size"), TestCase("fpdm", "sizes", "[\"256x128\", \"5x512\"]", "8 to 4096")]
    [TestCase("fpdm", "sizes", "[\"384x512\"]", "size of width and height"), TestCase("fpdm", "sizes", "[\"256x128\", \"260x512\"]", "does not divide")]
    [TestCase("fpdm", "sizes", "[]", "1 to 64 texts")]
    [TestCase("fpdm", "width", "4", "from 8 to 4096")]
    [TestCase("fpdm", "latentScale", "1e999", "latentScale"), TestCase("fpdm", "name", "\" \"", "not a text")]
    [TestCase("fpdm", "latentFactor", "7", "does not divide"), TestCase("fpdm", "sourceSize", "8.5", "whole number")]
    [TestCase("fpdm", "networks", "{ \"unet\": { \"file\": \"other.onnx\", \"bytes\": 1, \"sha256\": \"\" } }", "not 'unet.onnx'")]
    public void A_value_that_cannot_be_is_named(string system, string field, string value, string reason) =>
        Refuses(With(system, field, value), "field '" + field, reason);

    [TestCase("""{ "formatVersion": 2, "name": "\ud800" }"""), TestCase("""{ "formatVersion": 2, "quality": { "\udc00": 1 } }""")]
    public void Half_of_a_surrogate_pair_is_refused(string json) => Refuses(json, "surrogate pair", "line 1");

    [TestCase("\"psnr\": 1", "quality.psnr"), TestCase("\"of\": [{ \"a\": 1, \"a\": 2 }]", "quality.of[0].a")]
    public void A_name_that_stands_twice_is_refused_at_every_depth(string field, string place) =>
        Refuses(With("fpdm", "quality", "{}").Replace("\"quality\":{}", $"\"quality\": {{ \"psnr\": 24, {field} }}", StringComparison.Ordinal),
            $"'{place}' stands twice");

    [TestCase(""), TestCase("[]"), TestCase("null"), TestCase("{"), TestCase("{} {}")]
    public void What_is_no_object_is_refused(string json) => Refuses(json);

    [Test]
    public void Networks_are_sorted_by_name_and_defaults_left_out()
    {
        var manifest = Full[0] with
        {
            Schedule = new("linear", 0.1, 0.2, 10), Defaults = new("ddim", 1, 1, "trailing"), Training = null,
            Networks = new Dictionary<string, NetworkFile> { ["b"] = Network("b"), ["a"] = Network("a") },
        };
        var text = Encoding.UTF8.GetString(ModelManifest.Parse(manifest.ToBytes(), "model.json").ToBytes());
        Assert.That(text.IndexOf("\"a\"", StringComparison.Ordinal), Is.LessThan(text.IndexOf("\"b\"", StringComparison.Ordinal)));
        foreach (var field in new[] { "endsClean", "offset", "options", "zeroTerminalSnr", "trainedBetas", "training" })
            Assert.That(text, Does.Not.Contain(field));
    }

    static NetworkFile Network(string name) => new(name + NetworkFile.Ending, 1, new string('0', 64));

    static string With(string system, string field, string value)
    {
        var json = JsonNode.Parse(Full.First(manifest => manifest.System == system).ToBytes())!;
        json[field] = "PUT IT HERE";
        return json.ToJsonString().Replace("\"PUT IT HERE\"", value, StringComparison.Ordinal);
    }

    static void Refuses(string json, params string[] parts)
    {
        var error = Assert.Throws<FormatException>(() => ModelManifest.Parse(Encoding.UTF8.GetBytes(json), "a/model.json"))!;
        Assert.That(error.Message, Does.Contain("a/model.json").And.Not.Contain("\n"));
        foreach (var part in parts)
            Assert.That(error.Message, Does.Contain(part));
    }
}
