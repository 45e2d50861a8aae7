using System.Text;
using Avatars.Files;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Packages;
using Avatars.ModelBuilding.Weights;
using Avatars.Models;

namespace Avatars.ModelBuilding.Importing;

/// <summary>Fills a system's published networks from the files that its authors published.</summary>
public sealed class CheckpointImport : IDisposable
{
    const int MostListed = 40;

    readonly CheckpointSources _sources;
    readonly ModelBlueprint _blueprint;
    readonly Dictionary<string, PartMatch> _byGraph = new(StringComparer.Ordinal);

    /// <summary>Opens the checkpoints and finds every weight; reads none yet.</summary>
    /// <param name="paths">Files, and folders as diffusers and transformers lay them out.</param>
    /// <exception cref="FormatException">A file is damaged or refused, or tensors are missing, too many or misshapen: the message lists them.</exception>
    public CheckpointImport(PublishedSystem system, IEnumerable<string> paths)
    {
        Configs = new PublishedConfigs(paths);
        _blueprint = Configs.IsEmpty || system.Configure is null ? system.Blueprint() : system.Configure(Configs);
        _sources = new CheckpointSources(paths.Where(path => !PublishedConfigs.IsWithoutWeights(path)));
        try
        {
            var matches = new List<PartMatch?>();
            foreach (var part in system.Parts)
                matches.Add(BestMatch(part, SourcesFor(part, matches)));
            RequireFit(system, matches);
            Unused = [.. Leftovers(system, [.. matches.Select(match => match!)])];
            foreach (var match in matches)
                foreach (var graph in match!.Part.Graphs)
                    _byGraph.Add(graph, match);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What the folders say of themselves.</summary>
    public PublishedConfigs Configs { get; }

    /// <summary>As it will be written, without files.</summary>
    public ModelManifest Manifest => _blueprint.Manifest;

    /// <summary>Tensors of the checkpoints that the package has no use for.</summary>
    public IReadOnlyList<string> Unused { get; }

    /// <summary>Which part comes from where, a line each.</summary>
    public IEnumerable<string> Report =>
        from match in _byGraph.Values.Distinct()
        let prefix = match.Prefix.Length > 0 ? $", {match.Prefix}*" : ""
        select $"{match.Part.Name,-32} {match.Found,5:N0} tensors of '{match.Source.Place}'{prefix}";

    /// <summary>Writes the package, its weights streamed from the checkpoints; the folder appears when everything in it is complete.</summary>
    public ModelPackage Save(string folder, WeightStorage storage, CancellationToken stop = default) =>
        PackageWriting.Build(_blueprint, folder, graph => _byGraph[graph.Name], storage, $"Imported from {string.Join(", ", FileNames)}.", stop: stop);

    IEnumerable<string> FileNames => _byGraph.Values.Select(match => Path.GetFileName(match.Source.Place.TrimEnd('/', '\\'))).Distinct();

    public void Dispose() => _sources.Dispose();

    /// <summary>The first that fits, by order of prefixes; else the one that is nearest. Null where no source has anything of it.</summary>
    PartMatch? BestMatch(PublishedPart part, IReadOnlyList<CheckpointSource> sources)
    {
        var weights = _blueprint.Networks.Where(network => part.Graphs.Contains(network.Name)).SelectMany(network => network.Weights)
            .DistinctBy(weight => weight.Name).ToArray();
        var matches = part.Prefixes.SelectMany(prefix => sources.Select(source => new PartMatch(part, weights, source, prefix))).ToArray();
        return matches.FirstOrDefault(match => match.Fits) ?? matches.Where(match => match.Used.Count > weights.Length / 2).MaxBy(match => match.Found);
    }

    IReadOnlyList<CheckpointSource> SourcesFor(PublishedPart part, List<PartMatch?> earlier) =>
        part.Beside is { } name && earlier.Find(match => match?.Part.Name == name) is { } partner ? [partner.Source] : _sources.Sources;

    static void RequireFit(PublishedSystem system, List<PartMatch?> matches)
    {
        var message = new StringBuilder();
        for (var i = 0; i < matches.Count; i++)
            if (matches[i] is not { } match)
                message.Append($"\n{system.Parts[i].Name}: not found. It is in {system.Parts[i].Origin}; name that with --checkpoint too.");
            else if (!match.Fits)
            {
                message.Append($"\n{match.Part.Name}, in '{match.Source.Place}':");
                List(message, "missing", match.Missing);
                List(message, "not of the expected shape", match.Misshapen);
                List(message, "not part of this network", match.Extra);
            }
        if (message.Length > 0)
            throw new FormatException($"The checkpoints do not make a whole {system.Name}:{message}");
    }

    static void List(StringBuilder message, string what, IReadOnlyList<string> names)
    {
        if (names.Count > 0)
            message.Append($"\n  {what} ({names.Count}): {string.Join(", ", names.Take(MostListed).Select(name => ErrorLine.Printable(name, 100)))}")
                .Append(names.Count > MostListed ? $" and {names.Count - MostListed} more" : "");
    }

    IEnumerable<string> Leftovers(PublishedSystem system, PartMatch[] matches) =>
        from source in _sources.Sources
        let used = matches.Where(match => match.Source == source).SelectMany(match => match.Used).ToHashSet(StringComparer.Ordinal)
        from name in source.Tensors.Keys.Order(StringComparer.Ordinal)
        where !used.Contains(name) && !system.Notes.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal))
        select name;
}
