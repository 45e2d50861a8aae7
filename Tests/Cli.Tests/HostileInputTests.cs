using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Avatars.Fixtures;
using Avatars.Pictures;

namespace Avatars.Cli.Tests;

/// <summary>Inputs that once ended the process, took all memory or gave unclear messages: one line, exit code 1, nothing left behind. Each in
/// a process of its own.</summary>
public sealed class HostileInputTests
{
    readonly TemporaryFolder _folder = new();
    string _model = "", _source = "";

    [OneTimeSetUp]
    public void Write()
    {
        _model = TinyFpdm.Write(_folder);
        _source = _folder["source.png"];
        PictureFile.Write(_source, RandomPictures.Make(40, 60, seed: 1));
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [TestCase("02-import-empty-weight-map", "'weight_map' is empty"), TestCase("09a-names-that-multiply.pt", "1024 letters"),
        TestCase("09b-wrapped-30000-times", "1024 letters")]
    [TestCase("10-surrogates/name.safetensors", "surrogate pair"), TestCase("10-surrogates/field.safetensors", "surrogate pair"),
        TestCase("10-surrogates/type.safetensors", "surrogate pair")]
    public void A_checkpoint_is_refused(string name, string fault) =>
        Refuses(fault, "model", "import", "--system", "fpdm", "--checkpoint", Case(name), "--out", _folder["out"]);

    [Test]
    public void An_archive_of_20000_entries_is_read_in_time_and_an_empty_folder_is_none()
    {
        Refuses("holds no weights", "model", "import", "--system", "fpdm", "--checkpoint", _folder.Path, "--out", _folder["out"]);
        var path = _folder["many.pt"];
        using (var archive = new System.IO.Compression.ZipArchive(File.Create(path), System.IO.Compression.ZipArchiveMode.Create))
            for (var i = 0; i < 20_000; i++)
                archive.CreateEntry($"archive/data/{i}", System.IO.Compression.CompressionLevel.NoCompression).Open().Dispose();
        Refuses("no data.pkl", "model", "import", "--system", "fpdm", "--checkpoint", path, "--out", _folder["out"]);
    }

    [TestCase("networks-null", "networks"), TestCase("network-null", "null"), TestCase("surrogate-name", "surrogate pair")]
    public void A_description_with_null_is_refused_by_every_command(string name, string fault)
    {
        var package = Directory.CreateDirectory(_folder["described"]).FullName;
        var json = File.ReadAllText(Case($"06-model-json/{name}.model.json"))
            .Replace("\"formatVersion\":1,", "\"formatVersion\":2,", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(package, "model.json"), json);
        foreach (var command in new[] { "info", "verify" })
            Refuses(fault, "model", command, package);
        Refuses(fault, "model", "pack", "--in", package, "--out", _folder["out"]);
        Refuses(fault, "generate", "--model", package, "--source", _source, "--pose", Wave, "--out", _folder["out"]);
    }

    [TestCase("03-function-without-inputs.onnx", "declares 0 inputs"), TestCase("16-functions-that-double-30-times.onnx", "1,000,000 operations")]
    public void A_network_whose_functions_harm_the_runtime_is_refused_by_every_command(string name, string fault)
    {
        var package = PackageWith(Case(name));
        Refuses(fault, "model", "verify", package);
        Refuses(fault, "video", "--model", package, "--source", _source, "--motion", Wave, "--seconds", "0.1", "--out", _folder["film.mp4"]);
        Refuses(fault, "generate", "--model", package, "--source", _source, "--pose", Wave, "--out", _folder["out"]);
    }

    [TestCase("--source has no value: --motion, another option, follows it", "video", "--source", "--motion", "a.bvh", "--out", "film.mp4")]
    [TestCase("--size has no value: --seconds", "video", "--source", "a.png", "--size", "--seconds", "3", "--out", "film.mp4")]
    [TestCase("'--out'", "sign", "HELLO", "--out")]
    public void An_option_without_its_value_is_named(string fault, params string[] arguments) => Refuses(fault, arguments);

    [TestCase("OnnxRepack-122"), TestCase("OnnxRepack-131"), TestCase("ExternalData-41"), TestCase("PlainTensor-25")]
    public void A_damaged_network_is_not_packed(string name) =>
        Refuses("byte ", "model", "pack", "--in", PackageWith(Case($"11-onnx/{name}.onnx")), "--out", _folder["out"]);

    [TestCase("null"), TestCase("shards-null"), TestCase("shard-null"), TestCase("file-null"), TestCase("pairs-null")]
    public void A_manifest_of_pairs_with_null_is_refused(string name)
    {
        var pairs = Directory.CreateDirectory(_folder["pairs"]).FullName;
        File.Copy(Case($"07-dataset-manifest/{name}.manifest.json"), Path.Combine(pairs, "manifest.json"), overwrite: true);
        Refuses(name == "pairs-null" ? "missing" : "manifest.json", "evaluate", "--model", _model, "--pairs", pairs, "--report", _folder["report.json"]);
    }

    [TestCase("null"), TestCase("shards-null"), TestCase("shard-null"), TestCase("file-null"), TestCase("pairs-null"), Category("Assets")]
    public void A_manifest_of_pairs_with_null_is_not_rendered_on(string name)
    {
        var pairs = Directory.CreateDirectory(_folder["rendered"]).FullName;
        File.Copy(Case($"07-dataset-manifest/{name}.manifest.json"), Path.Combine(pairs, "manifest.json"), overwrite: true);
        Refuses("manifest.json", "dataset", "render", "--assets", SharedFolders.Assets, "--split", "train", "--count", "2", "--size", "64", "--out", pairs);
    }

    [Test]
    public void Sums_of_pairs_are_bounded()
    {
        var pairs = Directory.CreateDirectory(_folder["many-pairs"]).FullName;
        var shards = string.Join(',', Enumerable.Range(0, 30_000).Select(i => $$"""{"file":"s{{i}}","pairs":100000,"sha256":""}"""));
        File.WriteAllText(Path.Combine(pairs, "manifest.json"), $$"""{"split":"test","poseStyle":"avatar","shards":[{{shards}}]}""");
        Refuses("more than 2,147,483,647 pairs", "evaluate", "--model", _model, "--pairs", pairs, "--report", _folder["report.json"]);
    }

    [Test]
    public void A_pipe_or_a_device_in_the_place_of_a_file_is_refused_at_once()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Windows has no named pipes and devices among its files.");
        var package = Directory.CreateDirectory(_folder["piped"]).FullName;
        foreach (var file in Directory.EnumerateFiles(_model))
            File.Copy(file, Path.Combine(package, Path.GetFileName(file)), overwrite: true);
        File.Delete(Path.Combine(package, "unet.onnx"));
        using (var made = System.Diagnostics.Process.Start("mkfifo", Path.Combine(package, "unet.onnx")))
            made.WaitForExit();
        Refuses("pipe or a device", "generate", "--model", package, "--source", _source, "--pose", Wave, "--out", _folder["out"]);
        Refuses("pipe or a device", "model", "import", "--system", "fpdm", "--checkpoint", "/dev/zero", "--out", _folder["out"]);
        Refuses("pipe or a device", "model", "pack", "--in", _model, "--out", _folder["out"], "--quality", "/dev/zero");
    }

