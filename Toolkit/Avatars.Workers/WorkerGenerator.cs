using System.Diagnostics;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.PoseMaps;
using Avatars.Streaming;
using Avatars.Systems;
using Avatars.Workers.Messages;

namespace Avatars.Workers;

/// <summary>One frame in flight of a model in a worker process.</summary>
/// <param name="model">Owned by the one for slot 0.</param>
/// <param name="slot">Its place in shared memory, and its channel.</param>
sealed class WorkerGenerator(WorkerModel model, byte slot) : IPosedFrameGenerator, IToldByWorker
{
    const double PatienceShare = 10; // of the slowest frame so far

    readonly PoseWriter _poses = new();
    readonly double[] _times = new double[5];
    PersonSource? _source;
    GenerationSettings? _settings;
    RgbImage? _map; // that the call in work fills
    int _generation; // of the worker that has source and settings
    double _slowest; // seconds; 0 before the first frame of source and settings

    public WorkerHost Host => model.Host;

    public int Width => model.Frames.Width;

    public int Height => model.Frames.Height;

    public StageTimes Times { get; private set; }

    public bool ReadsBody => model.ReadsBody;

    public bool CanBeTransparent => model.CanBeTransparent;

    /// <inheritdoc/>
    public IPoseMapRenderer MakePoseMapRenderer() => model.Package.MakePoseMapRenderer(ReadsBody, _source?.Person);

    /// <summary>Null: how many there are was decided when the package was loaded.</summary>
    public IFrameGenerator? MakeSibling() => null;

    public void RequireSource(PersonSource source) => FrameGenerators.RequireSource(model.Package, source);

    /// <inheritdoc/>
    public SourceAnalysis Analyze(PersonSource source)
    {
        RequireSource(source);
        return Retried(worker =>
        {
            var number = worker.Send(source);
            lock (worker) // any thread may ask
            {
                var channel = worker.Process.Channel(ConnectedWorker.ControlChannel - 1);
                channel.Message.Clear();
                channel.Message.Int32(number);
                var answer = channel.Call(MessageKind.FindUpperBody, ConnectedWorker.UsualSeconds);
                return answer.Flag() ? new SourceAnalysis(new PixelBox(answer.Int32(), answer.Int32(), answer.Int32(), answer.Int32())) : SourceAnalysis.None;
            }
        });
    }

    /// <inheritdoc/>
    public void SetSource(PersonSource source)
    {
        RequireSource(source);
        Retried(worker =>
        {
            Prepare(worker);
            SetSource(worker, source);
            return true;
        });
        _source = source;
    }

    /// <inheritdoc/>
    public void Configure(GenerationSettings settings)
    {
        Retried(worker =>
        {
            Prepare(worker);
            Configure(worker, settings);
            return true;
        });
        _settings = settings;
    }

    public void Generate(PoseRequest pose, RgbImage frame, RgbImage poseMap, Span<Keypoint> keypoints) =>
        Generate(pose, null, frame.Bytes, poseMap, keypoints, isTransparent: false);

    public void Generate(PoseRequest pose, RgbaImage frame, RgbImage poseMap, Span<Keypoint> keypoints) =>
        Generate(pose, null, frame.Bytes, poseMap, keypoints, isTransparent: true);

    public void Generate(TargetPose pose, RgbImage frame) => Generate(null, pose, frame.Bytes, null, [], isTransparent: false);

    public void Generate(TargetPose pose, RgbaImage frame) => Generate(null, pose, frame.Bytes, null, [], isTransparent: true);

    public void Dispose()
    {
        if (slot == 0)
            model.Dispose();
    }

    /// <summary>The pose map is in shared memory: it is copied while the networks run.</summary>
    void IToldByWorker.Receive(MessageKind kind, MessageReader message)
    {
        message.RequireEnd();
        if (kind != MessageKind.Drawn || _map is null)
            throw new FormatException("The worker drew a pose map that was not asked for.");
        model.Frames.ReadMap(slot, _map);
    }

    void Generate(PoseRequest? pose, TargetPose? target, byte[] picture, RgbImage? map, Span<Keypoint> keypoints, bool isTransparent)
    {
        var stops = Host.Stops;
        while (true)
        {
            var worker = Host.Connect(stops);
            try
            {
                Prepare(worker);
                _map = map;
                Generate(worker, pose, target, keypoints, isTransparent);
                model.Frames.ReadPicture(slot, picture);
                Host.FrameDone(worker);
                return;
            }
            catch (WorkerDiedException)
            {
                // Connecting decides what follows.
            }
            catch (WorkerMemoryException)
            {
                WorkerHost.ReportMemory(worker);
            }
        }
    }

    void Generate(ConnectedWorker worker, PoseRequest? pose, TargetPose? target, Span<Keypoint> keypoints, bool isTransparent)
    {
        var channel = worker.Process.Channel(slot);
        var message = channel.Message;
        message.Clear();
        message.Flag(isTransparent);
        if (pose is not null)
            _poses.Write(message, pose, _source?.Person);
        else
            message.Write(target!);
        var start = Stopwatch.GetTimestamp();
        var answer = channel.Call(pose is null ? MessageKind.Target : MessageKind.Pose,
            _slowest == 0 ? ConnectedWorker.UsualSeconds : model.HangSeconds + PatienceShare * _slowest, told: this);
        _slowest = Math.Max(_slowest, Stopwatch.GetElapsedTime(start).TotalSeconds);
        answer.Raw(_times.AsSpan());
        answer.Raw(keypoints);
        Times = new StageTimes(_times[0], _times[1], _times[2], _times[3], _times[4]);
    }

    /// <summary>Brings a new worker to where the last one was.</summary>
    void Prepare(ConnectedWorker worker)
    {
        if (_generation == worker.Generation)
            return;
        if (_settings is not null)
            Configure(worker, _settings);
        if (_source is not null)
            SetSource(worker, _source);
        _poses.Forget();
        _slowest = 0;
        _generation = worker.Generation;
    }

    void Configure(ConnectedWorker worker, GenerationSettings settings)
    {
        var channel = worker.Process.Channel(slot);
        channel.Message.Clear();
        channel.Message.Write(settings);
        channel.Call(MessageKind.Configure, ConnectedWorker.UsualSeconds);
        _slowest = 0;
    }

    void SetSource(ConnectedWorker worker, PersonSource source)
    {
        var number = worker.Send(source);
        var channel = worker.Process.Channel(slot);
        channel.Message.Clear();
        channel.Message.Int32(number);
        channel.Call(MessageKind.SetSource, ConnectedWorker.UsualSeconds);
        _poses.Forget();
        _slowest = 0;
    }

    T Retried<T>(Func<ConnectedWorker, T> call)
    {
        var stops = Host.Stops;
        while (true)
        {
            var worker = Host.Connect(stops);
            try
            {
                return call(worker);
            }
            catch (WorkerDiedException)
            {
                // Connecting decides what follows.
            }
            catch (WorkerMemoryException)
            {
                WorkerHost.ReportMemory(worker);
            }
        }
    }
}
