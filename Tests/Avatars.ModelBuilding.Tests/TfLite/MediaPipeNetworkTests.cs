using System.Runtime.InteropServices;
using System.Text.Json;
using Avatars.Fixtures;
using Avatars.Models;
using Avatars.Pictures;

namespace Avatars.ModelBuilding.TfLite;

/// <summary>The converted networks against Google's own runtime (TensorFlow Lite with XNNPACK).</summary>
public sealed class MediaPipeNetworkTests
{
    const float Tolerance = 1e-4f; // of the largest value of an output, or of 1: float32 sums in another order

    static IEnumerable<TestCaseData> Cases => SharedFolders.Files(SharedFolder.Golden, "mediapipe/tensors", "*.json");

    static IEnumerable<TestCaseData> Masks => SharedFolders.Files(SharedFolder.Golden, "mediapipe/masks", "raw-*.png");

    [TestCaseSource(nameof(Cases))]
    public void A_network_gives_what_Googles_runtime_gives(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var (recorded, golden) = (json.RootElement, Path.Combine(Path.GetDirectoryName(file)!, ".."));
        var input = MediaPipeInput.Of(golden, recorded.GetProperty("input"));
        var network = Path.GetFileNameWithoutExtension(recorded.GetProperty("model").GetString()!);
        var (results, beside) = (Run(network, input), Run(network, Array.ConvertAll(input, MathF.BitIncrement)));
        foreach (var output in recorded.GetProperty("outputs").EnumerateArray())
        {
            var name = output.GetProperty("name").GetString()!;
            Compare(output, results[name], Path.GetDirectoryName(file)!, Sensitivity(results[name], beside[name]));
        }
    }

    /// <remarks>The recording is the mask in 8 bits.</remarks>
    [TestCaseSource(nameof(Masks))]
    public void A_matte_is_what_the_browser_shows(string file)
    {
        var parts = Path.GetFileNameWithoutExtension(file).Split('-');
        var expected = PictureFile.ReadRgb(file);
        var golden = Path.Combine(Path.GetDirectoryName(file)!, "..");
        var bytes = parts[2] == "ramp" ? MediaPipeInput.Ramp(expected.Width, expected.Height)
            : MediaPipeInput.Nearest(PictureFile.ReadRgb(Path.Combine(golden, "inputs", "man_white_shirt_a_pose.png")), 180, 0, 720,
                expected.Width, expected.Height);
        var mask = Run(parts[1], Array.ConvertAll(bytes, value => value / 255f)).Single().Value;
        for (var i = 0; i < mask.Length; i++)
            Assert.That(mask[i] * 255.0, Is.EqualTo((double)expected.Bytes[3 * i]).Within(0.501), $"pixel {i}");
    }

    internal static Dictionary<string, float[]> Run(string name, float[] input)
    {
        if (!PerceptionModels.ArePresent)
            SharedFolders.Missing($"'{PerceptionModels.DefaultFolder}' lacks MediaPipe's networks: run '{PerceptionModels.Command}'.");
        return Runtime.Run(File.ReadAllBytes(PerceptionModels.Open().Verify(name)), [(name == "face_detection_short_range" ? "input" : "input_1", input)]);
    }

    /// <summary>How much an output changes when the input changes by its last bit: no float32 result can be nearer to another's.</summary>
    static float Sensitivity(float[] values, float[] beside) => values.Zip(beside, (a, b) => Math.Abs(a - b)).Max();

    static void Compare(JsonElement output, float[] actual, string folder, float sensitivity)
    {
        var name = output.GetProperty("name").GetString()!;
        Assert.That(actual, Has.Length.EqualTo(output.GetProperty("count").GetInt32()), name);
        var scale = Math.Max(1, Math.Max(-output.GetProperty("min").GetSingle(), output.GetProperty("max").GetSingle()));
        var tolerance = Math.Max(Tolerance * scale, 2 * sensitivity); // the matte of a pattern without a person has logits of a thousand
        if (output.TryGetProperty("values", out var values))
            Compare(name, [.. values.EnumerateArray().Select(value => value.GetSingle())], 1, actual, tolerance);
        if (output.TryGetProperty("samples", out var samples))
            Compare(name, [.. samples.EnumerateArray().Select(value => value.GetSingle())], output.GetProperty("sampleStride").GetInt32(), actual, tolerance);
        if (output.TryGetProperty("file", out var whole))
            Compare(name, MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, whole.GetString()!))).ToArray(), 1, actual, tolerance);
    }

    static void Compare(string name, float[] expected, int stride, float[] actual, float tolerance)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.That(actual[i * stride], Is.EqualTo(expected[i]).Within(tolerance), $"{name}, value {i * stride}");
    }
}
