using System.Diagnostics;
using System.Numerics;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Streaming;
using Avatars.Systems;

namespace Avatars.Cli.Generating;

/// <summary>What a frame costs from rig to picture.</summary>
/// <param name="FrameMilliseconds">Mean, everything from the posed joints to the picture's bytes.</param>
/// <param name="MedianMilliseconds">The frame in the middle: what an undisturbed machine would show.</param>
sealed record BenchResult(int Steps, double FrameMilliseconds, double MedianMilliseconds, StageAverage Stages)
{
    public double FramesPerSecond => 1000 / FrameMilliseconds;

    /// <summary>A frame's time over the time inside ONNX Runtime's runs of that frame.</summary>
    public double Overhead => FrameMilliseconds / Stages.Mean.Runs;
}

/// <summary>Measures a model frame by frame.</summary>
static class Benchmark
{
    const int WarmUps = 3;
    const float FrameSeconds = 0.04f;

    /// <param name="generator">Borrowed.</param>
    /// <param name="settings">How to generate.</param>
    public static BenchResult Run(IFrameGenerator generator, PoseMapStyle style, GenerationSettings settings, int frames, Action onFrame)
    {
        generator.Configure(settings);
        var path = new PoseToFrame(generator, style, BenchMotion.Body);
        var request = PoseToFrame.MakeRequest(BenchMotion.Body, style);
        var camera = Camera.LookAt(new Vector3(0, 0.9f, 4), new Vector3(0, 0.9f, 0), 0.5f, generator.Width, generator.Height);
        var (motion, model, frame) = (new BenchMotion(), new Matrix4x4[BenchMotion.Body.Skeleton.Count], new RgbImage(generator.Width, generator.Height));
        var (stages, times) = (new StageAverage(), new List<double>(frames));
        for (var i = -WarmUps; i < frames; i++)
        {
            var start = Stopwatch.GetTimestamp();
            motion.Pose(i * FrameSeconds, model);
            request.Set(model, camera);
            if (!path.Run(request, frame))
                throw new InvalidOperationException("The benchmark's pose did not move.");
            if (i < 0)
                continue;
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            stages.Add(path.Times);
            onFrame();
        }
        times.Sort();
        return new BenchResult(settings.Steps, times.Average(), times[times.Count / 2], stages);
    }
}