    [Test]
    public void A_command_line_of_100_KB_is_carried_out()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Windows allows command lines of 32 KB.");
        var pose = string.Concat(Enumerable.Repeat("/.", 1650)) + Wave + "@0.5"; // 3.4 KB that say what Wave says
        var (code, output, errors) = CommandLine.Run(["generate", "--model", _model, "--source", _source, "--out", _folder["long"],
            .. Enumerable.Repeat(new[] { "--pose", pose }, 30).SelectMany(words => words)]);
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("30 pictures"));
    }

    [TestCase("--fps", "abc", "--fps 'abc': a number is expected. See 'avatar video --help'."), TestCase("--layout", "round", "round"),
        TestCase("--frames", "3", "'--frames'")]
    public void A_command_line_that_cannot_be_read_is_one_line_in_our_words(string option, string value, string expected) =>
        Refuses(expected, "video", "--source", _source, "--motion", Wave, "--out", _folder["film.mp4"], option, value);

    [TestCase("bogus", "'bogus'"), TestCase("", "a command is missing")]
    public void A_command_that_is_not_known_or_missing_is_named(string command, string expected) => Refuses(expected, command.Length > 0 ? [command] : []);

    [Test]
    public void An_output_that_cannot_be_is_refused_before_work_begins()
    {
        var nowhere = _folder["nowhere.png"]; // not there: were it read first, that would be the message
        foreach (var (output, fault) in new[] { (_folder.Path, "is a folder"), (Path.Combine(_source, "film.mp4"), "is a file") })
            Refuses(fault, "video", "--source", nowhere, "--motion", Wave, "--out", output);
        var readOnly = _folder["read-only.mp4"];
        File.WriteAllText(readOnly, "old");
        File.SetAttributes(readOnly, FileAttributes.ReadOnly);
        Refuses("read-only", "video", "--source", nowhere, "--motion", Wave, "--out", readOnly);
        Assert.That(File.ReadAllText(readOnly), Is.EqualTo("old"));
        File.SetAttributes(readOnly, FileAttributes.Normal);
        if (OperatingSystem.IsWindows())
            return;
        Refuses("no file can be written into '/proc'", "video", "--source", nowhere, "--motion", Wave, "--out", "/proc/film.mp4");
        Refuses("a pipe or a device", "bench", "--json", "/dev/null", "--model", _model);
    }

    [Test]
    public void More_threads_than_the_machine_has_do_no_harm()
    {
        var (code, _, errors) = CommandLine.Run("generate", "--model", _model, "--source", _source, "--pose", Wave, "--threads", "1024", "--out",
            _folder["threads"]);
        Assert.That(code, Is.Zero, errors);
    }

    [Test]
    public void Control_characters_of_an_input_do_not_reach_the_terminal()
    {
        var pickle = _folder["escape.json"];
        File.WriteAllText(pickle, "{\"weight_map\":{\"x\":\"\\u001b[31m\\nred/\"}}");
        Directory.CreateDirectory(_folder["escape"]);
        File.Move(pickle, Path.Combine(_folder["escape"], "model.safetensors.index.json"));
        Refuses("\\u001b[31m red/", "model", "import", "--system", "fpdm", "--checkpoint", _folder["escape"], "--out", _folder["out"]);
    }

    [Test]
    public void A_full_standard_output_is_one_line()
    {
        if (!File.Exists("/dev/full"))
            Assert.Ignore("This system has no /dev/full.");
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("sh",
            ["-c", "exec dotnet \"$0\" model info \"$1\" > /dev/full", Path.Combine(AppContext.BaseDirectory, "avatar.dll"),
            _model]) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.EqualTo(1));
        Assert.That(errors.Trim(), Does.StartWith("avatar: what the command prints cannot be written").And.Not.Contain("\n"));
    }

    /// <summary>Random words give one line and an exit code, whatever they are.</summary>
    [FsCheck.NUnit.Property(MaxTest = 25)]
    public void Any_command_line_ends_in_one_line(FsCheck.DoNotSize<int> seed)
    {
        string[] words = ["video", "model", "info", "pack", "import", "pose-map", "generate", "dataset", "evaluate", "--out", "--in", "--source",
            "--motion", "--keypoints", "--size", "1e999", "-1", "", "\u001b[31m", "a\nb", "'", "\"", "@x", "--", "%s", "\ufeff", "nowhere.bvh", "0x0",
            "/dev/null", "="];
        var random = new Random(seed.Item);
        var (code, _, errors) = CommandLine.Run([.. Enumerable.Range(0, random.Next(8)).Select(_ => words[random.Next(words.Length)])]);
        Assert.That(code, Is.EqualTo(1), errors);
        Assert.That(errors.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(1), errors);
        Assert.That(errors, Does.StartWith("avatar: ").And.Not.Contain("fault of Avatar"));
        Assert.That(errors.TrimEnd('\n').Any(char.IsControl), Is.False, errors);
    }

    static string Wave => Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh");

    static string Case(string name) => Path.Combine([SharedFolders.Cases, "fuzz", .. name.Split('/')]);

    /// <summary>The tiny package with another file as its denoiser, sizes and hashes in order.</summary>
    string PackageWith(string unet)
    {
        var package = Directory.CreateDirectory(_folder[Path.GetFileNameWithoutExtension(unet)]).FullName;
        foreach (var file in Directory.EnumerateFiles(_model))
            File.Copy(file, Path.Combine(package, Path.GetFileName(file)), overwrite: true);
        File.Copy(unet, Path.Combine(package, "unet.onnx"), overwrite: true);
        var path = Path.Combine(package, "model.json");
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        json["networks"]!["unet"]!["bytes"] = new FileInfo(unet).Length;
        json["networks"]!["unet"]!["sha256"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(unet)));
        File.WriteAllText(path, json.ToJsonString());
        return package;
    }

    void Refuses(string fault, params string[] arguments)
    {
        var (code, _, errors) = CommandLine.Run(arguments);
        Assert.That(code, Is.EqualTo(1), errors);
        Assert.That(errors.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(1), errors);
        Assert.That(errors, Does.StartWith("avatar: ").And.Contains(fault).And.Not.Contain("fault of Avatar"));
        Assert.That(errors.TrimEnd('\n').Any(char.IsControl), Is.False, errors);
        Assert.That(Path.Exists(_folder["out"]) || File.Exists(_folder["film.mp4"]), Is.False);
    }
}
