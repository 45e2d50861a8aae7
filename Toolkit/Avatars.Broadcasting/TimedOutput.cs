using System.Diagnostics;
using Avatars.Files;

namespace Avatars.Broadcasting;

/// <summary>Gives a sink the newest frame at an even rate, on a thread of its own: frames are repeated or skipped as needed. Begins with the first
/// frame.</summary>
sealed class TimedOutput : IPictureOutput
{
    readonly LivePicture _picture;
    readonly IFrameSink _sink;
    readonly double _framesPerSecond;
    readonly CancellationTokenSource _stop = new();
    readonly Thread _thread;
    volatile string? _failure;

    /// <param name="sink">Owned; used by the thread alone.</param>
    public TimedOutput(LivePicture picture, IFrameSink sink, double framesPerSecond)
    {
        (_picture, _sink, _framesPerSecond) = (picture, sink, framesPerSecond);
        _thread = new Thread(Run) { IsBackground = true, Name = $"Output to {sink.Place}" };
        _thread.Start();
    }

    public string Place => _sink.Place;

    public string? Failure => _failure;

    public void Dispose()
    {
        _stop.Cancel();
        _sink.Interrupt();
        _thread.Join();
        _sink.Dispose();
        _stop.Dispose();
    }

    void Run()
    {
        using var reading = _picture.Read();
        try
        {
            var frame = _picture.NextAsync(0, _stop.Token).GetAwaiter().GetResult();
            var start = Stopwatch.GetTimestamp();
            for (long count = 0; ; count++)
            {
                var wait = TimeSpan.FromSeconds(count / _framesPerSecond) - Stopwatch.GetElapsedTime(start);
                if (wait > TimeSpan.Zero)
                    _stop.Token.WaitHandle.WaitOne(wait);
                if (_stop.IsCancellationRequested)
                    break;
                if (_picture.NextAsync(frame.Number, CancellationToken.None) is { IsCompletedSuccessfully: true } newer)
                    frame = newer.Result;
                _sink.Write(frame);
            }
            _sink.Finish();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception error) when (error is IOException or InvalidOperationException or ArgumentException or UnauthorizedAccessException)
        {
            _failure = ErrorLine.Of(error);
        }
    }
}

/// <summary>Takes frames one after another. Write and Finish are called by one thread, and may wait.</summary>
interface IFrameSink : IDisposable
{
    string Place { get; }

    /// <exception cref="IOException">No frame can be taken any more.</exception>
    void Write(PublishedFrame frame);

    /// <summary>Completes what was written, after at least one frame.</summary>
    void Finish();

    /// <summary>From another thread: a <see cref="Write"/> that waits for a receiver must end.</summary>
    void Interrupt();
}
