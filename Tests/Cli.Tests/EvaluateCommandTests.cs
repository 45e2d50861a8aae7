using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Networks;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;
using Avatars.Pictures;

namespace Avatars.Cli.Tests;

public sealed class EvaluateCommandTests
{
    readonly TemporaryFolder _folder = new();
    string _model = "";

    string Report => _folder["report.json"];

    [OneTimeSetUp]
    public void Write()
    {
        _model = TinyFpdm.Write(_folder);
        Directory.CreateDirectory(_folder["pairs"]);
    }

    [TearDown]
    public void Clear() => File.Delete(Report);

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void Photographs_are_scored_in_ordered_pairs()
    {
        if (!Models.PerceptionModels.ArePresent)
            SharedFolders.Missing($"MediaPipe's networks are not there: run '{Models.PerceptionModels.Command}'.");
        var photos = Directory.CreateDirectory(_folder["photos"]).FullName;
        foreach (var name in new[] { "man_white_shirt_a.jpg", "man_white_shirt_c.jpg", "astronaut_collins.jpg" })
            File.Copy(Path.Combine(SharedFolders.Assets, "photos", name), Path.Combine(photos, name), overwrite: true);
        File.WriteAllText(Path.Combine(photos, "index.csv"),
            "file,outfit\nman_white_shirt_a.jpg,shirt\nman_white_shirt_c.jpg,shirt\nastronaut_collins.jpg,suit\n");
        var (code, output, errors) = CommandLine.Run("evaluate", "--photos", photos, "--model", _model, "--report", Report, "--steps", "1");
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("2 pairs of 2 photographs"));
        using var report = JsonDocument.Parse(File.ReadAllBytes(Report));
        var rows = report.RootElement.GetProperty("rows").EnumerateArray().ToArray();
        Assert.That(rows.Select(row => row.GetProperty("name").GetString()), Is.EqualTo(new[] { "photograph itself", "source copied", "generated, 1 step" }));
        Assert.That(rows[0].GetProperty("boxSsim").GetDouble(), Is.EqualTo(1).Within(1e-9));
        Assert.That(rows[0].GetProperty("boxPsnr").GetDouble(), Is.EqualTo(100));
        Assert.That(rows[1].GetProperty("matteSsim").GetDouble(), Is.LessThan(0.9));
        Assert.That(report.RootElement.GetProperty("pairs").GetArrayLength(), Is.EqualTo(2));
        var (both, _, sentence) = CommandLine.Run("evaluate", "--photos", photos, "--pairs", photos, "--report", Report);
        Assert.That((both, sentence), Is.EqualTo((1, sentence)));
        Assert.That(sentence, Does.Contain("one of the two"));
    }

    [Test]
    public void Scores_every_row_on_the_picture_and_on_the_person()
    {
        WritePairs();
        var (code, output, errors) = Evaluate("--steps", "1", "2");
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("source copied").And.Contain("2 steps"));
        using var report = JsonDocument.Parse(File.ReadAllBytes(Report));
        var rows = report.RootElement.GetProperty("rows").EnumerateArray().ToArray();
        Assert.That(rows.Select(row => row.GetProperty("name").GetString()),
            Is.EqualTo(new[] { "source copied", "autoencoder's reconstruction of the target", "generated, 1 step", "generated, 2 steps" }));
        // The source is the target, apart from one corner outside the person's box.
        Assert.That(rows[0].GetProperty("person").GetProperty("ssim_256").GetDouble(), Is.EqualTo(1).Within(1e-6));
        Assert.That(rows[0].GetProperty("person").GetProperty("l1").GetDouble(), Is.Zero);
        // One pixel of 64 x 64 differs by 255 in all channels: 10 log10(4096).
        Assert.That(rows[0].GetProperty("all").GetProperty("psnr").GetDouble(), Is.EqualTo(36.1236).Within(1e-3));
        Assert.That(rows[2].GetProperty("all").GetProperty("pictures").GetInt32(), Is.EqualTo(2));
        // One hand a picture; the other's knuckle lies outside. Its patch has 60 x 60 pixels, the corner with it: 10 log10(3600).
        Assert.That(rows[0].GetProperty("hands").GetProperty("pictures").GetInt32(), Is.EqualTo(2));
        Assert.That(rows[0].GetProperty("hands").GetProperty("psnr").GetDouble(), Is.EqualTo(35.563).Within(1e-3));
        // Character 3 is seen in training, character 13 is not.
        Assert.That(rows[0].GetProperty("seenIdentities").GetProperty("all").GetProperty("pictures").GetInt32(), Is.EqualTo(1));
        Assert.That(rows[3].GetProperty("unseenIdentities").GetProperty("all").GetProperty("pictures").GetInt32(), Is.EqualTo(1));
        var retrieval = report.RootElement.GetProperty("retrieval").EnumerateArray().ToArray();
        Assert.That(retrieval.Select(row => row.GetProperty("r5").GetDouble()), Is.EqualTo(new[] { 1, 1 }), "of two pictures the right one is among five");
        Assert.That(report.RootElement.GetProperty("determinism").GetProperty("checked").GetInt32(), Is.EqualTo(4));
        Assert.That(report.RootElement.GetProperty("determinism").GetProperty("different").GetInt32(), Is.Zero);
        var grid = PictureFile.ReadRgb(Path.ChangeExtension(Report, ".png"));
        Assert.That((grid.Width, grid.Height), Is.EqualTo((5 * 64, 2 * 64)), "source, pose, two generated, truth");
    }

    /// <summary>A package beside itself, and the same pairs as a further set, have the same figures.</summary>
    [Test]
    public void Further_packages_and_further_sets_are_scored_beside()
    {
        WritePairs();
        var (code, output, errors) = Evaluate("--compare", _model, "--beside", _folder["pairs"], "--count", "1");
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("pairs, 1 pairs"));
        using var report = JsonDocument.Parse(File.ReadAllBytes(Report));
        var rows = report.RootElement.GetProperty("rows").EnumerateArray().ToArray();
        Assert.That(rows[3].GetProperty("name").GetString(), Is.EqualTo("package: generated, 1 step"));
        Assert.That(rows[3].GetProperty("all").GetRawText(), Is.EqualTo(rows[2].GetProperty("all").GetRawText()));
        var beside = report.RootElement.GetProperty("beside").EnumerateArray().Single();
        Assert.That(beside.GetProperty("name").GetString(), Is.EqualTo("pairs"));
        static double[] Figures(JsonElement row) => [.. row.GetProperty("person").EnumerateObject().Select(figure => figure.Value)
            .Where(figure => figure.ValueKind == JsonValueKind.Number).Select(figure => figure.GetDouble())];
        Assert.That(beside.GetProperty("rows").EnumerateArray().Select(Figures), Is.EqualTo(rows.Select(Figures)));
        Assert.That(Evaluate("--compare", _folder["nowhere"]).Errors, Does.Contain("no model package"));
    }

    [Test]
    public void Sequences_are_compared_frame_by_frame()
    {
        WritePairs(frames: 2);
        var (code, output, errors) = Evaluate("--sequences", _folder["pairs"], "--pairs", _folder["pairs"], _folder["pairs"]);
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("1 sequences, 1 steps").And.Contain("4 pairs"));
        using var report = JsonDocument.Parse(File.ReadAllBytes(Report));
        var rows = report.RootElement.GetProperty("flicker").GetProperty("rows").EnumerateArray().ToArray();
        Assert.That(rows.Select(row => row.GetProperty("name").GetString()),
            Is.EqualTo(new[] { "autoencoder's reconstruction of the target", "generated, 1 step" }));
        // Both frames are the same picture and the same pose: nothing changes, and there is no ratio to nothing.
        Assert.That(rows[1].GetProperty("all").GetProperty("trueChange").GetDouble(), Is.Zero);
        Assert.That(rows[1].GetProperty("all").GetProperty("ratio").ValueKind, Is.EqualTo(JsonValueKind.Null));
        var strip = PictureFile.ReadRgb(Path.ChangeExtension(Report, ".sequence.png"));
        Assert.That((strip.Width, strip.Height), Is.EqualTo((4 * 64, 2 * 64)), "pose, reconstruction, generated, truth");
    }

    [Test]
    public void Perception_is_measured_with_the_networks_of_a_folder()
    {
        WritePairs();
        var metrics = Directory.CreateDirectory(_folder["metrics"]).FullName;
        OnnxFile.Save(new Lpips(LpipsBackbone.Alex, 64, 64).Build(), Path.Combine(metrics, "lpips-alex.onnx"), new RandomWeights(1));
        var colours = new Graph("fid"); // stands in for Inception: the mean colours
        colours.Output(colours.MeanOverPicture(colours.Input("picture", Value.Batch, 3, 64, 64)), "features");
        OnnxFile.Save(colours, Path.Combine(metrics, "fid.onnx"), new RandomWeights(1));
        var (code, output, errors) = Evaluate("--metrics", metrics);
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("lpips-alex").And.Not.Contain("lpips-vgg"));
        using var report = JsonDocument.Parse(File.ReadAllBytes(Report));
        var rows = report.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("perceptual")).ToArray();
        Assert.That(rows[0].GetProperty("lpips-alex").GetDouble(),
            Is.GreaterThan(0).And.LessThan(rows[2].GetProperty("lpips-alex").GetDouble()), "one corner differs less than noise does");
        // Both pairs show the same: the distance is that of the mean colours. One of 4096 pixels is white instead of black, in three channels.
        Assert.That(rows[0].GetProperty("fid").GetDouble(), Is.EqualTo(3 / (4096.0 * 4096)).Within(1e-5));
    }

    [Test]
    public void A_folder_without_such_networks_is_refused()
    {
        WritePairs();
        Refuses("avatar metric import", "--metrics", _folder["pairs"]);
    }

    [Test]
    public void Single_poses_are_no_sequences()
    {
        WritePairs();
        Refuses("single poses", "--sequences", _folder["pairs"]);
    }

    [Test]
    public void Missing_evaluators_are_named()
    {
        WritePairs();
        var (code, output, errors) = Evaluate("--evaluators", _folder["nowhere"]);
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("No pretrained evaluators").And.Contain("mediapipe_hand_landmark.onnx"));
    }

    [Test]
    public void A_shard_with_other_bytes_is_refused()
    {
        WritePairs(sha256: new string('0', 64));
        Refuses("SHA-256");
    }

    [TestCase("../shard.safetensors"), TestCase("/etc/passwd")]
    public void A_shard_outside_the_folder_is_refused(string file)
    {
        WritePairs(file);
        Refuses(file);
    }

    [TestCase("{"), TestCase("[]"), TestCase("{\"split\": 3}")]
    public void A_broken_manifest_is_named(string manifest)
    {
        File.WriteAllText(Path.Combine(_folder["pairs"], "manifest.json"), manifest);
        Refuses("manifest.json");
    }

    void Refuses(string reason, params string[] more)
    {
        var (code, _, errors) = Evaluate(more);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain(reason).And.Not.Contain("   at "));
        Assert.That(File.Exists(Report), Is.False);
    }

    (int Code, string Output, string Errors) Evaluate(params string[] more) =>
        CommandLine.Run(["evaluate", "--model", _model, .. more.Contains("--pairs") ? [] : new[] { "--pairs", _folder["pairs"] }, "--report", Report,
            .. more]);

    void WritePairs(string? named = null, string? sha256 = null, int frames = 0) => TinyPairs.Write(_folder["pairs"], named, sha256, frames);
}
