using Avatars.Inference;
using Avatars.Models;
using Avatars.Streaming;

namespace Avatars.Cli.Generating;

/// <summary>The networks of the last item of a batch, kept for the next one. Outside a batch nothing is kept.</summary>
static class LoadedModel
{
    readonly record struct Request(string Folder, int Width, int Height, string Provider, int Threads, int FramesInFlight, string Networks);

    static (Request Of, FramesInFlight Generators)? _kept;

    /// <summary>Set by a batch, before its first item.</summary>
    public static bool IsKept { get; set; }

    /// <summary>The caller disposes; what is kept stays loaded.</summary>
    public static FramesInFlight Of(ModelPackage package, InferenceOptions options, int framesInFlight)
    {
        if (!IsKept)
            return FrameGenerators.LoadSeveral(package, options, framesInFlight);
        var request = new Request(package.Folder, package.Manifest.Width, package.Manifest.Height, options.Provider.Name, options.Threads, framesInFlight,
            string.Join(' ', package.Manifest.Networks.Values.Select(network => network.Sha256)));
        if (_kept is not { } kept || kept.Of != request)
        {
            Drop();
            _kept = kept = (request, FrameGenerators.LoadSeveral(package, options, framesInFlight));
        }
        return kept.Generators.Borrow();
    }

    public static void Drop()
    {
        _kept?.Generators.Dispose();
        _kept = null;
    }
}
