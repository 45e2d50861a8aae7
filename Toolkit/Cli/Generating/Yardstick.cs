using System.Diagnostics;
using Avatars.ModelBuilding.Networks;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;
using Microsoft.ML.OnnxRuntime;

namespace Avatars.Cli.Generating;

/// <summary>A fixed network, measured in the same run as a model: frame rates over its own compare machines and days.</summary>
/// <param name="Milliseconds">Median of one run of pix2pix' U-Net (256x256, 54 million parameters, random weights, float32) on all processors.</param>
sealed record Yardstick(double Milliseconds)
{
    const int WarmUps = 3, Runs = 15;

    public double FramesPerSecond => 1000 / Milliseconds;

    /// <summary>Builds the network in memory and runs it on ONNX Runtime's CPU provider, whatever provider the model uses.</summary>
    /// <param name="onRun">Called after each measured run, <see cref="Steps"/> times.</param>
    public static Yardstick Measure(Action onRun)
    {
        using var options = new SessionOptions { IntraOpNumThreads = Environment.ProcessorCount };
        using var session = new InferenceSession(Model(), options);
        using var run = new RunOptions();
        using var picture = OrtValue.CreateTensorValueFromMemory(Picture(), [1, 3, Pix2PixUNet.Side, Pix2PixUNet.Side]);
        string[] inputs = ["picture"], outputs = ["generated"];
        OrtValue[] values = [picture];
        var times = new List<double>(Runs);
        for (var i = -WarmUps; i < Runs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            session.Run(run, inputs, values, outputs).Dispose();
            if (i < 0)
                continue;
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            onRun();
        }
        times.Sort();
        return new(times[Runs / 2]);
    }

    /// <summary>How often <see cref="Measure"/> reports.</summary>
    public static int Steps => Runs;

    static byte[] Model()
    {
        var graph = Pix2PixUNet.Build();
        using var bytes = new MemoryStream(checked((int)(sizeof(float) * graph.ParameterCount + (1 << 20))));
        OnnxFile.Write(graph, bytes, new RandomWeights(1));
        return bytes.ToArray();
    }

    static float[] Picture()
    {
        var random = new Random(1);
        var picture = new float[3 * Pix2PixUNet.Side * Pix2PixUNet.Side];
        for (var i = 0; i < picture.Length; i++)
            picture[i] = 2 * random.NextSingle() - 1;
        return picture;
    }
}
