using Avatars.Body;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Sources;
using Avatars.Systems;
using Avatars.Workers;

namespace Avatars.Viewer;

/// <summary>A person who was read from files.</summary>
/// <param name="Source">For the stream.</param>
/// <param name="Analysed">With the fitted body; null for models that do not read one.</param>
/// <param name="Warnings">One sentence each.</param>
sealed record OpenedPerson(PersonSource Source, AnalysedPerson? Analysed, IReadOnlyList<string> Warnings);

/// <summary>Works a person out from pictures; <see cref="PersonAnalyser"/>, or a replacement in tests.</summary>
delegate AnalysedPerson PersonAnalysis(IReadOnlyList<(string Name, RgbImage Picture)> pictures, Action<string> warn, Action<AnalysisProgress> progress);

/// <summary>
/// Reads people: pictures, which are analysed where the model draws the person's own body and no person file of that picture lies beside them, and person
/// files. Remembers the last few. Thread-safe: one is read at a time.
/// </summary>
sealed class PersonReader : IDisposable
{
    const int MostRemembered = 8; // about 20 MB each

    readonly PersonAnalysis _analyse;
    readonly Lazy<BodyModel> _body = new(BodyFile.ReadShipped);
    readonly List<(string Key, OpenedPerson Person)> _remembered = []; // the newest last
    readonly Lock _gate = new();
    PersonAnalyser? _analyser;
    WorkerAnalyser? _workerAnalyser;

    /// <param name="analyse">Null for the networks that see people.</param>
    /// <param name="worker">Of the process that these networks run in; null for this one.</param>
    public PersonReader(PersonAnalysis? analyse = null, WorkerOptions? worker = null) =>
        _analyse = analyse ?? (worker is null ? AnalyseHere : AnalyseIn(worker));

    /// <param name="paths">Pictures of one person, or one person file.</param>
    /// <param name="needsBody">Whether the model draws the person's own body.</param>
    /// <exception cref="FormatException">A file is not what it seems, or a picture shows no person.</exception>
    /// <exception cref="IOException">A file cannot be read, or the networks that see people are not set up.</exception>
    public OpenedPerson Read(IReadOnlyList<string> paths, bool needsBody, Action<AnalysisProgress> progress)
    {
        lock (_gate)
            return ReadOne(paths, needsBody, progress);
    }

    OpenedPerson ReadOne(IReadOnlyList<string> paths, bool needsBody, Action<AnalysisProgress> progress)
    {
        var key = $"{needsBody} {string.Join('\n', paths.Select(path => $"{path} {File.GetLastWriteTimeUtc(path).Ticks}"))}";
        var known = _remembered.FindIndex(each => each.Key == key);
        var person = known >= 0 ? _remembered[known].Person : ReadAnew(paths, needsBody, progress);
        if (known >= 0)
            _remembered.RemoveAt(known);
        _remembered.Add((key, person));
        if (_remembered.Count > MostRemembered)
            _remembered.RemoveAt(0);
        return person;
    }

    public void Dispose()
    {
        _analyser?.Dispose();
        _workerAnalyser?.Dispose();
    }

    OpenedPerson ReadAnew(IReadOnlyList<string> paths, bool needsBody, Action<AnalysisProgress> progress)
    {
        if (paths is [var only] && IsPersonFile(only))
            return Of(PersonFile.Read(only, _body.Value), needsBody, []);
        var warnings = new List<string>();
        var pictures = paths.Select(path => (Name: Path.GetFileName(path), Picture: PictureFile.ReadRgb(path, warnings.Add))).ToList();
        if (!needsBody)
            return new OpenedPerson(new PersonSource([.. paths.Zip(pictures, (path, each) => new SourceView(each.Picture, KeypointsFile.ReadSidecar(path)))]),
                null, warnings);
        var person = (paths.Count == 1 ? PersonFile.ReadBeside(paths[0], pictures[0].Picture, _body.Value, warnings.Add) : null)
            ?? _analyse(pictures, warnings.Add, progress);
        return Of(person, needsBody, warnings);
    }

    static OpenedPerson Of(AnalysedPerson person, bool needsBody, IReadOnlyList<string> warnings) =>
        new(PersonSource.Of(person), needsBody ? person : null, warnings);

    AnalysedPerson AnalyseHere(IReadOnlyList<(string Name, RgbImage Picture)> pictures, Action<string> warn, Action<AnalysisProgress> progress)
    {
        _analyser ??= new PersonAnalyser(_body.Value, new InferenceOptions());
        return _analyser.Analyse(pictures, warn: warn, progress: progress);
    }

    PersonAnalysis AnalyseIn(WorkerOptions worker) => (pictures, warn, progress) =>
        (_workerAnalyser ??= new WorkerAnalyser(_body.Value, worker)).Analyse(pictures, warn, progress);

    static bool IsPersonFile(string path) => path.EndsWith(PersonFile.Ending, StringComparison.OrdinalIgnoreCase);
}
