using System.Collections.Concurrent;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Streaming;
using Avatars.Viewer.Dialogs;
using Avatars.Workers;

namespace Avatars.Viewer;

/// <summary>Where models and analyses run: in worker processes, whose fates are told to the user, or in the viewer's own.</summary>
sealed class ModelProcesses
{
    readonly ConcurrentQueue<WorkerEvent> _events = new();
    readonly WorkerOptions? _options;

    /// <param name="isOwn">Whether they run in the viewer's own process.</param>
    public ModelProcesses(bool isOwn) => _options = isOwn ? null : new WorkerOptions { Told = _events.Enqueue };

    /// <inheritdoc cref="FrameGenerators.LoadSeveral"/>
    public FramesInFlight Load(ModelPackage package, Provider provider, int framesInFlight = 0)
    {
        var inference = new InferenceOptions { Provider = provider };
        return _options is null ? FrameGenerators.LoadSeveral(package, inference, framesInFlight)
            : WorkerGenerators.LoadSeveral(package, inference, framesInFlight, _options);
    }

    public PersonReader MakeReader() => new(worker: _options);

    /// <summary>Shows and prints what has happened since the last time.</summary>
    public void Tell(Toasts toasts)
    {
        while (_events.TryDequeue(out var told))
        {
            Console.Error.WriteLine($"avatar-viewer: note: {told.Text}");
            if (told.Kind == WorkerEventKind.Back)
                toasts.Notice(told.Text);
            else if (told.Kind != WorkerEventKind.NotConfined)
                toasts.Problem(told.Text);
        }
    }
}
