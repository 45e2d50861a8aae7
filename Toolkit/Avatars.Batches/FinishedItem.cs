using System.Security.Cryptography;
using System.Text.Json;
using Avatars.Files;

namespace Avatars.Batches;

/// <summary>`item.json` beside an item's files: what was made, from what, by what. It holds no times and no names of machines.</summary>
public sealed record FinishedItem(string Id, string Key, byte[] Json, IReadOnlyList<FinishedFile> Files)
{
    public const string FileName = "item.json";

    const int MaximumBytes = 1 << 24;

    /// <summary>The record of the files in a folder.</summary>
    internal static FinishedItem Of(PlannedItem planned, IReadOnlyDictionary<string, string> provenance, string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => FinishedFile.Of(folder, Path.GetRelativePath(folder, file).Replace('\\', '/'))).OrderBy(file => file.Name, StringComparer.Ordinal);
        FinishedFile[] all = [.. files];
        if (all.Length == 0)
            throw new InvalidOperationException($"The item '{planned.Item.Id}' left no file.");
        var json = ItemLine.Write(writer =>
        {
            writer.WriteString("id", planned.Item.Id);
            writer.WriteString("kind", planned.Item.Kind);
            writer.WriteString("key", planned.Key);
            ItemLine.WriteFields(writer, planned.Item, planned.Inputs);
            writer.WriteStartObject("provenance");
            writer.WriteString("version", planned.Version);
            foreach (var (name, value) in provenance.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                writer.WriteString(name, value);
            writer.WriteEndObject();
            writer.WriteStartArray("files");
            foreach (var file in all)
            {
                writer.WriteStartObject();
                writer.WriteString("name", file.Name);
                writer.WriteNumber("bytes", file.Bytes);
                writer.WriteString("sha256", file.Sha256);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        });
        return new FinishedItem(planned.Item.Id, planned.Key, json, all);
    }

    /// <exception cref="FormatException">It is no record.</exception>
    internal static FinishedItem Parse(byte[] bytes, string source) => FileReading.Run(source, "Run the batch again.", () =>
    {
        using var json = JsonText.Parse(bytes, source, "Run the batch again.");
        var root = json.RootElement;
        return new FinishedItem(BatchManifest.IdIn(root, source), TextIn(root, "key", source), bytes, [.. root.GetProperty("files")
            .EnumerateArray().Select(file => new FinishedFile(NameIn(file, source), file.GetProperty("bytes").GetInt64(), TextIn(file, "sha256", source)))]);
    });

    static string TextIn(JsonElement element, string field, string source) => element.GetProperty(field).GetString()
        ?? throw new FormatException($"{source}, field {field}: it is null. Run the batch again.");

    /// <summary>The name of a file in the item's folder; a record from elsewhere might name one outside.</summary>
    static string NameIn(JsonElement file, string source)
    {
        var name = TextIn(file, "name", source);
        return !Path.IsPathRooted(name) && name.Length > 0 && !name.Contains('\0', StringComparison.Ordinal)
            && name.Split('/', '\\').All(part => part is not ("" or "." or "..")) ? name
            : throw new FormatException($"{source}, field name: {ErrorLine.Quote(name)} is not a file of the item's folder. Run the batch again.");
    }

    internal static FinishedItem Read(string path) => Parse(WholeFile.Read(path, MaximumBytes), path);

    /// <summary>The key of a record, or null where there is none that can be read.</summary>
    internal static string? KeyIn(string path)
    {
        try
        {
            return File.Exists(path) ? Read(path).Key : null;
        }
        catch (Exception error) when (error is FormatException or IOException)
        {
            return null;
        }
    }

    /// <summary>What differs between this record and the files in a folder; null when nothing does.</summary>
    internal string? Difference(string folder)
    {
        foreach (var file in Files)
            if (!File.Exists(Path.Combine(folder, file.Name)))
                return $"'{file.Name}' is missing";
            else if (FinishedFile.Of(folder, file.Name) != file)
                return $"'{file.Name}' is not what was written";
        return null;
    }
}

/// <param name="Name">Relative to the item's folder, with '/'.</param>
public sealed record FinishedFile(string Name, long Bytes, string Sha256)
{
    internal static FinishedFile Of(string folder, string name)
    {
        using var stream = WholeFile.Open(Path.Combine(folder, name), long.MaxValue);
        return new FinishedFile(name, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}
