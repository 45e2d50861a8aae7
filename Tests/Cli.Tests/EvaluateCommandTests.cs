using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Avatars.Imaging;
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
    public void Scores_every_row_on_the_picture_and_on_the_person()
    {
        WritePairs();
        var (code, output, errors) = Evaluate("--steps", "1", "2");
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("source copied").And.Contain("2 steps"));
        using var report = JsonDocument.Parse(File.ReadAllBytes(Report));
        var rows = report.RootElement.GetProperty("rows").EnumerateArray().ToArray();
        Assert.That(rows.Select(row => row.GetProperty("name").GetString()), Is.EqualTo(new[] { "source copied", "autoencoder's reconstruction of the target", "generated, 1 step", "generated, 2 steps" }));
        // The source is the target, apart from one corner outside the person's box.
        Assert.That(rows[0].GetProperty("person").GetProperty("ssim_256").GetDouble(), Is.EqualTo(1).Within(1e-6));
        Assert.That(rows[0].GetProperty("person").GetProperty("l1").GetDouble(), Is.Zero);
        // One pixel of 64 x 64 differs by 255 in all channels: 10 log10(4096).
        Assert.That(rows[0].GetProperty("all").GetProperty("psnr").GetDouble(), Is.EqualTo(36.1236).Within(1e-3));
        Assert.That(rows[2].GetProperty("all").GetProperty("pictures").GetInt32(), Is.EqualTo(2));
        var grid = PictureFile.ReadRgb(Path.ChangeExtension(Report, ".png"));
        Assert.That((grid.Width, grid.Height), Is.EqualTo((5 * 64, 2 * 64)), "source, pose, two generated, truth");
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

    void Refuses(string reason)
    {
        var (code, _, errors) = Evaluate();
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain(reason).And.Not.Contain("   at "));
        Assert.That(File.Exists(Report), Is.False);
    }

    (int Code, string Output, string Errors) Evaluate(params string[] more) =>
        CommandLine.Run(["evaluate", "--model", _model, "--pairs", _folder["pairs"], "--report", Report, .. more]);

    /// <summary>Two pairs of a person who does not move, as 'avatar dataset render' writes them.</summary>
    void WritePairs(string? named = null, string? sha256 = null)
    {
        var target = RandomPictures.Make(64, 64, seed: 1);
        var source = new RgbImage(64, 64, [.. target.Bytes]);
        target.Bytes.AsSpan(0, 3).Clear();
        source.Bytes.AsSpan(0, 3).Fill(255);
        var header = new Dictionary<string, object>();
        var data = new MemoryStream();
        foreach (var (name, picture) in new[] { ("source", source), ("target", target), ("pose", new RgbImage(64, 64)) })
        {
            var png = PictureFile.EncodePng(picture);
            Add(name + "_offsets", "I64", [3], Longs(0, png.Length, 2 * png.Length));
            Add(name, "U8", [2 * png.Length], [.. png, .. png]);
        }
        Add("person_box", "I32", [2, 4], Integers(16, 16, 32, 40, 16, 16, 32, 40));
        Add("character", "I32", [2], Integers(12, 13));
        foreach (var name in new[] { "source_keypoints", "target_keypoints" })
            Add(name, "F32", [2, 128, 3], new byte[2 * 128 * 3 * sizeof(float)]);
        var json = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(header));
        byte[] shard = [.. BitConverter.GetBytes((long)json.Length), .. json, .. data.ToArray()];
        File.WriteAllBytes(Path.Combine(_folder["pairs"], "shard-00000.safetensors"), shard);
        File.WriteAllText(Path.Combine(_folder["pairs"], "manifest.json"), JsonSerializer.Serialize(new
        {
            split = "test",
            poseStyle = "avatar",
            shards = new[] { new { file = named ?? "shard-00000.safetensors", pairs = 2, sha256 = sha256 ?? Convert.ToHexStringLower(SHA256.HashData(shard)) } },
        }));

        void Add(string name, string type, int[] shape, byte[] bytes)
        {
            header[name] = new { dtype = type, shape, data_offsets = new[] { data.Length, data.Length + bytes.Length } };
            data.Write(bytes);
        }
    }

    static byte[] Longs(params long[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    static byte[] Integers(params int[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
