using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Avatars.Files;
using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Packages;

/// <summary>A package of format version 1 as one of version 2: networks, ports and tensors have their new names; weights and arithmetic stay.</summary>
public static class PackageUpgrade
{
    const int From = 1, To = 2, MaximumJsonBytes = 1 << 20;
    const string Remedy = "Copy the package again.";

    /// <summary>Old and new beginnings of names, up to the end, a dot or a colon; the first that fits counts.</summary>
    static readonly (string Old, string New)[] Stems =
    [
        ("drafter", "coarse_predictor"), ("brought_over", "warped_source"), ("pose_way", "optical_flow"), ("backdrop", "inpainted_background"),
        ("draft.scale", "coarse.scale"), ("draft.keep", "coarse.gate"), ("draft.mend", "coarse.correction"), ("drafted", "coarse"),
        ("draft", "coarse_latents"),
        ("mend", "flow_refinement"), ("match.look", "match.lookup"), ("parts.names", "parts.embedding"), ("cells.places", "cells.position_embedding"),
        ("person.look", "foreground.lookup"), ("wall.look", "background.lookup"), ("pose_mask:nobody", "pose_mask:background"), ("Look", "DistanceAttention"),
    ];

    /// <summary>Of values inside the function, which keep its name as a prefix where a runtime inlined it.</summary>
    static readonly (string Old, string New)[] InFunction = [("absent", "penalty"), ("handicap", "cost"), ("bonus", "negative_cost")];

    /// <summary>The two networks with a port "picture", which is the person without the background.</summary>
    static readonly string[] WithForeground = ["source_encoder", "pose_encoder"];

    /// <summary>Writes the package beside <paramref name="to"/>, then renames.</summary>
    /// <exception cref="FormatException">model.json is broken or of another version, or a network is not the file that it names.</exception>
    /// <exception cref="IOException"><paramref name="to"/> exists already.</exception>
    public static void Save(string from, string to, CancellationToken stop = default)
    {
        var path = Path.Combine(from, "model.json");
        if (!File.Exists(path))
            throw new FileNotFoundException($"'{from}' is no model package: it has no model.json.", path);
        using var read = JsonText.Read(path, MaximumJsonBytes, Remedy);
        if (JsonObject.Create(read.RootElement) is not { } package || package["formatVersion"] is not JsonValue version
            || !version.TryGetValue(out int number))
            throw new FormatException($"'{path}' has no format version. {Remedy}");
        if (number != From)
            throw new FormatException($"'{path}' has format version {number}; only packages of version {From} are upgraded, to version {To}.");
        if (package["networks"] is not JsonObject networks)
            throw new FormatException($"'{path}' has no field 'networks'. {Remedy}");
        WholeFolder.Create(to, beside =>
        {
            var renamed = new JsonObject();
            foreach (var (name, entry) in networks.OrderBy(network => NewName(network.Key), StringComparer.Ordinal))
            {
                stop.ThrowIfCancellationRequested();
                renamed.Add(NewName(name), SaveNetwork(name, entry as JsonObject, path, beside));
            }
            package["formatVersion"] = To;
            package["networks"] = renamed;
            if (package["quality"]?["eightBits"] is JsonObject eightBits)
                package["quality"]!["eightBits"] = new JsonObject(eightBits.Select(layer => KeyValuePair.Create(NewName(layer.Key), layer.Value?.DeepClone()))
                    .OrderBy(layer => layer.Key, StringComparer.Ordinal));
            File.WriteAllText(Path.Combine(beside, "model.json"), package.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
        });
    }

    static JsonObject SaveNetwork(string name, JsonObject? entry, string path, string to)
    {
        var (file, folder) = (name + ".onnx", Path.GetDirectoryName(path)!);
        if (entry is null || name.AsSpan().IndexOfAny("/\\:") >= 0 || (string?)entry["file"] != file || (string?)entry["sha256"] is not { } hash)
            throw new FormatException($"'{path}', networks.{ErrorLine.Quote(name)}: names no file '{ErrorLine.Printable(file, 100)}' with its "
                + $"SHA-256. {Remedy}");
        var from = Path.Combine(folder, file);
        var bytes = WholeFile.Read(from, int.MaxValue);
        if (HashOf(bytes) != hash)
            throw new FormatException($"'{from}' has SHA-256 {HashOf(bytes)}; model.json says {hash}. {Remedy}");
        var written = FileReading.Run(from, Remedy, () => OnnxRename.Apply(bytes, from, value => NewName(value, WithForeground.Contains(name))));
        File.WriteAllBytes(Path.Combine(to, NewName(name) + ".onnx"), written);
        if (entry["data"] is JsonObject)
            File.Copy(ExternalData.PathOf(from), Path.Combine(to, Path.GetFileName(ExternalData.PathOf(from))));
        var now = (JsonObject)entry.DeepClone();
        (now["file"], now["bytes"], now["sha256"]) = (NewName(name) + ".onnx", written.Length, HashOf(written));
        return now;
    }

    /// <summary>The name in version 2 of a network, port, tensor, function, or value inside a function.</summary>
    /// <param name="hasForeground">Whether "picture" is the person without the background.</param>
    internal static string NewName(string name, bool hasForeground = false)
    {
        const string Inlined = "_inlfunc_Look_";
        if (name.StartsWith(Inlined, StringComparison.Ordinal))
            return "_inlfunc_DistanceAttention_" + ValueInFunction(name[Inlined.Length..]);
        if (hasForeground && Begins(name, "picture"))
            return "foreground" + name["picture".Length..];
        foreach (var (old, now) in Stems)
            if (Begins(name, old))
                return now + name[old.Length..];
        return ValueInFunction(name);
    }

    static string ValueInFunction(string name) => InFunction.FirstOrDefault(value => value.Old == name) is { New: { } now } ? now : name;

    static bool Begins(string name, string stem) =>
        name.StartsWith(stem, StringComparison.Ordinal) && (name.Length == stem.Length || name[stem.Length] is '.' or ':');

    static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
