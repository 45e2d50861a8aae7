using Avatars.ModelBuilding.Networks;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Importing;

/// <summary>Fills the networks of perceptual metrics from the files that their authors published. No code in them is run.</summary>
public sealed class MetricImport : IDisposable
{
    const int MostListed = 10;

    /// <summary>What each metric is made of; the head is null where there is none.</summary>
    static readonly Dictionary<string, (Func<int, int, Graph> Build, PublishedPart Backbone, PublishedPart? Head)> Metrics = new(StringComparer.Ordinal)
    {
        ["lpips-alex"] = ((height, width) => new Lpips(LpipsBackbone.Alex, height, width).Build(),
            Trunk("AlexNet", "torchvision's alexnet", "classifier."), Head("alex")),
        ["lpips-vgg"] = ((height, width) => new Lpips(LpipsBackbone.Vgg, height, width).Build(),
            Trunk("VGG-16", "torchvision's vgg16", "classifier."), Head("vgg")),
        ["fid"] = ((height, width) => new InceptionFeatures(height, width).Build(),
            Trunk("Inception v3", "torchvision's inception_v3", "fc.", "AuxLogits."), null),
    };

    readonly CheckpointSources _sources;
    readonly Graph _graph;
    readonly PartMatch[] _parts;

    /// <param name="metric">One of <see cref="Names"/>.</param>
    /// <param name="backbone">The backbone's published weights.</param>
    /// <param name="head">LPIPS' own weights; null for metrics without.</param>
    /// <param name="height">Of the pictures to compare, pixels.</param>
    /// <exception cref="ArgumentException">The metric is unknown, a head is missing or too many, or the size is too small.</exception>
    /// <exception cref="FormatException">A file is damaged or refused, or holds other tensors: the message lists them.</exception>
    public MetricImport(string metric, string backbone, string? head, int height, int width)
    {
        if (!Metrics.TryGetValue(metric, out var parts))
            throw new ArgumentException($"There is no metric '{metric}'. Known: {string.Join(", ", Names)}.");
        if (head is null != parts.Head is null)
            throw new ArgumentException(head is null ? $"'{metric}' also needs its head: {parts.Head!.Origin}. Name it with --head."
                : $"'{metric}' has no head. Leave --head out.");
        if (height < 64 || width < 64)
            throw new ArgumentException($"Pictures of {width}x{height} are too small for '{metric}'. Choose 64x64 or more.");
        _graph = parts.Build(height, width);
        _sources = new CheckpointSources(head is null ? [backbone] : [backbone, head]);
        try
        {
            PublishedPart[] published = parts.Head is { } other ? [parts.Backbone, other] : [parts.Backbone];
            _parts = [.. published.Select((part, i) => new PartMatch(part, _graph.Weights.Where(weight => IsOf(part, weight)), _sources.Sources[i], ""))];
            foreach (var match in _parts.Where(match => !match.Fits))
                throw new FormatException($"'{match.Source.Place}' is not {match.Part.Origin}.{Listed("missing", match.Missing)}"
                    + Listed("not of the expected shape", match.Misshapen) + Listed("not part of this network", match.Extra));
        }
        catch
        {
            _sources.Dispose();
            throw;
        }
    }

    public static IEnumerable<string> Names => Metrics.Keys;

    /// <summary>Writes <c>METRIC.onnx</c> into a folder, which is made when it is missing.</summary>
    /// <returns>The file.</returns>
    public string Save(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, _graph.Name + ".onnx");
        OnnxFile.Save(_graph, path, new Joined(_parts));
        return path;
    }

    public void Dispose() => _sources.Dispose();

    static bool IsOf(PublishedPart part, Weight weight) => weight.Name.StartsWith("lin", StringComparison.Ordinal) == (part.Graphs[0] == "head");

    static PublishedPart Trunk(string name, string origin, params string[] unread) =>
        new(name, ["backbone"], [""], origin + " state_dict") { Unread = unread, UnreadEndings = [".num_batches_tracked"] };

    static PublishedPart Head(string name) => new("head", ["head"], [""], $"LPIPS' own weights v0.1/{name}.pth of richzhang/PerceptualSimilarity");

    static string Listed(string what, IReadOnlyList<string> names) => names.Count == 0 ? ""
        : $" {char.ToUpperInvariant(what[0])}{what[1..]} ({names.Count}): "
        + $"{string.Join(", ", names.Take(MostListed))}{(names.Count > MostListed ? " and more" : "")}.";

    /// <summary>Each weight from the file that it belongs to.</summary>
    sealed class Joined(PartMatch[] parts) : IWeightSource
    {
        public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight) => parts.First(part => IsOf(part.Part, weight)).Read(weight);
    }
}
