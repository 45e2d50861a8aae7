using System.Diagnostics;
using Avatars.Cli.Generating;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Streaming;
using Avatars.Systems;

namespace Avatars.Cli.Diagnosing;

/// <summary>One frame of a built-in pose, and how long such frames take.</summary>
/// <param name="Milliseconds">Median of some frames.</param>
/// <param name="IsRepeatable">Whether the same pose gave the same bytes again.</param>
sealed record TestInference(RgbImage Frame, double Milliseconds, bool IsRepeatable)
{
    const int Compared = 10, Timed = 5;

    public static TestInference Run(ModelPackage package, InferenceOptions options)
    {
        using var generators = FrameGenerators.LoadSeveral(package, options, framesInFlight: 1);
        generators.SetSource(BenchFrame.SourceFor(package, generators[0]));
        generators.Configure(GenerationSettings.Of(package.Manifest.Defaults));
        var frame = new BenchFrame(generators[0]);
        frame.Run(Compared);
        var first = new RgbImage(frame.Picture.Width, frame.Picture.Height, [.. frame.Picture.Bytes]);
        var times = new double[Timed];
        for (var i = 0; i < Timed; i++)
        {
            var start = Stopwatch.GetTimestamp();
            frame.Run(Compared + 1 + i);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        frame.Run(Compared);
        Array.Sort(times);
        return new TestInference(first, times[Timed / 2], frame.Picture.Bytes.SequenceEqual(first.Bytes));
    }

    /// <summary>Of two pictures' bytes, in steps of 255.</summary>
    public (int Most, double Mean) Difference(TestInference other)
    {
        var (most, sum) = (0, 0L);
        var (bytes, others) = (Frame.Bytes, other.Frame.Bytes);
        for (var i = 0; i < bytes.Length; i++)
        {
            var difference = Math.Abs(bytes[i] - others[i]);
            most = Math.Max(most, difference);
            sum += difference;
        }
        return (most, (double)sum / bytes.Length);
    }
}
