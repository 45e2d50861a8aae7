using Avatars.Inference;
using Avatars.Models;
using Avatars.Streaming;
using Avatars.Workers;

namespace Avatars.Cli.Generating;

/// <summary>The networks of the last item of a batch, kept for the next one. Outside a batch nothing is kept.</summary>
static class LoadedModel
{
    readonly record struct Request(string Folder, int Width, int Height, string Provider, int Threads, int FramesInFlight, bool IsInWorker, string Networks);

    static (Request Of, FramesInFlight Generators)? _kept;

    /// <summary>Set by a batch, before its first item.</summary>
    public static bool IsKept { get; set; }

    /// <summary>The caller disposes; what is kept stays loaded.</summary>
    /// <param name="worker">Null for this process.</param>
    public static FramesInFlight Of(ModelPackage package, InferenceOptions options, int framesInFlight, WorkerOptions? worker = null)
    {
        if (!IsKept)
            return Load(package, options, framesInFlight, worker);
        var request = new Request(package.Folder, package.Manifest.Width, package.Manifest.Height, options.Provider.Name, options.Threads, framesInFlight,
            worker is not null, string.Join(' ', package.Manifest.Networks.Values.Select(network => network.Sha256)));
        if (_kept is not { } kept || kept.Of != request)
        {
            Drop();
            _kept = kept = (request, Load(package, options, framesInFlight, worker));
        }
        return kept.Generators.Borrow();
    }

    static FramesInFlight Load(ModelPackage package, InferenceOptions options, int framesInFlight, WorkerOptions? worker) => worker is null
        ? FrameGenerators.LoadSeveral(package, options, framesInFlight) : WorkerGenerators.LoadSeveral(package, options, framesInFlight, worker);

    public static void Drop()
    {
        _kept?.Generators.Dispose();
        _kept = null;
    }
}
