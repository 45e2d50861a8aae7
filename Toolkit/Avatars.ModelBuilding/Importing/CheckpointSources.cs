using System.Text.Json;
using Avatars.Files;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Importing;

/// <summary>All tensors of one published thing: a file, or a folder's file or shards.</summary>
/// <param name="Place">Path, for messages.</param>
/// <param name="Tensors">By name, without what a training framework put before all of them.</param>
sealed record CheckpointSource(string Place, IReadOnlyDictionary<string, (ITensorFile File, StoredTensor Tensor)> Tensors);

/// <summary>Opens what the user named: checkpoint files, and folders as diffusers and transformers lay them out.</summary>
sealed class CheckpointSources : IDisposable
{
    const long LongestIndex = 1 << 26;
    const int MostShards = 10_000;
    const string Remedy = "Download the index again.";

    /// <summary>Dictionaries of a training framework that hold the weights, in order of preference; "" is the outermost.</summary>
    static readonly string[] Nests = ["state_dict/", "module/", "model_state_dict/", "model/", ""];

    /// <summary>Wrappers that a framework puts before every name.</summary>
    static readonly string[] Wrappers = ["module.", "_forward_module.", "_orig_mod."];

    /// <summary>Weights of a folder, best first: diffusers', then transformers' names.</summary>
    static readonly string[] WeightFiles =
    [
        "diffusion_pytorch_model.safetensors", "model.safetensors", "diffusion_pytorch_model.bin", "pytorch_model.bin",
        "diffusion_pytorch_model.fp16.safetensors", "model.fp16.safetensors", "diffusion_pytorch_model.fp16.bin", "pytorch_model.fp16.bin",
    ];

    readonly List<ITensorFile> _files = [];

    /// <exception cref="FormatException">A file is damaged, refused or no checkpoint.</exception>
    /// <exception cref="FileNotFoundException">A path is neither file nor folder, or a folder holds no weights.</exception>
    public CheckpointSources(IEnumerable<string> paths)
    {
        try
        {
            Sources = [.. paths.SelectMany(Open)];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyList<CheckpointSource> Sources { get; }

    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
        _files.Clear();
    }

    IEnumerable<CheckpointSource> Open(string path)
    {
        if (!Directory.Exists(path))
            return [OpenFiles(path, [path])];
        var found = new[] { path }.Concat(Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal))
            .Select(OpenFolder).OfType<CheckpointSource>().ToArray();
        return found.Length > 0 ? found
            : throw new FileNotFoundException($"The folder '{path}' holds no weights: "
                + $"neither it nor a folder in it has {string.Join(", ", WeightFiles[..4])} or an index of shards.", path);
    }

    CheckpointSource? OpenFolder(string folder)
    {
        foreach (var name in WeightFiles)
            if (Path.Combine(folder, name) is var file && File.Exists(file))
                return OpenFiles(folder, [file]);
            else if (File.Exists(file + ".index.json"))
                return OpenFiles(folder, Shards(file + ".index.json"));
        return null;
    }

    /// <summary>The files that an index of shards names.</summary>
    static IEnumerable<string> Shards(string index)
    {
        using var json = JsonText.Read(index, LongestIndex, Remedy);
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("weight_map", out var map)
            || map.ValueKind != JsonValueKind.Object)
            throw new FormatException($"'{index}' is no index of shards: it has no object 'weight_map'. {Remedy}");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in map.EnumerateObject())
        {
            var name = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : "";
            if (!names.Add(name))
                continue;
            if (name.Length == 0 || name != Path.GetFileName(name) || name.AsSpan().IndexOfAny("/\\:\0") >= 0)
                throw new FormatException($"'{index}' names the shard {ErrorLine.Quote(name)}, which is not the plain name of a file in its folder. {Remedy}");
            if (!File.Exists(Path.Combine(Path.GetDirectoryName(index)!, name)))
                throw new FileNotFoundException($"'{index}' names the shard {ErrorLine.Quote(name)}, which is not there. Download it too.", name);
            if (names.Count > MostShards)
                throw new FormatException($"'{index}' names more than {MostShards} shards. {Remedy}");
        }
        return names.Count > 0 ? names.Select(name => Path.Combine(Path.GetDirectoryName(index)!, name))
            : throw new FormatException($"'{index}' names no shards: its 'weight_map' is empty. {Remedy}");
    }

    CheckpointSource OpenFiles(string place, IEnumerable<string> paths)
    {
        var tensors = new Dictionary<string, (ITensorFile, StoredTensor)>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var file = TensorFiles.Open(path);
            _files.Add(file);
            var nest = NestOf(file);
            foreach (var (name, tensor) in file.Entries)
                if (IsIn(nest, name) && !tensors.TryAdd(name[nest.Length..], (file, tensor)))
                    throw new FormatException($"'{path}' holds the tensor {ErrorLine.Quote(name)}, which another shard of '{place}' holds too.");
        }
        return new CheckpointSource(place, WithoutWrapper(tensors));
    }

    static string NestOf(ITensorFile file) => Nests.FirstOrDefault(nest => file.Entries.Keys.Any(name => IsIn(nest, name)))
        ?? throw new FormatException($"'{file.Path}' holds no weights where a checkpoint has them: in its outermost dictionary, "
            + $"or in {string.Join(", ", Nests.Where(nest => nest.Length > 0).Select(nest => $"'{nest.TrimEnd('/')}'"))}.");

    static bool IsIn(string nest, string name) => name.StartsWith(nest, StringComparison.Ordinal) && name.IndexOf('/', nest.Length) < 0;

    /// <summary>Takes off what every name begins with, each wrapper at most once.</summary>
    static Dictionary<string, (ITensorFile, StoredTensor)> WithoutWrapper(Dictionary<string, (ITensorFile, StoredTensor)> tensors)
    {
        var left = Wrappers.ToList();
        while (tensors.Count > 0 && left.Find(wrapper => tensors.Keys.All(name => name.StartsWith(wrapper, StringComparison.Ordinal))) is { } found)
        {
            left.Remove(found);
            tensors = tensors.ToDictionary(pair => pair.Key[found.Length..], pair => pair.Value, StringComparer.Ordinal);
        }
        return tensors;
    }
}
