using Avatars.Inference;
using Avatars.Models;
using Avatars.Streaming;
using Avatars.Workers.Messages;

namespace Avatars.Workers;

/// <summary>Generators that run in a worker process: what goes wrong in a model, in ONNX Runtime or in a driver ends that process and not this one.</summary>
public static class WorkerGenerators
{
    /// <summary>As <see cref="FrameGenerators.LoadSeveral"/>, in a worker process. The process ends when they are disposed, and when this process ends,
    /// however that happens.</summary>
    /// <remarks>A call during which the worker ends waits for the next worker and is made again.</remarks>
    /// <exception cref="IOException">The worker cannot be started, or a file of the package cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The worker ended several times while it loaded the package.</exception>
    /// <inheritdoc cref="FrameGenerators.LoadSeveral"/>
    public static FramesInFlight LoadSeveral(ModelPackage package, InferenceOptions options, int framesInFlight = 0, WorkerOptions? worker = null)
    {
        if (options.Observer is not null)
            throw new NotSupportedException("Runs in a worker process cannot be observed. Load the package in this process.");
        var model = new WorkerModel(package, options, framesInFlight, worker ?? new WorkerOptions());
        try
        {
            return model.Load();
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}

/// <summary>A package in a worker process, with what the worker said about it.</summary>
sealed class WorkerModel : IDisposable
{
    const double LoadSeconds = 1800; // gigabytes of weights are read, hashed and optimised

    readonly InferenceOptions _options;
    readonly WorkerOptions _worker;
    bool _hasToldConfinement;

    public WorkerModel(ModelPackage package, InferenceOptions options, int framesInFlight, WorkerOptions worker)
    {
        (Package, _options, _worker) = (package, options, worker);
        var size = new FrameSize(package.Manifest.Width, package.Manifest.Height);
        const int OwnChoice = 2; // of LoadSeveral, or 1
        Frames = SharedFrames.Create(size.Width, size.Height, framesInFlight is >= 1 and <= FramesInFlight.Most ? framesInFlight : OwnChoice);
        var plan = new WorkerPlan(options.Provider.Name, framesInFlight, size);
        Host = new WorkerHost($"The worker process with the model '{package.Manifest.Name}'", worker,
            new DeathPolicy(package.Manifest.Name, plan, package.Manifest.Sizes), Load, Start);
    }

    public ModelPackage Package { get; }

    public SharedFrames Frames { get; }

    public WorkerHost Host { get; }

    public double HangSeconds => _worker.HangSeconds;

    public bool ReadsBody { get; private set; }

    public bool CanBeTransparent { get; private set; }

    /// <summary>Starts the worker.</summary>
    /// <returns>Owns this.</returns>
    public FramesInFlight Load()
    {
        var count = 0;
        _loaded = loaded => count = loaded;
        Host.Connect(Host.Stops);
        _loaded = null;
        return new FramesInFlight([.. Enumerable.Range(0, count).Select(slot => new WorkerGenerator(this, (byte)slot))]);
    }

    Action<int>? _loaded;

    public void Dispose()
    {
        Host.Dispose();
        Frames.Dispose();
    }

    WorkerProcess Start(WorkerPlan plan) => new(_worker, Frames, mayUseGraphicsCards: plan.Provider != Provider.Cpu.Name, Readable());

    void Load(ConnectedWorker worker, WorkerPlan plan)
    {
        var channel = worker.Process.Channel(ConnectedWorker.ControlChannel);
        var message = channel.Message;
        message.Clear();
        message.Text(Package.Folder);
        message.Int32(plan.Size.Width);
        message.Int32(plan.Size.Height);
        message.Text(plan.Provider);
        message.Int32(_options.Threads);
        message.Int32(plan.FramesInFlight);
        var answer = channel.Call(MessageKind.Load, LoadSeconds);
        var count = answer.Int32();
        if (count < 1 || count > Frames.Slots)
            throw new FormatException($"The worker answered with {count} frames in flight.");
        (ReadsBody, CanBeTransparent) = (answer.Flag(), answer.Flag());
        answer.Text();
        var confinement = answer.Text();
        _loaded?.Invoke(count);
        if (confinement.Length > 0 && !_hasToldConfinement)
            _worker.Told?.Invoke(new WorkerEvent(WorkerEventKind.NotConfined, confinement));
        _hasToldConfinement = true;
    }

    /// <summary>The package's folder, and files elsewhere that links in it lead to: their content is checked.</summary>
    IEnumerable<string> Readable()
    {
        yield return Package.Folder;
        foreach (var network in Package.Manifest.Networks.Values)
            foreach (var file in (string?[])[network.File, network.Data?.File])
                if (file is not null && File.ResolveLinkTarget(Path.Combine(Package.Folder, file), returnFinalTarget: true) is { } target)
                    yield return target.FullName;
    }
}
