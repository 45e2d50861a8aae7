using System.Diagnostics;
using Avatars.Streaming;
using Avatars.Systems;

namespace Avatars.Cli.Generating;

/// <summary>What a frame costs from rig to picture.</summary>
/// <param name="FramesPerSecond">Of all that are in flight together.</param>
/// <param name="FrameMilliseconds">Mean of one frame, everything from the posed joints to the picture's bytes.</param>
/// <param name="MedianMilliseconds">The frame in the middle: what an undisturbed machine would show.</param>
/// <param name="ProcessorMilliseconds">Of all the program's threads for one frame: hardly changes when other programs run. Threads of one network that wait
/// for each other count too; with one thread and one frame in flight there are none.</param>
sealed record BenchResult(int Steps, double FramesPerSecond, double FrameMilliseconds, double MedianMilliseconds, double ProcessorMilliseconds,
    StageAverage Stages)
{
    /// <summary>A frame's time over the time inside ONNX Runtime's runs of that frame.</summary>
    public double Overhead => FrameMilliseconds / Stages.Mean.Runs;
}

/// <summary>Measures a model frame by frame.</summary>
static class Benchmark
{
    const int LeastWarmUps = 3, MostWarmUps = 40; // .NET recompiles a method after thirty calls
    static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(2); // of a frame in flight; a slow model needs no more than the first few

    /// <param name="generators">Borrowed, with a source: as many frames are in work at a time.</param>
    /// <param name="settings">How to generate.</param>
    public static BenchResult Run(FramesInFlight generators, GenerationSettings settings, int frames, Action onFrame)
    {
        generators.Configure(settings);
        var inFlight = generators.Select(generator => new BenchFrame(generator)).ToArray();
        var (stages, times, next) = (new StageAverage(), new List<double>(frames), 0);
        foreach (var frame in inFlight)
            WarmUp(frame);
        using var program = Process.GetCurrentProcess();
        var (start, used) = (Stopwatch.GetTimestamp(), program.TotalProcessorTime);
        Task.WaitAll([.. inFlight.Select(frame => Task.Run(() => Work(frame)))]);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        program.Refresh();
        times.Sort();
        return new BenchResult(settings.Steps, frames / seconds, times.Average(), times[times.Count / 2],
            (program.TotalProcessorTime - used).TotalMilliseconds / frames, stages);

        static void WarmUp(BenchFrame frame)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 1; i <= LeastWarmUps || i <= MostWarmUps && Stopwatch.GetElapsedTime(start) < LongestWarmUp; i++)
                frame.Run(-i);
        }

        void Work(BenchFrame frame)
        {
            while (Interlocked.Increment(ref next) is var number && number <= frames)
            {
                var began = Stopwatch.GetTimestamp();
                frame.Run(number);
                lock (stages)
                {
                    times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                    stages.Add(frame.Times);
                    onFrame();
                }
            }
        }
    }
}
