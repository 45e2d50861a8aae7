using System.Text.Json;
using NUnit.Framework;

namespace Avatars.Fixtures;

/// <summary>A checkpoint of the golden manifest.</summary>
/// <param name="Expected">The manifest's words: "load", "refuse", or a choice of both.</param>
/// <param name="Tensors">Expected values by name, or null.</param>
public sealed record GoldenCheckpoint(string Path, string Expected, IReadOnlyDictionary<string, GoldenTensor>? Tensors)
{
    public bool MustLoad => Expected == "load";

    public bool MustBeRefused => Expected == "refuse";

    public override string ToString() => System.IO.Path.GetFileName(Path);

    /// <summary>All checkpoints that the manifest lists, or one ignored case with the reason.</summary>
    public static IEnumerable<TestCaseData> All()
    {
        if (SharedFolders.GoldenOrNull is not { } folder)
            return [new TestCaseData([null]).SetArgDisplayNames("checkpoints").Ignore("No folder of golden data: set AVATAR_GOLDEN, or put it at ../shared/golden.")];
        using var manifest = GoldenCases.Manifest(folder);
        return manifest.RootElement.TryGetProperty("checkpoints", out var list)
            ? [.. list.EnumerateArray().Select(entry => Of(folder, entry)).Select(checkpoint => new TestCaseData(checkpoint).SetArgDisplayNames(checkpoint.ToString()))]
            : [new TestCaseData([null]).SetArgDisplayNames("checkpoints").Ignore("The golden manifest lists no checkpoints.")];
    }

    static GoldenCheckpoint Of(string folder, JsonElement entry) => new(
        System.IO.Path.Combine(folder, entry.GetProperty("file").GetString()!),
        entry.GetProperty("expected").GetString()!,
        entry.TryGetProperty("expected_tensors_file", out var file) ? SafetensorsFile.Read(System.IO.Path.Combine(folder, file.GetString()!)) : null);
}
