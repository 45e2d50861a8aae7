using System.Text.Json.Nodes;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Sampling;

namespace Avatars.Systems;

/// <summary>What model.json says of sampling reaches the picture.</summary>
public sealed class PackagedSamplingTests
{
    readonly TemporaryFolder _folder = new();
    string _package = "";
    JsonObject _json = [];

    [OneTimeSetUp]
    public void Write()
    {
        _package = TinyFpdm.Write(_folder);
        _json = JsonNode.Parse(File.ReadAllText(Path.Combine(_package, "model.json")))!.AsObject();
        _json["defaults"] = JsonNode.Parse("""{ "sampler": "dpm++", "steps": 6, "guidance": 1.5, "spacing": "leading" }""");
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [TestCase("defaults.offset", "40"), TestCase("defaults.steps", "5"), TestCase("defaults.spacing", "\"linspace\"")]
    [TestCase("defaults.endsClean", "false"), TestCase("defaults.guidance", "3"), TestCase("predictionType", "\"epsilon\"")]
    [TestCase("defaults.options", "{ \"solver_order\": 3 }")]
    [TestCase("defaults.options", "{ \"thresholding\": true, \"dynamic_thresholding_ratio\": 0.5 }")]
    [TestCase("defaults.options", "{ \"clip_sample\": true, \"clip_sample_range\": 0.01 }")]
    [TestCase("defaults.options", "{ \"solver_type\": \"heun\" }"), TestCase("defaults.options", "{ \"use_karras_sigmas\": true }")]
    [TestCase("defaults.options", "{ \"algorithm_type\": \"sde-dpmsolver++\" }")]
    [TestCase("schedule.zeroTerminalSnr", "true"), TestCase("schedule.kind", "\"sigmoid\"")]
    [TestCase("schedule.betaEnd", "0.02"), TestCase("schedule.trainSteps", "500"), TestCase("latentScale", "0.3")]
    public void A_value_of_the_package_changes_the_picture(string field, string value) =>
        Assert.That(Picture(With(field, value)), Is.Not.EqualTo(Picture(_json)));

    [Test]
    public void A_table_of_its_own_gives_the_picture_of_the_schedule_that_it_holds()
    {
        var schedule = NoiseSchedule.ScaledLinear(0.00085, 0.012, 1000);
        var trained = With("schedule.kind", "\"trained\"");
        trained["schedule"]!["trainedBetas"] = new JsonArray([.. Enumerable.Range(0, 1000).Select(t => JsonValue.Create(schedule.Beta(t)))]);
        Assert.That(Picture(trained), Is.EqualTo(Picture(_json)));
    }

    [Test]
    public void Guidance_of_1_and_less_is_off_as_published()
    {
        var off = Picture(With("defaults.guidance", "1"));
        Assert.That(Picture(With("defaults.guidance", "0.5")), Is.EqualTo(off));
        Assert.That(Picture(With("defaults.guidance", "0")), Is.EqualTo(off));
        Assert.That(Picture(With("defaults.guidance", "1.01")), Is.Not.EqualTo(off));
    }

    [TestCase("defaults.options", "{ \"eta\": 1 }", "eta has no place in dpm++")]
    [TestCase("defaults.options", "{ \"solver_order\": 7 }", "solver_order")]
    [TestCase("defaults.options", "{ \"solver_sort\": 1 }", "'solver_sort' is not an option")]
    [TestCase("defaults.stepz", "4", "defaults.stepz"), TestCase("schedule.betastart", "0.1", "schedule.betastart")]
    [TestCase("colour", "1", "'colour' is not a field"), TestCase("networks.unet.hash", "\"\"", "networks.unet.hash")]
    [TestCase("schedule.trainedBetas", "[0.1]", "schedule.trainedBetas"), TestCase("schedule.kind", "\"trained\"", "schedule.trainedBetas")]
    public void A_value_that_has_no_effect_is_refused_by_name(string field, string value, string expected) =>
        Assert.That(() => Picture(With(field, value)), Throws.InstanceOf<Exception>().With.Message.Contains(expected));

    [Test]
    public void Another_sampler_keeps_the_options_that_it_has_a_place_for()
    {
        var settings = new GenerationSettings { Sampler = "dpm++", Options = [new("solver_order", "3"), new("use_lu_lambdas", "true")] };
        Assert.That(settings.WithSampler("unipc").Options.Select(option => option.Key), Is.EqualTo(new[] { "solver_order" }));
        Assert.That(settings.WithSampler("ddim").Options, Is.Empty);
        Assert.That(() => settings.WithSampler("magic"), Throws.ArgumentException);
    }

    JsonObject With(string field, string value)
    {
        var json = JsonNode.Parse(_json.ToJsonString())!.AsObject();
        var path = field.Split('.');
        var parent = path[..^1].Aggregate((JsonNode)json, (node, name) => node[name]!);
        parent[path[^1]] = JsonNode.Parse(value);
        return json;
    }

    byte[] Picture(JsonObject json)
    {
        File.WriteAllText(Path.Combine(_package, "model.json"), json.ToJsonString());
        using var pipeline = new Fpdm.FpdmPipeline(ModelPackage.Open(_package), new InferenceOptions());
        pipeline.SetSource(RandomPictures.Make(64, 64, seed: 1));
        var frame = new RgbImage(64, 64);
        pipeline.Generate(new TargetPose(RandomPictures.Make(64, 64, seed: 2)), frame);
        return frame.Bytes;
    }
}
