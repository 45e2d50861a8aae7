using Avatars.Body;
using Avatars.Imaging;
using Avatars.Models;
using Avatars.Sources;
using Avatars.Workers.Messages;

namespace Avatars.Workers;

/// <summary>As <see cref="PersonAnalyser"/>, in a worker process, which starts with the first pictures and stays. Not thread-safe.</summary>
public sealed class WorkerAnalyser : IDisposable
{
    const double AnalysisSeconds = 600; // ten times what several large pictures take on a loaded machine
    const int MostBytes = 512 << 20; // of a person's pictures

    readonly BodyModel _body;
    readonly SharedFrames _frames;
    readonly WorkerHost _host;

    /// <param name="body">Borrowed; <see cref="BodyFile.ReadShipped"/>.</param>
    public WorkerAnalyser(BodyModel body, WorkerOptions? options = null)
    {
        var worker = options ?? new WorkerOptions();
        _body = body;
        _frames = SharedFrames.Create(1, 1, 1); // the heartbeat
        _host = new WorkerHost("The worker process that analyses pictures", worker,
            new DeathPolicy("MediaPipe", new WorkerPlan(Inference.Provider.Cpu.Name, 1, new FrameSize(1, 1)), []), (_, _) => { },
            _ => new WorkerProcess(worker, _frames, mayUseGraphicsCards: false, [PerceptionModels.DefaultFolder]));
    }

    internal WorkerHost Host => _host;

    /// <exception cref="FormatException">A picture shows no person, or the analysis ended the worker.</exception>
    /// <exception cref="IOException">The networks that see people are not set up, or the worker cannot be started; the message names the remedy.</exception>
    /// <inheritdoc cref="PersonAnalyser.Analyse"/>
    public AnalysedPerson Analyse(IReadOnlyList<(string Name, RgbImage Picture)> pictures, Action<string>? warn = null,
        Action<AnalysisProgress>? progress = null)
    {
        var stops = _host.Stops;
        while (true)
        {
            var worker = _host.Connect(stops);
            try
            {
                return Analyse(worker, pictures, warn, progress);
            }
            catch (WorkerDiedException died) when (died.Death.Kind == DeathKind.Killed)
            {
                // Not for what it was doing: another one does it.
            }
            catch (WorkerDiedException died)
            {
                throw new FormatException($"The analysis of {string.Join(", ", pictures.Select(each => each.Name))} ended its process: {died.Death.Cause}. "
                    + "Try again, or use another picture.", died);
            }
            catch (WorkerMemoryException error)
            {
                throw new IOException($"There is not enough memory to analyse {string.Join(", ", pictures.Select(each => each.Name))}. Close other programs, "
                    + "or use a smaller picture.", error);
            }
        }
    }

    public void Dispose()
    {
        _host.Dispose();
        _frames.Dispose();
    }

    AnalysedPerson Analyse(ConnectedWorker worker, IReadOnlyList<(string Name, RgbImage Picture)> pictures, Action<string>? warn,
        Action<AnalysisProgress>? progress)
    {
        var body = worker.Send(_body);
        var channel = worker.Process.Channel(0);
        var message = channel.Message;
        message.Clear();
        message.Int32(body);
        message.Int32(pictures.Count);
        foreach (var (name, picture) in pictures)
        {
            message.Text(name);
            message.Write(picture);
        }
        var answer = channel.Call(MessageKind.AnalysePerson, AnalysisSeconds, MostBytes, new Listener(warn, progress));
        return answer.Analysed(new Dictionary<int, BodyModel> { [body] = _body });
    }

    sealed class Listener(Action<string>? warn, Action<AnalysisProgress>? progress) : IToldByWorker
    {
        public void Receive(MessageKind kind, MessageReader message)
        {
            var (text, share) = (message.Text(), message.Single());
            if (kind == MessageKind.Warning)
                warn?.Invoke(text);
            else
                progress?.Invoke(new AnalysisProgress(text, share));
        }
    }
}
