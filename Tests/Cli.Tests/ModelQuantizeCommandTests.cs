using System.Text.Json;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Streaming;
using Avatars.Systems;

namespace Avatars.Cli.Tests;

public sealed class ModelQuantizeCommandTests
{
    readonly TemporaryFolder _folder = new();
    string _model = "";

    string Out => _folder["eight-bits"];

    [OneTimeSetUp]
    public void Write()
    {
        _model = TinyFpdm.Write(_folder);
        Directory.CreateDirectory(_folder["pairs"]);
        TinyPairs.Write(_folder["pairs"]);
    }

    [TearDown]
    public void Clear()
    {
        if (Directory.Exists(Out))
            Directory.Delete(Out, recursive: true);
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void The_package_runs_in_eight_bits_and_its_pictures_stay_as_they_were()
    {
        var (code, output, errors) = Quantize("--signal-to-noise", "30", "--inner-signal-to-noise", "30");
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("vae_decoder").And.Contain("unet"));
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Out, "model.json")));
        var decoder = json.RootElement.GetProperty("quality").GetProperty("eightBits").GetProperty("vae_decoder");
        Assert.That(decoder.GetProperty("layers").GetInt32(), Is.Positive);
        Assert.That(decoder.GetProperty("signalToNoise").GetDouble(), Is.GreaterThanOrEqualTo(30));
        Assert.That(json.RootElement.GetProperty("provenance").GetString(), Does.Contain("8 bits"));

        var (exact, rounded) = (Generate(_model), Generate(Out));
        Assert.That(exact.Bytes, Is.Not.EqualTo(rounded.Bytes), "rounding shows");
        Assert.That(Decibels(exact, rounded), Is.GreaterThan(20), "30 dB in each of three networks one behind the other, and the picture's own bytes");
    }

    static double Decibels(RgbImage exact, RgbImage rounded)
    {
        double noise = 0, signal = 0;
        for (var i = 0; i < exact.Bytes.Length; i++)
        {
            noise += Math.Pow(exact.Bytes[i] - rounded.Bytes[i], 2);
            signal += Math.Pow(exact.Bytes[i] - 127.5, 2); // from the middle, as the network's numbers are
        }
        return 10 * Math.Log10(signal / noise);
    }

    /// <summary>Calibrated at 64x64; shapes that depend on the frame's size follow it.</summary>
    [Test]
    public void A_package_of_several_sizes_keeps_them()
    {
        using var folder = new TemporaryFolder();
        var model = TinyFpdm.Write(folder, model: TinyFpdm.OnBody);
        Directory.CreateDirectory(folder["pairs"]);
        TinyPairs.Write(folder["pairs"], hasBodies: true);
        var (code, _, errors) = Quantize("--model", model, "--pairs", folder["pairs"], "--signal-to-noise", "30", "--inner-signal-to-noise", "30");
        Assert.That(code, Is.Zero, errors);
        Assert.That(CommandLine.Run("model", "verify", Out, "--threads", "1").Output, Does.Contain("image [1, 3, 64, 64]"));
        foreach (var size in TinyFpdm.OnBody.Sizes)
        {
            var (exact, rounded) = (Generate(model, size), Generate(Out, size));
            Assert.That((rounded.Width, rounded.Height), Is.EqualTo((size.Width, size.Height)));
            Assert.That(Decibels(exact, rounded), Is.InRange(20, 60), size.ToString());
        }
    }

    [Test]
    public void Only_networks_that_are_named_change()
    {
        var (code, _, errors) = Quantize("--networks", "unet", "--inner-signal-to-noise", "20", "--steps", "2");
        Assert.That(code, Is.Zero, errors);
        foreach (var (name, isSame) in new[] { ("unet", false), ("vae_decoder", true), ("source_encoder", true) })
            Assert.That(File.ReadAllBytes(Path.Combine(Out, name + ".onnx")).SequenceEqual(File.ReadAllBytes(Path.Combine(_model, name + ".onnx"))),
                Is.EqualTo(isSame), name);
        Assert.That(CommandLine.Run("model", "verify", Out, "--threads", "1").Code, Is.Zero);
    }

    [Test]
    public void A_noise_that_no_layer_stays_below_leaves_all_in_float()
    {
        var (code, _, errors) = Quantize("--networks", "vae_decoder", "--signal-to-noise", "120");
        Assert.That(code, Is.Zero, errors);
        Assert.That(File.ReadAllBytes(Path.Combine(Out, "vae_decoder.onnx")), Is.EqualTo(File.ReadAllBytes(Path.Combine(_model, "vae_decoder.onnx"))));
    }

    [Test]
    public void Mistakes_give_one_line_and_leave_nothing()
    {
        Refuses("no network 'painter'", "--networks", "painter");
        Refuses("--calibration", "--calibration", "0");
        Refuses("decibels", "--signal-to-noise", "-3");
        Refuses("manifest.json", "--pairs", _folder["nowhere"]);
        Refuses("no model package", "--model", _folder["nowhere"]);
    }

    [Test]
    public void A_folder_that_is_there_is_not_overwritten()
    {
        Directory.CreateDirectory(Out);
        File.WriteAllText(Path.Combine(Out, "mine.txt"), "mine");
        var (code, _, errors) = Quantize();
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("is there already"));
        Assert.That(Directory.GetFiles(Out), Has.Length.EqualTo(1));
    }

    void Refuses(string reason, params string[] more)
    {
        var (code, _, errors) = Quantize(more);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(errors, Does.Contain(reason));
        Assert.That(Directory.Exists(Out), Is.False);
    }

    (int Code, string Output, string Errors) Quantize(params string[] more) =>
        CommandLine.Run(["model", "quantize", "--out", Out, "--threads", "1", "--calibration", "2",
        .. more.Contains("--model") ? [] : new[] { "--model", _model }, .. more.Contains("--pairs") ? [] : new[] { "--pairs", _folder["pairs"] }, .. more]);

    static RgbImage Generate(string model, FrameSize? size = null)
    {
        var package = ModelPackage.Open(model);
        using var generator = FrameGenerators.Load(size is { } asked ? package.WithSize(asked) : package, new InferenceOptions { Threads = 1 });
        RgbImage Picture(int seed) => RandomPictures.Make(generator.Width, generator.Height, seed);
        var frame = new RgbImage(generator.Width, generator.Height);
        generator.SetSource(RandomPictures.Make(64, 64, seed: 1));
        generator.Generate(new TargetPose(new RgbImage(64, 64)) { Body = new(Picture(2), Picture(3), Picture(4), Picture(5), Picture(6)) }, frame);
        return frame;
    }
}
