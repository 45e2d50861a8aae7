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

    /// <summary>All checkpoints that the manifest lists, or what <see cref="SharedFolders"/> gives where there is none.</summary>
    public static IEnumerable<TestCaseData> All() => SharedFolders.TestCases(SharedFolder.Golden, In);

    static IEnumerable<TestCaseData> In(string folder)
    {
        using var manifest = GoldenCases.Manifest(folder);
        return manifest.RootElement.TryGetProperty("checkpoints", out var list)
            ? [.. list.EnumerateArray().Select(entry => Of(folder, entry))
                .Select(checkpoint => new TestCaseData(checkpoint).SetArgDisplayNames(checkpoint.ToString()))]
            : [];
    }

    static GoldenCheckpoint Of(string folder, JsonElement entry) => new(
        System.IO.Path.Combine(folder, entry.GetProperty("file").GetString()!),
        entry.GetProperty("expected").GetString()!,
        entry.TryGetProperty("expected_tensors_file", out var file) ? SafetensorsFile.Read(System.IO.Path.Combine(folder, file.GetString()!)) : null);
}
