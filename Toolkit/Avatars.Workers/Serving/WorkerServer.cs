using Avatars.Body;
using Avatars.Files;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Sources;
using Avatars.Streaming;
using Avatars.Systems;
using Avatars.Workers.Messages;

namespace Avatars.Workers.Serving;

/// <summary>
/// The worker's side of the connection, until the editor is gone. Each of its threads reads a message and answers it, while another one waits for the next:
/// a call wakes one thread and not two.
/// </summary>
/// <param name="input">Buffered: a call is one call of the system.</param>
/// <param name="confinement">What the user should know about it; empty for nothing.</param>
sealed class WorkerServer(BufferedStream input, Stream output, SharedFrames frames, string confinement)
{
    const int BeatMilliseconds = 50;
    const int ControlChannels = 2; // beside one for each frame in flight

    static readonly MessageWriter Nothing = new();

    readonly object _reading = new();
    readonly TaskCompletionSource _ended = new();
    readonly byte[] _head = new byte[MessageHead.Bytes];
    readonly Dictionary<int, BodyModel> _bodies = [];
    readonly Dictionary<int, PersonSource> _sources = [];
    FramesInFlight? _generators;
    ServedSlot[] _slots = [];
    PersonAnalyser? _analyser;

    /// <summary>Returns when the pipe ends.</summary>
    public void Run()
    {
        new Thread(Beat) { IsBackground = true, Name = "Heartbeat", Priority = ThreadPriority.Highest }.Start();
        for (var i = 0; i < frames.Slots + ControlChannels; i++)
            new Thread(Serve) { IsBackground = true, Name = $"Calls {i}" }.Start();
        _ended.Task.Wait();
    }

    void Serve()
    {
        const int kept = 1 << 20; // larger buffers are for one message
        var body = new byte[4096];
        var answer = new MessageWriter();
        while (TryRead(ref body, out var head))
        {
            Answer(head, body.AsSpan(0, head.Length), answer);
            if (body.Length > kept)
                body = [];
        }
        _ended.TrySetResult();
    }

    /// <summary>Reads the next message, one thread at a time.</summary>
    /// <returns>False when the pipe has ended.</returns>
    bool TryRead(ref byte[] body, out MessageHead head)
    {
        head = default;
        lock (_reading)
            try
            {
                if (_ended.Task.IsCompleted || MessagePipe.ReadHead(input, _head) is not { } message)
                    return false;
                head = message;
                MessagePipe.ReadBody(input, head.Length, ref body);
                return true;
            }
            catch (Exception error) when (error is IOException or FormatException)
            {
                Console.Error.WriteLine(error.Message); // the editor is gone, or no editor
                return false;
            }
    }

    void Beat()
    {
        while (true)
        {
            frames.Beat();
            Thread.Sleep(BeatMilliseconds);
        }
    }

    void Answer(MessageHead head, ReadOnlySpan<byte> body, MessageWriter answer)
    {
        var kind = MessageKind.Done;
        answer.Clear();
        try
        {
            Do(head, new MessageReader(body), answer);
        }
        catch (Exception error) // anything at all: the editor decides
        {
            kind = MessageKind.Failed;
            answer.Clear();
            answer.Byte((int)WorkerFailure.KindOf(error));
            answer.Text(ErrorLine.Of(error));
        }
        Send(kind, head, answer);
    }

    void Do(MessageHead head, MessageReader message, MessageWriter answer)
    {
        switch (head.Kind)
        {
            case MessageKind.Load:
                Load(ref message, answer);
                break;
            case MessageKind.Body:
                lock (_bodies)
                    _bodies[message.Int32()] = BodyFile.Read(message.Values<byte>(), "the body of the editor");
                break;
            case MessageKind.Source:
                lock (_bodies)
                    _sources[message.Int32()] = message.Source(_bodies);
                break;
            case MessageKind.ForgetSource:
                lock (_bodies)
                    _sources.Remove(message.Int32());
                break;
            case MessageKind.FindUpperBody:
                FindUpperBody(SourceOf(message.Int32()), answer);
                break;
            case MessageKind.AnalysePerson:
                AnalysePerson(head, ref message, answer);
                break;
            case MessageKind.SetSource:
                Slot(head).SetSource(SourceOf(message.Int32()));
                break;
            case MessageKind.Configure:
                Slot(head).Configure(message.Settings());
                break;
            case MessageKind.Pose:
                Slot(head).Generate(head, ref message, answer);
                break;
            case MessageKind.Target:
                Slot(head).GenerateTarget(ref message, answer);
                break;
            default:
                throw new NotSupportedException($"The worker does not know messages of kind {(int)head.Kind}.");
        }
    }

    PersonSource SourceOf(int number)
    {
        lock (_bodies)
            return _sources.TryGetValue(number, out var source) ? source : throw new InvalidOperationException("This person was not sent to the worker.");
    }

    ServedSlot Slot(MessageHead head) => head.Channel < _slots.Length ? _slots[head.Channel]
        : throw new InvalidOperationException("The worker has loaded no model.");

    void Load(ref MessageReader message, MessageWriter answer)
    {
        var package = ModelPackage.Open(message.Text()).WithSize(new FrameSize(message.Int32(), message.Int32()));
        var provider = Provider.Choose(message.Text());
        var (threads, inFlight) = (message.Int32(), message.Int32());
        _generators = FrameGenerators.LoadSeveral(package, new InferenceOptions { Provider = provider, Threads = threads }, inFlight);
        var paths = _generators.Select(generator => (generator, new PoseToFrame(generator))).ToArray();
        _slots = [.. Enumerable.Range(0, frames.Slots).Select(slot => new ServedSlot(slot, paths[slot % paths.Length].generator,
            paths[slot % paths.Length].Item2, frames, TellDrawn))];
        answer.Int32(Math.Min(_generators.Count, frames.Slots));
        answer.Flag(_generators[0].ReadsBody);
        answer.Flag(_generators[0] is ITransparentFrameGenerator { CanBeTransparent: true });
        answer.Text(provider.Name);
        answer.Text(confinement);
    }

    void TellDrawn(MessageHead head) => Send(MessageKind.Drawn, head, Nothing);

    void FindUpperBody(PersonSource source, MessageWriter answer)
    {
        var generators = _generators ?? throw new InvalidOperationException("The worker has loaded no model.");
        var box = generators[0].Analyze(source).UpperBody;
        answer.Flag(box is not null);
        if (box is { } found)
            answer.Raw<int>([found.X, found.Y, found.Width, found.Height]);
    }

    void AnalysePerson(MessageHead head, ref MessageReader message, MessageWriter answer)
    {
        var body = message.Int32();
        var pictures = new (string, Imaging.RgbImage)[message.Count(8)];
        for (var i = 0; i < pictures.Length; i++)
            pictures[i] = (message.Text(), message.Picture());
        _analyser ??= new PersonAnalyser(_bodies[body], new InferenceOptions());
        var told = new MessageWriter();
        var person = _analyser.Analyse(pictures, warn: warning => Tell(MessageKind.Warning, warning, 0),
            progress: at => Tell(MessageKind.Progress, at.Stage, at.Share));
        answer.Write(person, body);

        void Tell(MessageKind kind, string text, float share)
        {
            told.Clear();
            told.Text(text);
            told.Single(share);
            Send(kind, head, told);
        }
    }

    void Send(MessageKind kind, MessageHead head, MessageWriter message)
    {
        try
        {
            lock (output)
                MessagePipe.Send(output, kind, head.Channel, head.Call, message.Written);
        }
        catch (IOException)
        {
            // The editor is gone: the other end of the pipe tells so too.
        }
    }
}
