using System.Diagnostics;
using Avatars.Animation;
using Avatars.Live;

namespace Avatars.Cli.Generating;

/// <summary>Records live input as a clip.</summary>
static class LiveRecording
{
    const int MaximumFrames = 1_000_000;

    /// <summary>Waits for a sender, then records.</summary>
    /// <param name="options">Where to listen; <see cref="VmcOptions"/> gives the space of the poses.</param>
    /// <param name="stop">Before the first packet it ends the waiting with an error, afterwards the recording.</param>
    /// <exception cref="OperationCanceledException">Stopped before anything came.</exception>
    public static AnimationClip Take(VmcOptions options, double seconds, double framesPerSecond, CancellationToken stop)
    {
        using var receiver = new VmcReceiver(options);
        Console.Error.WriteLine($"Listening on UDP {receiver.EndPoint} for a sender of the VMC protocol ...");
        while (receiver.Status.Messages == 0)
        {
            stop.ThrowIfCancellationRequested();
            Thread.Sleep(5);
        }
        Console.Error.WriteLine($"Recording {seconds:F1} s from {receiver.Status.Sender} ...");
        var frames = (int)Math.Clamp(Math.Floor(seconds * framesPerSecond + 1e-6) + 1, 1, MaximumFrames);
        var (pose, recorder, clock) = (receiver.MakePose(), new ClipRecorder(receiver.Skeleton), Stopwatch.StartNew());
        for (var frame = 0; frame < frames && !stop.IsCancellationRequested; frame++)
        {
            var wait = TimeSpan.FromSeconds(frame / framesPerSecond) - clock.Elapsed;
            if (wait > TimeSpan.Zero)
                stop.WaitHandle.WaitOne(wait);
            receiver.Sample(0, pose);
            recorder.Add((float)(frame / framesPerSecond), pose);
        }
        Console.Error.WriteLine($"Recorded {recorder.FrameCount} frames; {receiver.Status}");
        return recorder.ToClip(receiver.Name, (float)framesPerSecond);
    }
}
