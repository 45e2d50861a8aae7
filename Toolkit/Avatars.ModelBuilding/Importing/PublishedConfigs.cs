using System.Text.Json;

namespace Avatars.ModelBuilding.Importing;

/// <summary>The configurations that lie in the folders that the user named, as diffusers and transformers lay them out, by class.</summary>
public sealed class PublishedConfigs
{
    static readonly string[] FileNames = ["config.json", "scheduler_config.json"];

    readonly List<(string Class, PublishedConfig Config)> _all = [];
    readonly List<PublishedConfig> _used = [];
    readonly List<string> _notes = [];

    /// <param name="paths">Files are passed over: a configuration beside a file need not belong to it.</param>
    /// <exception cref="FormatException">A configuration is damaged.</exception>
    public PublishedConfigs(IEnumerable<string> paths)
    {
        foreach (var folder in paths.Where(Directory.Exists)
            .SelectMany(path => new[] { path }.Concat(Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal))))
            foreach (var name in FileNames)
                if (Path.Combine(folder, name) is var file && File.Exists(file))
                {
                    var config = PublishedConfig.Open(file);
                    _all.Add((ClassOf(config), config));
                }
    }

    public bool IsEmpty => _all.Count == 0;

    /// <summary>Whether a folder, as <c>scheduler/</c> of diffusers, holds configurations and no weights.</summary>
    public static bool IsWithoutWeights(string path) => Directory.Exists(path) && FileNames.Any(name => File.Exists(Path.Combine(path, name)))
        && !Directory.EnumerateFiles(path).Concat(Directory.EnumerateDirectories(path).SelectMany(Directory.EnumerateFiles))
            .Any(file => Path.GetExtension(file) is ".safetensors" or ".bin" or ".pt" or ".pth" or ".ckpt"
                || file.EndsWith(".index.json", StringComparison.Ordinal));

    /// <summary>What was read and assumed, a line each.</summary>
    public IEnumerable<string> Report =>
        _used.Select(config => $"read '{config.File}'{(config.Assumed.Count > 0 ? "; assumed: " + string.Join(", ", config.Assumed) : "")}")
            .Concat(_notes)
            .Concat(_all.Where(one => !_used.Contains(one.Config))
                .Select(one => $"'{one.Config.File}' ({(one.Class.Length > 0 ? one.Class : "no class")}): no part of this system"));

    public void Note(string line) => _notes.Add(line);

    /// <summary>The configuration of a class, or null.</summary>
    /// <param name="classes">Names of the class, as different files write it.</param>
    /// <exception cref="FormatException">There are two that differ.</exception>
    public PublishedConfig? Find(params string[] classes)
    {
        var found = _all.Where(one => classes.Contains(one.Class)).Select(one => one.Config).ToArray();
        if (found.Length == 0)
            return null;
        if (found.Skip(1).FirstOrDefault(other => other.Text != found[0].Text) is { } other)
            throw new FormatException($"'{found[0].File}' and '{other.File}' are both configurations of {classes[0]}, and differ. "
                + "Name the folder of one alone.");
        _used.AddRange(found);
        return found[0];
    }

    static string ClassOf(PublishedConfig config)
    {
        if (Text("_class_name") is { } name)
            return name.EndsWith("Scheduler", StringComparison.Ordinal) ? "scheduler" : name;
        return Path.GetFileName(config.File) == "scheduler_config.json" ? "scheduler" : Text("model_type") ?? "";

        string? Text(string field) => config.Raw(field) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
    }
}
