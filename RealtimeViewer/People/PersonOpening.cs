using Avatars.Files;
using Avatars.Sources;

namespace Avatars.Viewer;

/// <summary>
/// Opens people in the background, one after another; of several requests only the newest is answered. The window's thread only.
/// </summary>
/// <param name="reader">Borrowed.</param>
/// <param name="needsBody">Whether the model draws the person's own body; asked on another thread, and may wait for the model to load.</param>
sealed class PersonOpening(PersonReader reader, Func<bool> needsBody) : IDisposable
{
    Request? _newest;
    Task _work = Task.CompletedTask;

    /// <summary>How far the newest request is; null while none is open.</summary>
    public OpeningProgress? Progress => _newest?.Progress;

    /// <param name="paths">As <see cref="PersonReader.Read"/> takes them.</param>
    public void Begin(IReadOnlyList<string> paths)
    {
        var request = _newest = new Request(paths);
        _work = _work.ContinueWith(_ => Work(request), TaskScheduler.Default);
    }

    /// <summary>Whether the newest request is answered; once per request.</summary>
    /// <param name="person">Null where it failed.</param>
    /// <param name="failure">Why, in one sentence; else null.</param>
    public bool TryTake(out OpenedPerson? person, out string? failure)
    {
        (person, failure) = (null, null);
        if (_newest is not { IsDone: true } done)
            return false;
        (person, failure, _newest) = (done.Person, done.Failure, null);
        return true;
    }

    public void Dispose()
    {
        _newest = null; // what waits is not begun; what runs cannot be cancelled, and the process must not end while native code runs
        _work.Wait();
    }

    void Work(Request request)
    {
        if (!ReferenceEquals(request, Volatile.Read(ref _newest)))
            return;
        try
        {
            request.Person = reader.Read(request.Paths, needsBody(), request.Report);
        }
        catch (Exception error) // anything at all: an unusable file must not end the program
        {
            request.Failure = ErrorLine.Of(error);
        }
        request.IsDone = true;
    }

    sealed class Request(IReadOnlyList<string> paths)
    {
        volatile OpeningProgress _progress = new(Path.GetFileName(paths[0]), "Reading", 0);
        volatile bool _isDone;

        public IReadOnlyList<string> Paths => paths;

        public OpeningProgress Progress => _progress;

        public OpenedPerson? Person { get; set; }

        public string? Failure { get; set; }

        /// <summary>Set last; then the others may be read.</summary>
        public bool IsDone { get => _isDone; set => _isDone = value; }

        public void Report(AnalysisProgress progress) => _progress = new OpeningProgress(_progress.Name, progress.Stage, progress.Share);
    }
}

/// <summary>How far the opening of a person is.</summary>
/// <param name="Name">Of the file.</param>
/// <param name="Stage">What is being done.</param>
/// <param name="Share">Of the whole, 0..1.</param>
sealed record OpeningProgress(string Name, string Stage, float Share);
